"""What files need beyond reading and writing: a lock that dies with its process, and names that last."""

from __future__ import annotations

import os
import sys
from io import FileIO
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    # Windows refuses even reading of a locked range: lock one byte far beyond any label file's end.
    _FAR = 1 << 62

    def try_lock(file: FileIO) -> bool:
        """Take the lock, or return False where another has it."""
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            file.seek(0, os.SEEK_END)
        return True

else:
    import fcntl

    def try_lock(file: FileIO) -> bool:
        """Take the lock, or return False where another has it."""
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def sync_folder(folder: str | Path) -> None:
    """Make a new file's name durable; a system without that notion (Windows) has nothing to do."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
