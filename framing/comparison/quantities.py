"""What numbers say against each other: another number of the same things, in other units, or in each other's place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from framing.comparison.measures import is_currency, measure, other_measure
from framing.comparison.numbers import same_number
from framing.comparison.words import Word
from framing.sentences.cues import words as listed

# A number's neighbours are so many words on each side of it, in its clause.
_NEIGHBOURS = 2
# Words that tell nothing of the number beside them.
_EMPTY = listed("a an the and or but is are was were be been has have had")
_ORDINALS = {
    word: str(number)
    for number, word in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
        fifteenth sixteenth seventeenth eighteenth nineteenth twentieth""".split(),  # noqa: SIM905
        start=1,
    )
}
_ENDINGS = listed("st nd rd th")

Counted = tuple[str, str | None]
"""A number, and what is counted."""


def other_quantities(ones: Sequence[Word], others: Sequence[Word]) -> bool:
    """Whether the numbers of `ones` contradict those of `others`."""
    return (
        _differ(_counted(ones), _counted(others))
        or _differ(_ordered(ones), _ordered(others))
        or other_measure(ones, others)
        or _exchanged(_neighbours(ones), _neighbours(others))
    )


def _differ(ones: Sequence[Counted], others: Sequence[Counted]) -> bool:
    """Whether each side has a number that the other lacks, of the same things."""
    alone = [unit for n, unit in ones if not any(same_number(n, m) for m, _ in others)]
    lacking = [unit for n, unit in others if not any(same_number(n, m) for m, _ in ones)]
    return any(unit and unit in lacking for unit in alone)


def _counted(words: Sequence[Word]) -> list[Counted]:
    """Each number that counts something, with what it counts."""
    return [
        ("1" if word.norm == "one" else word.norm, _unit(words, place))
        for place, word in enumerate(words)
        if (word.is_number and not _ends(words, place)) or _is_one(words, place)
    ]


def _ordered(words: Sequence[Word]) -> list[Counted]:
    """Each place in an order, with what is ordered: the third, the 14th."""
    return [
        (_ORDINALS.get(word.norm, word.norm), _unit(words, place))
        for place, word in enumerate(words)
        if word.norm in _ORDINALS or (word.is_number and _ends(words, place))
    ]


def _ends(words: Sequence[Word], place: int) -> bool:
    """Whether the number at `place` is written as a place in an order."""
    after = words[place + 1 : place + 2]
    return bool(after) and after[0].norm in _ENDINGS and after[0].start == words[place].end


def _is_one(words: Sequence[Word], place: int) -> bool:
    """Whether "one" counts what stands right after it; it is a pronoun more often."""
    after = words[place + 1 : place + 2]
    counts = bool(after) and after[0].is_content and not after[0].is_number and not after[0].opens
    return words[place].norm == "one" and counts


def _unit(words: Sequence[Word], place: int) -> str | None:
    """The stem of the next word that says something and is neither number nor currency; else the currency itself."""
    after = (word for word in words[place + 1 :] if word.is_content and not word.is_number)
    money = measure(words, place)
    return next((word.stem for word in after if not is_currency(word)), money[1] if money else None)


def _exchanged(ones: Mapping[str, set[str]], others: Mapping[str, set[str]]) -> bool:
    """Whether two numbers changed places: each has lost its own neighbours and has some of the other's."""
    return any(
        _moved(ones[a] - ones[b], others[a], others[b]) and _moved(ones[b] - ones[a], others[b], others[a])
        for a, b in combinations(sorted(ones.keys() & others.keys()), 2)
    )


def _moved(before: set[str], own: set[str], rival: set[str]) -> bool:
    """Whether the neighbours that a number had `before` are no more its own but another's."""
    return not before & own and bool(before & rival)


def _neighbours(words: Sequence[Word]) -> dict[str, set[str]]:
    """The words around each number with the side they stand on, whatever number is among them."""
    found: dict[str, set[str]] = {}
    for place, word in enumerate(words):
        if word.is_number:
            found.setdefault(word.norm, set()).update(_around(words, place))
    return found


def _around(words: Sequence[Word], place: int) -> set[str]:
    start, end = place, place + 1
    while start and not words[start].opens:
        start -= 1
    while end < len(words) and not words[end].opens:
        end += 1
    before = [_form(word) for word in words[start:place] if word.norm not in _EMPTY][-_NEIGHBOURS:]
    after = [_form(word) for word in words[place + 1 : end] if word.norm not in _EMPTY][:_NEIGHBOURS]
    return {f"{word} before" for word in before} | {f"{word} after" for word in after}


def _form(word: Word) -> str:
    return "number" if word.is_number else word.stem
