"""Every format gives the same articles, with their places, metadata and remaining columns."""

from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from framing.errors import InputError
from framing.reading import ReadOptions, open_corpus, read_article
from framing.types import Article, Unit, content_hash

ROWS = [
    {
        "id": "007",
        "body": "Rain fell on the vale.",
        "source_name": "Vale Post",
        "date": "2024-03-01",
        "score": 0.5,
    },
    {
        "id": "008",
        "body": 'She said: "No",\nand left.',
        "source_name": "Vale Post",
        "date": "1 March 2024",
        "score": 1.0,
    },
]


def as_jsonl() -> bytes:
    return "".join(json.dumps(row) + "\n" for row in ROWS).encode()


def as_csv(delimiter: str = ",") -> bytes:
    def cell(value: object) -> str:
        return '"' + str(value).replace('"', '""') + '"'

    lines = [delimiter.join(ROWS[0])] + [delimiter.join(cell(v) for v in row.values()) for row in ROWS]
    return "\r\n".join(lines).encode()


def as_parquet() -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(ROWS), sink)
    return sink.getvalue()


TABLES = {
    "a.jsonl": as_jsonl(),
    "a.ndjson": as_jsonl(),
    "a.csv": as_csv(),
    "b.csv": b"\xef\xbb\xbf" + as_csv(";"),
    "c.csv": as_csv("|"),
    "a.tsv": as_csv("\t"),
    "utf16.csv": as_csv().decode().encode("utf-16"),
    "a.parquet": as_parquet(),
    "a.jsonl.gz": gzip.compress(as_jsonl()),
    "a.csv.gz": gzip.compress(as_csv()),
    "a.parquet.gz": gzip.compress(as_parquet()),
    "told_by_content": as_jsonl(),
    "parquet_by_content": as_parquet(),
    "gz_by_content.jsonl": gzip.compress(as_jsonl()),
}


@pytest.mark.parametrize("name", TABLES)
def test_tables(read, name) -> None:
    articles, rejects = read({name: TABLES[name]})
    assert not rejects
    assert [a.id for a in articles] == ["007", "008"]
    assert [a.text for a in articles] == [row["body"] for row in ROWS]
    assert {a.outlet for a in articles} == {"Vale Post"}
    assert {a.published for a in articles} == {"2024-03-01"}
    expected = ["0.5", "1.0"] if "csv" in name or "tsv" in name else [0.5, 1.0]
    assert [a.extra for a in articles] == [{"score": score} for score in expected]


def test_places(read, tmp_path: Path) -> None:
    csv = as_csv() + b'\r\n009,"Snow fell.",Vale Post,,'
    articles, _ = read({"a.csv": csv})
    assert [a.source for a in articles] == [f"{tmp_path}/a.csv:{line}" for line in (2, 3, 5)]
    articles, _ = read({"a.jsonl": b"\n" + as_jsonl()})
    assert [a.source for a in articles] == [f"{tmp_path}/a.jsonl:{line}" for line in (2, 3)]
    articles, _ = read({"a.parquet": as_parquet()})
    assert [a.source for a in articles] == [f"{tmp_path}/a.parquet:row {row}" for row in (1, 2)]


