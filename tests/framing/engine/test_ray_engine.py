"""`framing annotate --engine ray` on a real cluster: the rows of one machine, whichever machines die."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from framing.cli import framing as program
from framing.engine import Outcome
from framing.errors import InputError
from framing.output.dataset_parts import dataset_parts
from framing.output.scores import column_names, read_scores
from framing.output.summary import Summary
from framing.types import Reject

PROGRAM = [sys.executable, "-c", "from framing.cli import main; main()"]
# A cluster of this machine alone, and one thread a process, as on a machine with a worker a processor.
HERE = os.environ | {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "OMP_NUM_THREADS": "1"}
OUTLETS = ("Sund Post", "Brint Herald", "Aldmoor Mail")
PLACES = ("Aldmoor", "Brint", "Corvale", "Dunsea", "Elmstead", "Farrow")
NODES = 2
# Scoring enough that the second node is at work before the first is done, also on a slow machine.
ARTICLES = 768


def write_articles(folder: Path) -> None:
    """Parquet files of a third each; an empty text, and ids that were in another slice."""
    folder.mkdir()
    rows = []
    for number in range(ARTICLES):
        lines = [f"The council of {p} met on day {number} and repaired {number + 7} roofs." for p in PLACES]
        lines.append(f"It was the {number}th shameful surrender to a clique that has never known any shame.")
        rows.append({"id": str(number), "outlet": OUTLETS[number % 3], "text": "\n".join(lines)})
    rows[100]["text"] = ""
    rows[150]["id"] = rows[250]["id"] = "7"
    for start in range(0, ARTICLES, ARTICLES // 3):
        table = pa.Table.from_pylist(rows[start : start + ARTICLES // 3])
        pq.write_table(table, folder / f"part-{start:05d}.parquet")


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    call = [*PROGRAM, *map(str, arguments)]
    return subprocess.run(call, capture_output=True, check=False, timeout=300, env=HERE, text=True)


def table(scores: str, by: str | None) -> pa.Table:
    found = read_scores(scores, sorted(column_names(scores)))
    return (found.sort_by(by) if by else found).combine_chunks()


@pytest.fixture
def nodes() -> Iterator[SimpleNamespace]:
    """A cluster's `address`, and `kill`, which kills one of its nodes."""
    pytest.importorskip("ray")
    call = [sys.executable, str(Path(__file__).with_name("ray_nodes.py")), str(NODES)]
    with subprocess.Popen(
        call, stdin=-1, stdout=-1, stderr=subprocess.DEVNULL, text=True, env=HERE
    ) as process:
        assert process.stdin
        assert process.stdout

        def kill() -> None:
            assert process.stdin
            assert process.stdout
            print("kill", file=process.stdin, flush=True)
            assert process.stdout.readline() == "killed\n"

        yield SimpleNamespace(address=process.stdout.readline().strip(), kill=kill)
        process.stdin.close()
        assert process.wait(120) == 0, "the cluster ended, and left nothing running"


@pytest.mark.slow
def test_a_node_dies_in_the_middle_and_every_row_comes_once(tmp_path: Path, nodes: SimpleNamespace) -> None:
    write_articles(tmp_path / "in")
    one, many = f"{tmp_path}/one/", f"{tmp_path}/many/"
    here = run("annotate", tmp_path / "in", "-o", one, "--partition", "outlet", "--embeddings")
    call = [*PROGRAM, "annotate", str(tmp_path / "in"), "-o", many, "--partition", "outlet", "--embeddings"]
    call += ["--engine", "ray", "--address", nodes.address]
    with subprocess.Popen(call, stderr=subprocess.PIPE, env=HERE, text=True) as process:
        # The program and each of two workers have a folder for what is in the making: both nodes are at work.
        while process.poll() is None and len(list(Path(many).glob(".framing-*"))) < 1 + NODES:
            time.sleep(0.01)
        assert process.poll() is None, "the node dies before the run is over"
        nodes.kill()
        _, told = process.communicate(timeout=200)
    assert process.returncode == here.returncode == 3, told
    assert table(many, "sentence_id").equals(table(one, "sentence_id")), "every score to the last bit"
    rejects = [Path(folder, "_rejects.jsonl").read_bytes() for folder in (one, many)]
    assert rejects[0] == rejects[1]
    assert rejects[0].count(b"ids must be unique in one run") == 2
    assert {path.name for path in Path(many).iterdir()} == {
        "_SUCCESS", "_rejects.jsonl", "outlet=Sund%20Post", "outlet=Brint%20Herald", "outlet=Aldmoor%20Mail",
    }  # fmt: skip
    named = {part.name for part in dataset_parts(many)}
    assert named == {str(path.relative_to(many)) for path in Path(many).rglob("part-*")}
    outlets_here, outlets_there = (
        text[text.index(" outlet") : text.index("\nRates")] for text in (here.stderr, told)
    )
    assert outlets_here == outlets_there, "the summary on the terminal"


