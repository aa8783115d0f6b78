"""Columns that stand in the names of folders: `outlet=Sund%20Post/part-00000.parquet`, as Hive, Spark and Arrow do."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, unquote

MISSING = "__HIVE_DEFAULT_PARTITION__"


def hive_folder(values: Mapping[str, str | None]) -> str:
    """The folders for `values`, with `/` between them; empty for none."""
    return "/".join(
        f"{quote(name, safe='')}={MISSING if value is None else quote(value, safe='')}"
        for name, value in values.items()
    )


def hive_values(name: str) -> dict[str, str | None]:
    """The columns that the folders of the relative name `name` hold, as text."""
    pairs = (folder.partition("=") for folder in name.split("/")[:-1])
    return {
        unquote(column): None if value == MISSING else unquote(value)
        for column, equals, value in pairs
        if equals
    }
