"""What was refused, beside the output."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from framing.errors import OutputError
from framing.output import RejectWriter
from framing.output.columns import REJECT_COLUMNS
from framing.types import Reject

REJECT = Reject("in.csv:17", "'published' must be an ISO date", "'3rd Oct'")


def test_rejects_are_lines_of_the_dictionarys_columns(tmp_path: Path) -> None:
    with RejectWriter(tmp_path / "s.parquet") as rejects:
        rejects.write(REJECT)
        rejects.write(Reject("b.txt", "must be text", "half a face \ud83d"))
    lines = (tmp_path / "s.parquet.rejects.jsonl").read_text("utf-8").splitlines()
    assert rejects.count == 2
    assert list(json.loads(lines[0])) == [column.name for column in REJECT_COLUMNS]
    assert json.loads(lines[0])["found"] == "'3rd Oct'"


def test_no_reject_no_file_and_a_stale_one_goes(tmp_path: Path) -> None:
    stale = tmp_path / "s.csv.rejects.jsonl"
    stale.write_text("{}")
    with RejectWriter(tmp_path / "s.csv") as rejects:
        assert rejects.count == 0
    assert list(tmp_path.iterdir()) == []


def test_after_an_exception_the_earlier_file_stays(tmp_path: Path) -> None:
    earlier = tmp_path / "s.csv.rejects.jsonl"
    earlier.write_text("earlier")
    rejects = RejectWriter(tmp_path / "s.csv")
    rejects.__enter__()
    rejects.write(REJECT)
    rejects.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert earlier.read_text() == "earlier"
    assert list(tmp_path.iterdir()) == [earlier]


def test_a_missing_folder_is_refused_on_entry(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="folder must exist"), RejectWriter(tmp_path / "no" / "s.csv"):
        pytest.fail("entered")
