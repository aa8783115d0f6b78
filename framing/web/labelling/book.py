"""What one annotator has said so far of the queue's sentences: read from their file once, then kept in memory."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from framing.labels.store import answers_nothing
from framing.types import Annotation
from framing.web.labelling.judgement import SKIPPED


class Said(Enum):
    """What an annotator's last row does with a sentence."""

    NOTHING = "nothing"
    JUDGED = "judged"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Word:
    """The last row on a sentence, how many there were, and the answer that the last row took back, if it did."""

    revisions: int = 0
    row: Annotation | None = None
    taken_back: Annotation | None = None

    @property
    def said(self) -> Said:
        """What the last row does with the sentence."""
        if self.row is None:
            return Said.NOTHING
        if not answers_nothing(self.row):
            return Said.JUDGED
        return Said.SKIPPED if (self.row.note or "").startswith(SKIPPED) else Said.NOTHING

    def then(self, row: Annotation) -> Word:
        """The word after one more row."""
        after = Word(self.revisions + 1, row)
        if after.said is Said.NOTHING and self.said is Said.JUDGED:
            return Word(after.revisions, row, self.row)
        return after


@dataclass(slots=True)
class Book:
    """One annotator's words by place in the queue.

    Whoever writes a row holds `lock` from looking at the last word to noting the new one.
    """

    annotator: str
    by_sentence: Mapping[str, int]
    lock: threading.Lock = field(default_factory=threading.Lock)
    time: str = ""
    counts: dict[Said, int] = field(default_factory=lambda: dict.fromkeys(Said, 0))
    _words: dict[int, Word] = field(default_factory=dict)
    # Places dealt with, the latest last: what undo goes back through.
    _dealt: dict[int, None] = field(default_factory=dict)

    def read(self, rows: Iterable[Annotation]) -> None:
        """Note rows of the annotator's file; those on other sentences count for nothing here."""
        for row in rows:
            place = self.by_sentence.get(row.sentence)
            if place is not None:
                self.note(place, row)

    def note(self, place: int, row: Annotation) -> None:
        """Note a row that is on the disk."""
        before = self.word(place)
        after = before.then(row)
        self.counts[before.said] -= 1
        self.counts[after.said] += 1
        self._words[place] = after
        self._dealt.pop(place, None)
        if after.said is not Said.NOTHING:
            self._dealt[place] = None
        self.time = max(self.time, row.time)

    def word(self, place: int) -> Word:
        """The last word on a place."""
        return self._words.get(place, Word())

    def places(self, said: Said) -> list[int]:
        """The places judged, or skipped, in the order in which that was."""
        return [place for place in self._dealt if self._words[place].said is said]

    @property
    def latest(self) -> int | None:
        """The place dealt with last."""
        return next(reversed(self._dealt), None)
