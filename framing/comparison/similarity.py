"""How near two statements are: the words they share by weight, and the meaning the model sees in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from framing.comparison.numbers import same_number
from framing.comparison.statements import Statement

# Share of the fuller direction in the lexical similarity: a sentence that was cut down to a part keeps all of its
# own words and few of the other's.
FULLER = 0.6
# From here two spellings are one word ("organisation", "organization", a slip of the keys).
SAME_SPELLING = 0.93
SAME_WORDS = 1.0


@dataclass(frozen=True, slots=True)
class Nearness:
    """What two statements share.

    `told`: share of the first's weight that the second has; `covered`: of the second's that the first has; where a
    sentence quotes, only what it quotes counts: who said something is not yet what was said. `evidence`: weight of shared
    words that are no names. `numbers`, `other_numbers`: how many of the first's numbers the second has, and how many it
    lacks. `names`: how many they share. `meaning`: cosine of their meanings, None without. `shared_first`, `shared_second`: places of the shared words.
    """

    told: float
    covered: float
    evidence: float
    numbers: int
    other_numbers: int
    names: int
    meaning: float | None
    shared_first: frozenset[int]
    shared_second: frozenset[int]

    @property
    def fuller(self) -> float:
        """The larger of the two shares."""
        return max(self.told, self.covered)

    @property
    def leaner(self) -> float:
        """The smaller of the two shares."""
        return min(self.told, self.covered)

    @property
    def lexical(self) -> float:
        """0 to 1: the words that they share, by weight."""
        return FULLER * self.fuller + (1 - FULLER) * self.leaner


def nearness(one: Statement, other: Statement) -> Nearness:
    """What `one` and `other` share."""
    first, second = _shared(one, other), _shared(other, one)
    said, covered = _shared(one, other, content=True), _shared(other, one, content=True)
    numbers = [place for place, word in enumerate(one.words) if word.is_number]
    both = sum(place in first for place in numbers)
    return Nearness(
        told=_told(one, said),
        covered=_told(other, covered),
        evidence=_evidence(one, other, said, covered),
        numbers=both,
        other_numbers=len(numbers) - both,
        names=len({one.run(place).start for place in first if one.is_name[place]}),
        meaning=None if one.meaning is None or other.meaning is None else float(one.meaning @ other.meaning),
        shared_first=first,
        shared_second=second,
    )


def _shared(one: Statement, other: Statement, content: bool = False) -> frozenset[int]:
    """Places of the words of `one` that `other` has in some form; with `content`, of those that are told, among such."""
    theirs = [word for word, told in zip(other.words, other.in_content, strict=True) if told or not content]
    every = {word.stem for word in theirs}
    numbers = [word.norm for word in theirs if word.is_number]
    return frozenset(
        place
        for place, word in enumerate(one.words)
        if (one.in_content[place] or not content)
        and (
            word.stem in every
            or (word.is_number and any(same_number(word.norm, number) for number in numbers))
            or (word.may_be_misspelt and _spelled(word.norm, other.spellings.get(word.norm[0], ())))
        )
    )


def _spelled(norm: str, others: Sequence[str]) -> bool:
    return any(_same_spelling(norm, other) for other in others)


@cache
def _same_spelling(one: str, other: str) -> bool:
    from rapidfuzz.distance import JaroWinkler

    return JaroWinkler.similarity(one, other, score_cutoff=SAME_SPELLING) >= SAME_SPELLING


def _evidence(one: Statement, other: Statement, said: frozenset[int], covered: frozenset[int]) -> float:
    """The same words on both sides are evidence enough, whatever they weigh."""
    if one.stems and len(said) == sum(one.in_content) and len(covered) == sum(other.in_content):
        return SAME_WORDS
    return min(one.told_by(said), other.told_by(covered))


def _told(statement: Statement, places: frozenset[int]) -> float:
    """Share of the weight of what is told, without speech tags, that the words at `places` have."""
    whole = sum(w for w, inside in zip(statement.weights, statement.in_content, strict=True) if inside)
    return sum(statement.weights[at] for at in places if statement.in_content[at]) / whole if whole else 0.0
