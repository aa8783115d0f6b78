"""Without a wire: what most articles tell, found by comparing each with each."""

from __future__ import annotations

from collections.abc import Sequence

from framing.comparison.align import align
from framing.comparison.statements import Statement

Place = tuple[int, int]
"""An article's number and a sentence's."""


def common_core(articles: Sequence[Sequence[Statement]], outlets: Sequence[str]) -> list[Place]:
    """The sentences that stand for what more than half of the outlets tell (two at least).

    `outlets` names the outlet of each article; where all are of one, each article counts for itself. Each sentence is
    the one that most outlets have a telling of; what tells it stands for nothing further. They come in the order of
    their places in their own articles.
    """
    if len(set(outlets)) < 2:
        outlets = [str(number) for number in range(len(articles))]
    partners = _partners(articles)
    needed = max(2, len(set(outlets)) // 2 + 1)

    def reached(places: dict[Place, float]) -> int:
        return len({outlets[article] for article, _ in places})

    core: list[Place] = []
    left = set(partners)
    while left:
        reach = {place: {place: 1.0} | _within(partners[place], left) for place in left}
        best = max(left, key=lambda place: (reached(reach[place]), sum(reach[place].values()), _first(place)))
        if reached(reach[best]) < needed:
            break
        core.append(best)
        left -= reach[best].keys()
    return sorted(core, key=lambda place: (place[1] / max(1, len(articles[place[0]])), place))


def _partners(articles: Sequence[Sequence[Statement]]) -> dict[Place, dict[Place, float]]:
    """Each sentence's tellings in other articles, found from either side, with their similarity."""
    found: dict[Place, dict[Place, float]] = {}
    for one, telling in enumerate(articles):
        for other, reference in enumerate(articles):
            if one == other:
                continue
            for place, links in enumerate(align(telling, reference)):
                for link in links:
                    for here, there in (
                        ((one, place), (other, link.source)),
                        ((other, link.source), (one, place)),
                    ):
                        near = found.setdefault(here, {})
                        near[there] = max(near.get(there, 0.0), link.similarity)
    return found


def _within(near: dict[Place, float], left: set[Place]) -> dict[Place, float]:
    return {place: value for place, value in near.items() if place in left}


def _first(place: Place) -> Place:
    """Earlier places sort higher: of equals the first article's first sentence stands for the rest."""
    return -place[0], -place[1]
