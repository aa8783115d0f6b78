"""What a number is measured in: 14 months are not 14 years, nor $30m £30m."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from framing.comparison.words import SIGNS, Word

# Stems, each line of one dimension; what is written in two ways stands with a stroke.
_UNITS = """
second/sec minut hour day week month year decad
metr/meter kilometr/kilomet/km mile foot/feet yard inch
gram kilogram/kilo/kg tonn/ton ounc
litr/liter gallon barrel
acr hectar
percent point
dollar pound euro yen rupe
"""
Measure = tuple[int, str]
"""The dimension and the unit."""
_MEASURES: Mapping[str, Measure] = {
    stem: (dimension, unit)
    for dimension, line in enumerate(_UNITS.split("\n"))
    for unit in line.split()
    for stem in unit.split("/")
}


def is_currency(word: Word) -> bool:
    """Whether `word` is a sign of a currency, or its name."""
    return word.norm in SIGNS.values()


def measure(words: Sequence[Word], place: int) -> Measure | None:
    """What the number at `place` is measured in: the sign before it, or the unit after it; None where it only counts."""
    if place and is_currency(words[place - 1]) and not words[place].opens:
        return _MEASURES[words[place - 1].stem]
    after = words[place + 1 : place + 2]
    return _MEASURES.get(after[0].stem) if after and not after[0].opens else None


def other_measure(ones: Sequence[Word], others: Sequence[Word]) -> bool:
    """Whether a number that both sides have is measured in other units of one dimension."""
    first, second = _measured(ones), _measured(others)
    return any(
        dimension == counterpart and unit != other and not first[number] & second[number]
        for number in first.keys() & second.keys()
        for dimension, unit in first[number]
        for counterpart, other in second[number]
    )


def _measured(words: Sequence[Word]) -> dict[str, set[Measure]]:
    """What each number is measured in, wherever it stands."""
    found: dict[str, set[Measure]] = {}
    for place, word in enumerate(words):
        if word.is_number and (unit := measure(words, place)):
            found.setdefault(word.norm, set()).add(unit)
    return found
