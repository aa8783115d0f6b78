"""Labelling by several people at once: judge, skip, undo, each on the disk before the next sentence is given.

A judgement says how many rows its author had seen on its sentence (`seen`). If there are more by now, another
window of the same person was faster: the same answer again is taken for the same, another one is refused and
the reader told, so that two windows neither lose nor double a row.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from framing.errors import FramingError, InputError
from framing.labels.rows import ANNOTATOR
from framing.labels.store import ENDING, read_all
from framing.labels.tasks import Origin, utc
from framing.types import Annotation
from framing.web.labelling import judgement
from framing.web.labelling.book import Book, Said, Word
from framing.web.labelling.judgement import QUESTIONS
from framing.web.labelling.queue import Item, Queue
from framing.web.labelling.turns import Turns

LONGEST_NAME = 64
# Writes one annotator's rows; they are on the disk when it returns.
Append = Callable[[Annotation], None]


class OtherWindowError(FramingError):
    """Another window of the same annotator has dealt with the sentence meanwhile."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a queue is judged: the questions asked, how many people judge a sentence (None: everybody), which
    codebook they follow, and whether outlet and score are on the screen."""

    asked: tuple[str, ...] = QUESTIONS
    each: int | None = None
    codebook: str = "1"
    show: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """What an annotator's screen shows: the sentence (None at the end), the last word on it, and how far they are.

    `undo` is the sentence dealt with last and the rows on it; `left` the judgements still wanted of this person,
    or of all where a sentence has a number of judges.
    """

    item: Item | None
    word: Word
    undo: tuple[str, int] | None
    judged: int
    skipped: int
    left: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one annotator is; `time` is that of the last row, empty before the first."""

    annotator: str
    judged: int
    skipped: int
    time: str


