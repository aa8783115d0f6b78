"""Many people labelling at once on loopback: no judgement lost or doubled, and how long one takes.

    python -m eval.benchmarks.labelling [--annotators 50] [--judgements 20] [--pause 0] [--save]

Starts the installed `framing serve` on a temporary folder and an invented queue, and lets every annotator ask for
their turn and judge it, over a connection of their own. A judgement's time is from sending it to its answer,
which comes when the row is on the disk. Without a pause all press their keys at the same moment again and again,
which is the worst case; people take seconds.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
import numpy as np

from eval.store import Result, save, show
from framing.labels import read_all

TITLE = "Labelling by many at once, on loopback: a judgement's time until it is on the disk"
STARTING = 30.0  # seconds
_JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Load:
    """What a run found: seconds of each judgement, how long it all took, the server's processor seconds (None
    where the system does not tell), rows lost and rows too many."""

    seconds: tuple[float, ...]
    wall: float
    processor: float | None
    lost: int
    doubled: int


@contextmanager
def served(folder: Path, sentences: int, *options: str) -> Iterator[tuple[str, int]]:
    """Host and port, and process, of `framing serve` over `sentences`; the labels are in `folder`/labels."""
    queue = folder / "queue.jsonl"
    with queue.open("w", encoding="utf-8") as file:
        for i in range(sentences):
            text = f"The council met for the {i}th time and put the vote off."
            row = {"id": f"s{i}", "article": f"a{i // 10}", "start": 0, "end": len(text), "text": text}
            file.write(json.dumps(row) + "\n")
    command = [str(Path(sys.executable).with_name("framing")), "serve", "--port", "0", *options]
    command += ["--queue", str(queue), "--labels", str(folder / "labels")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            greeting = process.stderr.readline()
            if not greeting.startswith("Open "):
                raise RuntimeError(greeting + process.stderr.read())
            address = urlsplit(greeting.split()[1]).netloc
            _wait(address)
            yield address, process.pid
        finally:
            process.terminate()


def _wait(address: str) -> None:
    """Until the app answers: it tells its address a moment before that."""
    until = time.monotonic() + STARTING
    while True:
        try:
            _asked(http.client.HTTPConnection(address, timeout=60), "GET", "/api/v1/labels/form")
            return
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def annotate(address: str, name: str, judgements: int, pause: float, seconds: list[float]) -> None:
    """Judge the first sentences of the annotator's queue, noting how long each judgement took."""
    connection = http.client.HTTPConnection(address, timeout=60)
    at = f"/api/v1/labels/annotators/{name}"
    turn = _asked(connection, "GET", f"{at}/turn")
    chance = random.Random(name)
    for _ in range(judgements):
        time.sleep(chance.uniform(0.5, 1.5) * pause)
        body = {"key": turn["sentence"]["key"], "seen": turn["seen"], "voice": "outlet", "editorial": 0,
                "devices": [], "charged": 0}  # fmt: skip
        started = time.perf_counter()
        turn = _asked(connection, "POST", f"{at}/judgements", json.dumps(body))
        seconds.append(time.perf_counter() - started)
    connection.close()


def _asked(connection: http.client.HTTPConnection, method: str, path: str, body: str | None = None) -> Any:
    try:
        connection.request(method, path, body, _JSON)
        answer = connection.getresponse()
    except ConnectionError:
        # The server ends connections that rest for some seconds; a browser then asks once more, as here.
        connection.close()
        connection.request(method, path, body, _JSON)
        answer = connection.getresponse()
    text = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{method} {path}: {answer.status} {text[:200]!r}")
    return json.loads(text)


def load(folder: Path, annotators: int, judgements: int, pause: float = 0.0, *options: str) -> Load:
    """Let `annotators` judge at once, and count what is on the disk afterwards."""
    seconds: list[float] = []
    with served(folder, annotators * judgements + judgements, *options) as (address, pid):
        before, started = _processor(pid), time.perf_counter()
        with ThreadPoolExecutor(annotators) as people:
            at_work = [
                people.submit(annotate, address, f"p{i}", judgements, pause, seconds)
                for i in range(annotators)
            ]
        wall = time.perf_counter() - started
        after = _processor(pid)
        for one in at_work:
            one.result()
    rows = Counter((row.annotator, row.sentence) for row in read_all(folder / "labels"))
    processor = None if before is None or after is None else after - before
    return Load(
        tuple(seconds), wall, processor, annotators * judgements - len(rows), rows.total() - len(rows)
    )


def disk(folder: Path, rows: int = 100) -> list[float]:
    """Seconds that the disk alone takes to keep a row, one after the other: nothing can be faster than that."""
    seconds = []
    with (folder / "rows").open("ab", buffering=0) as file:
        for _ in range(rows):
            started = time.perf_counter()
            file.write(b"x" * 500 + b"\n")
            os.fsync(file.fileno())
            seconds.append(time.perf_counter() - started)
    return seconds


def _processor(pid: int) -> float | None:
    """Processor seconds that a process has used, where Linux tells."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@click.command()
@click.option("--annotators", type=click.IntRange(1), default=50, show_default=True)
@click.option(
    "--judgements", type=click.IntRange(1), default=20, show_default=True, help="Of each annotator."
)
@click.option(
    "--pause", type=click.FloatRange(0), default=0.0, show_default=True, help="Mean seconds between two."
)
@click.option("--save", "keep", is_flag=True, help="Keep the figures in eval/results.")
def main(annotators: int, judgements: int, pause: float, keep: bool) -> None:
    """Measure labelling by many at once."""
    with tempfile.TemporaryDirectory() as folder:
        found = load(Path(folder), annotators, judgements, pause)
        alone = float(1000 * np.quantile(disk(Path(folder)), 0.95))
    p50, p95, p99 = (float(1000 * q) for q in np.quantile(found.seconds, [0.5, 0.95, 0.99]))
    row = {
        "annotators": annotators, "judgements": len(found.seconds), "pause (s)": pause, "p50 (ms)": p50,
        "p95 (ms)": p95, "p99 (ms)": p99, "disk alone p95 (ms)": alone, "a second": len(found.seconds) / found.wall,
        "server's processor (ms)": found.processor and 1000 * found.processor / len(found.seconds),
        "lost": found.lost, "doubled": found.doubled,
    }  # fmt: skip
    command = f"python -m eval.benchmarks.labelling --annotators {annotators} --judgements {judgements}"
    result = Result("labelling", TITLE, f"{command} --pause {pause:g}", [row])
    show(result)
    if keep:
        save(result)


if __name__ == "__main__":
    main()
