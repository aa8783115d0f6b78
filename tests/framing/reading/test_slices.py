"""Slices of a corpus: each is read alone, and together they are the corpus, once and in order."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing.reading import Corpus, ReadOptions, open_corpus
from framing.reading import slices as slicing
from framing.reading.slices import cut
from framing.types import Article, Reject, Unit


def told(corpus: Corpus) -> list[Article | Reject]:
    """What the corpus' slices give, one after another."""
    found: list[Article | Reject] = list(corpus.refused)
    for one in cut(corpus):
        found += corpus.read(one.parts, {})
    return found


@pytest.fixture
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slicing, "FEWEST_UNITS", dict.fromkeys(Unit, 3))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    files=st.lists(st.integers(0, 40), min_size=1, max_size=4),
    group=st.integers(1, 20),
    size=st.integers(1, 50),
    unit=st.sampled_from(Unit),
)
def test_slices_in_order_are_the_corpus(
    tmp_path_factory: pytest.TempPathFactory,
    files: list[int],
    group: int,
    size: int,
    unit: Unit,
) -> None:
    folder = tmp_path_factory.mktemp("in")
    for file, rows in enumerate(files):
        texts = [f"The harbour of Brint took in {file * 100 + row} boats on that day." for row in range(rows)]
        pq.write_table(
            pa.table({"text": pa.array(texts, pa.string())}), folder / f"{file}.parquet", row_group_size=group
        )
    (folder / "last.jsonl").write_text(
        '{"text": "The ferry left Dunsea at noon with 40 people."}\n{"text": 5}\nno\n'
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slicing, "FEWEST_UNITS", {unit: 1})
        patch.setattr(slicing, "MOST_UNITS", {unit: size})
        corpus = open_corpus([str(folder)], ReadOptions(unit=unit))
        assert told(corpus) == list(corpus)
        assert [one.number for one in cut(corpus)] == list(range(len(cut(corpus))))
        tables = [part for one in cut(corpus) for _, part in one.parts if "last" not in _]
        assert max((part.total or 0 for part in tables), default=0) <= size


@pytest.mark.usefixtures("small_slices")
def test_damage_is_told_once_whichever_slice_meets_it(tmp_path: Path) -> None:
    file = tmp_path / "articles.parquet"
    texts = [f"The council of Farrow met {number} times in that year." for number in range(200)]
    pq.write_table(
        pa.table({"text": texts}), file, row_group_size=20, compression="none", use_dictionary=False
    )
    data = bytearray(file.read_bytes())
    start = pq.ParquetFile(file).metadata.row_group(4).column(0).data_page_offset
    data[start : start + 40] = b"\xff" * 40
    file.write_bytes(bytes(data))
    corpus = open_corpus([str(file)])
    assert len(cut(corpus)) > 20
    found = told(corpus)
    assert found == list(corpus)
    refused = [unit for unit in found if isinstance(unit, Reject)]
    assert [(one.source, one.rule) for one in refused] == [
        (f"{file}:rows 81-100", "a row group must be readable")
    ]


@pytest.mark.usefixtures("small_slices")
def test_pages_go_together_with_what_their_manifest_says(tmp_path: Path) -> None:
    for number in range(10):
        (tmp_path / f"{number}.txt").write_text(
            f"The quay of Elmstead was closed for {number} days in the spring."
        )
    lines = [{"file": f"{number}.txt", "outlet": "Sund Post", "desk": number} for number in range(11)]
    (tmp_path / "manifest.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    corpus = open_corpus([str(tmp_path)])
    assert [len(one.parts) for one in cut(corpus)] == [3, 3, 3, 1]
    found = told(corpus)
    assert found == list(corpus)
    assert isinstance(found[0], Reject), "the manifest's eleventh file is not there"
    assert [unit.extra["desk"] for unit in found if isinstance(unit, Article)] == list(range(10))


def test_a_relative_input_is_found_from_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("The mayor of Corvale opened the bridge on Monday at ten.")
    monkeypatch.chdir(tmp_path)
    corpus = open_corpus(["in"])
    monkeypatch.chdir("/")
    (article,) = told(corpus)
    assert article.source == "in/a.txt"


def test_what_had_to_be_copied_is_named(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.parquet", tmp_path / "b.parquet.gz"
    pq.write_table(pa.table({"text": ["The clerk read the minutes of the meeting aloud."]}), plain)
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert open_corpus([str(plain)]).copied == ()
    assert open_corpus([str(plain), str(packed)]).copied == (str(packed),)
