"""Hand labels on disk: append-only JSONL, one file an annotator in a project's folder.

A row counts once `append` has returned: it is then on the disk, whole, whatever happens to the process or
the machine. What a crash leaves after the last newline was never acknowledged; opening the file to write
takes it off and says so, reading passes over it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType

from framing.errors import InputError, OutputError
from framing.files import sync_folder, try_lock
from framing.labels.rows import ANNOTATOR, from_line, to_line
from framing.types import Annotation

ENDING = ".jsonl"
_TAIL_BYTES = 1 << 16

Tell = Callable[[str], None]


class LabelStore:
    """One annotator's file in `folder`, open for writing and locked; use as a context manager.

    `mended` says what was found after the last whole row, if anything was. Raises `OutputError` if another
    process writes to the file, or if the disk does not take it.
    """

    def __init__(self, folder: str | os.PathLike[str], annotator: str) -> None:
        if not ANNOTATOR.fullmatch(annotator):
            rule = "an annotator's name must be of letters, digits and _ . @ -"
            raise InputError(str(folder), rule, repr(annotator))
        self.path = Path(folder) / (annotator + ENDING)
        self.annotator = annotator
        self.mended: str | None = None

    def __enter__(self) -> LabelStore:
        try:
            self._make_folders(self.path.parent)
            # Unbuffered, so that `append` and the file never differ by what waits in memory.
            self._file = self.path.open("ab+", buffering=0)
        except OSError as error:
            raise self._refused(error) from error
        try:
            if not try_lock(self._file):
                raise OutputError(str(self.path), "one process writes to a label file", "another has it open")
            sync_folder(str(self.path.parent))
            self._size = self._mend()
        except OSError as error:
            self._file.close()
            raise self._refused(error) from error
        except BaseException:
            self._file.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def append(self, *labels: Annotation) -> None:
        """Add rows, all or none; when this returns they are on the disk.

        Raises `OutputError` on a full disk, with the file as it was before the call, and `InputError` for a row
        that could not be read again.
        """
        rows = [to_line(label) for label in labels]
        for label, row in zip(labels, rows, strict=True):
            if label.annotator != self.annotator:
                rule = f"rows of this file must be {self.annotator}'s"
                raise InputError(str(self.path), rule, label.annotator)
            from_line(row, str(self.path))
        data = b"".join(rows)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[self._file.write(rest) :]
            os.fsync(self._file.fileno())
        except OSError as error:
            self._take_back()
            raise self._refused(error) from error
        except BaseException:
            self._take_back()
            raise
        self._size += len(data)

    def _take_back(self) -> None:
        """Take off what an append that failed has written."""
        try:
            self._file.truncate(self._size)
        except OSError:
            # A row after half a row would be spoilt by it: nothing more is written, the next opening mends.
            self._file.close()

    def _mend(self) -> int:
        """Take off what follows the last newline; the size of what is left."""
        size = self._file.seek(0, os.SEEK_END)
        torn = b""
        whole = size
        while whole:
            start = max(0, whole - _TAIL_BYTES)
            self._file.seek(start)
            block = self._file.read(whole - start)
            cut = block.rfind(b"\n") + 1
            torn = block[cut:] + torn
            whole = start + cut
            if cut:
                break
        if not torn:
            return size
        if self._add_newline(torn):
            return self._file.seek(0, os.SEEK_END)
        self._file.truncate(whole)
        os.fsync(self._file.fileno())
        shown = torn[:60].decode("utf-8", "replace")
        self.mended = f"{self.path}: took off an unfinished last row of {len(torn)} bytes: {shown!r}"
        return whole

    def _add_newline(self, torn: bytes) -> bool:
        """A last row that is whole but for its newline is kept: no row is thrown away that can be read."""
        try:
            from_line(torn, str(self.path))
        except InputError:
            return False
        self._file.write(b"\n")
        os.fsync(self._file.fileno())
        self.mended = f"{self.path}: the last row had no line end, and was kept"
        return True

    def _make_folders(self, folder: Path) -> None:
        if not folder.is_dir():
            self._make_folders(folder.parent)
            folder.mkdir(exist_ok=True)
            sync_folder(str(folder.parent))

    def _refused(self, error: OSError) -> OutputError:
        return OutputError(str(self.path), "labels must be written to the disk", error.strerror or str(error))


def read_labels(path: str | os.PathLike[str], tell: Tell | None = None) -> list[Annotation]:
    """The labels of a file, or of every .jsonl file in a folder, each annotator's last word a sentence.

    Raises InputError with file and line for a row that breaks the form. `tell` hears of an unfinished last
    row, which is passed over.
    """
    return last_words(read_all(path, tell))


def read_all(path: str | os.PathLike[str], tell: Tell | None = None) -> Iterator[Annotation]:
    """The same with every revision, in the files' order."""
    place = Path(path)
    files = sorted(place.glob("*" + ENDING)) if place.is_dir() else [place]
    if not files or not all(file.is_file() for file in files):
        raise InputError(str(place), "labels are a .jsonl file or a folder of them", "none")
    for file in files:
        yield from _rows(file, tell)


def answers_nothing(label: Annotation) -> bool:
    """Whether a row answers no question: it takes back what its annotator said before."""
    return (label.voice, label.editorial, label.charged, label.devices) == (None,) * 4


def last_words(labels: Iterable[Annotation]) -> list[Annotation]:
    """Each annotator's latest row of each sentence, unless that takes back what was said."""
    last: dict[tuple[str, str], Annotation] = {}
    for label in labels:
        key = (label.annotator, label.sentence)
        # ISO times in UTC sort as text; of two at one moment the later row counts.
        if key not in last or label.time >= last[key].time:
            last[key] = label
    return [label for label in last.values() if not answers_nothing(label)]


def at_odds(labels: Iterable[Annotation]) -> int:
    """Sentences of which one annotator says two things at one moment: no revision, but a table that has them twice."""
    said: dict[tuple[str, str, str], Annotation] = {}
    found: set[tuple[str, str]] = set()
    for label in labels:
        first = said.setdefault((label.annotator, label.sentence, label.time), label)
        if (first.voice, first.editorial, first.charged) != (label.voice, label.editorial, label.charged):
            found.add((label.annotator, label.sentence))
    return len(found)


def _rows(file: Path, tell: Tell | None) -> Iterator[Annotation]:
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            place = f"{file}:{number}"
            try:
                label = from_line(line.decode("utf-8-sig" if number == 1 else "utf-8", "replace"), place)
            except InputError:
                if line.endswith(b"\n"):
                    raise
                # Only a last line has no end: a writer is at work, or was killed at it.
                if tell:
                    tell(f"{place}: passed over an unfinished last row of {len(line)} bytes")
                return
            yield label