class Labelling:
    """The queue, who judges what, and what was judged; safe to use from several threads.

    `folder` holds the label files, which `append` writes; what is in them already counts as judged.
    """

    def __init__(self, queue: Queue, folder: Path, append: Append, plan: Plan | None = None) -> None:
        self.queue, self.folder, self.plan = queue, folder, plan or Plan()
        self._append = append
        self._turns = Turns(len(queue.items), self.plan.each)
        self._books: dict[str, Book] = {}
        # Taken after a book's own lock, never before it, and held for microseconds: nobody waits for a disk.
        self._lock = threading.Lock()
        for file in sorted(folder.glob("*" + ENDING)):
            if ANNOTATOR.fullmatch(file.stem):
                self._book(file.stem)

    def turn(self, who: str) -> Turn:
        """The sentence that is the annotator's to judge."""
        book = self._book(who)
        with book.lock:
            return self._turn(book)

    def skipped(self, who: str, after: str | None = None) -> Turn:
        """The first sentence that the annotator skipped, or the next one after the sentence `after`."""
        book = self._book(who)
        with book.lock:
            places = sorted(book.places(Said.SKIPPED))
            if after is not None:
                places = [place for place in places if place > self._place(after)]
            return self._shown(book, places[0] if places else None)

    def judge(self, who: str, key: str, seen: int, given: Mapping[str, Any]) -> Turn:
        """Put a judgement on the disk; the annotator's next turn. Raises `InputError`, `OutputError`,
        and `OtherWindowError` where the sentence has another answer by now."""

        def row(item: Item, origin: Origin, blind: bool) -> Annotation:
            return judgement.judged(given, item.task, origin, self.plan.asked, blind)

        return self._write(who, key, seen, row)

    def skip(self, who: str, key: str, seen: int, note: str | None = None) -> Turn:
        """Pass a sentence over, with the reason; it is in the file, and can be judged later."""

        def row(item: Item, origin: Origin, blind: bool) -> Annotation:
            return judgement.passed_over(item.task, origin, note, blind)

        return self._write(who, key, seen, row)

    def undo(self, who: str, key: str, seen: int) -> Turn:
        """Take back what the annotator said last, and show that sentence again with the answer it had."""
        book, place = self._book(who), self._place(key)
        with book.lock:
            word = book.word(place)
            if word.said is Said.NOTHING and word.revisions == seen + 1:
                return self._shown(book, place)  # the same request again: its answer was lost on the way
            if word.revisions != seen or place != book.latest:
                raise OtherWindowError("another window has gone on meanwhile")
            item = self.queue.items[place]
            self._save(book, place, judgement.taken_back(item.task, self._origin(book), self._blind(item)))
            with self._lock:
                self._turns.taken_back(who, place, word.said is Said.JUDGED)
            return self._shown(book, place)

    def standings(self) -> list[Standing]:
        """How far everybody is who has a row, by name."""
        books = sorted(self._books.copy().values(), key=lambda book: book.annotator)
        return [
            Standing(book.annotator, book.counts[Said.JUDGED], book.counts[Said.SKIPPED], book.time)
            for book in books
            if book.time
        ]

    @property
    def left(self) -> int | None:
        """Judgements still wanted in all; `None` where everybody judges every sentence."""
        return None if self.plan.each is None else self._turns.open

    def _write(self, who: str, key: str, seen: int, row: Callable[[Item, Origin, bool], Annotation]) -> Turn:
        book, place = self._book(who), self._place(key)
        item = self.queue.items[place]
        with book.lock:
            word = book.word(place)
            new = row(item, self._origin(book), self._blind(item))
            if (
                word.row is not None
                and word.said is not Said.NOTHING
                and judgement.same_answers(word.row, new)
            ):
                return self._turn(book)
            if word.revisions != seen:
                raise OtherWindowError("another window has judged this sentence meanwhile")
            self._save(book, place, new)
            with self._lock:
                if word.said is Said.JUDGED:
                    self._turns.taken_back(who, place, True)
                deal = self._turns.judged if book.word(place).said is Said.JUDGED else self._turns.skipped
                deal(who, [place])
            return self._turn(book)

    def _save(self, book: Book, place: int, row: Annotation) -> None:
        row = replace(row, annotator=book.annotator)
        self._append(row)
        book.note(place, row)

    def _turn(self, book: Book) -> Turn:
        with self._lock:
            return self._shown(book, self._turns.next(book.annotator))

    def _shown(self, book: Book, place: int | None) -> Turn:
        item = None if place is None else self.queue.items[place]
        word = Word() if place is None else book.word(place)
        latest = book.latest
        undo = None if latest is None else (self.queue.items[latest].key, book.word(latest).revisions)
        judged, skipped = book.counts[Said.JUDGED], book.counts[Said.SKIPPED]
        left = len(self.queue.items) - judged - skipped if self.left is None else self.left
        return Turn(item, word, undo, judged, skipped, left)

    def _book(self, who: str) -> Book:
        """The annotator's book, opened at their first coming."""
        if not ANNOTATOR.fullmatch(who) or len(who) > LONGEST_NAME:
            rule = f"a name is of letters, digits and _ . @ -, {LONGEST_NAME} at most"
            raise InputError("the annotator", rule, repr(who[:80]))
        with self._lock:
            if who in self._books:
                return self._books[who]
            book = Book(who, self.queue.by_sentence)
            file = self.folder / (who + ENDING)
            # Two names that differ in case would be one file on some disks.
            same = next((name for name in self._books if name.casefold() == who.casefold()), None)
            if file.exists():
                book.read(read_all(file))
            elif same is not None:
                raise InputError("the annotator", f"write the name as before: {same}", repr(who))
            self._turns.join(who)
            self._turns.judged(who, book.places(Said.JUDGED))
            self._turns.skipped(who, book.places(Said.SKIPPED))
            self._books[who] = book
            return book

    def _place(self, key: str) -> int:
        place = self.queue.by_key.get(key)
        if place is None:
            raise InputError("'key'", "must be that of a sentence of the queue", repr(key[:80]))
        return place

    def _origin(self, book: Book) -> Origin:
        # A clock that was set back must not make the newer row the older one.
        time = max(utc(datetime.now(UTC)), book.time)
        return Origin(annotator=book.annotator, time=time, codebook=self.plan.codebook)

    def _blind(self, item: Item) -> bool:
        seen = item.score is not None or item.task.outlet is not None
        return not (self.plan.show and seen)
