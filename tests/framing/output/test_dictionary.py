"""The data dictionary on disk is the one in code."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from framing.output.columns import CORRECTED_COLUMNS, PROFILE_COLUMNS, REJECT_COLUMNS, Column
from framing.output.dictionary import write_dictionary_markdown
from framing.output.score_columns import SCORE_COLUMNS, score_columns


def test_the_file_is_what_the_code_prints(root: Path) -> None:
    written = (root / "framing" / "output" / "DATA_DICTIONARY.md").read_text("utf-8")
    assert written == write_dictionary_markdown(), "print it again from columns.py"


@pytest.mark.parametrize(
    "columns",
    [SCORE_COLUMNS, score_columns(["labelling"], 3), PROFILE_COLUMNS, CORRECTED_COLUMNS, REJECT_COLUMNS],
)
def test_every_column_says_what_it_is(columns: tuple[Column, ...]) -> None:
    assert len({c.name for c in columns}) == len(columns)
    for column in columns:
        assert column.description.endswith(".")
        assert column.description[0].isupper() or column.description[0] == "1"
        assert isinstance(column.arrow, pa.DataType)
        assert column.values != "text" or column.type == "string", column.name
