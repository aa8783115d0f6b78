"""Scores out: schema, the three formats, whole or not at all, names that are taken."""

from __future__ import annotations

import csv
import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import InputError, OutputError
from framing.output import ScoreWriter, read_scores
from framing.output.rows import share
from framing.output.score_columns import SCORE_COLUMNS
from framing.types import AnnotatedArticle, Signature, Span, Unit, Voice

Build = Callable[..., AnnotatedArticle]
ENDINGS = [".parquet", ".csv", ".csv.gz", ".jsonl", ".jsonl.gz"]
NOTHING = pa.schema([])


def write(
    path: Path, articles: list[AnnotatedArticle], signature: Signature, extra: pa.Schema = NOTHING
) -> None:
    unit = articles[0].article.unit if articles else Unit.ARTICLE
    with ScoreWriter(path, unit, extra, signature) as writer:
        for article in articles:
            writer.write(article)


def plain(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text("utf-8")


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_format_gives_back_the_same_table(
    tmp_path: Path, build: Build, signature: Signature, ending: str
) -> None:
    articles = [build(), build(id="harbour-2", outlet=None, title='Say "when",\nsaid the dockers')]
    write(tmp_path / f"s{ending}", articles, signature)
    write(tmp_path / "reference.parquet", articles, signature)
    found = read_scores(tmp_path / f"s{ending}")
    reference = pq.read_table(tmp_path / "reference.parquet").replace_schema_metadata()
    assert found.schema.remove_metadata().equals(reference.schema.remove_metadata())
    assert found.to_pylist() == reference.to_pylist()
    assert found.num_rows == 12


def test_parquet_schema_is_the_dictionary(tmp_path: Path, build: Build, signature: Signature) -> None:
    write(tmp_path / "s.parquet", [build()], signature)
    schema = pq.read_schema(tmp_path / "s.parquet")
    assert [(f.name, f.type) for f in schema] == [(c.name, c.arrow) for c in SCORE_COLUMNS]
    assert schema.metadata[b"framing.signature"] == str(signature).encode()
    assert schema.field("voice").metadata[b"description"] == b"Who speaks in the sentence."


def test_csv_and_jsonl_columns_are_the_dictionary(tmp_path: Path, build: Build, signature: Signature) -> None:
    write(tmp_path / "s.csv", [build()], signature)
    write(tmp_path / "s.jsonl", [build()], signature)
    names = [column.name for column in SCORE_COLUMNS]
    with (tmp_path / "s.csv").open(newline="", encoding="utf-8") as file:
        assert next(csv.reader(file)) == names
    for line in plain(tmp_path / "s.jsonl").splitlines():
        assert list(json.loads(line)) == names


def test_values_of_a_row(tmp_path: Path, build: Build, signature: Signature) -> None:
    article = build()
    write(tmp_path / "s.parquet", [article], signature)
    rows = pq.read_table(tmp_path / "s.parquet").to_pylist()
    mixed, promotion = rows[2], rows[5]
    text = article.sentences[2].sentence.text
    assert mixed["quote_share"] == pytest.approx((text.index("”") + 1) / len(text))
    assert (mixed["editorial"], mixed["editorial_label"]) == (0.21, 0)
    assert (promotion["editorial"], promotion["editorial_label"], promotion["charged"]) == (None, None, None)
    assert {row["signature"] for row in rows} == {str(signature)}
    assert len({row["sentence_id"] for row in rows}) == 6
    for row in rows:
        assert article.article.text[row["start"] : row["end"]] == row["text"]


def test_the_same_sentence_keeps_its_id_and_another_outlet_has_another(
    tmp_path: Path, build: Build, signature: Signature
) -> None:
    write(tmp_path / "s.parquet", [build(), build(id="x"), build(outlet="Other")], signature)
    ids = pq.read_table(tmp_path / "s.parquet")["sentence_id"].to_pylist()
    assert ids[:6] == ids[6:12]
    assert not set(ids[:6]) & set(ids[12:])


def test_a_row_in_is_a_row_out_with_its_columns_first(
    tmp_path: Path, ready_split: Build, signature: Signature
) -> None:
    extra = pa.schema([("id", pa.int64()), ("voice", pa.string()), ("weight", pa.float64())])
    rows = [ready_split(id=1, voice="alto", weight=0.5), ready_split(None, id=2, voice=None, weight=None)]
    write(tmp_path / "s.parquet", rows, signature, extra)
    table = pq.read_table(tmp_path / "s.parquet")
    added = ["framing_voice" if c.name == "voice" else c.name for c in SCORE_COLUMNS if c.unit is None]
    assert table.column_names == ["id", "voice", "weight", *added]
    first, empty = table.to_pylist()
    assert (first["id"], first["voice"], first["framing_voice"], first["editorial"]) == (
        1,
        "alto",
        "outlet",
        0.94,
    )
    assert (empty["id"], empty["framing_voice"], empty["editorial"]) == (2, None, None)
    assert empty["signature"] == str(signature)


def test_annotating_twice_keeps_the_first_scores(
    tmp_path: Path, ready_split: Build, signature: Signature
) -> None:
    extra = pa.schema([("voice", pa.string()), ("framing_voice", pa.string())])
    row = ready_split(voice="alto", framing_voice="quote")
    write(tmp_path / "s.parquet", [row], signature, extra)
    (found,) = pq.read_table(tmp_path / "s.parquet").to_pylist()
    assert (found["voice"], found["framing_voice"], found["framing_framing_voice"]) == (
        "alto",
        "quote",
        "outlet",
    )
    assert read_scores(tmp_path / "s.parquet", ["voice"])["voice"].to_pylist() == ["outlet"]


def test_columns_of_articles_follow_ours(tmp_path: Path, build: Build, signature: Signature) -> None:
    extra = pa.schema([("section", pa.string()), ("text", pa.string())])
    write(tmp_path / "s.parquet", [build(extra={"section": "coast", "text": "raw"})], signature, extra)
    table = pq.read_table(tmp_path / "s.parquet")
    assert table.column_names[len(SCORE_COLUMNS) :] == ["section", "input_text"]
    assert set(table["input_text"].to_pylist()) == {"raw"}


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
def test_nested_columns_of_the_input_are_kept(
    tmp_path: Path, build: Build, signature: Signature, ending: str
) -> None:
    extra = pa.schema([("tags", pa.list_(pa.string()))])
    write(tmp_path / f"s{ending}", [build(extra={"tags": ["sea", "strike"]})], signature, extra)
    found = read_scores(tmp_path / f"s{ending}", ["tags"])["tags"][0].as_py()
    assert (json.loads(found) if ending == ".csv" else found) == ["sea", "strike"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_no_article_is_a_table_without_rows(tmp_path: Path, signature: Signature, ending: str) -> None:
    write(tmp_path / f"s{ending}", [], signature)
    found = read_scores(tmp_path / f"s{ending}", ["voice", "editorial_label"])
    assert (found.num_rows, found.column_names) == (0, ["voice", "editorial_label"])


def test_an_exception_leaves_the_earlier_output(tmp_path: Path, build: Build, signature: Signature) -> None:
    path = tmp_path / "s.csv"
    path.write_text("earlier")
    writer = ScoreWriter(path, Unit.ARTICLE, NOTHING, signature)
    writer.__enter__()
    writer.write(build())
    writer.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert path.read_text() == "earlier"
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_is_seen_before_the_end(tmp_path: Path, build: Build, signature: Signature) -> None:
    path = tmp_path / "s.jsonl"
    with ScoreWriter(path, Unit.ARTICLE, NOTHING, signature) as writer:
        writer.write(build())
        assert not path.exists()
    assert path.exists()
    assert list(tmp_path.iterdir()) == [path]


def test_a_value_its_column_cannot_hold_is_named(tmp_path: Path, build: Build, signature: Signature) -> None:
    extra = pa.schema([("year", pa.int64())])
    with pytest.raises(InputError, match="column 'year': values must be of type int64"):
        write(tmp_path / "s.parquet", [build(extra={"year": "last"})], signature, extra)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".jsonl"])
