"""Prints the data dictionary as Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from framing.output.columns import PROFILE_COLUMNS, REJECT_COLUMNS, SCORE_COLUMNS, Column

_INTRODUCTION = """\
# Data dictionary

Printed from `framing/output/columns.py` by `write_dictionary_markdown()`; a test holds the two together.
Absent is null: empty in CSV, `null` in JSON, null in Parquet. Types are Arrow's.
"""
_SCORES = """
## Scores: `framing annotate INPUT -o OUT`

One row a sentence. Read as articles, a row has all these columns in this order, then the input's remaining
columns (`input_` stands before a name that is taken). Read with `--unit sentence`, a row has the input's own
columns unchanged, then the columns marked *both* (`framing_` stands before a name that is taken).
CSV puts every text in quotation marks, so that an empty text (`""`) and an absent one (nothing) differ;
list and structure columns of the input are written as JSON in CSV.
"""
_REJECTS = """
## Refused input: `OUT.rejects.jsonl`

One line an input that was refused; there is no file if there was none.
"""
_PROFILES = """
## Profiles: `framing profile SCORES -o OUT`

One row an outlet, highest editorial rate first. The JSON form holds the same rows under `profiles`.
"""


def write_dictionary_markdown() -> str:
    """The whole data dictionary as Markdown."""
    scores = _table(SCORE_COLUMNS, units=True)
    return (
        f"{_INTRODUCTION}{_SCORES}\n{scores}{_REJECTS}\n{_table(REJECT_COLUMNS)}"
        f"{_PROFILES}\n{_table(PROFILE_COLUMNS)}"
    )


def _table(columns: Iterable[Column], units: bool = False) -> str:
    head = ["column", "type", *(["unit"] if units else []), "meaning", "values"]
    lines = [_row(head), _row(["---"] * len(head))]
    for column in columns:
        unit = [column.unit.value if column.unit else "both"] if units else []
        lines.append(_row([f"`{column.name}`", column.type, *unit, column.description, column.values]))
    return "\n".join(lines) + "\n"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
