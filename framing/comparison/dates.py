"""The days and months that a sentence tells of: two that differ, beside the same word, are two dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from framing.comparison.words import MONTHS, Word, beside
from framing.sentences.cues import words as listed

_WEEKDAYS = listed("monday tuesday wednesday thursday friday saturday sunday")
_BEFORE_YEARS = listed("in since by until till from before after of during")
_YEAR_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Date:
    """A `name` among those of its `kind`: "weekday", "month", "year", or the month of which it is a day; what stands
    `near`."""

    kind: str
    name: str
    near: frozenset[str]


def other_date(ones: Sequence[Word], others: Sequence[Word]) -> bool:
    """Whether each side has a weekday, a month or a day of the same month that the other lacks, of the same thing.

    Two days in one sentence are mostly of two things: when it came to pass, and when it will be looked into.
    """
    first, second = list(_dates(ones)), list(_dates(others))
    return any(
        one.kind == other.kind and one.near & other.near
        for one in _lacked(first, second)
        for other in _lacked(second, first)
    )


def _lacked(ones: Sequence[Date], others: Sequence[Date]) -> list[Date]:
    """Those of `ones` that `others` lack."""
    known = {(date.kind, date.name) for date in others}
    return [date for date in ones if (date.kind, date.name) not in known]


def _dates(words: Sequence[Word]) -> Iterator[Date]:
    for place, word in enumerate(words):
        if word.norm in _WEEKDAYS:
            yield Date("weekday", word.norm, beside(words, place))
        elif word.norm in MONTHS and word.is_capital:
            near = beside(words, place)
            yield Date("month", word.norm, near)
            days = filter(_is_day, words[max(0, place - 1) : place + 2])
            yield from (Date(word.norm, day.norm, near) for day in days)
        elif _is_year(words, place):
            yield Date("year", word.norm, beside(words, place))


def _is_year(words: Sequence[Word], place: int) -> bool:
    """Whether four digits stand behind a month or a word that years follow."""
    before, year = words[max(0, place - 1)].norm, words[place].norm
    return len(year) == _YEAR_DIGITS and year.isdigit() and (before in _BEFORE_YEARS or before in MONTHS)


def _is_day(word: Word) -> bool:
    return word.is_number and word.norm.isdigit() and 1 <= int(word.norm) <= 31
