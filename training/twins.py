"""Twins of items: the same sentence about somebody else, with the same labels.

A model learns from its corpora that sentences about one party, politician or sex are the loaded ones. A twin says
that the judgement does not follow the name: he becomes she, a Republican a Democrat, one politician another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from training.items import Item, Mark

SEED = 29

# Each pair is exchanged, both ways, everywhere in the sentence.
PAIRS = """
he she|himself herself|man woman|men women|father mother|fathers mothers|son daughter|sons daughters
brother sister|brothers sisters|husband wife|husbands wives|boy girl|boys girls|uncle aunt|dad mom
boyfriend girlfriend|congressman congresswoman|chairman chairwoman|spokesman spokeswoman|businessman businesswoman
gentleman lady|male female|males females|Mr. Ms.|democratic republican|democrat republican|democrats republicans
liberal conservative|liberals conservatives
"""
# One of a set becomes another of it, the same wherever it stands in the sentence; longer names come first.
SETS = """
Donald Trump,Joe Biden,Barack Obama,Hillary Clinton,Bernie Sanders,Elizabeth Warren,Mitch McConnell,Nancy Pelosi,George W. Bush,Ted Cruz,Mike Pence,Kamala Harris,Lindsey Graham,Chuck Schumer,Adam Schiff,Marco Rubio
Trump,Biden,Obama,Clinton,Sanders,Warren,McConnell,Pelosi,Bush,Cruz,Pence,Harris,Graham,Schumer,Schiff,Rubio
Fox News,CNN,MSNBC,NPR,Breitbart,the Washington Post,the New York Times,the Guardian,the BBC,Reuters,NBC News,ABC News
Christians,Muslims,Jews,Hindus,Catholics,Buddhists
Christian,Muslim,Jewish,Hindu,Catholic,Buddhist
"""
# What may follow "her" where it stands for "him".
AFTER_HIM = r"(?=\s*(?:[.,;:!?)\"”’]|$|(?:to|and|in|for|on|at|with|as|from|by|that|when|of|the|a|if|or|but|because|into)\b))"
GENDERED_OBJECT = re.compile(r"\bher\b" + AFTER_HIM, re.IGNORECASE)


def _exchanges() -> dict[str, str]:
    found = {}
    for pair in "|".join(PAIRS.strip().splitlines()).split("|"):
        one, other = pair.rsplit(" ", 1)
        found |= {one.lower(): other, other.lower(): one}
    return found | {"him": "her", "his": "her", "her": "his", "hers": "his"}


EXCHANGED = _exchanges()
SWAPPED = {
    name.lower(): names
    for line in SETS.strip().splitlines()
    for names in (line.split(","),)
    for name in names
}
TERM = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(map(re.escape, sorted({*EXCHANGED, *SWAPPED}, key=len, reverse=True)))
    + r")(?![\w-])",
    re.IGNORECASE,
)


def with_twins(items: Iterable[Item]) -> list[Item]:
    """The items, each followed by its twin where it names somebody; the pair weighs what the item did."""
    random = np.random.default_rng(SEED)
    found = []
    for item in items:
        made = twin(item, lambda names: str(random.choice(names)))
        found += (
            [item]
            if made is None
            else [replace(item, weight=item.weight / 2), replace(made, weight=item.weight / 2)]
        )
    return found


def twin(item: Item, draw: Callable[[list[str]], str]) -> Item | None:
    """The item about somebody else, its marks on the words that they were on; None where nobody is named."""
    text, pieces, at, moves = item.text, [], 0, []
    drawn: dict[str, str] = {}
    for match in TERM.finditer(text):
        word = match[0]
        if word.lower() in SWAPPED:
            names = [name for name in SWAPPED[word.lower()] if name.lower() != word.lower()]
            other = drawn.setdefault(word.lower(), draw(names))
        else:
            other = "him" if GENDERED_OBJECT.match(text, match.start()) else EXCHANGED[word.lower()]
        if word[0].isupper():
            other = other[0].upper() + other[1:]
        pieces += [text[at : match.start()], other]
        at = match.end()
        moves.append((match.start(), match.end(), len(other)))
    if not moves:
        return None

    def moved(place: int, *, end: bool) -> int:
        by = 0
        for start, stop, length in moves:
            if place >= stop:
                by += length - (stop - start)
            elif start < place:
                return start + by + (length if end else 0)
        return place + by

    marks = tuple(Mark(m.tag, moved(m.start, end=False), moved(m.end, end=True)) for m in item.marks)
    return replace(item, text="".join((*pieces, text[at:])), marks=marks)
