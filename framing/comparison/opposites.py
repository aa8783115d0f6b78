"""Words that cannot both be true of one thing: rise and fall, north and south, effective and ineffective."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from framing.comparison.words import Word, beside, stem_of
from framing.sentences.cues import words as listed

# Stems of what turns out the other way. Short on purpose: what is in doubt is left to the reader.
_PAIRS = """
accept reject, approv reject, win lose, rise fall, rise drop, increas decreas, rais cut, rais lower, gain lose,
gain fall, support oppos, back oppos, prais condemn, welcom condemn, convict acquit, guilti innoc, confirm deni,
admit deni, allow ban, allow forbid, strengthen weaken, improv worsen, higher lower, law unlaw, succeed failur,
succeed collaps, includ exclud, hire fire, keep scrap, open close, begin end, begin stop, start end, start stop,
criticis welcom, critic welcom, criticis prais, critic prais, charg clear, charg acquit, accus clear, convict clear,
north south, northern southern, east west, eastern western, more fewer, more less, up down, abov below, major minor
"""
_OPPOSITES = [pair.split() for pair in _PAIRS.replace("\n", " ").split(",")]
# A prefix that says "not". "In" and "im" say many other things ("income", "improve"), but hardly in such adjectives.
_DENIED = re.compile(r"(?:un|dis|il|ir|non)(\w{4,})|i[nm](\w*(?:able|ible|ive|(?<!m)[ae]nt|ate|al|ous|ct))")
# Stems that only look like it.
_WHOLE = listed(
    "unless discov disclos discharg discount display displac dismiss dispatch dispos distress impact insect"
)


def contrary(
    ones: Sequence[Word], first: Sequence[int], others: Sequence[Word], second: Sequence[int]
) -> bool:
    """Whether a word at `first` is the opposite of one at `second`, and both stand beside the same word."""
    return _turned(ones, first, others, second) or _turned(others, second, ones, first)


def _turned(
    ones: Sequence[Word], first: Sequence[int], others: Sequence[Word], second: Sequence[int]
) -> bool:
    return any(
        others[at].stem in found and beside(ones, place) & beside(others, at)
        for place in first
        if (found := _opposites(ones[place].norm, ones[place].stem))
        for at in second
    )


@cache
def _opposites(norm: str, stem: str) -> frozenset[str]:
    """Stems of the opposites of a word; of "ineffective" that of "effective", but not the other way round."""
    listed_ones = {other for pair in _OPPOSITES if stem in pair for other in pair} - {stem}
    denied = None if stem in _WHOLE else _DENIED.fullmatch(norm)
    return frozenset(listed_ones | ({stem_of(denied[1] or denied[2])} if denied else set()))
