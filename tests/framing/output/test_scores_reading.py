"""Scores in again: after another program saved them, and when they are broken."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from framing.errors import InputError
from framing.output import ScoreWriter, read_scores, scan_scores
from framing.profiles import Tally, profile, profile_tally
from framing.types import AnnotatedArticle, Signature, Unit

Build = Callable[..., AnnotatedArticle]


@pytest.fixture
def scores(tmp_path: Path, build: Build, signature: Signature) -> Path:
    path = tmp_path / "scores.parquet"
    with ScoreWriter(path, Unit.ARTICLE, pa.schema([]), signature) as writer:
        for number in range(3):
            writer.write(build(id=f"harbour-{number}"))
    return path


def test_columns_are_projected_in_the_order_asked(scores: Path) -> None:
    assert read_scores(scores, ["voice", "outlet"]).column_names == ["voice", "outlet"]


def test_all_missing_columns_are_named(tmp_path: Path, scores: Path) -> None:
    pq.write_table(pq.read_table(scores).drop_columns(["voice", "charged_label"]), tmp_path / "less.parquet")
    with pytest.raises(
        InputError, match=r"less.parquet: scores need the columns 'voice', 'charged_label', found"
    ):
        read_scores(tmp_path / "less.parquet", ["outlet", "voice", "charged_label"])


def test_labels_that_pandas_made_floats_are_labels(tmp_path: Path, scores: Path) -> None:
    table = pq.read_table(scores)
    place = table.schema.get_field_index("editorial_label")
    floats = table.set_column(place, "editorial_label", table["editorial_label"].cast(pa.float64()))
    pq.write_table(floats, tmp_path / "pandas.parquet")
    assert read_scores(tmp_path / "pandas.parquet")["editorial_label"] == table["editorial_label"]


def test_a_csv_that_r_saved(tmp_path: Path) -> None:
    text = '"outlet","editorial_label","editorial"\n"Aube",1,0.5\nNA,NA,NA\n'
    (tmp_path / "r.csv").write_text(text)
    found = read_scores(tmp_path / "r.csv", ["outlet", "editorial_label", "editorial"]).to_pylist()
    assert found[1] == {"outlet": None, "editorial_label": None, "editorial": None}
    assert found[0] == {"outlet": "Aube", "editorial_label": 1, "editorial": 0.5}


def test_a_csv_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "excel.csv").write_bytes(b"\xef\xbb\xbfoutlet,voice\nAube,quote\n")
    assert read_scores(tmp_path / "excel.csv", ["outlet"]).to_pylist() == [{"outlet": "Aube"}]


def test_a_reviewers_own_column_of_the_same_name_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("editorial,framing_editorial\nyes,0.75\n")
    assert read_scores(tmp_path / "own.csv", ["editorial"]).to_pylist() == [{"editorial": 0.75}]
    assert read_scores(tmp_path / "own.csv")["editorial"].to_pylist() == ["yes"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("s.csv", b"editorial_label\nmaybe\n", "invalid value 'maybe'"),
        ("s.csv", b"editorial_label,voice\n1\n", "Expected 2 columns"),
        ("s.csv", b"", "no column"),
        ("s.csv", b"editorial_label,\xff\n1,2\n", "whole and of its type"),
        (
            "s.jsonl",
            b'{"editorial_label": 1}\n{"editorial_label": \n',
            r"s.jsonl:2: a line must be a JSON object",
        ),
        ("s.jsonl", b"[1]\n", "s.jsonl:1: a line must be a JSON object, found list"),
        ("s.jsonl", b'{"editorial_label": "often"}\n', "whole and of its type"),
        ("s.parquet", b"PAR1 and no more", "whole and of its type"),
        ("s.csv.gz", b"not gzip", "whole and of its type"),
        ("s.jsonl.gz", gzip.compress(b'{"editorial_label": 1}\n' * 99)[:-9], "whole and of its type"),
        ("s.txt", b"", "a scores file ends in one of .* found '.txt'"),
    ],
)
def test_a_broken_file_says_where(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_scores(tmp_path / name, ["editorial_label"])


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="must be a file or a folder of Parquet, found nothing there"):
        read_scores(tmp_path / "none.parquet")


def test_jsonl_rows_may_lack_keys(tmp_path: Path) -> None:
    rows = [{"outlet": "Aube", "editorial_label": 1}, {"outlet": "Brunnen"}]
    (tmp_path / "s.jsonl").write_text("".join(json.dumps(row) + "\n\n" for row in rows))
    assert read_scores(tmp_path / "s.jsonl", ["editorial_label"])["editorial_label"].to_pylist() == [1, None]


def test_scanned_written_and_direct_profiles_are_equal(scores: Path, build: Build) -> None:
    direct, scanned = Tally(), Tally()
    for number in range(3):
        direct.add(build(id=f"harbour-{number}"))
    for batch in scan_scores(scores):
        scanned.add_batch(batch)
    assert profile_tally(direct) == profile_tally(scanned) == profile(read_scores(scores))
    (found,) = profile_tally(direct)
    assert found.editorial_rate is not None
    assert found.editorial_rate.value == 3 / 12


def test_a_profile_of_labels_that_are_partly_missing_says_so(
    tmp_path: Path, told: Build, signature: Signature
) -> None:
    path, direct = tmp_path / "unsure.csv", Tally()
    with ScoreWriter(path, Unit.ARTICLE, pa.schema([]), signature) as writer:
        for number in range(3):
            writer.write(told(id=f"harbour-{number}"))
            direct.add(told(id=f"harbour-{number}"))
    (found,) = profile(read_scores(path))
    assert profile_tally(direct) == [found]
    assert found.editorial_rate is not None
    assert (found.editorial_rate.value, found.own_voice_sentences) == (3 / 9, 9)
    said = "the model abstained on 3 of 12 own-voice sentences: the editorial rate is of the other 9"
    assert said in found.warnings


def test_where_no_sentence_is_sure_to_be_editorial_the_rate_says_nothing(told: Build) -> None:
    tally = Tally()
    sentences = tuple(one for one in told().sentences if one.editorial_label != 1)
    tally.add(replace(told(), sentences=sentences))
    (found,) = profile_tally(tally)
    assert found.editorial_rate is not None
    assert any("the rate says nothing of the outlet" in line for line in found.warnings)
    tally.add(told(id="harbour-2"))
    (found,) = profile_tally(tally)
    assert not any("says nothing" in line for line in found.warnings)


def test_a_profile_without_any_label_says_why(told: Build) -> None:
    unsure, tally = told().sentences[2], Tally()
    tally.add(replace(told(), sentences=(unsure,)))
    (found,) = profile_tally(tally)
    assert found.editorial_rate is None
    assert found.warnings == (
        "the model abstained on 1 of 1 own-voice sentences: the editorial rate is of the other 0",
    )
