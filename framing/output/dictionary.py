"""Prints the data dictionary as Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from framing.output.columns import (
    CORRECTED_COLUMNS,
    DIFF_COLUMNS,
    NESTED,
    PROFILE_COLUMNS,
    REJECT_COLUMNS,
    SOURCE_COLUMNS,
    Column,
)
from framing.output.score_columns import SCORE_COLUMNS, device_columns, embedding_column

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
lists and structures are written as JSON in CSV.
"""
_NESTED = """
`spans`, `devices` and `attributions` are lists of structures. `start` and `end` count the code points of the sentence (`text`, or
your own text column) from 0, the end exclusive; `words` is what stands there. One row a span: in DuckDB
`select sentence_id, unnest(rationale, recursive := true) from 'scores.parquet'`, in pandas
`pandas.json_normalize(scores.explode("rationale")["rationale"].dropna())`.

An attribution has the `content` that is somebody's, the `source` and the `cue` that tell whose (absent where the
sentence has none: a quotation may stand alone), and the `speaker`: who that is, by the article's name for them, absent
where the article does not tell. `stance` is what the outlet does by its cue: neutral ("said"), endorsing
("revealed"), doubting ("claimed", "so-called", scare quotes of a word or two). `plain` is true where the content is
no part of the outlet's own words, which `editorial` is about. `quoted_words` are the words inside quotation marks;
each quotation counts once, for whoever said it last ("Orr said that Ruiz called it [...]": Ruiz).

"""
_ADDED = """
Before `signature` stand two columns for each device that the model scores (its card names them), and with
`--embeddings` (Parquet and JSONL only) one vector:
"""
_REJECTS = """
## Refused input: `OUT.rejects.jsonl`

One line an input that was refused; there is no file if there was none.
"""
_PROFILES = """
## Profiles: `framing profile SCORES -o OUT`

One row an outlet, highest editorial rate first. The JSON form holds the same rows under `profiles`.
"""
_SOURCES = """
## Sources: `framing sources SCORES -o OUT`

One row a group and speaker, the most quoted first, and one for the words whose speaker is not known. The JSON
form holds the same rows under `sources`.
"""
_CORRECTED = """
## Corrected profiles: `framing profile SCORES --labels LABELS -o OUT`

One row a group and question, highest corrected rate first, then all groups together (`(all)`). The JSON form
holds the same rows under `profiles`, warnings as objects with `code` and `text`, and `differences` and
`ranks` where they were asked for.
"""
_DIFF = """
## Movements: `framing diff OLD NEW -o OUT`

One row a group of which both tables have a sentence, then all groups together (`(all)`); the notes name the others.
The JSON form holds the same rows under `groups`, and the sentences whose label changed under `changed`, most moved first.
"""


def write_dictionary_markdown() -> str:
    """The whole data dictionary as Markdown."""
    scores = _table(SCORE_COLUMNS, units=True)
    nested = "".join(f"- `{name}`: {kind}\n" for name, kind in NESTED.items())
    added = _table((*device_columns("NAME"), embedding_column("N")), units=True)
    return (
        f"{_INTRODUCTION}{_SCORES}\n{scores}{_NESTED}{nested}{_ADDED}\n{added}"
        f"{_REJECTS}\n{_table(REJECT_COLUMNS)}"
        f"{_PROFILES}\n{_table(PROFILE_COLUMNS)}{_SOURCES}\n{_table(SOURCE_COLUMNS)}{_CORRECTED}\n{_table(CORRECTED_COLUMNS)}"
        f"{_DIFF}\n{_table(DIFF_COLUMNS)}"
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
