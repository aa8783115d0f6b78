"""How near two statements are: the words they share by weight, and the meaning the model sees in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import mul

from framing.comparison.numbers import same_number
from framing.comparison.statements import Statement

# Share of the fuller direction in the lexical similarity: a sentence that was cut down to a part keeps all of its
# own words and few of the other's.
FULLER = 0.6
# What a cosine adds beyond the one that any two sentences of an event have. Left out, F1 of told falls by 0.01 on the
# demo events not looked at; credit for single words of near meaning (cosine from 0.55) found nothing more.
MEANING = 0.4
COMMON_COSINE = 0.5
# From here two spellings are one word ("organisation", "organization", a slip of the keys).
SAME_SPELLING = 0.93
# So many different names together tell an itinerary or a guest list, if they are half of a sentence.
NAMES = 3
SAME_WORDS = 1.0
NAMES_TOLD = 0.5


@dataclass(frozen=True, slots=True)
class Nearness:
    """What two statements share.

    `told`: share of the first's weight that the second has; `covered`: of the second's that the first has.
    `evidence`: weight of shared words that are no names; names count where a sentence is little else.
    `cosine`: of the embeddings, None without. `shared_first`, `shared_second`: places of the shared words.
    """

    told: float
    covered: float
    evidence: float
    cosine: float | None
    shared_first: frozenset[int]
    shared_second: frozenset[int]

    @property
    def score(self) -> float:
        """0 to 1: lexical similarity, moved by the meaning."""
        high, low = max(self.told, self.covered), min(self.told, self.covered)
        lexical = FULLER * high + (1 - FULLER) * low
        moved = 0.0 if self.cosine is None else MEANING * (self.cosine - COMMON_COSINE)
        return min(1.0, max(0.0, lexical + moved))


def nearness(one: Statement, other: Statement) -> Nearness:
    """What `one` and `other` share."""
    first = _shared(one, other)
    second = _shared(other, one)
    return Nearness(
        told=_part(one, first),
        covered=_part(other, second),
        evidence=_evidence(one, other, first, second),
        cosine=_cosine(one, other),
        shared_first=first,
        shared_second=second,
    )


def _shared(one: Statement, other: Statement) -> frozenset[int]:
    """Places of the words of `one` that `other` has in some form."""
    every = {word.stem for word in other.words}
    numbers = [word.norm for word in other.words if word.is_number]
    return frozenset(
        place
        for place, word in enumerate(one.words)
        if word.stem in every
        or (word.is_number and any(same_number(word.norm, number) for number in numbers))
        or (word.may_be_misspelt and _spelled(word.norm, other.spellings.get(word.norm[0], ())))
    )


def _spelled(norm: str, others: Sequence[str]) -> bool:
    return any(_same_spelling(norm, other) for other in others)


@cache
def _same_spelling(one: str, other: str) -> bool:
    from rapidfuzz.distance import JaroWinkler

    return JaroWinkler.similarity(one, other, score_cutoff=SAME_SPELLING) >= SAME_SPELLING


def _part(statement: Statement, places: frozenset[int]) -> float:
    whole = statement.weight
    return sum(statement.weights[place] for place in places) / whole if whole else 0.0


def _evidence(one: Statement, other: Statement, first: frozenset[int], second: frozenset[int]) -> float:
    """Of `other` only what it quotes counts, where it does: who said something is not yet what was said.

    The same words on both sides are evidence enough, whatever they weigh.
    """
    if one.stems and len(first) == len(one.words) and len(second) == len(other.words):
        return SAME_WORDS
    said = [place for place in second if other.in_content[place]]
    words = min(one.told_by(first), other.told_by(said))
    if max(_part(one, first), _part(other, second)) < NAMES_TOLD:
        return words
    names = {one.run(place).start for place in first if one.is_name[place]}
    return max(words, float(len(names) >= NAMES))


def _cosine(one: Statement, other: Statement) -> float | None:
    first, second = one.scored.prediction.embedding, other.scored.prediction.embedding
    if first is None or second is None:
        return None
    return float(sum(map(mul, first, second)))
