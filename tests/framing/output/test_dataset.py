"""Scores as a folder of Parquet parts: what stands in it, when it counts as whole, and what a broken-off run leaves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.errors import FramingError, InputError, OutputError
from framing.output.dataset import MOST_PARTITIONS, WholeDataset
from framing.output.dataset_folder import DatasetFolder
from framing.output.rejects import RejectWriter
from framing.output.scores import column_names, read_scores
from framing.output.tables import ScoreWriter
from framing.reading.hive import hive_folder, hive_values
from framing.types import AnnotatedArticle, Reject, Signature, Unit

Build = Callable[..., AnnotatedArticle]
OUTLETS = ("Sund Post", "Näs / Tid", None, "A=b%20", "")
SCHEMA = pa.schema([("outlet", pa.string()), ("row", pa.int64())])


def write_dataset(
    place: str, signature: Signature, articles: list[AnnotatedArticle], *partition: str
) -> None:
    with ScoreWriter(place, Unit.ARTICLE, pa.schema([]), signature, partition=partition) as writer:
        for article in articles:
            writer.write(article)


def batches(rows: int, size: int) -> Iterator[pa.RecordBatch]:
    for start in range(0, rows, size):
        numbers = list(range(start, min(start + size, rows)))
        outlets = [OUTLETS[number % len(OUTLETS)] for number in numbers]
        yield pa.RecordBatch.from_pydict({"outlet": outlets, "row": numbers}, SCHEMA)


def by_id(table: pa.Table) -> list[dict[str, Any]]:
    return sorted(table.to_pylist(), key=lambda row: (row["article_id"], row["sentence_index"]))


@pytest.fixture
def articles(build: Build) -> list[AnnotatedArticle]:
    return [build(id=f"a{number}", outlet=OUTLETS[number % len(OUTLETS)]) for number in range(12)]


@pytest.fixture(params=["here", "memory"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A folder on this machine, and one in an object store."""
    if request.param == "here":
        yield f"{tmp_path}/scores/"
        return
    fsspec = pytest.importorskip("fsspec")
    store = fsspec.filesystem("memory")
    store.store.clear()
    store.pseudo_dirs[:] = [""]
    yield "memory://bucket/scores/"
    store.store.clear()
    store.pseudo_dirs[:] = [""]


@pytest.mark.parametrize("partition", [(), ("outlet",), ("outlet", "article_id"), ("sentence_index",)])
def test_a_dataset_is_read_back_as_the_one_file_would_be(
    place: str,
    tmp_path: Path,
    articles: list[AnnotatedArticle],
    signature: Signature,
    partition: tuple[str, ...],
) -> None:
    one = tmp_path / "one.parquet"
    write_dataset(str(one), signature, articles)
    write_dataset(place, signature, articles, *partition)
    assert set(column_names(place)) == set(column_names(one))
    columns = column_names(one)
    assert by_id(read_scores(place, columns)) == by_id(read_scores(one, columns))
    assert read_scores(place, ["outlet"]).num_rows == read_scores(one, ["outlet"]).num_rows


def test_other_readers_take_the_folder_for_one_table(
    tmp_path: Path, articles: list[AnnotatedArticle], signature: Signature
) -> None:
    write_dataset(f"{tmp_path}/scores/", signature, articles, "outlet")
    kinds = pa.schema([("outlet", pa.string())])
    partitioning = pyarrow.dataset.partitioning(kinds, flavor="hive")
    table = pyarrow.dataset.dataset(
        tmp_path / "scores", format="parquet", partitioning=partitioning
    ).to_table()
    assert by_id(table.select(["article_id", "sentence_index", "outlet", "text"])) == by_id(
        read_scores(tmp_path / "scores", ["article_id", "sentence_index", "outlet", "text"])
    )


