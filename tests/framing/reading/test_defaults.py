"""What a manifest and the names of folders say of a table stands in for what its rows lack."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from framing.reading import Corpus, ReadOptions, open_corpus
from framing.types import Article, Reject, Unit

ROWS = [
    {"id": "1", "text": "The ferry to Holm was late on Monday.", "outlet": "Brint Herald", "desk": "sea"},
    {"id": "2", "text": "The ferry to Holm was late on Tuesday.", "outlet": "", "desk": None},
    {"id": "3", "text": "The ferry to Holm was late on Friday.", "outlet": "NA", "desk": " "},
]
SAID = {"outlet": "Sund Post", "published": "2025-02-03", "desk": "city"}


def write(path: Path, rows: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    names = list(rows[0])
    lines = [",".join(names), *(",".join(str(row[name] or "") for name in names) for row in rows)]
    jsonl = "".join(json.dumps(row) + "\n" for row in rows)
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
    elif path.suffix == ".gz":
        path.write_bytes(gzip.compress(jsonl.encode()))
    else:
        path.write_text("\n".join(lines) if path.suffix == ".csv" else jsonl)


def say(folder: Path, *lines: dict[str, object]) -> None:
    (folder / "manifest.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


def articles(corpus: Corpus) -> list[Article]:
    units = list(corpus)
    assert not [unit for unit in units if isinstance(unit, Reject)]
    return [unit for unit in units if isinstance(unit, Article)]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet", "a.jsonl.gz"])
@pytest.mark.parametrize("unit", Unit)
def test_a_rows_own_value_counts_and_a_manifest_gives_the_others(
    tmp_path: Path, name: str, unit: Unit
) -> None:
    write(tmp_path / name, ROWS)
    say(tmp_path, {"file": name, **SAID})
    found = articles(open_corpus([str(tmp_path)], ReadOptions(unit=unit)))
    assert [a.outlet for a in found] == ["Brint Herald", "Sund Post", "Sund Post"]
    assert [a.published for a in found] == ["2025-02-03"] * 3
    assert [a.extra["desk"] for a in found] == ["sea", "city", "city"]
    assert [a.id for a in found] == ["1", "2", "3"]
    if unit is Unit.SENTENCE:
        assert [a.extra["outlet"] for a in found] == ["Brint Herald", "Sund Post", "Sund Post"]
        assert list(found[0].extra) == ["id", "text", "outlet", "desk", "published"]


def test_a_field_goes_to_the_column_that_holds_it(tmp_path: Path) -> None:
    rows = [{"text": "Rain fell.", "publisher": ""}, {"text": "Hail fell.", "publisher": "Brint Herald"}]
    write(tmp_path / "a.csv", rows)
    say(tmp_path, {"file": "a.csv", "newspaper": "Sund Post"})
    found = articles(open_corpus([str(tmp_path)], ReadOptions(unit=Unit.SENTENCE)))
    assert [dict(a.extra) for a in found] == [rows[0] | {"publisher": "Sund Post"}, rows[1]]


def test_a_text_and_an_id_are_of_one_row(tmp_path: Path) -> None:
    """A headline read as the text is not made up from the manifest's title, nor an id of each row from one of all."""
    write(tmp_path / "a.csv", [{"title": "Bridge opens", "n": "1"}, {"title": "", "n": "2"}])
    say(tmp_path, {"file": "a.csv", "title": "Headlines of May", "id": "may", "text": "none"})
    options = {"columns": {"text": "title"}}
    first, refused = open_corpus([str(tmp_path)], ReadOptions(**options))
    assert isinstance(first, Article)
    assert (first.text, first.title) == ("Bridge opens", "Headlines of May")
    assert first.id != "may"
    assert isinstance(refused, Reject)
    units = list(open_corpus([str(tmp_path)], ReadOptions(unit=Unit.SENTENCE, **options)))
    found = [unit for unit in units if isinstance(unit, Article)]
    assert [a.extra["title"] for a in found] == ["Bridge opens", ""]
    assert [a.extra["manifest_title"] for a in found] == ["Headlines of May"] * 2
    assert [a.extra["id"] for a in found] == ["may"] * 2, "which article the sentences are of"
    assert found[0].id != found[1].id


