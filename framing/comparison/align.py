"""Which sentences of a reference each sentence of a telling tells.

Every pair is weighed by itself (odds.py); what contradicts, and what only echoes, is taken out by rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from framing.comparison.conflicts import conflict
from framing.comparison.odds import fitted, values
from framing.comparison.similarity import Nearness, nearness
from framing.comparison.statements import Statement, is_compared
from framing.comparison.types import Link

# From this probability a pair is a link. `python -m eval.comparison_fit` says what it gives: of events left out of the fit F1 of
# told was 0.874 at 0.35 and 0.859 at 0.5, and 0.016 and 0.012 of sentences told another event's wire, all falsely.
LIKELY = 0.45
# From this lexical similarity a telling is so full that a weaker one of the same words only echoes it.
FULL = 0.6

Place = tuple[int, int]
"""The number of a telling's sentence, and of one of the reference's."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements that share a word: what they share, its `values` for the odds, and why they contradict, if so."""

    near: Nearness
    values: tuple[float, ...]
    conflict: str | None


def pairs(telling: Sequence[Statement], reference: Sequence[Statement]) -> dict[Place, Pair]:
    """Every two sentences that share a word of what they tell: the same speaker is not yet the same statement."""
    every = {
        (place, at): nearness(one, other)
        for place, one in enumerate(telling)
        if is_compared(one.scored)
        for at, other in enumerate(reference)
        if is_compared(other.scored) and one.stems & other.stems
    }
    near = {at: one for at, one in every.items() if one.evidence > 0}
    return {
        (place, at): Pair(near[place, at], found, conflict(telling[place], reference[at], near[place, at]))
        for (place, at), found in values(telling, reference, near).items()
    }


def align(telling: Sequence[Statement], reference: Sequence[Statement]) -> list[tuple[Link, ...]]:
    """The links of each statement of `telling`, in the order of the reference; none where it is no retelling."""
    found = pairs(telling, reference)
    likely = {
        at: fitted(pair.near.meaning is not None).probability(pair.values) for at, pair in found.items()
    }
    return linked(telling, found, likely)


def linked(
    telling: Sequence[Statement], found: Mapping[Place, Pair], likely: Mapping[Place, float]
) -> list[tuple[Link, ...]]:
    """The links among the pairs that were found, by how `likely` each is."""
    links: list[dict[int, float]] = [{} for _ in telling]
    contradicted = [0.0 for _ in telling]
    for (place, at), pair in found.items():
        if pair.conflict:
            contradicted[place] = max(contradicted[place], likely[place, at])
        elif likely[place, at] >= LIKELY:
            links[place][at] = likely[place, at]
    # A sentence that contradicts the one it is nearest to tells no other: it tells that one wrong.
    for place, mine in enumerate(links):
        if max(mine.values(), default=0.0) < contradicted[place]:
            mine.clear()
    full = [_told_in_full(found, place, mine) for place, mine in enumerate(links)]
    return [
        ()
        if not telling[place].is_opening and _echoes(found, links, full, place)
        else tuple(Link(at, probability) for at, probability in sorted(mine.items()))
        for place, mine in enumerate(links)
    ]


def _told_in_full(found: Mapping[Place, Pair], place: int, links: Mapping[int, float]) -> set[int]:
    return {at for at in links if found[place, at].near.lexical >= FULL}


def _echoes(
    found: Mapping[Place, Pair], links: Sequence[Mapping[int, float]], full: Sequence[set[int]], place: int
) -> bool:
    """Whether all that this sentence tells is told in full by others, and it has no word of it beyond theirs."""
    return bool(links[place]) and all(
        any(
            other != place
            and at in full[other]
            and found[other, at].near.lexical > found[place, at].near.lexical
            and found[place, at].near.shared_second <= found[other, at].near.shared_second
            for other in range(len(links))
        )
        for at in links[place]
    )
