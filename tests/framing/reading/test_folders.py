"""Folders of files, here and in an object store, read as one corpus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from framing.errors import InputError
from framing.reading import ReadOptions, open_corpus
from framing.types import Article, Reject

TEXT = "The ferry to {} was cancelled on {}."
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday")


def part(path: Path, first: int, count: int, **more: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = {
        "id": [str(first + n) for n in range(count)],
        "text": [TEXT.format(f"Holm {first + n}", DAYS[n % 4]) for n in range(count)],
    }
    pq.write_table(pa.table(rows | {name: [value] * count for name, value in more.items()}), path)


def articles(*inputs: str | Path) -> list[Article]:
    units = list(open_corpus([str(i) for i in inputs], ReadOptions(language=None)))
    assert not [unit for unit in units if isinstance(unit, Reject)]
    return [unit for unit in units if isinstance(unit, Article)]


@pytest.fixture
def bucket() -> Iterator[Any]:
    fsspec = pytest.importorskip("fsspec")
    store = fsspec.filesystem("memory")
    store.store.clear()
    store.pseudo_dirs[:] = [""]
    yield store
    store.store.clear()
    store.pseudo_dirs[:] = [""]


def test_columns_in_the_names_of_folders_are_columns(tmp_path: Path) -> None:
    part(tmp_path / "outlet=Sund%20Post" / "year=2024" / "part-0.parquet", 0, 2)
    part(tmp_path / "outlet=__HIVE_DEFAULT_PARTITION__" / "year=2025" / "part-0.parquet", 2, 2)
    found = {a.id: (a.outlet, a.extra["year"]) for a in articles(tmp_path)}
    assert found == {
        "0": ("Sund Post", "2024"),
        "1": ("Sund Post", "2024"),
        "2": (None, "2025"),
        "3": (None, "2025"),
    }


def test_a_files_own_column_goes_before_its_folders(tmp_path: Path) -> None:
    part(tmp_path / "outlet=Brint" / "part-0.parquet", 0, 1, outlet="Brint Herald")
    assert [a.outlet for a in articles(tmp_path)] == ["Brint Herald"]


def test_markers_of_other_programs_are_no_articles(tmp_path: Path) -> None:
    part(tmp_path / "part-0.parquet", 0, 2)
    for name in ("_SUCCESS", "_committed_17", "_metadata", "_rejects.jsonl"):
        (tmp_path / name).write_text("the marker of a program\n")
    (tmp_path / "_essay.txt").write_text("The ferry was late again.\n")
    assert len(articles(tmp_path)) == 3


def test_a_bucket_is_read_as_the_folder_is(tmp_path: Path, bucket: Any) -> None:
    folder = tmp_path / "articles"
    part(folder / "outlet=Sund%20Post" / "part-0.parquet", 0, 3)
    part(folder / "outlet=Brint" / "part-1.parquet", 3, 3)
    (folder / "a.txt").write_text("The ferry was late again.\n")
    (folder / "b.jsonl").write_text('{"id": "b", "text": "The bridge is open."}\n')
    (folder / "manifest.jsonl").write_text('{"file": "a.txt", "outlet": "Aldmoor Mail"}\n')
    bucket.put(str(folder), "/bucket/articles", recursive=True)
    here, there = articles(folder), articles("memory://bucket/articles/")
    assert [(a.id, a.text, a.outlet) for a in there] == [(a.id, a.text, a.outlet) for a in here]
    assert {a.outlet for a in there} == {"Sund Post", "Brint", "Aldmoor Mail", None}
    places = [a.source.replace("memory://bucket/articles", str(folder)) for a in there]
    assert places == [a.source for a in here]
    assert open_corpus(["memory://bucket/articles/"]).addresses[0].startswith("memory://bucket/articles/")


def test_a_manifest_named_beside_its_files_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry was late again.\n")
    (tmp_path / "b.txt").write_text("The bridge is open.\n")
    manifest = tmp_path / "manifest.jsonl"
    manifest.write_text('{"file": "a.txt", "outlet": "Aldmoor Mail"}\n')
    assert [a.outlet for a in articles(*sorted(tmp_path.iterdir()))] == ["Aldmoor Mail", None]
    # Alone, or with files of another folder, it is what it is named as: a table without texts.
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "c.txt").write_text("The ferry runs.\n")
    for inputs in ([manifest], [tmp_path / "other" / "c.txt", manifest]):
        refused = [
            u
            for u in open_corpus([str(i) for i in inputs], ReadOptions(language=None))
            if isinstance(u, Reject)
        ]
        assert [reject.source for reject in refused] == [str(manifest)]


def test_a_manifest_in_a_bucket_tells_of_tables_that_are_read_there(tmp_path: Path, bucket: Any) -> None:
    part(tmp_path / "one.parquet", 0, 2)
    (tmp_path / "two.csv").write_text("text\nThe bridge is open.\n")
    lines = ('{"file": "one.parquet", "outlet": "Sund Post"}', '{"file": "two.csv", "outlet": "Brint"}')
    (tmp_path / "manifest.jsonl").write_text("\n".join(lines))
    for name in ("one.parquet", "two.csv", "manifest.jsonl"):
        bucket.put(str(tmp_path / name), f"/bucket/in/{name}")
    assert [a.outlet for a in articles("memory://bucket/in/")] == ["Sund Post", "Sund Post", "Brint"]


def test_one_file_at_an_address_given_twice_is_read_once(tmp_path: Path, bucket: Any) -> None:
    part(tmp_path / "one.parquet", 0, 2)
    bucket.put(str(tmp_path / "one.parquet"), "/bucket/one.parquet")
    address = "memory://bucket/one.parquet"
    assert [a.source for a in articles(address, address)] == [f"{address}:row 1", f"{address}:row 2"]


def test_a_damaged_file_in_a_bucket_is_refused_and_the_rest_is_read(tmp_path: Path, bucket: Any) -> None:
    part(tmp_path / "good.parquet", 0, 2)
    bucket.put(str(tmp_path / "good.parquet"), "/bucket/in/good.parquet")
    bucket.pipe("/bucket/in/bad.parquet", b"PAR1 and no more")
    units = list(open_corpus(["memory://bucket/in/"], ReadOptions(language=None)))
    assert [unit.source for unit in units if isinstance(unit, Reject)] == ["memory://bucket/in/bad.parquet"]
    assert sum(isinstance(unit, Article) for unit in units) == 2


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("memory://bucket/none/", "an input address must hold files, found none"),
        ("nowhere://bucket/", "an address must be of a kind that fsspec knows"),
    ],
)
def test_an_address_with_nothing_behind_it_is_told(bucket: Any, address: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        open_corpus([address])


def test_a_name_that_leads_out_of_the_folder_is_refused(bucket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An object's name may be anything, and what is copied must stay where copies go."""
    from framing.reading.folder import Folder

    bucket.pipe("/bucket/in/a.txt", b"The ferry was late again.")
    monkeypatch.setattr(Folder, "files", lambda _: ["a/../../../../escaped.txt"])
    with pytest.raises(InputError, match="a name must not lead out of its folder"):
        open_corpus(["memory://bucket/in/"])
