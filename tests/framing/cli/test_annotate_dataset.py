"""`framing annotate` from folders of Parquet to a dataset: the same rows as in one file, whenever a run was killed."""

from __future__ import annotations

import contextlib
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from framing.cli import framing as program
from framing.cli.annotate import annotate as command
from framing.output import dataset_folder
from framing.output.scores import column_names, read_scores

PROGRAM = [sys.executable, "-c", "from framing.cli import main; main()"]
OUTLETS = ("Sund Post", "Brint Herald", "Aldmoor Mail")
PLACES = ("Aldmoor", "Brint", "Corvale", "Dunsea", "Elmstead", "Farrow")
# Scores are kept by groups of 32 articles: each kill comes after a group, and one group is left to score.
ARTICLES, KILLS = 120, 3


def write_articles(folder: Path, count: int) -> None:
    """Parquet files of a third each; an empty text in the last."""
    folder.mkdir()
    for start in range(0, count, -(-count // 3)):
        rows = []
        for number in range(start, min(count, start + -(-count // 3))):
            lines = [
                f"The council of {p} met on day {number} and repaired {number + 7} roofs." for p in PLACES
            ]
            lines.append(
                f"It was the {number}th shameful surrender to a clique that has never known any shame."
            )
            rows.append({"id": str(number), "outlet": OUTLETS[number % 3], "text": "\n".join(lines)})
        if start + len(rows) == count:
            rows.append({"id": "none", "outlet": "Sund Post", "text": ""})
        pq.write_table(pa.Table.from_pylist(rows), folder / f"part-{start:05d}.parquet")


def run(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*PROGRAM, *map(str, arguments)], capture_output=True, check=False, timeout=300)


def rows(scores: str | Path) -> list[dict[str, Any]]:
    columns = [name for name in column_names(scores) if name != "source"]
    return sorted(read_scores(scores, sorted(columns)).to_pylist(), key=lambda row: row["sentence_id"])


def test_a_folder_of_parquet_becomes_a_dataset_that_every_command_reads(tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 6)
    one, many = tmp_path / "one.parquet", tmp_path / "many"
    assert run("annotate", tmp_path / "in", "-o", one, "--quiet").returncode == 3
    done = run("annotate", *sorted((tmp_path / "in").iterdir()), "-o", f"{many}/", "--partition", "outlet")
    assert done.returncode == 3
    assert f"with reasons: {many}/_rejects.jsonl".encode() in done.stderr
    assert rows(many) == rows(one)
    assert {path.name for path in many.iterdir() if path.is_dir()} == {
        "outlet=Sund%20Post", "outlet=Brint%20Herald", "outlet=Aldmoor%20Mail",
    }  # fmt: skip
    for arguments in (["profile", "--resamples", "100"], ["sources"]):
        of_one, of_many = (run(arguments[0], scores, *arguments[1:]) for scores in (one, many))
        assert (of_one.returncode, of_many.returncode) == (0, 0), of_many.stderr
        assert of_many.stdout == of_one.stdout
    for words, out in ((["sample", "-n", "6"], "sample.jsonl"), (["chart", "profile"], "chart.svg")):
        asked = run(*words, many, "-o", tmp_path / out)
        assert asked.returncode == 0, asked.stderr
        assert (tmp_path / out).stat().st_size


def kept_rows(place: Path) -> int:
    """How many scores a run keeps for one that goes on from it."""
    with (
        contextlib.suppress(sqlite3.Error),
        contextlib.closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as f,
    ):
        return int(f.execute("SELECT COUNT(*) FROM said").fetchone()[0])
    return 0


@pytest.mark.slow
def test_killed_again_and_again_the_same_command_ends_with_every_row_once(tmp_path: Path) -> None:
    write_articles(tmp_path / "in", ARTICLES)
    whole, out, kept = tmp_path / "whole.parquet", f"{tmp_path}/scores/", tmp_path / "scores.unfinished"
    assert run("annotate", tmp_path / "in", "-o", whole).returncode == 3
    call = [*PROGRAM, "annotate", str(tmp_path / "in"), "-o", out, "--partition", "outlet"]
    chance = random.Random(5)
    for _ in range(KILLS):
        before = kept_rows(kept)
        process = subprocess.Popen(call, stderr=subprocess.DEVNULL)
        while process.poll() is None and kept_rows(kept) == before:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.05))
        process.kill()
        assert process.wait() == -signal.SIGKILL
        assert run("profile", out).returncode == 1, "nobody takes what is left for scores"
    done = subprocess.run(call, capture_output=True, check=False, timeout=300)
    assert done.returncode == 3, done.stderr
    assert b"going on: " in done.stderr
    assert rows(out) == rows(whole)
    names = {"in", "whole.parquet", "whole.parquet.rejects.jsonl", "scores"}
    assert {path.name for path in tmp_path.iterdir()} == names
    assert not list(Path(out).glob(".*")), "nothing of the killed runs is left"


@pytest.mark.parametrize(
    ("inputs", "output", "told"),
    [
        ("scores", "scores/", "the output must not have an input in it"),
        ("in", "in/", "the output must not have an input in it"),
        ("in/part-00000.parquet", "in/", "the output must not have an input in it"),
        ("in", "in/part-00000.parquet", "the output must not be one of the inputs"),
        ("in", "none/scores/", "the folder around the output must exist"),
    ],
)
def test_a_dataset_is_never_written_over_an_input(
    tmp_path: Path, inputs: str, output: str, told: str
) -> None:
    write_articles(tmp_path / "in", 3)
    write_articles(tmp_path / "scores", 3)
    (tmp_path / "scores" / "_UNFINISHED").touch()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.parquet")}
    done = CliRunner().invoke(command, [f"{tmp_path}/{inputs}", "-o", f"{tmp_path}/{output}"])
    assert told in str(done.exception)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.parquet")} == before


def test_partitions_need_a_folder(tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 3)
    done = run("annotate", tmp_path / "in", "-o", tmp_path / "o.parquet", "--partition", "outlet")
    assert done.returncode == 2
    assert b"--partition needs an output folder, ending in /" in done.stderr


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Result]]:
    """Calls the program beside an object store in this process, with articles in it."""
    fsspec = pytest.importorskip("fsspec")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    write_articles(tmp_path / "in", 6)
    store = fsspec.filesystem("memory")
    store.store.clear()
    store.pseudo_dirs[:] = [""]
    store.put(str(tmp_path / "in"), "/bucket/articles", recursive=True)
    yield lambda *arguments: CliRunner().invoke(program, [str(a) for a in arguments])
    store.store.clear()
    store.pseudo_dirs[:] = [""]