def test_extra_and_total_are_known_before_reading(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(as_csv())
    (tmp_path / "b.jsonl").write_text('{"text": "Hail fell.", "rank": 3, "score": "high"}\n')
    corpus = open_corpus([str(tmp_path)])
    assert corpus.extra == pa.schema([("score", pa.string()), ("rank", pa.int64())])
    assert corpus.total == 3
    assert [u.extra for u in corpus][-1] == {"score": "high", "rank": 3}
    assert len(list(corpus)) == 3, "a corpus can be read again"


def test_columns_named_by_the_user(read) -> None:
    rows = '{"Text": "not this", "story": "Rain fell.", "who": "Vale Post", "Source": "feed 3"}\n'
    (article,), rejects = read({"a.jsonl": rows}, columns={"text": "story", "outlet": "WHO"})
    assert not rejects
    assert (article.text, article.outlet) == ("Rain fell.", "Vale Post")
    assert article.extra == {"Text": "not this", "Source": "feed 3"}


def test_named_column_that_is_not_there(read) -> None:
    articles, (refused,) = read({"a.csv": as_csv()}, columns={"text": "bodi"})
    assert not articles
    assert "'bodi'" in refused.rule
    assert "id, body, source_name, date, score" in refused.found


@pytest.mark.parametrize("unit", Unit)
def test_columns_are_named_of_tables(tmp_path: Path, sentence: str, unit: Unit) -> None:
    options = ReadOptions(unit=unit, columns={"text": "words"})
    (tmp_path / "a.txt").write_text(sentence)
    with pytest.raises(InputError, match=r"a\.txt: columns are named of tables .*, found plain text"):
        open_corpus([str(tmp_path)], options)
    (tmp_path / "b.csv").write_text("words,text\nRain fell.,1\n")
    units = [unit for unit in open_corpus([str(tmp_path)], options) if isinstance(unit, Article)]
    assert [unit.text for unit in units] == [sentence, "Rain fell."], "text beside a table is read"


def test_a_table_that_is_refused_is_told_rather_than_its_columns(read) -> None:
    articles, (refused,) = read({"a.csv": "text\nRain fell.\n"}, columns={"text": "words"})
    assert not articles
    assert "'words'" in refused.rule


@pytest.mark.parametrize(
    "options",
    [{"format": "docx"}, {"columns": {"texts": "a"}}, {"encoding": "utf-9"}],
    ids=lambda o: next(iter(o)),
)
def test_options_that_do_not_exist(options) -> None:
    with pytest.raises(InputError, match="options: "):
        ReadOptions(**options)


def test_folder_is_walked_in_order_without_what_is_no_article(tmp_path: Path, sentence: str) -> None:
    for name in ("b/2.txt", "a/1.md", ".git/x.txt", "a/.hidden.txt", "3.html", "README.md", "a/ReadMe.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(
            f"<p>{sentence}</p>" * 5 if name.endswith("html") else f"{name}: {sentence}"
        )
    places = [unit.source for unit in open_corpus([str(tmp_path)])]
    assert places == [f"{tmp_path}/{name}" for name in ("3.html", "a/1.md", "b/2.txt")]


def test_missing_input_and_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nothing\.txt: an input must be a file"):
        open_corpus([str(tmp_path / "nothing.txt")])
    with pytest.raises(InputError, match="an input folder must hold files"):
        open_corpus([str(tmp_path)])


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet", "a.csv.gz"])
def test_standard_input(monkeypatch, name) -> None:
    kind = {"a.jsonl": None, "a.parquet": None}.get(name, "csv")

    class Stdin:
        buffer = io.BytesIO(TABLES[name])

    monkeypatch.setattr(sys, "stdin", Stdin())
    articles = list(open_corpus(["-"], ReadOptions(format=kind)))
    assert [a.id for a in articles if isinstance(a, Article)] == ["007", "008"]
    assert articles[0].source.startswith("stdin:")


def test_arrow_types_come_through(read, tmp_path: Path) -> None:
    table = pa.table(
        {
            "text": ["Rain fell.", "Hail fell."],
            "when": pa.array([1, 2_000_000_001], pa.timestamp("ns")),
            "tags": pa.array([["a"], []], pa.list_(pa.string())),
            "kind": pa.array(["x", "y"]).dictionary_encode(),
            "n": pa.array([1, None], pa.int8()),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    corpus = open_corpus([str(tmp_path / "a.parquet")])
    assert corpus.extra.field("when").type == pa.timestamp("ns")
    back = pa.Table.from_pylist([dict(u.extra) for u in corpus], schema=corpus.extra)
    assert back["when"].cast(pa.int64()).to_pylist() == [1, 2_000_000_001]
    assert back["tags"].to_pylist() == [["a"], []]
    assert back["kind"].to_pylist() == ["x", "y"]
    assert back["n"].type == pa.int8()


def test_json_types(read) -> None:
    rows = [
        {
            "text": "One.",
            "i": 1,
            "f": 1,
            "b": True,
            "mixed": 1,
            "nested": {"a": [1]},
            "big": 2**70,
            "gone": None,
        },
        {
            "text": "Two.",
            "i": 2,
            "f": 1.5,
            "b": False,
            "mixed": "one",
            "nested": None,
            "big": 1,
            "gone": float("nan"),
        },
    ]
    articles, rejects = read({"a.jsonl": "".join(json.dumps(row) + "\n" for row in rows)})
    assert not rejects
    assert dict(articles[0].extra) == {
        "i": 1, "f": 1, "b": True, "mixed": "1", "nested": '{"a": [1]}', "big": str(2**70), "gone": None,
    }  # fmt: skip
    assert dict(articles[1].extra) == {
        "i": 2, "f": 1.5, "b": False, "mixed": "one", "nested": None, "big": "1", "gone": None,
    }  # fmt: skip


def test_manifest(tmp_path: Path, sentence: str) -> None:
    (tmp_path / "one.txt").write_text(sentence)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/two.txt").write_text(sentence)
    (tmp_path / "three.txt").write_text("Nothing is said of this one.")
    manifest = [
        '{"file": "one.txt", "outlet": "Vale Post", "published": "2024-03-01", "event": "bridge", "id": "p1", "desk": 4}',
        "{broken",
        '{"file": "lost.txt", "outlet": "Nobody"}',
        '{"file": "sub/two.txt", "outlet": "Wire", "role": "wire", "desk": 5}',
        '{"outlet": "Nameless"}',
        '{"file": "one.txt", "outlet": "Twice"}',
    ]
    (tmp_path / "manifest.jsonl").write_text("\n".join(manifest))
    corpus = open_corpus([str(tmp_path)])
    units = list(corpus)
    rejects = [u for u in units if not isinstance(u, Article)]
    assert [r.source.rsplit(":", 1)[1] for r in rejects] == ["2", "3", "5", "6"]
    by_name = {Path(u.source).name: u for u in units if isinstance(u, Article)}
    one, two = by_name["one.txt"], by_name["two.txt"]
    assert (one.outlet, one.event, one.id, one.extra["desk"]) == ("Vale Post", "bridge", "p1", 4)
    assert (two.role, two.extra["desk"]) == ("wire", 5)
    assert by_name["three.txt"].extra == {"desk": None}
    assert corpus.extra == pa.schema([("desk", pa.int64())])


def test_manifest_beside_a_single_file(tmp_path: Path, sentence: str) -> None:
    (tmp_path / "one.txt").write_text(sentence)
    (tmp_path / "manifest.jsonl").write_text(
        '{"file": "one.txt", "outlet": "Vale Post"}\n{"file": "lost.txt"}\n'
    )
    (article,) = open_corpus([str(tmp_path / "one.txt")])
    assert article.outlet == "Vale Post"


def test_ids(read, sentence: str) -> None:
    (one, two), (refused,) = read(
        {"1.txt": sentence, "2.txt": f"{sentence} ", "3.jsonl": '{"text": "Rain.", "id": 5}'}
    )
    assert one.id == content_hash(None, sentence)
    assert two.id == "5"
    assert refused.rule == "ids must be unique in one run"
    assert one.id in refused.found
    assert refused.found.endswith("1.txt")


def test_read_article(article_text: str) -> None:
    article = read_article(
        f"Home\nNews\nSport\n\n{article_text}\n\nMost Read\n\nMill closes", outlet="Vale Post"
    )
    assert article.text == article_text
    assert (article.language, article.unit, article.outlet) == ("en", Unit.ARTICLE, "Vale Post")
    with pytest.raises(InputError, match="must have text"):
        read_article(" \n")
    with pytest.raises(InputError, match="'published' must be an ISO date or a clear one, found '3rd Oct'"):
        read_article(article_text, published="3rd Oct")