@pytest.mark.slow
def test_a_cluster_of_its_own_keeps_a_table_s_order_from_address_to_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("ray")
    monkeypatch.setitem(HERE, "XDG_DATA_HOME", str(tmp_path / "home"))
    rows = [f"The {number}th so-called reform is a disgrace to Dunsea." for number in range(1, 2500)]
    pq.write_table(pa.table({"line": rows, "code": range(1, 2500)}), tmp_path / "in.parquet")
    one, many = f"{tmp_path}/one/", f"file://{tmp_path}/many/"
    (tmp_path / "many").mkdir()
    call = (
        "annotate",
        f"file://{tmp_path}/in.parquet",
        "--unit",
        "sentence",
        "--column",
        "text=line",
        "--quiet",
    )
    assert run(*call, "-o", one).returncode == 0
    done = run(*call, "-o", many, "--engine", "ray", "--workers", "2", "--threshold", "0.7")
    assert done.returncode == 0, done.stderr
    assert len(dataset_parts(many)) == 3
    kept = [
        name
        for name in column_names(one)
        if name != "signature" and not name.endswith("_label") and name != "devices"
    ]
    assert table(many, None).select(kept).equals(table(one, None).select(kept))
    assert table(many, None)["code"].to_pylist() == list(range(1, 2500))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["in", "-o", "o.parquet"], "--engine ray needs an output folder, ending in /"),
        (["in", "-o", "o/", "--report", "r.html"], "--report is of one machine"),
        (["in", "-o", "o/", "--cache", "kept"], "--cache is of one machine"),
        (["-", "-o", "o/"], "standard input is of one machine"),
        (["in.parquet.gz", "-o", "o/"], "Parquet that is not gzipped, found in.parquet.gz"),
    ],
)
def test_what_only_one_machine_can_do_is_wrong_usage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str
) -> None:
    import gzip

    monkeypatch.chdir(tmp_path)
    pq.write_table(pa.table({"text": ["The clerk of Farrow read the minutes."]}), "in.parquet")
    Path("in.parquet.gz").write_bytes(gzip.compress(Path("in.parquet").read_bytes()))
    Path("in").mkdir()
    Path("in/a.txt").write_text("The clerk of Farrow read the minutes.")
    done = CliRunner().invoke(program, ["annotate", *arguments, "--engine", "ray"])
    assert done.exit_code == 2
    assert told in " ".join(done.output.replace("│", " ").split())
    assert {path.name for path in tmp_path.iterdir()} == {"in", "in.parquet", "in.parquet.gz"}


@pytest.mark.parametrize("option", ["--address", "--workers"])
def test_a_cluster_is_asked_for_by_its_engine(tmp_path: Path, option: str) -> None:
    done = CliRunner().invoke(program, ["annotate", str(tmp_path), "-o", f"{tmp_path}/o/", option, "2"])
    assert done.exit_code == 2
    assert "need --engine ray" in done.output


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("127.0.0.1:1", "127.0.0.1:1: a Ray cluster must answer, found [Errno"),
        ("ray://127.0.0.1:10001", "a cluster's address must read HOST:PORT, or auto"),
    ],
)
def test_a_cluster_that_does_not_answer_is_told_at_once(tmp_path: Path, address: str, told: str) -> None:
    pytest.importorskip("ray")
    (tmp_path / "a.txt").write_text("The clerk of Farrow read the minutes.")
    done = run(
        "annotate", tmp_path / "a.txt", "-o", f"{tmp_path}/o/", "--engine", "ray", "--address", address
    )
    assert (done.returncode, told in done.stderr) == (1, True), done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_what_was_refused_is_told_in_order_or_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    from framing.engine import ray_engine
    from framing.engine.slice_worker import Done

    rejects = [
        Reject(f"in.csv:{line}", "the text column 'text' must not be empty", "''") for line in range(2, 5)
    ]
    results = [Done(2, tuple(rejects[:2]), (), Summary()), Done(3, tuple(rejects[2:]), (), Summary())]
    monkeypatch.setattr(ray_engine, "ray_cluster", lambda *_: nullcontext())
    monkeypatch.setattr(ray_engine, "_results", lambda *_: (done for done in results))
    taken, refused = list[Done](), list[Reject]()
    job: Any = None
    outcome = ray_engine.annotate_on_ray(job, job, taken.append, refused.append)
    assert (outcome, taken, refused) == (Outcome(5, 3), results, rejects)
    with pytest.raises(InputError, match=r"in\.csv:2: the text column 'text' must not be empty"):
        ray_engine.annotate_on_ray(job, job, taken.append, refused.append, strict=True)
    assert (len(taken), len(refused)) == (2, 3)


def test_without_ray_the_extra_is_named_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.setenv("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    (tmp_path / "a.txt").write_text("The clerk of Farrow read the minutes.")
    done = CliRunner().invoke(
        program, ["annotate", str(tmp_path / "a.txt"), "-o", f"{tmp_path}/o/", "--engine", "ray"]
    )
    assert str(done.exception) == "--engine ray needs the 'cluster' extra: pip install 'framing[cluster]'"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
