"""What a manifest and the names of folders say of a whole table: values for the cells that its rows lack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from framing.reading.articles import field_text
from framing.reading.columns import match_columns
from framing.reading.manifest import Entry
from framing.reading.options import ReadOptions
from framing.reading.tables import Row
from framing.reading.values import as_text, unify
from framing.types import Unit

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Filled:
    """A table's columns and those that are said of it; `fields` maps Article fields to them, `values` fill cells."""

    columns: Mapping[str, pa.DataType]
    fields: Mapping[str, str]
    values: Mapping[str, Any]

    def fill(self, row: Row) -> Row:
        """The row with what is said of the table in the cells that are missing or blank; its own values count."""
        said = {
            name: value for name, value in self.values.items() if field_text(row.values.get(name)) is None
        }
        return replace(row, values={**row.values, **said}) if said else row


def filled(
    own: Mapping[str, pa.DataType],
    hive: Mapping[str, str | None],
    entry: Entry,
    options: ReadOptions,
    place: str,
) -> Filled:
    """The columns of a table with the columns `own`, in folders that say `hive`, of which a manifest says `entry`.

    Errors: InputError when a named column or any text column is missing.
    """
    import pyarrow as pa

    # A folder's name is a column like the table's own; a field of a manifest goes to the column that holds it.
    names = [*own, *(name for name in hive if name not in own)]
    fields = match_columns(names, options.columns, options.unit, place)
    values: dict[str, Any] = {**hive, **entry.rest}
    types = {**dict.fromkeys(hive, pa.string()), **entry.types}
    for field, value in entry.meta.items():
        if field == "id":  # one article's, never a row's: sentences of that article may tell it in a column
            if options.unit is Unit.SENTENCE and "id" not in fields:
                values["id"], types["id"] = value, pa.string()
            continue
        column = fields.setdefault(field, _unused(field, names))
        values[column], types[column] = value, pa.string()
    of_rows = {fields["text"], fields.get("id")} & set(own)
    values = {name: v for name, v in values.items() if v is not None and name not in of_rows}
    columns = dict(own) | {name: types[name] for name in (*hive, *values) if name not in own}
    for name in values:
        if name in own:
            values[name], columns[name] = _fitting(values[name], types[name], own[name])
    return Filled(columns, fields, values)


def _unused(field: str, names: Sequence[str]) -> str:
    """A column for a field that the table lacks; its name may be that of a column used for another one."""
    while field in names:
        field = f"manifest_{field}"
    return field


def _fitting(value: Any, kind: pa.DataType, own: pa.DataType) -> tuple[Any, pa.DataType]:
    """The value in the type of the column that it is for; where it has no such form, the type that holds both."""
    import pyarrow as pa

    try:
        return pa.scalar(as_text(value), pa.string()).cast(own).as_py(), own
    except (pa.ArrowException, ValueError):
        return value, unify([{"": own}, {"": kind}]).field("").type