@settings(max_examples=20, deadline=None)
@given(rows=st.integers(0, 60), size=st.integers(1, 25), part_rows=st.integers(1, 30), split=st.booleans())
def test_every_row_is_in_one_part_and_parts_are_bounded(
    tmp_path_factory: pytest.TempPathFactory, rows: int, size: int, part_rows: int, split: bool
) -> None:
    folder = tmp_path_factory.mktemp("parts") / "scores"
    whole = WholeDataset(f"{folder}/", ("outlet",) if split else (), part_rows)
    sink = whole.open(SCHEMA, "invented")
    for batch in batches(rows, size):
        sink.write(batch)
    whole.commit()
    said = json.loads((folder / "_SUCCESS").read_text())
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*.parquet")}
    assert found == {part["path"] for part in said["parts"]}
    assert all(pq.read_metadata(folder / part["path"]).num_rows == part["rows"] for part in said["parts"])
    assert all(part["rows"] < part_rows + size for part in said["parts"])
    read = read_scores(folder, ["outlet", "row"]).to_pylist()
    assert sorted(read, key=lambda row: row["row"]) == [
        row for b in batches(rows, size) for row in b.to_pylist()
    ]
    assert {path.name for path in folder.iterdir() if path.is_file()} - {"part-00000.parquet"} <= {
        "_SUCCESS", *(part["path"] for part in said["parts"]),
    }  # fmt: skip
    assert not list(folder.glob(".*")), "nothing in the making is left"


@given(st.dictionaries(st.text(min_size=1), st.none() | st.text(), max_size=3))
def test_what_stands_in_a_folders_name_is_read_back(values: dict[str, str | None]) -> None:
    folder = hive_folder(values)
    assert len(folder.split("/")) == max(1, len(values)), "a value makes no folder of its own"
    assert hive_values(f"{folder}/part-00000.parquet") == values


def test_a_dataset_in_the_making_is_not_read(
    place: str, articles: list[AnnotatedArticle], signature: Signature
) -> None:
    whole = WholeDataset(place, part_rows=1)
    sink = whole.open(SCHEMA, "invented")
    for batch in batches(9, 3):
        sink.write(batch)
    assert len(sink.parts) == 3, "parts appear while the run goes on"
    with pytest.raises(InputError, match="must be whole, found one that is being written"):
        read_scores(place)
    # The process was killed here. The next run takes what is left for its own.
    write_dataset(place, signature, articles, "outlet")
    assert {row["article_id"] for row in by_id(read_scores(place))} == {f"a{n}" for n in range(12)}


def test_an_error_leaves_the_folder_as_it_was(place: str, tmp_path: Path, signature: Signature) -> None:
    (tmp_path / "scores").mkdir()
    (tmp_path / "scores" / ".hidden").write_text("mine")
    whole = WholeDataset(place, ("outlet",), part_rows=1)
    sink = whole.open(SCHEMA, "invented")
    for batch in batches(9, 3):
        sink.write(batch)
    whole.discard()
    with pytest.raises(InputError, match="must hold Parquet files, found 0 other files"):
        read_scores(place)
    assert [path.name for path in (tmp_path / "scores").iterdir()] == [".hidden"]


def test_a_part_that_is_gone_already_keeps_no_other(tmp_path: Path) -> None:
    whole = WholeDataset(f"{tmp_path}/scores/", part_rows=1)
    sink = whole.open(SCHEMA, "invented")
    for batch in batches(9, 3):
        sink.write(batch)
    (tmp_path / "scores" / sink.parts[0].path).unlink()
    whole.discard()
    assert not list(tmp_path.iterdir())


