"""SEESAW: three outlets' articles on one event, as ordered sentences.

Source: github.com/launchnlp/SEESAW; licence CC BY-NC-SA. Quirks: 716 sentences are empty (left out), 168 hold
a paragraph break where a dateline or a credit was glued to the next sentence, and the sentences were cut by
the corpus's own splitter, so its boundaries are silver. The test events are not published with the rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from framing.errors import InputError

NAME = "seesaw"
LICENCE = "CC BY-NC-SA"


@dataclass(frozen=True, slots=True)
class SeesawArticle:
    """One article: its event, outlet and ordered sentences. `split` is `train` or `valid`."""

    event: str
    outlet: str
    split: str
    title: str
    sentences: tuple[str, ...]
    url: str | None = None


def read(folder: Path) -> Iterator[SeesawArticle]:
    """Every article, by event and then by its number in the triplet."""
    paths = sorted((folder / NAME / "articles").glob("*.json"))
    if not paths:
        raise InputError(str(folder / NAME), "holds articles/*.json and meta/*.json", "no article")
    for path in paths:
        event, number = path.stem.split("_DOCUMENT_")
        meta = json.loads((folder / NAME / "meta" / f"{event}.json").read_text(encoding="utf-8"))
        article = json.loads(path.read_text(encoding="utf-8"))
        yield SeesawArticle(
            event=event,
            outlet=meta[f"Meta info for article {number}"]["source"],
            split=meta["Split"],
            title=article["title"],
            sentences=tuple(s["text"].strip() for s in article["text"] if s["text"].strip()),
            url=meta[f"Meta info for article {number}"]["url"] or None,
        )
