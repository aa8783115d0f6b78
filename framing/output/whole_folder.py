"""A folder that appears whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from framing.errors import OutputError
from framing.output.whole import unwritable


def check_new_folder(path: Path) -> Path:
    """The real path of a folder to make; `OutputError` if something stands there already."""
    place = str(path)
    try:
        target = path.resolve()
        if target.exists() and not target.is_dir():
            raise OutputError(place, "the output must be a folder", "a file")
        if target.is_dir() and (count := sum(1 for _ in target.iterdir())):
            raise OutputError(place, "the output's folder must be new or empty", f"{count} files in it")
        if not target.parent.is_dir():
            raise OutputError(place, "the folder around the output must exist", f"no folder {target.parent}")
    except (OSError, RuntimeError) as error:
        raise unwritable(place, error) from error
    return target


class WholeFolder:
    """A hidden folder beside `path` to write into; put in place on success, taken away on any exception."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)

    def __enter__(self) -> Path:
        self._target = check_new_folder(self.path)
        try:
            name = tempfile.mkdtemp(prefix=f".{self._target.name[:80]}.", dir=self._target.parent)
        except OSError as error:
            raise unwritable(str(self.path), error) from error
        self._folder = Path(name)
        return self._folder

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if kind is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            if isinstance(error, OSError) and self._is_ours(error):
                raise unwritable(str(self.path), error) from error
            return
        self._put_in_place()

    def _is_ours(self, error: OSError) -> bool:
        """Whether an error is of writing here, and not of reading elsewhere: a full disk names no file."""
        return error.filename is None or Path(str(error.filename)).is_relative_to(self._folder)

    def _put_in_place(self) -> None:
        try:
            mask = os.umask(0)
            os.umask(mask)
            self._folder.chmod(0o777 & ~mask)
            self._folder.replace(self._target)
        except OSError as failure:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise unwritable(str(self.path), failure) from failure
