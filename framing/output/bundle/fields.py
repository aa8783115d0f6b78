"""The data dictionary of one bundle: the columns that its tables really have, as Frictionless fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from framing.output.columns import CORRECTED_COLUMNS, PROFILE_COLUMNS, Column
from framing.output.own_columns import own_columns
from framing.output.score_columns import LABEL
from framing.types import Voice

Field = dict[str, Any]
LABEL_COLUMNS = (
    Column("sentence_id", "string", None, "The sentence; its row in scores.csv has the same id."),
    Column("article_id", "string", None, "Its article."),
    Column("stratum", "string", None, "The stratum it was drawn from: group, and place among its ranges of the score."),
    Column("label", "int64", None, "Majority of the annotators' answers.", "0 or 1"),
    Column("inclusion", "double", None, "Probability with which the sentence came into the sample.", "0 to 1"),
    Column(
        "weight", "double", None,
        "Sentences that it stands for: the inverse of its probability, brought to the labelled part of its stratum.",
        "above 0",
    ),
)  # fmt: skip


def score_fields(schema: pa.Schema) -> list[Field]:
    """The columns of the scores, with what is known of each; a column of the researcher's own says so."""
    own = own_columns(schema.names)
    return [_field(name, schema.field(name).type, own.get(name)) for name in schema.names]


def profile_fields(names: Sequence[str], by: Sequence[str], corrected: bool) -> list[Field]:
    """The columns of profile.csv, which starts with those grouped by."""
    known = {c.name: c for c in (CORRECTED_COLUMNS if corrected else PROFILE_COLUMNS)}
    fields = []
    for name in names:
        column = None if name in by else known.get(name)
        fields.append(_field(name, column.arrow if column else pa.string(), column or _group(name)))
    return fields


def label_fields() -> list[Field]:
    """The columns of labels.csv."""
    return [_field(column.name, column.arrow, column) for column in LABEL_COLUMNS]


def dictionary(tables: Mapping[str, Sequence[Field]]) -> str:
    """The dictionary as Markdown, one table a file."""
    parts = ["# Data dictionary\n\nAbsent is empty in CSV, null in Parquet, a missing value in Stata.\n"]
    for file, fields in tables.items():
        parts.append(f"\n## {file}\n\n| column | type | meaning | values |\n| --- | --- | --- | --- |\n")
        for field in fields:
            cells = (f"`{field['name']}`", field["type"], field["description"], field["framing:values"])
            parts.append(f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in cells)} |\n")
    return "".join(parts)


def _group(name: str) -> Column:
    return Column(name, "string", None, "The group.")


def _field(name: str, kind: pa.DataType, column: Column | None) -> Field:
    description = column.description if column else "A column of the input, as it was."
    field: Field = {"name": name, "type": _type(kind), "description": description}
    if constraints := _constraints(column):
        field["constraints"] = constraints
    return field | {"framing:values": column.values if column else str(kind)}


def _type(kind: pa.DataType) -> str:
    """The Frictionless type of what the CSV holds."""
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    for is_it, name in (
        (pa.types.is_integer, "integer"),
        (pa.types.is_floating, "number"),
        (pa.types.is_decimal, "number"),
        (pa.types.is_boolean, "boolean"),
        (pa.types.is_date, "date"),
        (pa.types.is_nested, "array"),
    ):
        if is_it(kind):
            return name
    return "string"


def _constraints(column: Column | None) -> dict[str, Any]:
    if column is None:
        return {}
    if column.name == "voice":
        return {"enum": [voice.value for voice in Voice]}
    if column.name.endswith(LABEL) or column.name == "label":
        return {"enum": [0, 1]}
    if column.type == "double" and column.values.startswith("0 to 1"):
        return {"minimum": 0, "maximum": 1}
    return {}
