"""Values of table cells: their kinds, one type for a column, text made from the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container, Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

_SURROGATE = re.compile("[\ud800-\udfff]")
_INT64 = 1 << 63
# Whole numbers up to here are floats too, to the last digit; long ids are not.
EXACT = 1 << 53
# What a missing cell looks like in files written by pandas, R and spreadsheets.
MISSING = frozenset({"", "NA", "N/A", "NaN", "nan", "null", "NULL", "None"})


def scrub(text: str) -> str:
    """`text` with lone surrogates, which no file can hold, as U+FFFD."""
    return text if text.isascii() else _SURROGATE.sub("�", text)


def as_text(value: Any) -> str | None:
    """A cell as text: strings as they are, everything else as JSON."""
    if value is None or isinstance(value, str):
        return None if value is None else scrub(value)
    if isinstance(value, (bool, int, float, list, dict)):
        return scrub(json.dumps(value, ensure_ascii=False, default=str))
    return str(value)


def kind_of(value: Any) -> str | None:
    """The kind of a JSON value; `None` for null."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        if -EXACT <= value <= EXACT:
            return "int"
        return "long" if -_INT64 <= value < _INT64 else "other"
    if isinstance(value, float):
        return "float"
    return "string" if isinstance(value, str) else "other"


def type_for(kinds: Iterable[str]) -> pa.DataType:
    """One column type for the kinds found in it; text where they do not agree."""
    import pyarrow as pa

    found = set(kinds)
    if found and found <= {"int", "long"}:
        return pa.int64()
    if found == {"bool"}:
        return pa.bool_()
    if found and found <= {"int", "float"}:
        return pa.float64()
    return pa.string()


def unify(columns: Iterable[Mapping[str, pa.DataType]], long: Container[str] = ()) -> pa.Schema:
    """The union of the inputs' columns; where types differ, a number that holds both to the last digit, else text.

    In `long` columns there are whole numbers that no float holds.
    """
    import pyarrow as pa

    types: dict[str, pa.DataType] = {}
    for table in columns:
        for name, kind in table.items():
            types[name] = kind if name not in types else _common(types[name], kind, name in long)
    return pa.schema(list(types.items()))


def _common(one: pa.DataType, other: pa.DataType, long: bool) -> pa.DataType:
    import pyarrow as pa

    if one == other or pa.types.is_null(other):
        return one
    if pa.types.is_null(one):
        return other
    if pa.types.is_integer(one) and pa.types.is_integer(other):
        return pa.string() if pa.uint64() in (one, other) else pa.int64()
    numbers = [pa.types.is_integer(kind) or pa.types.is_floating(kind) for kind in (one, other)]
    return pa.float64() if all(numbers) and not long else pa.string()


def converter(own: pa.DataType | None, wanted: pa.DataType) -> Callable[[Any], Any] | None:
    """What turns a cell of type `own` into one of type `wanted`; `None` where nothing has to be done."""
    import pyarrow as pa

    if pa.types.is_string(wanted):  # strings too, which may hold what no file can
        return _whole_as_text if own is not None and pa.types.is_floating(own) else as_text
    if own is None or own == wanted or not pa.types.is_floating(wanted):
        return None
    return _as_float


def _whole_as_text(value: Any) -> str | None:
    """A float as text, a whole one as the integer that it is in other files: a gap in a column makes floats of all."""
    exact = isinstance(value, float) and value.is_integer() and abs(value) <= EXACT
    return as_text(int(value) if exact else value)


def _as_float(value: Any) -> float | None:
    return None if value is None else float(value)
