"""Labels of the user's own as a source of a recipe: `editorial=labels.csv`, `charged=folder/`.

Whatever `datasets` reads: a CSV, JSONL or Parquet file, a folder that it saved, or a Hub id (needs a network).
Two columns are needed: `text`, and `label` between 0 and 1 (a share of annotators is a label too).
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from framing.errors import InputError
from training.items import HEADS, Item

BUILDERS = {".csv": "csv", ".jsonl": "json", ".json": "json", ".parquet": "parquet"}


def labelled_texts(place: str) -> list[tuple[str, float]]:
    """Texts and labels behind `place`, in order. Raises InputError with place, rule and value found."""
    rows = _open(place)
    missing = {"text", "label"} - set(rows.column_names)
    if missing:
        found = ", ".join(rows.column_names)
        raise InputError(place, "labels need the columns 'text' and 'label'", f"columns {found}")
    texts = []
    for number, row in enumerate(rows, start=1):
        text, label = row["text"], row["label"]
        if not isinstance(text, str) or not text.strip():
            raise InputError(f"{place}: row {number}", "'text' must not be empty", repr(text))
        if not isinstance(label, int | float) or not 0 <= label <= 1:
            raise InputError(f"{place}: row {number}", "'label' must lie between 0 and 1", repr(label))
        texts.append((text.strip(), float(label)))
    return texts


def split_name(name: str) -> tuple[str, str]:
    """Head and place of a source name `HEAD=PLACE`."""
    head, _, place = name.partition("=")
    if head not in HEADS or not place:
        raise InputError(
            "recipe", f"own labels are named HEAD=PLACE, HEAD one of {', '.join(HEADS)}", repr(name)
        )
    return head, place


def items(head: str, texts: list[tuple[str, float]]) -> list[Item]:
    """One item a text, asking that head alone."""
    if head == "editorial":
        return [Item(text, editorial=label) for text, label in texts]
    return [Item(text, charged=label) for text, label in texts]


def _open(place: str) -> Any:
    """The rows behind `place` as a `datasets.Dataset`."""
    from datasets import Dataset, DatasetDict, load_dataset, load_from_disk

    path = Path(place)
    if path.is_file():
        if path.suffix not in BUILDERS:
            raise InputError(place, f"labels must be one of {', '.join(BUILDERS)}", repr(path.suffix))
        # Not load_dataset: for a local file too it asks the Hub first.
        read = getattr(Dataset, f"from_{BUILDERS[path.suffix]}")
        with tempfile.TemporaryDirectory() as cache:
            return read(str(path), cache_dir=cache, keep_in_memory=True)
    if not path.is_dir():
        return load_dataset(place, split="train")
    saved = load_from_disk(place)
    return saved["train"] if isinstance(saved, DatasetDict) else saved
