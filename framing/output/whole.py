"""A file that appears whole or not at all, and that is refused before the work starts, not after."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from framing.errors import OutputError
from framing.files import sync_folder


def check_writable(path: Path) -> Path:
    """The real path to write to; `OutputError` if a file cannot be put there."""
    place = str(path)
    try:
        target = path.resolve()
        if target.is_dir():
            raise OutputError(place, "the output must be a file", "a folder")
        if not target.parent.is_dir():
            raise OutputError(place, "the output's folder must exist", f"no folder {target.parent}")
        if target.exists() and not os.access(target, os.W_OK):
            raise OutputError(place, "the output must be writable", "a file that is read-only")
    except (OSError, RuntimeError) as error:
        raise unwritable(place, error) from error
    return target


def check_apart(outputs: Iterable[Path | None], inputs: Iterable[Path | None]) -> None:
    """Refuse an output that is an input, or lies in an input folder: good work is never written over.

    Raises `OutputError`.
    """
    read = [path.resolve() for path in inputs if path is not None]
    for output in filter(None, outputs):
        target = output.resolve()
        for path in read:
            if target == path or (target.is_relative_to(path) and path.is_dir()):
                rule = "the output must not be one of the inputs, nor lie in one"
                raise OutputError(str(output), rule, str(path))


def check_ending(path: Path, endings: tuple[str, ...]) -> str:
    """The ending of `path`, one of `endings` (longest first where one ends in another)."""
    for ending in endings:
        if path.name.lower().endswith(ending) and len(path.name) > len(ending):
            return ending
    found = "".join(path.suffixes[-2:]) or "no ending"
    raise OutputError(str(path), f"the output's ending must be one of {', '.join(endings)}", repr(found))


class WholeFile:
    """Writes to a hidden file beside `path`; `commit` puts it in place, `discard` takes it away.

    As a context manager: commits on success, discards on any exception.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self._temporary: Path | None = None
        self._target = self.path

    def __enter__(self) -> BinaryIO:
        return self.open()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.commit()
        else:
            self.discard()

    def open(self) -> BinaryIO:
        """Open the hidden file; raises `OutputError` if the folder does not take it."""
        self._target = check_writable(self.path)
        try:
            handle, name = tempfile.mkstemp(prefix=_prefix(self._target), dir=self._target.parent)
        except OSError as error:
            raise unwritable(str(self.path), error) from error
        self._temporary = Path(name)
        self.file: BinaryIO = os.fdopen(handle, "wb")
        return self.file

    def commit(self) -> None:
        """Make the bytes durable and put the file in place."""
        assert self._temporary is not None, "commit before open"
        try:
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()
            self._temporary.chmod(_mode(self._target))
            self._temporary.replace(self._target)
            with contextlib.suppress(OSError):  # some network folders cannot, and the file stands
                sync_folder(self._target.parent)
        except OSError as error:
            self.discard()
            raise unwritable(str(self.path), error) from error

    def discard(self) -> None:
        """Take the hidden file away; what stood at `path` before is untouched."""
        with contextlib.suppress(OSError, ValueError):
            self.file.close()
        if self._temporary is not None:
            self._temporary.unlink(missing_ok=True)


def half_written_name(target: Path) -> re.Pattern[str]:
    """What the hidden files are called that become `target`, or are left by a killed process."""
    return re.compile(re.escape(_prefix(target)) + r"[a-z0-9_]{8}")


def _prefix(target: Path) -> str:
    return f".{target.name[:80]}."


def unwritable(place: str, error: Exception) -> OutputError:
    """The error of the operating system in this program's words."""
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return OutputError(place, "the output must be writable", str(reason).lower())


def _mode(target: Path) -> int:
    """Permissions of the file replaced, else those any new file gets (a temporary file is private)."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
