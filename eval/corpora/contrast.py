"""Pairs of wire sentences that differ in one loaded wording, and sentences in which any name may stand: the project's own.

They lie in annotations/contrast; annotations/README.md says how they were made (by runs of a language model that had
not seen the behavioural suite, no human coder). The data needs no folder of corpora.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path

from framing.errors import InputError
from framing.types import Span

NAME = "contrast"
LICENCE = "Apache-2.0 (this project's own)"
FOLDER = Path(__file__).parents[2] / "annotations" / "contrast"
# How many names each sentence with a place for one is read with.
NAMES_EACH = 4


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence and whether the outlet loads it; `words` is where, None in a neutral one."""

    id: str
    text: str
    words: Span | None

    @property
    def label(self) -> int:
        """1 where the outlet loads the sentence."""
        return int(self.words is not None)


def pairs(part: str) -> list[Wording]:
    """The pairs of `part` (`train` or `calibration`), each neutral sentence followed by its loaded one."""
    found = []
    for place, row in _rows(FOLDER / "pairs.jsonl"):
        if row["part"] == part:
            found.append(Wording(row["id"], row["neutral"], None))
            found.append(Wording(row["id"], row["loaded"], _only(place, row["loaded"], row["word"])))
    return found


def names() -> dict[str, list[str]]:
    """The names that sentences may be read with, by kind."""
    found: dict[str, list[str]] = json.loads((FOLDER / "names.json").read_text(encoding="utf-8"))
    return found


def named(each: int = NAMES_EACH) -> list[Wording]:
    """The sentences with a place for a name, each with at most `each` names of its kind (training only)."""
    pools = names()
    found = []
    for place, row in _rows(FOLDER / "named.jsonl"):
        pool = pools[row["slot"]]
        for name in random.Random(row["id"]).sample(pool, min(each, len(pool))):
            text = row["sentence"].replace("{X}", name)
            text = text[:1].upper() + text[1:]
            found.append(Wording(row["id"], text, _only(place, text, row["word"]) if row["label"] else None))
    return found


def _only(place: str, text: str, words: str) -> Span:
    if text.count(words) != 1:
        raise InputError(place, "the loaded words must stand in the sentence once", repr(words))
    start = text.index(words)
    return Span(start, start + len(words))


def _rows(path: Path) -> list[tuple[str, dict[str, str]]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(f"{path}:{number}", json.loads(line)) for number, line in enumerate(lines, start=1)]
