"""Values that a table may hold and Python, JSON or the next file may not: no sentence is lost for one of them."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from framing.errors import OutputError
from framing.output.sinks import open_sink
from framing.reading import ReadOptions, open_corpus, sources
from framing.types import Article, Reject, Unit

# 2^53 and more: floats hold only every other whole number from there on.
LONG = 1234567890123456787


def read(*inputs: Path | str, unit: Unit = Unit.SENTENCE) -> list[Article]:
    units = list(open_corpus([str(i) for i in inputs], ReadOptions(unit=unit, language=None)))
    assert not [one for one in units if isinstance(one, Reject)]
    return [one for one in units if isinstance(one, Article)]


def test_long_ids_keep_every_digit_beside_a_column_with_gaps(tmp_path: Path) -> None:
    texts = ["The mayor voted on Monday.", "The council met."]
    pq.write_table(pa.table({"text": texts, "tweet": [LONG, LONG + 2]}), tmp_path / "a.parquet")
    pq.write_table(
        pa.table({"text": [t + " Again." for t in texts], "tweet": [None, 7.0]}), tmp_path / "b.parquet"
    )
    assert [a.extra["tweet"] for a in read(tmp_path)] == [str(LONG), str(LONG + 2), None, "7"]


@pytest.mark.parametrize("kind", [pa.int32(), pa.int64()], ids=str)
def test_shorter_numbers_stay_numbers_beside_floats(tmp_path: Path, kind: pa.DataType) -> None:
    pq.write_table(pa.table({"text": ["It rained."], "n": pa.array([3], kind)}), tmp_path / "a.parquet")
    pq.write_table(pa.table({"text": ["It snowed."], "n": [0.5]}), tmp_path / "b.parquet")
    assert [a.extra["n"] for a in read(tmp_path)] == [3.0, 0.5]


def test_numbers_whose_size_a_file_does_not_tell_are_kept_as_text(tmp_path: Path) -> None:
    pq.write_table(
        pa.table({"text": ["It rained."], "n": [3]}), tmp_path / "a.parquet", write_statistics=False
    )
    pq.write_table(pa.table({"text": ["It snowed."], "n": [0.5]}), tmp_path / "b.parquet")
    assert [a.extra["n"] for a in read(tmp_path)] == ["3", "0.5"]


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ((LONG, 1.5), (str(LONG), "1.5")),
        ((3, 1.5), (3.0, 1.5)),
        ((LONG, 4), (LONG, 4)),
    ],
)
def test_a_column_of_lines_takes_long_numbers_and_floats(
    tmp_path: Path, values: tuple[float, ...], wanted: tuple[object, ...]
) -> None:
    lines = [json.dumps({"text": f"It rained {n} times.", "n": value}) for n, value in enumerate(values)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    assert tuple(a.extra["n"] for a in read(tmp_path / "a.jsonl")) == wanted


def test_numbers_without_a_sign_beside_numbers_with_one(tmp_path: Path) -> None:
    pq.write_table(
        pa.table({"text": ["It rained."], "n": pa.array([2**64 - 1], pa.uint64())}), tmp_path / "a.parquet"
    )
    pq.write_table(pa.table({"text": ["It snowed."], "n": [-1]}), tmp_path / "b.parquet")
    assert [a.extra["n"] for a in read(tmp_path)] == [str(2**64 - 1), "-1"]


def test_bytes_that_are_no_text_are_replaced_and_cost_no_other_row(tmp_path: Path) -> None:
    notes = [b"Sund Post", b"Sund \xff Post", None]
    column = pa.Array.from_buffers(pa.string(), 3, pa.array(notes, pa.binary()).buffers())
    texts = [f"It rained on day {n}." for n in range(3)]
    pq.write_table(pa.table({"text": texts, "note": column}), tmp_path / "a.parquet")
    found = read(tmp_path / "a.parquet")
    assert [a.text for a in found] == texts
    assert [a.extra["note"] for a in found] == ["Sund Post", "Sund \ufffd Post", None]


@pytest.mark.parametrize(
    "column",
    [
        pa.array([2932897, 1], pa.int32()).cast(pa.date32()),
        pa.array([1 << 40, 1], pa.int64()).cast(pa.timestamp("s")),
        pa.array([1 << 60, 1], pa.int64()).cast(pa.timestamp("us")),
    ],
    ids=["date", "seconds", "microseconds"],
)
def test_a_date_beyond_the_year_9999_costs_no_row_and_goes_out_as_it_came(
    tmp_path: Path, column: pa.Array
) -> None:
    texts = ["It rained.", "It snowed."]
    pq.write_table(pa.table({"text": texts, "seen": column}), tmp_path / "a.parquet")
    found = read(tmp_path / "a.parquet")
    assert [a.text for a in found] == texts
    written = pq.read_table(tmp_path / "a.parquet")["seen"].combine_chunks()  # seconds as milliseconds
    assert pa.array([a.extra["seen"] for a in found], written.type).equals(written)


def test_times_to_the_nanosecond_are_written_as_lines_without_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    file = io.BytesIO()
    times = pa.array([1_700_000_000_123_456_789], pa.int64()).cast(pa.timestamp("ns"))
    sink = open_sink(file, ".jsonl", pa.schema([("seen", times.type)]))
    sink.write(pa.RecordBatch.from_arrays([times], ["seen"]))
    sink.close()
    assert "1700000000" in file.getvalue().decode() or "2023-11-14" in file.getvalue().decode()


def test_a_view_of_a_text_is_a_text(tmp_path: Path) -> None:
    table = pa.table({"text": pa.array(["It rained.", None, "It snowed."], pa.string_view())})
    pq.write_table(table, tmp_path / "a.parquet")
    corpus = open_corpus(str(tmp_path / "a.parquet"), ReadOptions(unit=Unit.SENTENCE, language=None))
    assert [unit.text for unit in corpus if isinstance(unit, Article)] == ["It rained.", "", "It snowed."]


@pytest.mark.parametrize(
    ("given", "texts"),
    [
        ("id,outlet,text\n1,Sund Post,It rained.\n2,Sund Post,It snowed.\n", ["It rained.", "It snowed."]),
        ("id;Body\n1;It rained, it snowed.\n", ["It rained, it snowed."]),
        ("Text, colour and light\nwere the painter's matter.\n", None),
    ],
)
def test_standard_input_tells_a_table_by_its_first_line(
    monkeypatch: pytest.MonkeyPatch, given: str, texts: list[str] | None
) -> None:
    monkeypatch.setattr(sources.sys, "stdin", SimpleNamespace(buffer=io.BytesIO(given.encode())))
    found = read("-", unit=Unit.ARTICLE)
    assert [a.text for a in found] == (texts or [given.strip()])


def test_a_run_of_spaces_takes_no_longer_than_words_do(tmp_path: Path) -> None:
    # By a pattern that looked back over the run, this took minutes.
    gap = " " * 150_000 + "\t" * 150_000
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"text": f"It rained.{gap}It snowed.\n{gap}\nThen it froze."})
    )
    (found,) = read(tmp_path / "a.jsonl", unit=Unit.ARTICLE)
    assert found.text.split() == ["It", "rained.", "It", "snowed.", "Then", "it", "froze."]


def test_a_full_disk_is_no_fault_of_the_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "a.txt").write_text("It rained.")
    monkeypatch.setattr("framing.reading.parts.format_of", full)
    with pytest.raises(OutputError, match="room"):
        open_corpus(str(tmp_path / "a.txt"))


# Invented, in languages whose identifier divides itself between sisters.
SISTERS = {
    "hr": "Gradsko vijeće u ponedjeljak je raspravljalo o obnovi starog mosta preko rijeke, koji je oštećen u prošlogodišnjoj "
    "poplavi. Gradonačelnica je rekla da će radovi početi na proljeće i da će trajati najmanje dvije godine, a troškove će "
    "podijeliti grad i država.",
    "id": "Dewan kota pada hari Senin membahas perbaikan jembatan tua di atas sungai yang rusak akibat banjir tahun lalu. Wali kota "
    "mengatakan pekerjaan akan dimulai pada musim kemarau dan berlangsung paling sedikit dua tahun, dengan biaya dibagi antara "
    "kota dan pemerintah pusat.",
}


@pytest.mark.parametrize("language", SISTERS)
def test_another_language_is_refused_though_its_name_is_in_doubt(tmp_path: Path, language: str) -> None:
    (tmp_path / "a.txt").write_text(SISTERS[language], encoding="utf-8")
    (refused,) = open_corpus(str(tmp_path / "a.txt"), ReadOptions())
    assert isinstance(refused, Reject)
    assert "language" in refused.rule
