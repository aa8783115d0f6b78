"""Run by test_store: writers that are killed at random moments, and a look at what they left, again and again.

    python kill_writers.py FOLDER KILLS

Each writer is a process of its own (forked, so that hundreds start in seconds); it tells the number of each row
after `append` has returned. Prints how many rows were acknowledged, and how often a file had to be mended.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

from framing.labels.store import LabelStore, read_all
from framing.types import Annotation, Voice

NOTE = "“so-called” 😄 " * 400  # some rows are long, so that a write can be cut in two
LARGEST = 500_000  # bytes; then a new file is begun, so that looking stays quick
ROW = Annotation("anna", "2025-01-02T03:04:05Z", "1", "x", "0" * 16, 0, 5, Voice.OUTLET, 0)


def write(folder: Path, first: int, pipe: int) -> None:
    with LabelStore(folder, "anna") as store:
        os.write(pipe, b"mended\n" if store.mended else b"opened\n")
        number = first
        while True:
            batch = 1 if number % 3 else 20
            rows = [
                replace(ROW, start=n, end=n + 5, note=NOTE if batch > 1 else None)
                for n in range(number, number + batch)
            ]
            store.append(*rows)
            number += batch
            os.write(pipe, f"{number}\n".encode())


def once(folder: Path, first: int, chance: random.Random) -> tuple[int, bool]:
    """One writer, killed: the number up to which it told its rows, and whether it had to mend.

    The moment is after none to three of its lines and a part of the time that the last one took, so that it falls
    into opening, writing and syncing alike however slow the disk is.
    """
    read, pipe = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            write(folder, first, pipe)
        finally:
            os._exit(1)
    os.close(pipe)
    with os.fdopen(read, "rb", buffering=0) as told:
        lines, pace = b"", 0.005
        for _ in range(chance.randrange(4)):
            began = time.perf_counter()
            lines += told.read(64)
            pace = time.perf_counter() - began
        time.sleep(chance.random() * min(pace, 0.1))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), "the writer ended by itself"
        while more := told.read(4096):
            lines += more
    numbers = [int(line) for line in lines.split() if line.isdigit()]
    return max([first, *numbers]), b"mended" in lines


def main() -> None:
    folder, kills = Path(sys.argv[1]), int(sys.argv[2])
    chance = random.Random(int(sys.argv[3]))
    path = folder / "anna.jsonl"
    total = there = mended = 0
    for _ in range(kills):
        told, fixed = once(folder, there, chance)
        mended += fixed
        total += told - there
        if not path.is_file():
            continue
        starts = [row.start for row in read_all(path)]
        assert starts == list(range(len(starts))), "the rows are those that were written, in order"
        assert len(starts) >= told, f"{told} rows were acknowledged, {len(starts)} are there"
        there = len(starts)
        if path.stat().st_size > LARGEST:
            path.unlink()
            there = 0
    print(total, mended)


main()
