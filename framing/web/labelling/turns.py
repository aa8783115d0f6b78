"""Whose turn is which sentence: everybody in the queue's order, or each sentence by a given number of people.

Nothing here knows time: a sentence on somebody's screen is kept from others only as long as there is another
one for them, so that nobody waits for a screen that was left open. Every call costs the logarithm of the queue.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Desk:
    """One annotator's places in the queue: from `fresh` on nothing was looked at yet; `ahead` is a heap of places
    to come to again; `aside` are those that others are at; `dealt` are those judged or skipped."""

    fresh: int = 0
    ahead: list[int] = field(default_factory=list)
    aside: set[int] = field(default_factory=set)
    dealt: set[int] = field(default_factory=set)
    held: int | None = None


class Turns:
    """Gives out the places of a queue of `size`; `each` is how many people judge one sentence, None for all.

    Not safe for threads by itself.
    """

    def __init__(self, size: int, each: int | None = None) -> None:
        self.size, self.each = size, each
        self.open = size * (each or 0)  # judgements still wanted in all
        self._judged = [0] * size
        self._held = [0] * size
        self._desks: dict[str, _Desk] = {}

    def join(self, who: str) -> None:
        """Let an annotator take part."""
        self._desks.setdefault(who, _Desk())

    def next(self, who: str) -> int | None:
        """The place that the annotator judges now: the same until it is dealt with; None at the end."""
        desk = self._desks[who]
        if desk.held is not None and self._wanted(desk, desk.held):
            return desk.held
        self._release(desk)
        while (place := self._take(desk)) is not None:
            if not self._wanted(desk, place):
                continue
            if self._busy(place):
                desk.aside.add(place)
                continue
            return self._hold(desk, place)
        # Only what others have on their screens is left: better judged twice than never.
        desk.aside = {place for place in desk.aside if self._wanted(desk, place)}
        if not desk.aside:
            return None
        place = min(desk.aside)
        desk.aside.discard(place)
        return self._hold(desk, place)

    def judged(self, who: str, places: Iterable[int]) -> None:
        """Note the annotator's judgements."""
        for place in places:
            self._judged[place] += 1
            if self.each is not None and self._judged[place] <= self.each:
                self.open -= 1
            self._dealt(who, place)

    def skipped(self, who: str, places: Iterable[int]) -> None:
        """Note what the annotator passed over."""
        for place in places:
            self._dealt(who, place)

    def taken_back(self, who: str, place: int, was_judged: bool) -> None:
        """Give a place back to the annotator who had dealt with it; it is their turn again."""
        desk = self._desks[who]
        desk.dealt.discard(place)
        if was_judged:
            self._judged[place] -= 1
            if self.each is not None and self._judged[place] < self.each:
                self.open += 1
            for other in self._desks.values():
                heapq.heappush(other.ahead, place)
        if desk.held is not None and desk.held != place:
            heapq.heappush(desk.ahead, desk.held)
        self._release(desk)
        self._hold(desk, place)

    def _take(self, desk: _Desk) -> int | None:
        """The first place that is the desk's to look at."""
        if desk.ahead and (desk.ahead[0] < desk.fresh or desk.fresh == self.size):
            return heapq.heappop(desk.ahead)
        if desk.fresh == self.size:
            return None
        desk.fresh += 1
        return desk.fresh - 1

    def _dealt(self, who: str, place: int) -> None:
        desk = self._desks[who]
        desk.dealt.add(place)
        if desk.held == place:
            self._release(desk)

    def _hold(self, desk: _Desk, place: int) -> int:
        desk.held = place
        self._held[place] += 1
        return place

    def _release(self, desk: _Desk) -> None:
        if desk.held is not None:
            place, desk.held = desk.held, None
            self._held[place] -= 1
            for other in self._desks.values():
                if place in other.aside:
                    other.aside.discard(place)
                    heapq.heappush(other.ahead, place)

    def _wanted(self, desk: _Desk, place: int) -> bool:
        return place not in desk.dealt and (self.each is None or self._judged[place] < self.each)

    def _busy(self, place: int) -> bool:
        return self.each is not None and self._judged[place] + self._held[place] >= self.each