def test_parts_that_cannot_be_taken_away_are_not_taken_for_scores(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = WholeDataset(place, part_rows=1)
    sink = whole.open(SCHEMA, "invented")
    for batch in batches(9, 3):
        sink.write(batch)

    def refused(_: DatasetFolder) -> None:
        raise OutputError(place, "the output must be writable", "permission denied")

    monkeypatch.setattr(DatasetFolder, "withdraw", refused)
    whole.discard()
    with pytest.raises(InputError, match="must be whole, found one that is being written"):
        read_scores(place)


def test_a_folder_made_for_nothing_goes_away(
    tmp_path: Path, articles: list[AnnotatedArticle], signature: Signature
) -> None:
    def broken_off() -> None:
        with ScoreWriter(f"{tmp_path}/scores/", Unit.ARTICLE, pa.schema([]), signature) as writer:
            writer.write(articles[0])
            assert (tmp_path / "scores" / "_UNFINISHED").exists()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert not list(tmp_path.iterdir())


def test_a_folder_with_anything_else_in_it_is_refused_and_kept(
    place: str, articles: list[AnnotatedArticle], signature: Signature
) -> None:
    write_dataset(place, signature, articles)
    before = read_scores(place)
    with pytest.raises(OutputError, match="must be new, empty or left by a run that was broken off"):
        write_dataset(place, signature, articles[:1])
    assert read_scores(place).equals(before)


def test_a_part_that_is_gone_or_another_is_told(
    tmp_path: Path, articles: list[AnnotatedArticle], signature: Signature
) -> None:
    folder = tmp_path / "scores"
    write_dataset(f"{folder}/", signature, articles, "article_id")
    first = sorted(folder.rglob("*.parquet"))[0]
    pq.write_table(pq.read_table(first, partitioning=None).slice(1), first)
    with pytest.raises(InputError, match="a part must have the 6 rows that _SUCCESS says, found 5"):
        read_scores(folder)
    first.unlink()
    with pytest.raises(InputError, match="every part that _SUCCESS names must be there, found nothing there"):
        read_scores(folder)


def test_a_folder_that_another_program_wrote_is_read(
    tmp_path: Path, articles: list[AnnotatedArticle], signature: Signature
) -> None:
    one, folder = tmp_path / "one.parquet", tmp_path / "theirs"
    write_dataset(str(one), signature, articles)
    pyarrow.dataset.write_dataset(
        pq.read_table(one), folder, format="parquet", partitioning=["outlet"], partitioning_flavor="hive"
    )
    (folder / "_SUCCESS").touch()
    (folder / "_metadata.parquet").write_text("a summary, no part")
    assert by_id(read_scores(folder, column_names(one))) == by_id(read_scores(one))


def test_rejects_lie_in_the_folder_even_where_nothing_was_scored(
    tmp_path: Path, articles: list[AnnotatedArticle], signature: Signature
) -> None:
    folder = tmp_path / "scores"
    refused = Reject("in.csv:3", "the text must not be empty", "''")

    def all_refused() -> None:
        with ScoreWriter(f"{folder}/", Unit.ARTICLE, pa.schema([]), signature) as writer:
            with RejectWriter(writer.beside) as rejects:
                rejects.write(refused)
            raise FramingError("nothing could be scored")

    with pytest.raises(FramingError, match="nothing"):
        all_refused()
    assert [path.name for path in folder.iterdir()] == ["_rejects.jsonl"]
    assert json.loads((folder / "_rejects.jsonl").read_text())["source"] == "in.csv:3"
    write_dataset(f"{folder}/", signature, articles)
    assert not (folder / "_rejects.jsonl").exists(), "rejects belong to the scores they lie beside"


@pytest.mark.parametrize(
    ("partition", "told"),
    [
        ("outlets", "must name a column of the scores, found 'outlets'"),
        ("editorial", "text, whole numbers, yes and no, or dates, found 'editorial' of type double"),
        ("rationale", "found 'rationale' of type list"),
    ],
)
def test_a_partition_that_cannot_be_is_told_before_any_scoring(
    tmp_path: Path, signature: Signature, partition: str, told: str
) -> None:
    with pytest.raises(OutputError, match=told):
        write_dataset(f"{tmp_path}/scores/", signature, [], partition)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("outlets", [["x" * 300], [str(n) for n in range(MOST_PARTITIONS + 1)]])
def test_folders_that_no_disk_takes_are_told(tmp_path: Path, outlets: list[str]) -> None:
    whole = WholeDataset(f"{tmp_path}/scores/", ("outlet",))
    sink = whole.open(SCHEMA, "invented")
    batch = pa.RecordBatch.from_pydict({"outlet": outlets, "row": list(range(len(outlets)))}, SCHEMA)
    with pytest.raises(OutputError, match="--partition"):
        sink.write(batch)
    whole.discard()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("memory://bucket/scores.parquet", "an output at an address must be a folder, ending in /"),
        ("nowhere://bucket/", "of a kind that fsspec knows"),
    ],
)
def test_an_address_that_cannot_be_written_is_told(address: str, told: str, signature: Signature) -> None:
    pytest.importorskip("fsspec")
    with pytest.raises(OutputError, match=told):
        write_dataset(address, signature, [])


def test_a_folder_in_no_folder_and_a_file_are_refused(tmp_path: Path, signature: Signature) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="the folder around the output must exist"):
        write_dataset(f"{tmp_path}/none/scores/", signature, [])
    with pytest.raises(OutputError, match="the output must be a folder, found a file"):
        write_dataset(f"{tmp_path}/file/", signature, [])
