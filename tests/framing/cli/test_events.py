"""`framing events` as a user calls it, and its file handed to `framing compare`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from framing.cli.compare import compare
from framing.cli.events import events

FERRY = "The ferry Solveig ran aground on a rock off Halden in fog. Fishermen took {} passengers ashore, Fjordline said."
MILL = "Norr Paper will close its mill at Vestre in June. All {} workers lose their jobs, the paper workers' union said."
SHEEP = (
    "A barn with prize sheep burned down near Lund. The farmer blames a heater that he bought last winter."
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    texts = [FERRY.format(212), MILL.format(340), FERRY.format("all"), SHEEP, MILL.format("its")]
    rows = [
        {
            "id": f"a{n}",
            "text": text,
            "outlet": f"Outlet {n}",
            "title": f"Story {n}",
            "published": "2025-11-03",
        }
        for n, text in enumerate(texts)
    ]
    path = tmp_path / "corpus.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_corpus_is_grouped_and_one_of_its_events_compared(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "events.jsonl"
    done = CliRunner().invoke(events, [str(corpus), "-o", str(out)])
    assert done.exit_code == 0, done.output
    assert "2 events of two or more, 1 alone" in done.output
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    by_event: dict[str, set[str]] = {}
    for row in rows:
        by_event.setdefault(row["event"], set()).add(row["id"])
    assert sorted(map(sorted, by_event.values())) == [["a0", "a2"], ["a1", "a4"], ["a3"]]

    event = next(name for name, ids in by_event.items() if "a0" in ids)
    page = tmp_path / "ferry.json"
    call = [str(corpus), "--events", str(out), "--event", event, "--wire", "a0", "-o", str(page)]
    done = CliRunner().invoke(compare, call)
    assert done.exit_code == 0, done.output
    assert [t["article_id"] for t in json.loads(page.read_text(encoding="utf-8"))["tellings"]] == ["a2"]


def test_a_title_with_a_break_that_is_no_line_s_end(corpus: Path, tmp_path: Path) -> None:
    text = corpus.read_text(encoding="utf-8").replace("Story 0", "Story\\u2028nought\\u0085")
    corpus.write_text(text, encoding="utf-8")
    out = tmp_path / "events.jsonl"
    assert CliRunner().invoke(events, [str(corpus), "-o", str(out)]).exit_code == 0
    assert len(out.read_text(encoding="utf-8").splitlines()) == 5
    plain = "".join(json.dumps(json.loads(line), ensure_ascii=False) + "\n" for line in out.open())
    out.write_text(plain, encoding="utf-8")
    event = json.loads(plain.split("\n")[0])["event"]
    done = CliRunner().invoke(compare, [str(corpus), "--events", str(out), "--event", event])
    assert done.exit_code == 0, done.output


def test_a_broken_file_of_events_is_told_by_line(corpus: Path, tmp_path: Path) -> None:
    broken = tmp_path / "events.jsonl"
    broken.write_text('{"id": "a0", "event": "e1"}\n{"id": "a1"}\n', encoding="utf-8")
    done = CliRunner().invoke(compare, [str(corpus), "--events", str(broken)])
    assert f"{broken}:2: a line must be an object with 'id' and 'event'" in str(done.exception)


def test_the_output_must_be_jsonl(corpus: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(events, [str(corpus), "-o", str(tmp_path / "events.csv")])
    assert "must be one of .jsonl" in str(done.exception)
