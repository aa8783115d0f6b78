"""`framing sources`, run as a command on a table made by hand, and the sums behind it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from framing.cli.sources import sources
from framing.errors import InputError, OutputError
from framing.output.columns import NESTED, SOURCE_COLUMNS
from framing.profiles.sources import SourceTally

SPAN = {"start": 0, "end": 3, "words": "her"}
SIGNATURE = "framing:0.1.0|model:invented|codebook:1|splitter:1|threshold:0.5"


def told(
    speaker: str | None, words: int = 0, stance: str = "neutral", sourced: bool = True
) -> dict[str, object]:
    source = SPAN if sourced else None
    return {
        "speaker": speaker, "source": source, "cue": source, "content": [SPAN], "stance": stance, "plain": True,
        "quoted_words": words,
    }  # fmt: skip


ROWS = [
    ("Aube", "quote", 1, [told("Ana Ruiz", 6)]),
    ("Aube", "quote", 0, [told("Ana Ruiz", 2), told("Ana Ruiz", 2)]),
    ("Aube", "attributed", 1, [told("Ana Ruiz", 0, "endorsing"), told("Tom Orr", 0, "doubting")]),
    ("Aube", "quote", 0, [told(None, 10, sourced=False)]),
    ("Aube", "outlet", 1, [told(None, 0, "doubting", sourced=False)]),
    ("Aube", "outlet", 0, []),
    ("Aube", "non_content", None, None),
    ("Brunnen", "mixed", None, [told("Tom Orr", 5)]),
    (None, "attributed", 0, [told("Tom Orr")]),
]


def table() -> pa.Table:
    outlets, voices, charged, attributions = zip(*ROWS, strict=True)
    return pa.table(
        {
            "outlet": pa.array(outlets),
            "voice": pa.array(voices),
            "charged_label": pa.array(charged, pa.int8()),
            "attributions": pa.array(attributions, NESTED["attributions"]),
            "signature": [SIGNATURE] * len(ROWS),
        }
    )


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scores") / "scores.parquet"
    pq.write_table(table(), path)
    return path


def test_sums_by_speaker() -> None:
    tally = SourceTally()
    tally.add_batch(table())
    found = {(one.keys[0], one.speaker): one for one in tally.sources()}
    assert list(found) == [
        ("(unknown)", "Tom Orr"),
        ("Aube", "Ana Ruiz"),
        ("Aube", "Tom Orr"),
        ("Aube", None),
        ("Brunnen", "Tom Orr"),
    ]
    ana = found["Aube", "Ana Ruiz"]
    assert (ana.sentences, ana.quoting, ana.quoted_words, ana.share) == (3, 2, 10, 0.5)
    assert (ana.charged, ana.labelled, ana.charged_rate, ana.endorsed, ana.doubted) == (1, 2, 0.5, 1, 0)
    tom = found["Aube", "Tom Orr"]
    assert (tom.quoted_words, tom.share, tom.charged_rate, tom.doubted) == (0, 0.0, None, 1)
    assert (found["Aube", None].sentences, found["Aube", None].quoted_words) == (1, 10)
    assert found["Brunnen", "Tom Orr"].charged_rate is None
    assert found["(unknown)", "Tom Orr"].share is None


def test_batches_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("framing.profiles.sources._COMPACT_AT", 2)
    whole, parts = SourceTally(), SourceTally()
    whole.add_batch(table())
    for start in range(len(ROWS)):
        parts.add_batch(table().slice(start, 1))
    assert parts.sources() == whole.sources()


def test_the_table_and_both_files(scores: Path, run, tmp_path: Path) -> None:
    result = run(sources, scores, "--top", 1, "-o", tmp_path / "s.csv")
    assert result.exit_code == 0, result.output
    assert "Ana Ruiz" in result.output
    assert "Not shown: Aube: 1 more." in result.output
    assert SIGNATURE in result.output
    with (tmp_path / "s.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [column.name for column in SOURCE_COLUMNS]
    assert [(row["outlet"], row["speaker"]) for row in rows][1:4] == [
        ("Aube", "Ana Ruiz"),
        ("Aube", "Tom Orr"),
        ("Aube", ""),
    ]
    assert run(sources, scores, "-o", tmp_path / "s.json").exit_code == 0
    whole = json.loads((tmp_path / "s.json").read_text("utf-8"))
    assert [row["share_of_quoted_words"] for row in whole["sources"]] == [None, 0.5, 0.0, 0.5, 1.0]


def test_any_column_groups(scores: Path, run) -> None:
    result = run(sources, scores, "--by", "voice,outlet")
    assert result.exit_code == 0, result.output
    assert result.output.split()[:2] == ["voice", "outlet"]


def test_refusals(scores: Path, run, tmp_path: Path) -> None:
    older = tmp_path / "older.parquet"
    pq.write_table(table().drop_columns(["attributions"]), older)
    found = run(sources, older).exception
    assert isinstance(found, InputError)
    assert "scores need the column 'attributions'" in str(found)
    assert isinstance(run(sources, scores, "--by", "paper").exception, InputError)
    assert isinstance(run(sources, scores, "-o", tmp_path / "s.txt").exception, OutputError)
    own = table().drop_columns(["attributions"]).append_column("attributions", pa.array(["x"] * len(ROWS)))
    pq.write_table(own, older)
    assert isinstance(run(sources, older).exception, InputError)


def test_nobody_is_quoted(run, tmp_path: Path) -> None:
    pq.write_table(table().slice(5, 2), tmp_path / "none.parquet")
    result = run(sources, tmp_path / "none.parquet")
    assert result.exit_code == 0, result.output
    assert "nobody is quoted" in result.output
