"""The scores for Stata: variables with labels, categories as labelled numbers, dates as dates."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from framing.output.bundle.fields import Field
from framing.output.own_columns import own_columns
from framing.output.score_columns import LABEL

STATA = "scores.dta"
# Stata's own limits: characters of a name, of a variable's label, and categories of a value label.
_NAME, _LABEL, _CATEGORIES = 32, 80, 65_536
# Bytes of a string that is stored with the row; longer ones are a strL.
_SHORT = 2045
# The format is written from one table in memory: about 2 KB a row with the sentence.
MOST_ROWS = 2_000_000
# Names that Stata and Mata keep for themselves; pandas would rename them, and warn.
_RESERVED = frozenset(
    [
        "_all",
        "_b",
        "_coef",
        "_cons",
        "_n",
        "_N",
        "_pi",
        "_pred",
        "_rc",
        "_se",
        "_skip",
        "aggregate",
        "array",
        "boolean",
        "break",
        "byte",
        "case",
        "catch",
        "class",
        "colvector",
        "complex",
        "const",
        "continue",
        "default",
        "delegate",
        "delete",
        "do",
        "double",
        "else",
        "eltypedef",
        "end",
        "enum",
        "explicit",
        "export",
        "external",
        "float",
        "for",
        "friend",
        "function",
        "global",
        "goto",
        "if",
        "in",
        "inline",
        "int",
        "local",
        "long",
        "NULL",
        "pragma",
        "protected",
        "quad",
        "rowvector",
        "short",
        "str",
        "strL",
        "typedef",
        "typename",
        "using",
        "virtual",
        "with",
    ]
)
_CATEGORICAL = frozenset({"outlet", "topic", "event", "role", "language", "voice", "signature"})
# Stata puts the time of writing into the file: the same scores are to give the same bytes.
_NO_TIME = datetime.datetime(1970, 1, 1)


def write_stata(parquet: Path, path: Path, fields: Sequence[Field], by: Sequence[str]) -> None:
    """Write `path` from the bundle's Parquet file; nested columns and embeddings are left to the others.

    Raises ImportError where pandas is not installed.
    """
    import pandas as pd

    schema = pq.read_schema(parquet)
    flat = [field for field in schema if not pa.types.is_nested(field.type)]
    table = pq.read_table(parquet, columns=[field.name for field in flat])
    own = own_columns(schema.names)
    names = stata_names(table.column_names)
    described = {field["name"]: field["description"] for field in fields}
    columns: dict[str, Any] = {}
    dates: dict[str, str] = {}
    long: list[str] = []
    for name in table.column_names:
        kind = own[name].name if name in own else ""
        column = _column(table[name], kind, kind in _CATEGORICAL or name in by)
        columns[names[name]] = column
        if column.dtype.kind == "M":
            dates[names[name]] = "td"
        elif column.dtype == object and column.str.encode("utf-8").str.len().max() > _SHORT:
            long.append(names[name])
    pd.DataFrame(columns).to_stata(
        path,
        write_index=False,
        version=118,
        time_stamp=_NO_TIME,
        data_label="framing: one row a sentence",
        variable_labels={names[name]: _short(described[name]) for name in table.column_names},
        convert_dates=dates,
        convert_strl=long,
    )


def stata_names(names: Sequence[str]) -> dict[str, str]:
    """Names that Stata takes: 32 letters, digits and underscores, each once."""
    found: dict[str, str] = {}
    for name in names:
        plain = re.sub(r"[^A-Za-z0-9_]", "_", name)
        plain = (f"_{plain}" if not plain or plain[0].isdigit() or plain in _RESERVED else plain)[:_NAME]
        made, number = plain, 1
        while made in found.values():
            number += 1
            made = f"{plain[: _NAME - len(str(number)) - 1]}_{number}"
        found[name] = made
    return found


def _column(values: pa.ChunkedArray, kind: str, categorical: bool) -> Any:
    """One variable as pandas has it."""
    import pandas as pd

    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    series = values.to_pandas()
    if kind.endswith(LABEL):
        answers = pd.Series(series.map({0: "no", 1: "yes"}), dtype=object)
        return pd.Series(pd.Categorical(answers, categories=["no", "yes"]))
    if kind == "published" and (dates := _dates(series)) is not None:
        return dates
    if categorical and pa.types.is_string(values.type) and series.nunique() < _CATEGORIES:
        return pd.Series(pd.Categorical(series.astype(object)))
    if pa.types.is_floating(values.type) or pa.types.is_integer(values.type):
        # Whole numbers with gaps come as floats, which hold them exactly up to 2^53.
        return series.astype("float64") if values.null_count or pa.types.is_uint64(values.type) else series
    if pa.types.is_boolean(values.type):
        return series.astype("float64")
    return (
        series.astype(object)
        .map(lambda value: "" if value is None or value != value else str(value))
        .astype(object)
    )


def _dates(series: Any) -> Any | None:
    """ISO dates as dates; `None` if any is not one."""
    import pandas as pd

    dates = pd.to_datetime(series, format="%Y-%m-%d", errors="coerce")
    return dates if dates.notna().equals(series.notna()) and dates.notna().any() else None


def _short(description: str) -> str:
    plain = description.replace("`", "")
    return plain if len(plain) <= _LABEL else plain[: _LABEL - 1].rsplit(" ", 1)[0] + "…"