def test_half_a_character_does_not_lose_the_batch(
    tmp_path: Path, build: Build, signature: Signature, ending: str
) -> None:
    lines = [("Half a face \ud83d, and more.", Voice.OUTLET, 0.1, 0.1)]
    write(tmp_path / f"s{ending}", [build(lines)], signature)
    assert read_scores(tmp_path / f"s{ending}")["text"].to_pylist() == ["Half a face \ufffd, and more."]


def test_line_separators_stay_inside_a_json_line(tmp_path: Path, build: Build, signature: Signature) -> None:
    text = "One\u2028two\u2029three\x85four."
    write(tmp_path / "s.jsonl", [build([(text, Voice.OUTLET, 0.1, 0.1)])], signature)
    assert len(plain(tmp_path / "s.jsonl").splitlines()) == 1
    assert json.loads(plain(tmp_path / "s.jsonl"))["text"] == text


def test_gzip_is_the_same_bytes_each_time(tmp_path: Path, build: Build, signature: Signature) -> None:
    write(tmp_path / "a.csv.gz", [build()], signature)
    write(tmp_path / "b.csv.gz", [build()], signature)
    assert (tmp_path / "a.csv.gz").read_bytes() == (tmp_path / "b.csv.gz").read_bytes()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("s.xlsx", "ending must be one of .* found '.xlsx'"),
        ("scores", "found 'no ending'"),
        (".csv", "ending must be one of"),
        ("missing/s.csv", "folder must exist, found no folder"),
        ("folder.csv", "must be a file, found a folder"),
        ("file.csv/s.csv", "folder must exist"),
    ],
)
def test_a_bad_path_is_refused_on_entry(
    tmp_path: Path, signature: Signature, name: str, message: str
) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "file.csv").touch()
    with (
        pytest.raises(OutputError, match=message),
        ScoreWriter(tmp_path / name, Unit.ARTICLE, NOTHING, signature),
    ):
        pytest.fail("entered")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_refused_on_entry(tmp_path: Path, signature: Signature) -> None:
    tmp_path.chmod(0o500)
    with (
        pytest.raises(OutputError, match="permission denied"),
        ScoreWriter(tmp_path / "s.csv", Unit.ARTICLE, NOTHING, signature),
    ):
        pytest.fail("entered")


def test_a_full_disk_is_an_output_error(
    tmp_path: Path, build: Build, signature: Signature, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="no space left on device"):
        write(tmp_path / "s.csv", [build()], signature)
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_written_through(tmp_path: Path, build: Build, signature: Signature) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    write(tmp_path / "link.csv", [build()], signature)
    assert (tmp_path / "link.csv").is_symlink()
    assert read_scores(tmp_path / "real.csv").num_rows == 6


def test_permissions_are_those_of_any_new_file(tmp_path: Path, build: Build, signature: Signature) -> None:
    (tmp_path / "other").touch()
    write(tmp_path / "s.csv", [build()], signature)
    assert (tmp_path / "s.csv").stat().st_mode == (tmp_path / "other").stat().st_mode


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=5))
def test_share_counts_every_covered_character_once(pairs: list[tuple[int, int]]) -> None:
    spans = [Span(min(pair), max(pair)) for pair in pairs]
    covered = {i for span in spans for i in range(*span) if i < 15}
    assert share(spans, 15) == pytest.approx(len(covered) / 15)
