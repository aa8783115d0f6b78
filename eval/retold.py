"""Events written and aligned to fit the comparison on (annotations/retold): a wire and four retellings each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from eval.comparison import Judged, Pass, Place, left_out
from framing.comparison import Fate
from framing.types import Article

FOLDER = Path(__file__).parents[1] / "annotations" / "retold"


def read_retold(folder: Path = FOLDER) -> tuple[dict[str, list[Article]], Pass]:
    """The articles by event, the wire's first, and what each sentence of a retelling tells."""
    events: dict[str, list[Article]] = {}
    judged: dict[Place, Judged] = {}
    asked: list[tuple[str, Place]] = []
    for path in sorted(folder.glob("*.json")):
        row = json.loads(path.read_text(encoding="utf-8"))
        wire, told = _article(path, row["event"], row["wire"], "wire")
        events[row["event"]] = [wire]
        for retelling in row["retellings"]:
            article, places = _article(path, row["event"], retelling, "outlet")
            events[row["event"]].append(article)
            asked += [(article.id, place) for place in told]
            for place, sentence in zip(places, retelling["sentences"], strict=True):
                partners = frozenset(told[number] for number in sentence["wire"])
                judged[place] = Judged(Fate(sentence["fate"]), partners)
    return events, Pass(judged, left_out(judged, asked))


def _article(path: Path, event: str, row: dict[str, Any], role: str) -> tuple[Article, list[Place]]:
    name = f"{event}__{row['outlet']}"
    text, places = "", list[Place]()
    for sentence in row["sentences"]:
        if text:
            text += "\n\n" if sentence["new_paragraph"] else " "
        places.append((name, len(text), len(text) + len(sentence["text"])))
        text += sentence["text"]
    return Article(text, name, str(path), outlet=row["outlet"], event=event, role=role), places
