"""Which sentences of a reference each sentence of a telling tells.

The order of sentences has no say: asking less of one whose neighbour tells the neighbouring sentence found nothing on
any article that the rules were made on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from framing.comparison.conflicts import conflict
from framing.comparison.similarity import Nearness, nearness
from framing.comparison.statements import Statement, is_compared
from framing.comparison.types import Link

# From this score a sentence tells another. Of 0.29 to 0.37 the best on four real tellings of one event, aligned by
# hand, where links too many cost most; F1 on three events of the demo corpus moves by 0.01 over the same range.
SAME = 0.34
# Weight of shared words beyond names, under which two sentences only speak of the same people.
EVIDENCE = 0.6
# A further sentence is folded in if so much of it is told, or if it alone accounts for words of such weight and
# is near by itself or accounts for such a share of what is left.
COVERED = 0.6
FOLDED = 0.5
FOLDED_WEIGHT = 1.2
# A headline and its lead are told together: what tells one tells the other from this score on.
TWIN = 0.25
# From this score a telling is so full that a weaker one of the same words only echoes it: F1 of told 0.962 with the
# rule, 0.955 without (the same three events).
FULL = 0.6


Table = Mapping[tuple[int, int], Nearness]


def align(telling: Sequence[Statement], reference: Sequence[Statement]) -> list[tuple[Link, ...]]:
    """The links of each statement of `telling`, in the order of the reference; none where it is no retelling."""
    table = _table(telling, reference)
    best = [_best(table, place, reference) for place in range(len(telling))]
    kept = [
        None if at is None or _echoes(telling, table, best, place) else at for place, at in enumerate(best)
    ]
    twins = _twins(reference)
    return [
        () if at is None else _links(telling[place], table, place, at, twins) for place, at in enumerate(kept)
    ]


def _table(telling: Sequence[Statement], reference: Sequence[Statement]) -> Table:
    """Every pair that shares something, but those that contradict each other.

    A sentence that contradicts the one it is nearest to tells no other: it tells that one wrong.
    """
    found: dict[tuple[int, int], Nearness] = {}
    for place, one in enumerate(telling):
        if not is_compared(one.scored):
            continue
        pairs: dict[int, Nearness] = {}
        contradicted = 0.0
        for at, other in enumerate(reference):
            if not is_compared(other.scored) or not one.stems & other.stems:
                continue
            near = nearness(one, other)
            if near.score < TWIN or near.evidence < EVIDENCE:
                continue
            if conflict(one, other, near) is None:
                pairs[at] = near
            else:
                contradicted = max(contradicted, near.score)
        if max((near.score for near in pairs.values()), default=0.0) >= contradicted:
            found |= {(place, at): near for at, near in pairs.items()}
    return found


def _best(table: Table, place: int, reference: Sequence[Statement]) -> int | None:
    scores = {at: table[place, at].score for at in range(len(reference)) if (place, at) in table}
    at = max(scores, key=lambda at: (scores[at], -at), default=None)
    return at if at is not None and scores[at] >= SAME else None


def _echoes(telling: Sequence[Statement], table: Table, best: Sequence[int | None], place: int) -> bool:
    """Whether another sentence tells the same partner in full, and this one has no word of it beyond that one's.

    Headlines echo by their nature, and tell all the same.
    """
    at = best[place]
    if at is None or telling[place].is_opening:
        return False
    mine = table[place, at]
    return any(
        other != place
        and best[other] == at
        and not telling[other].is_opening
        and table[other, at].score >= FULL
        and table[other, at].score > mine.score
        and mine.shared_second <= table[other, at].shared_second
        for other in range(len(telling))
    )


def _twins(reference: Sequence[Statement]) -> dict[int, set[int]]:
    """Sentences of the reference's opening and those that tell them again: headline and lead."""
    found: dict[int, set[int]] = {}
    for at, one in enumerate(reference):
        for other in range(at + 1, min(len(reference), at + 3)) if one.is_opening else ():
            near = nearness(one, reference[other])
            if near.score >= SAME and near.evidence >= EVIDENCE:
                found.setdefault(at, set()).add(other)
                found.setdefault(other, set()).add(at)
    return found


def _links(
    statement: Statement, table: Table, place: int, at: int, twins: Mapping[int, set[int]]
) -> tuple[Link, ...]:
    """The best partner, its twins, and what is folded in beside them."""
    taken = {at} | {twin for twin in twins.get(at, ()) if (place, twin) in table}
    told = set().union(*(table[place, partner].shared_first for partner in taken))
    others = sorted(
        (other for one, other in table if one == place and other not in taken),
        key=lambda other: -table[place, other].score,
    )
    for other in others:
        near = table[place, other]
        new = near.shared_first - told
        weight = statement.told_by(new)
        left = statement.weight - statement.told_by(told)
        alone = weight >= FOLDED_WEIGHT and (near.score >= SAME or weight >= FOLDED * left)
        if alone or near.covered >= COVERED:
            taken.add(other)
            told |= new
    return tuple(Link(partner, table[place, partner].score) for partner in sorted(taken))
