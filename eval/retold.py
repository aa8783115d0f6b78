"""Events written and aligned to fit the comparison on (annotations/retold): a wire and four retellings each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from eval.comparison import Judged, Pass, Place, left_out
from framing.comparison import Fate
from framing.types import Article

FOLDER = Path(__file__).parents[1] / "annotations" / "retold"


def read_retold(folder: Path = FOLDER) -> tuple[dict[str, list[Article]], tuple[Pass, Pass]]:
    """The articles by event, the wire's first, and what each sentence of a retelling tells, by either pass."""
    events: dict[str, list[Article]] = {}
    judged: tuple[dict[Place, Judged], ...] = ({}, {})
    asked: list[tuple[str, Place]] = []
    for path in sorted(folder.glob("*.json")):
        first, second = (
            json.loads(file.read_text(encoding="utf-8")) for file in (path, folder / "second" / path.name)
        )
        wire, told = _article(path, first["event"], first["wire"], "wire")
        events[first["event"]] = [wire]
        for rows in zip(first["retellings"], second["retellings"], strict=True):
            article, places = _article(path, first["event"], rows[0], "outlet")
            events[first["event"]].append(article)
            asked += [(article.id, place) for place in told]
            for said, row in zip(judged, rows, strict=True):
                for place, sentence in zip(places, row["sentences"], strict=True):
                    partners = frozenset(told[number] for number in sentence["wire"])
                    said[place] = Judged(Fate(sentence["fate"]), partners)
    one, other = (Pass(said, left_out(said, asked)) for said in judged)
    return events, (one, other)


def _article(path: Path, event: str, row: dict[str, Any], role: str) -> tuple[Article, list[Place]]:
    name = f"{event}__{row['outlet']}"
    text, places = "", list[Place]()
    for sentence in row["sentences"]:
        if text:
            text += "\n\n" if sentence["new_paragraph"] else " "
        places.append((name, len(text), len(text) + len(sentence["text"])))
        text += sentence["text"]
    return Article(text, name, str(path), outlet=row["outlet"], event=event, role=role), places
