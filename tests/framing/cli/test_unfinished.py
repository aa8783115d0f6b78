from __future__ import annotations

import contextlib
import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from framing.files import try_lock

PROGRAM = [sys.executable, "-c", "from framing.cli import main; main()", "annotate"]
PLACES = ("Aldmoor", "Brint", "Corvale", "Dunsea", "Elmstead", "Farrow")
ARTICLES, KILLS = 120, 5


def write_articles(path: Path, count: int) -> None:
    rows = []
    for number in range(count):
        lines = [
            f"The council of {place} met on day {number} and approved {number + 7} repairs to the harbour wall."
            for place in PLACES
        ]
        lines.append(f"It was the {number}th shameful surrender to a clique that has never known any shame.")
        rows.append(json.dumps({"id": number, "outlet": "Sund Post", "text": "\n".join(lines)}))
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def annotate(source: Path, out: Path, *options: str) -> subprocess.CompletedProcess[bytes]:
    command = [*PROGRAM, str(source), "-o", str(out), *options]
    return subprocess.run(command, capture_output=True, check=False, timeout=300)


@pytest.mark.slow
def test_killed_at_any_moment_the_same_command_ends_with_every_row_once(tmp_path: Path) -> None:
    source, out, whole = tmp_path / "in.jsonl", tmp_path / "o.parquet", tmp_path / "whole.parquet"
    write_articles(source, ARTICLES)
    started = time.monotonic()
    assert annotate(source, whole).returncode == 0
    took = time.monotonic() - started
    chance = random.Random(11)
    killed = 0
    for _ in range(KILLS):
        run = subprocess.Popen([*PROGRAM, str(source), "-o", str(out)], stderr=subprocess.DEVNULL)
        try:
            run.wait(chance.uniform(0.2, 0.9) * took)
        except subprocess.TimeoutExpired:
            run.kill()
            killed += run.wait() == -signal.SIGKILL
    done = annotate(source, out)
    assert done.returncode == 0
    assert killed >= 2, "or nothing was shown"
    assert pq.read_table(out).equals(pq.read_table(whole))
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"in.jsonl", "o.parquet", "whole.parquet"}, "nothing of the killed runs is left"


@pytest.mark.slow
def test_a_run_that_was_broken_off_says_how_to_go_on(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "o.csv"
    write_articles(source, ARTICLES)
    run = subprocess.Popen([*PROGRAM, str(source), "-o", str(out)], stderr=subprocess.PIPE)
    deadline = time.monotonic() + 120
    while not kept_rows(tmp_path / "o.csv.unfinished") and time.monotonic() < deadline:
        time.sleep(0.02)
    run.send_signal(signal.SIGTERM)
    assert run.stderr is not None
    told = run.stderr.read()
    assert run.wait(60) == 143
    assert b"o.csv.unfinished keeps what was scored: the same command goes on from there" in told
    assert not out.exists()
    second = annotate(source, out)
    assert second.returncode == 0
    assert b"going on: " in second.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"in.jsonl", "o.csv"}


def kept_rows(place: Path) -> int:
    with contextlib.suppress(sqlite3.Error):
        file = sqlite3.connect(f"file:{place}?mode=ro", uri=True)
        with contextlib.closing(file):
            return int(file.execute("SELECT COUNT(*) FROM said").fetchone()[0])
    return 0


def test_two_runs_do_not_write_one_output(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "o.csv"
    write_articles(source, 1)
    with (tmp_path / "o.csv.unfinished-lock").open("ab", buffering=0) as other:
        assert try_lock(other)
        done = annotate(source, out)
        cached = annotate(source, out, "--cache", str(tmp_path / "cache"))
    assert (done.returncode, cached.returncode) == (4, 4)
    assert b"one run at a time writes an output" in done.stderr
    assert b"one run at a time writes an output" in cached.stderr


def test_a_cache_that_cannot_be_a_folder_is_said(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    write_articles(source, 1)
    done = annotate(source, tmp_path / "o.csv", "--cache", str(source / "cache"))
    assert done.returncode == 4
    assert b"the cache must be a folder" in done.stderr


def test_a_cache_gives_the_same_rows_and_holds_no_text(tmp_path: Path) -> None:
    source, cache = tmp_path / "in.jsonl", tmp_path / "cache"
    write_articles(source, 5)
    plain, first, second = (tmp_path / f"{name}.parquet" for name in ("plain", "first", "second"))
    assert annotate(source, plain).returncode == 0
    for out in (first, second):
        assert annotate(source, out, "--cache", str(cache)).returncode == 0
    assert pq.read_table(plain).equals(pq.read_table(first))
    assert pq.read_table(first).equals(pq.read_table(second))
    (kept,) = cache.glob("*.sqlite")
    assert kept_rows(kept) >= 5 * 2, "the first run kept what it scored"
    assert b"shameful" not in kept.read_bytes()
