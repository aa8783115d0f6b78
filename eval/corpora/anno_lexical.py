"""Anno-lexical (Horych et al., NAACL 2025): sentences labelled by a vote of language models.

Source: its authors' page on the Hub; licence MIT. Silver, never to be reported as human labels. Some texts are
several sentences joined without a mark.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from eval.corpora.examples import Example
from eval.corpora.resolve import corpus_file

NAME = "anno_lexical"
LICENCE = "MIT"


def read(folder: Path, split: str) -> list[Example]:
    """The part `train`, `dev` or `test`, in file order."""
    table = pq.read_table(corpus_file(folder, f"anno_lexical/{split}.parquet"))
    return [
        Example(text=text.strip(), label=int(label), corpus=NAME, group=text, outlet=source)
        for text, label, source in zip(
            table["text"].to_pylist(),
            table["label"].to_pylist(),
            table["source_name"].to_pylist(),
            strict=True,
        )
    ]
