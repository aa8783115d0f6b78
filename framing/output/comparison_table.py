"""A comparison on the terminal: a line an outlet, and on request every sentence with what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from framing.comparison import Comparison, Fate, Retold, Telling
from framing.output.comparison_view import name_of
from framing.output.profile_table import print_cells
from framing.types import Signature

SIGNS = {Fate.KEPT: "=", Fate.REWORDED: "≈", Fate.ADDED: "+", Fate.OMITTED: "−"}
_TOLD = (Fate.KEPT, Fate.REWORDED, Fate.ADDED)
_TEXT_SHOWN = 150


def print_comparison(
    comparison: Comparison, signature: Signature | str, file: IO[str], *, sentences: bool = False
) -> None:
    """The table and what it counts on `file`; with `sentences` every sentence, the outlets one after the other."""
    against = name_of(comparison.wire) if comparison.wire else "the common core"
    head = ("outlet", "kept", "reworded", "added", "left out", *(f"editorial {fate.value}" for fate in _TOLD))
    print_cells(head, [_cells(telling) for telling in comparison.tellings], file)
    count = sum(fate is not None for fate in comparison.tellings[0].fates)
    print(
        f"Sentences beside {against} ({count}). Editorial: as labelled by the model, of as many.", file=file
    )
    for telling in comparison.tellings if sentences else ():
        print(
            f"\n{name_of(telling.article)}: {telling.article.article.title or telling.article.article.id}",
            file=file,
        )
        for line in _lines(comparison, telling):
            print(line, file=file)
    print(signature, file=file)


def _cells(telling: Telling) -> list[str]:
    editorial = [
        sum(s.scored.editorial_label == 1 for s in telling.sentences if s.fate is fate) for fate in _TOLD
    ]
    counts = [str(telling.count(fate)) for fate in (*_TOLD, Fate.OMITTED)]
    shares = [f"{hits}/{telling.count(fate)}" for hits, fate in zip(editorial, _TOLD, strict=True)]
    return [name_of(telling.article), *counts, *shares]


def _lines(comparison: Comparison, telling: Telling) -> Iterator[str]:
    for retold in telling.sentences:
        if retold.fate is not None:
            yield f"  {SIGNS[retold.fate]} {_similarity(retold)}  {_editorial(retold)}  {_shown(retold.scored.sentence.text)}"
    for place in telling.omitted:
        yield f"  {SIGNS[Fate.OMITTED]}              {_shown(comparison.reference[place].scored.sentence.text)}"


def _similarity(retold: Retold) -> str:
    return "    " if retold.similarity is None else f"{retold.similarity:.2f}"


def _editorial(retold: Retold) -> str:
    score = retold.scored.prediction.editorial
    return "     " if score is None else f"{score:.2f}{'!' if retold.scored.editorial_label == 1 else ' '}"


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TEXT_SHOWN else line[: _TEXT_SHOWN - 1].rstrip() + "…"