def test_a_broken_row_is_refused_and_knows_its_outlet(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "Rain fell."}\n{"text": \n')
    say(tmp_path, {"file": "a.jsonl", "outlet": "Sund Post"})
    units = list(open_corpus([str(tmp_path)], ReadOptions(unit=Unit.SENTENCE)))
    assert [u.extra["outlet"] for u in units if isinstance(u, Article)] == ["Sund Post"] * 2
    assert sum(isinstance(u, Reject) for u in units) == 1


def test_columns_keep_their_types_where_what_is_said_fits(tmp_path: Path) -> None:
    table = pa.table(
        {
            "text": ["Rain fell.", "Hail fell."],
            "date": pa.array([date(2024, 5, 6), None]),
            "year": pa.array([2024, None], pa.int16()),
            "page": pa.array([1, None], pa.int16()),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    say(tmp_path, {"file": "a.parquet", "published": "2025-02-03", "year": 2025, "page": "back", "n": 4})
    corpus = open_corpus([str(tmp_path)], ReadOptions(unit=Unit.SENTENCE))
    rows = [dict(a.extra) for a in articles(corpus)]
    assert rows[0] == {"text": "Rain fell.", "date": date(2024, 5, 6), "year": 2024, "page": "1", "n": 4}
    assert rows[1] == {"text": "Hail fell.", "date": date(2025, 2, 3), "year": 2025, "page": "back", "n": 4}
    assert [corpus.extra.field(name).type for name in ("date", "year", "page", "n")] == [
        pa.date32(), pa.int16(), pa.string(), pa.int64(),
    ]  # fmt: skip


def test_what_is_said_of_one_file_is_not_said_of_another(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text(json.dumps({"text": f"Rain fell on {name}."}) + "\n")
    say(tmp_path, {"file": "a.jsonl", **SAID})
    found = articles(open_corpus([str(tmp_path)]))
    assert [(a.outlet, dict(a.extra)) for a in found] == [
        ("Sund Post", {"desk": "city"}), (None, {"desk": None}),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet", "a.jsonl.gz"])
@pytest.mark.parametrize("unit", Unit)
def test_the_names_of_folders_are_columns_of_every_table(tmp_path: Path, name: str, unit: Unit) -> None:
    rows = [{"text": "Rain fell.", "desk": "sea"}, {"text": "Hail fell.", "desk": ""}]
    write(tmp_path / "outlet=Sund%20Post" / "desk=city" / name, rows)
    write(tmp_path / "outlet=__HIVE_DEFAULT_PARTITION__" / "desk=land" / name, [{"text": "Snow.", "n": "1"}])
    found = {a.text: a for a in articles(open_corpus([str(tmp_path)], ReadOptions(unit=unit)))}
    outlets = {"Rain fell.": "Sund Post", "Hail fell.": "Sund Post", "Snow.": None}
    assert {text: a.outlet for text, a in found.items()} == outlets
    assert {text: a.extra["desk"] for text, a in found.items()} == {
        "Rain fell.": "sea", "Hail fell.": "city", "Snow.": "land",
    }  # fmt: skip
    if unit is Unit.SENTENCE:
        assert {text: a.extra["outlet"] for text, a in found.items()} == outlets


def test_a_manifest_goes_before_the_names_of_folders(tmp_path: Path) -> None:
    folder = tmp_path / "outlet=Brint"
    write(folder / "a.csv", [{"text": "Rain fell.", "n": "1"}])
    say(folder, {"file": "a.csv", "outlet": "Brint Herald"})
    (found,) = articles(open_corpus([str(tmp_path)]))
    assert (found.outlet, dict(found.extra)) == ("Brint Herald", {"n": "1"})


def test_the_users_name_for_a_column_finds_a_folders_too(tmp_path: Path) -> None:
    write(tmp_path / "paper=Brint" / "a.csv", [{"text": "Rain fell.", "source": "feed 3"}])
    (found,) = articles(open_corpus([str(tmp_path)], ReadOptions(columns={"outlet": "paper"})))
    assert (found.outlet, dict(found.extra)) == ("Brint", {"source": "feed 3"})
