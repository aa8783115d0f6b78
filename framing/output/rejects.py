"""What was refused, beside the output: `OUT.rejects.jsonl`."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

from framing.output.sinks import json_line
from framing.output.whole import WholeFile, check_writable
from framing.types import Reject


def rejects_beside(output: str | os.PathLike[str]) -> Path:
    """Where what was refused is told, beside the output."""
    return Path(f"{os.fspath(output)}.rejects.jsonl")


class RejectWriter:
    """Writes rejects to `OUT.rejects.jsonl`; use as a context manager, inside the `ScoreWriter`'s.

    There is no file if there was no reject, not even one left by an earlier run. After an exception the
    files stay as they were: the rejects always belong to the output they lie beside.
    """

    def __init__(self, output: str | os.PathLike[str]) -> None:
        self.path = rejects_beside(output)
        self.count = 0
        self._file: WholeFile | None = None

    def __enter__(self) -> RejectWriter:
        check_writable(self.path)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._file is None:
            if kind is None:
                self.path.unlink(missing_ok=True)
        elif kind is None:
            self._file.commit()
        else:
            self._file.discard()

    def write(self, reject: Reject) -> None:
        """Add one reject."""
        if self._file is None:
            self._file = WholeFile(self.path)
            self._file.open()
        line = json_line(dataclasses.asdict(reject))
        self._file.file.write(line.encode("utf-8", "replace"))
        self.count += 1
