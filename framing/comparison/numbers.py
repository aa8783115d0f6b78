"""Numbers as one value however they are written: 38m, 38 million, thirty-eight; 2.40am, 2:40 a.m.; 4.75%."""

from __future__ import annotations

import re

# "one" is left out: it is a pronoun more often than a number.
_UNITS = tuple(
    """zero . two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen""".split()  # noqa: SIM905
)
_TENS = tuple("twenty thirty forty fifty sixty seventy eighty ninety".split())  # noqa: SIM905
_SCALES = {"hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6,
           "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12}  # fmt: skip
_WORDS = {word: float(value) for value, word in enumerate(_UNITS) if word != "."} | {
    word: 10.0 * (place + 2) for place, word in enumerate(_TENS)
}
_TENS_UNITS = "|".join(_TENS) + r")[ -](?:one|" + "|".join(_UNITS[2:10])

NUMBER = (
    r"\d{1,2}[:.]\d{2}\s?[ap]\.?m\b\.?"  # a time of day
    r"|\d+(?:,\d{3})*(?:\.\d+)?(?:\s?(?:hundred|thousand|million|billion|trillion|[mb]n|tn|[mbk])\b)?"
    rf"|\b(?:{_TENS_UNITS})\b"
    rf"|\b(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})\b(?:\s(?:hundred|thousand|million|billion)\b)?"
)
_PARTS = re.compile(r"(\d[\d,.]*|[a-z]+)[\s-]?([a-z]*)", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})\s?([ap])", re.IGNORECASE)


def number_of(text: str) -> str:
    """The value of what `NUMBER` found, as text that is equal for equal numbers."""
    if time := _TIME.match(text):
        return f"{int(time[1])}:{time[2]}{time[3].lower()}m"
    parts = _PARTS.match(text.lower())
    assert parts is not None, text
    first, second = parts[1], parts[2]
    value = _WORDS[first] if first in _WORDS else float(first.replace(",", "").rstrip("."))
    if second in _SCALES:
        value *= _SCALES[second]
    elif second:
        value += 1 if second == "one" else _WORDS[second]
    return f"{value:.12g}"


def same_number(one: str, other: str) -> bool:
    """Whether two values are equal, or one is the other rounded: 4,000 for 4,100."""
    return one == other or _rounds(one, other) or _rounds(other, one)


def _rounds(rough: str, exact: str) -> bool:
    if not (rough.isdigit() and exact.isdigit()) or len(rough) != len(exact):
        return False
    digits = len(rough.rstrip("0"))
    return 0 < digits < len(rough) and float(f"{float(exact):.{digits}g}") == float(rough)
