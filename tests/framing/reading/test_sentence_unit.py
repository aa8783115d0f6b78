"""Tables of sentences come back row for row, with every column, and the text untouched."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing.reading import ReadOptions, open_corpus
from framing.types import Article, Reject, Unit


def test_rows_stay_aligned(read) -> None:
    table = 'id,sentence,text,note\n7,"Advertisement",whole,a\n8,,whole,b\n9,too,many,fields,here\n7,Llueve en el valle,x,NA\n'
    articles, rejects = read({"a.csv": table}, unit=Unit.SENTENCE)
    assert [a.text for a in articles] == ["Advertisement", "", "", "Llueve en el valle"]
    assert [r.source[-1] for r in rejects] == ["3", "4"]
    assert [a.source[-1] for a in articles] == list("2345")
    assert [a.id for a in articles] == ["7", "8", "9", "7"]
    assert dict(articles[0].extra) == {"id": "7", "sentence": "Advertisement", "text": "whole", "note": "a"}
    assert all(
        a.unit is Unit.SENTENCE and list(a.extra) == ["id", "sentence", "text", "note"] for a in articles
    )


def test_broken_json_line_keeps_its_row(read) -> None:
    rows = '{"text": "Rain.", "n": 1}\n{"text": "Hail.\n{"text": 5, "n": 3}\n{"text": "Snow.", "n": 4}\n'
    articles, rejects = read({"a.jsonl": rows}, unit=Unit.SENTENCE)
    assert [(a.text, a.extra["n"]) for a in articles] == [("Rain.", 1), ("", None), ("", 3), ("Snow.", 4)]
    assert [r.source[-1] for r in rejects] == ["2", "3"]


def test_text_file_gives_its_lines(read) -> None:
    articles, _ = read({"a.txt": "Advertisement\n\n  Rain fell. \r\nLlueve\n"}, unit=Unit.SENTENCE)
    assert [a.text for a in articles] == ["Advertisement", "  Rain fell. ", "Llueve"]
    assert [a.source[-1] for a in articles] == ["1", "3", "4"]


def test_lines_come_back_with_their_numbers_and_what_the_manifest_says(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rain fell.\n\n \t\nHail fell.")
    (tmp_path / "b.md").write_text("\n# Snow fell.\n")
    (tmp_path / "manifest.jsonl").write_text(
        '{"file": "a.txt", "outlet": "Sund Post", "published": "2025-02-03", "desk": 4, "id": "p1", "line": 9}\n'
    )
    corpus = open_corpus([str(tmp_path)], ReadOptions(unit=Unit.SENTENCE))
    said = {"outlet": "Sund Post", "published": "2025-02-03", "desk": 4, "id": "p1"}
    nothing = dict.fromkeys(said)
    first, second, third = (unit for unit in corpus if isinstance(unit, Article))
    assert dict(first.extra) == {"text": "Rain fell.", "line": 1} | said
    assert dict(second.extra) == {"text": "Hail fell.", "line": 4} | said
    assert dict(third.extra) == {"text": "# Snow fell.", "line": 2} | nothing
    assert corpus.extra.names[:2] == ["text", "line"]
    assert corpus.extra.field("line").type == pa.int64()
    assert (first.outlet, first.published, third.outlet) == ("Sund Post", "2025-02-03", None)
    assert first.id != second.id, "the manifest's id is that of all the lines"


def test_a_line_that_is_too_long_keeps_its_row(read, monkeypatch) -> None:
    monkeypatch.setattr("framing.reading.lines.MAX_LINE", 20)
    articles, (refused,) = read({"a.txt": f"Rain fell.\n{'x' * 50}\nHail fell.\n"}, unit=Unit.SENTENCE)
    assert [(a.text, dict(a.extra)) for a in articles] == [
        ("Rain fell.", {"text": "Rain fell.", "line": 1}),
        ("", {"text": None, "line": 2}),
        ("Hail fell.", {"text": "Hail fell.", "line": 3}),
    ]
    assert refused.source.endswith("a.txt:2")


def test_html_and_empty_files_are_refused(read) -> None:
    articles, rejects = read({"a.html": "<p>Rain</p>", "b.txt": " \n"}, unit=Unit.SENTENCE)
    assert not articles
    assert [r.rule for r in rejects] == [
        "sentences are read from tables and plain text",
        "a file must hold text",
    ]


def test_a_quoted_line_break_and_a_huge_cell(read) -> None:
    big = "word " * 100_000
    articles, rejects = read({"a.csv": f'text,n\n"two\nlines",1\n"{big}",2\n'}, unit=Unit.SENTENCE)
    assert [a.text for a in articles] == ["two\nlines", big]
    assert not rejects


CELL = st.text(
    st.one_of(st.characters(codec="utf-8", exclude_categories=["Cc"]), st.sampled_from("\n\r\t")), max_size=30
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8), delimiter=st.sampled_from(",;\t|"))
def test_any_table_comes_back_whole(tmp_path: Path, rows: list[tuple[str, str]], delimiter: str) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("text", "other"), *rows])
    path = tmp_path / "table.csv"
    path.write_bytes(out.getvalue().encode())
    corpus = open_corpus([str(path)], ReadOptions(unit=Unit.SENTENCE))
    units = list(corpus)
    articles = [u for u in units if isinstance(u, Article)]
    assert [(a.extra["text"], a.extra["other"]) for a in articles] == rows
    assert corpus.total == len(rows)
    assert corpus.extra == pa.schema([("text", pa.string()), ("other", pa.string())])
    assert sum(isinstance(u, Reject) for u in units) == sum(not a.text for a in articles)
