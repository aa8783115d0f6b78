"""`framing annotate` as a user calls it: files in, rows out, refusals beside them, exit codes."""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

ARTICLE = (
    "Council approves school budget\n\n"
    "The council approved the school budget on Tuesday by 9 votes to 4. "
    '"We can repair the roofs now," the chair, Ida Holm, said.\n\n'
    "It was a shameful, cowardly surrender to a corrupt clique that despises ordinary parents.\n"
)


def framing(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The installed command, found beside this interpreter."""
    program = Path(sys.executable).with_name("framing")
    call = (
        [str(program)] if program.exists() else [sys.executable, "-c", "from framing.cli import main; main()"]
    )
    return subprocess.run([*call, *map(str, arguments)], input=stdin, capture_output=True, check=False)


def rejects(output: Path) -> list[dict[str, str]]:
    path = Path(f"{output}.rejects.jsonl")
    return (
        [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    )


def test_a_folder_of_files_becomes_a_table_and_a_report(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "b.html").write_text(
        "<html><head><title>Bridge opens</title></head><body><article><h1>Bridge opens</h1>"
        + "<p>The bridge over the Sund opened on Monday after nine years of work by three companies.</p>" * 1
        + "<p>It cost 41 million crowns, the ministry said in a statement issued after the ceremony.</p>"
        + "<p>About 3,000 people walked across it in the first hour, according to the police count.</p>"
        + "</article></body></html>",
        encoding="utf-8",
    )
    (folder / "manifest.jsonl").write_text(
        json.dumps({"file": "a.txt", "outlet": "Sund Post", "published": "2025-02-03"}) + "\n"
    )
    out, report = tmp_path / "scores.parquet", tmp_path / "report.html"
    done = framing("annotate", folder, "-o", out, "--report", report)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout == b"", "data goes to the file, everything else to standard error"
    rows = pq.read_table(out).to_pylist()
    first = [row for row in rows if row["outlet"] == "Sund Post"]
    assert [row["voice"] for row in first if row["text"].startswith('"We')] == ["quote"]
    assert [row["editorial_label"] for row in first if row["text"].startswith("It was")] == [1]
    assert {row["published"] for row in first} == {"2025-02-03"}
    assert all("model:default-" in row["signature"] for row in rows)
    page = report.read_text(encoding="utf-8")
    assert "Sund Post" in page
    assert "<script src" not in page


def test_the_fast_model_is_asked_for_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    out = tmp_path / "scores.csv"
    done = framing("annotate", tmp_path / "a.txt", "-o", out, "--model", "fast")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert all("model:fast-" in row["signature"] for row in rows)
    scores = {row["text"][:12]: row["editorial"] for row in rows}
    assert float(scores["It was a sha"]) > 0.5 > float(scores["The council "])
    assert framing("export", out, "-o", tmp_path / "bundle").returncode == 0
    card = (tmp_path / "bundle" / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "# framing: fast" in card


def test_where_labels_are_left_empty_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    done = framing("annotate", tmp_path / "a.txt", "-o", tmp_path / "s.csv", "--abstain", "0.15")
    found = re.search(
        r"labels: editorial from a score of (0\.\d\d) on, not from (0\.\d\d) down", done.stderr.decode()
    )
    assert found, done.stderr
    above, below = map(float, found.groups())
    for row in csv.DictReader((tmp_path / "s.csv").open(encoding="utf-8")):
        if row["editorial"]:
            score = float(row["editorial"])
            assert row["editorial_label"] == ("1" if score >= above else "0" if score <= below else "")


def test_a_researchers_table_comes_back_whole_with_scores_added(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    texts = [
        "The vote was held on Monday.",
        "",
        "A vile, shameful betrayal by a craven elite.",
        'He said "no, never, not once".',
    ]
    with table.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["code", "sentence", "editorial"])
        writer.writerows([[f"00{i}", text, "mine"] for i, text in enumerate(texts)])
    out = tmp_path / "out.csv"
    done = framing("annotate", table, "--unit", "sentence", "-o", out)
    assert done.returncode == 3, done.stderr.decode()
    with out.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [row["sentence"] for row in rows] == texts
    assert [row["code"] for row in rows] == ["000", "001", "002", "003"]
    assert {row["editorial"] for row in rows} == {"mine"}, "the researcher's own column is kept"
    assert [row["framing_editorial"] == "" for row in rows] == [False, True, False, False]
    assert float(rows[2]["framing_editorial"]) > 0.5
    assert len(rejects(out)) == 1


def test_standard_input_and_gzip(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"text": ARTICLE, "outlet": o}) for o in ("A", "B")).encode()
    out = tmp_path / "o.jsonl"
    done = framing("annotate", "-", "--format", "jsonl", "-o", out, stdin=gzip.compress(lines))
    assert done.returncode == 0, done.stderr.decode()
    assert {json.loads(line)["outlet"] for line in out.read_text().splitlines()} == {"A", "B"}


def test_a_broken_line_in_the_middle_costs_only_itself(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    good = json.dumps({"id": "x", "text": ARTICLE})
    source.write_text(f"{good}\n{{broken\n{good.replace('x', 'y', 1)}\n{good}\n", encoding="utf-8")
    out = tmp_path / "o.parquet"
    done = framing("annotate", source, "-o", out)
    assert done.returncode == 3
    found = rejects(out)
    assert [row["source"].rsplit(":", 1)[1] for row in found] == ["2", "4"]
    assert "unique" in found[1]["rule"]
    assert all(row["rule"] and row["found"] for row in found)
    assert len(pq.read_table(out).column("article_id").unique()) == 2


def test_strict_stops_at_the_first_and_writes_nothing(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "o.parquet"
    source.write_text(json.dumps({"text": ARTICLE}) + "\n{broken\n", encoding="utf-8")
    done = framing("annotate", source, "-o", out, "--strict")
    assert done.returncode == 1
    assert b"in.jsonl:2" in done.stderr
    assert not out.exists()
    assert list(tmp_path.iterdir()) == [source]


def test_what_is_kept_without_its_date_is_noted_and_not_refused(tmp_path: Path) -> None:
    row = {"id": "a", "text": "The board met on Friday, and the mayor came.", "published": "next week or so"}
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    done = framing("annotate", tmp_path / "a.jsonl", "-o", tmp_path / "s.jsonl")
    assert b"noted: " in done.stderr
    assert b"refused: " not in done.stderr


def test_nothing_to_score_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "binary.txt").write_bytes(os.urandom(4000))
    out = tmp_path / "o.parquet"
    done = framing("annotate", tmp_path / "empty.txt", tmp_path / "binary.txt", "-o", out)
    assert done.returncode == 1
    assert len(rejects(out)) == 2
    assert b"empty.txt: " in done.stderr, "the reasons are told, not only written down"
    assert not out.exists()


def test_what_stood_at_the_output_survives_a_run_that_scores_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    out = tmp_path / "o.csv"
    out.write_text("precious")
    assert framing("annotate", tmp_path / "empty.txt", "-o", out).returncode == 1
    assert out.read_text() == "precious"


def test_an_output_that_is_an_input_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("text\nThe council met on Monday.\n")
    for given in (table, tmp_path):
        done = framing("annotate", given, "--unit", "sentence", "-o", table)
        assert done.returncode == 4
        assert b"must not be one of the inputs" in done.stderr
    assert table.read_text() == "text\nThe council met on Monday.\n"


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    out = tmp_path / "o.jsonl"
    assert framing("annotate", tmp_path / "a.txt", tmp_path, tmp_path / "a.txt", "-o", out).returncode == 0
    ids = [json.loads(line)["sentence_id"] for line in out.read_text().splitlines()]
    assert len(ids) == len(set(ids)) > 0


def test_a_terminated_run_leaves_nothing_half_written(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    with source.open("w", encoding="utf-8") as handle:
        for number in range(3000):
            handle.write(json.dumps({"id": number, "text": ARTICLE}) + "\n")
    program = [sys.executable, "-c", "from framing.cli import main; main()"]
    run = subprocess.Popen(
        [*program, "annotate", str(source), "-o", str(tmp_path / "o.parquet")], stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".o.parquet.*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    run.terminate()
    assert run.wait(60) == 143
    assert not list(tmp_path.glob(".*"))
    assert {p.name for p in tmp_path.iterdir()} <= {"in.jsonl", "o.parquet.unfinished"}


@pytest.mark.parametrize(
    ("output", "code"),
    [("missing/folder/o.parquet", 4), ("o.xlsx", 4), ("", 4)],
    ids=["folder", "ending", "is a folder"],
)
def test_an_unwritable_output_is_told_before_any_work(tmp_path: Path, output: str, code: int) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    done = framing("annotate", tmp_path / "a.txt", "-o", tmp_path / output)
    assert done.returncode == code
    assert done.stderr.startswith(b"framing: ")
    assert b"Traceback" not in done.stderr


def test_wrong_usage_and_missing_inputs(tmp_path: Path) -> None:
    assert framing("annotate").returncode == 2
    assert framing("annotate", "x.txt", "-o", "o.parquet", "--column", "text").returncode == 2
    done = framing("annotate", tmp_path / "nowhere.txt", "-o", tmp_path / "o.parquet")
    assert done.returncode == 1
    assert b"nowhere.txt" in done.stderr
    assert framing("no-such-command").returncode == 2


def test_a_model_folder_that_is_none_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    done = framing("annotate", tmp_path / "a.txt", "-o", tmp_path / "o.csv", "--model", tmp_path)
    assert done.returncode == 1
    assert b"framing.json" in done.stderr


@pytest.mark.slow
def test_one_batch_with_everything_that_can_be_wrong_with_it(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    files: dict[str, bytes] = {
        "good.txt": ARTICLE.encode(),
        "latin.txt": ARTICLE.replace("Ida Holm", "Zoë Müller").encode("cp1252"),
        "bom.txt": b"\xef\xbb\xbf" + ARTICLE.replace("Tuesday", "Friday").encode(),
        "empty.txt": b"",
        "binary.bin": os.urandom(5000),
        "nul.txt": b"\0" * 4000,
        "line.txt": b"word " * 10_000_000,
        "deep.html": b"<html><body>" + b"<div>" * 100_000 + b"deep" + b"</div>" * 100_000,
        "columns.csv": b"one,two\n1,2\n",
        "spanish.txt": (
            "El Consejo aprobó el martes el presupuesto de las escuelas por nueve votos contra cuatro. "
            "La presidenta dijo que las obras de los tejados empezarán antes del verano y que las familias "
            "recibirán una carta con el calendario. La oposición pidió una nueva votación en septiembre."
        ).encode(),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    out = tmp_path / "o.parquet"
    done = framing("annotate", folder, "-o", out)
    assert done.returncode == 3, done.stderr.decode()
    sources = {Path(s).name for s in pq.read_table(out)["source"].to_pylist()}
    assert sources == {"good.txt", "latin.txt", "bom.txt"}
    refused = {Path(row["source"].rsplit(":", 1)[0]).name or row["source"] for row in rejects(out)}
    refused |= {Path(row["source"]).name for row in rejects(out)}
    assert set(files) - sources <= refused
    assert any("Zoë Müller" in t for t in pq.read_table(out)["text"].to_pylist())


@pytest.mark.parametrize(
    ("given", "output", "kept"),
    [
        ("file://{}/a.jsonl", "{}/a.jsonl", "a.jsonl"),
        ("{}/a.jsonl", "file://{}/a.jsonl", "a.jsonl"),
        ("{}/texts/b.txt", "file://{}/texts/", "texts/b.txt"),
        ("{}/texts", "{}/texts/manifest.jsonl", "texts/manifest.jsonl"),
        ("{}/a.csv.rejects.jsonl", "{}/a.csv", "a.csv.rejects.jsonl"),
    ],
    ids=["an address", "an output's address", "an output's folder", "a manifest", "what was refused"],
)
def test_no_file_that_is_read_is_written_over(tmp_path: Path, given: str, output: str, kept: str) -> None:
    line = '{"text": "The council met on Monday."}\n'
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "b.txt").write_text("The council met on Monday.")
    (tmp_path / "texts" / "manifest.jsonl").write_text('{"file": "b.txt", "outlet": "Sund Post"}\n')
    for name in ("a.jsonl", "a.csv.rejects.jsonl"):
        (tmp_path / name).write_text(line)
    before = (tmp_path / kept).read_bytes()
    done = framing("annotate", given.format(tmp_path), "-o", output.format(tmp_path))
    assert done.returncode == 4, done.stderr
    assert (tmp_path / kept).read_bytes() == before


def test_a_table_without_a_row_is_told_without_a_file_of_reasons(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text\n")
    done = framing("annotate", tmp_path / "a.csv", "-o", tmp_path / "out.csv")
    assert done.returncode == 1
    assert b"nothing could be scored" in done.stderr
    assert b"rejects" not in done.stderr