def test_from_a_bucket_to_a_bucket(tmp_path: Path, bucket: Callable[..., Result]) -> None:
    out = "memory://bucket/scores/"
    done = bucket("annotate", "memory://bucket/articles/", "-o", out, "--partition", "outlet")
    assert done.exit_code == 3, done.output
    one = tmp_path / "one.parquet"
    assert bucket("annotate", tmp_path / "in", "-o", one).exit_code == 3
    assert rows(out) == rows(one)
    assert not list(tmp_path.glob("home/**/*.unfinished")), "what was kept for going on is gone"
    again = bucket("annotate", "memory://bucket/articles/", "-o", out)
    rule = "must be new, empty or left by a run that was broken off"
    assert f"{rule}, found a finished dataset" in str(again.exception)


def test_a_run_to_a_bucket_goes_on_from_what_it_had_scored(
    bucket: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unplugged(*_: object) -> None:
        raise ConnectionError("the network is gone")

    call = ("annotate", "memory://bucket/articles/", "-o", "memory://bucket/scores/")
    with monkeypatch.context() as broken:
        broken.setattr(dataset_folder, "shutil", SimpleNamespace(copyfileobj=unplugged))
        first = bucket(*call)
    assert "part-00000.parquet: the output must be writable, found the network is gone" in str(
        first.exception
    )
    assert "the same command goes on from there" in first.stderr
    second = bucket(*call)
    assert second.exit_code == 3, second.output
    assert "going on: " in second.stderr
    assert len(rows("memory://bucket/scores/")) == 6 * 7


def test_a_bucket_is_not_written_over_its_articles(bucket: Callable[..., Result]) -> None:
    for out in ("memory://bucket/articles/", "memory://bucket/"):
        done = bucket("annotate", "memory://bucket/articles/", "-o", out)
        assert "the output must not have an input in it" in str(done.exception)
