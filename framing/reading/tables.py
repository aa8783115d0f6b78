"""What every table gives, whatever its format: columns with their types, and rows with their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from framing.types import NOTHING, Reject

if TYPE_CHECKING:
    import pyarrow as pa

SHORTENED = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; `fault` says why it cannot be used."""

    place: str
    values: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    fault: Reject | None = None


class Table(Protocol):
    """A table on disk, that can be read again and again."""

    @property
    def columns(self) -> Mapping[str, pa.DataType]:
        """Name -> type, in the table's order."""

    @property
    def long(self) -> frozenset[str]:
        """Columns that may hold whole numbers which no float holds to the last digit."""

    @property
    def total(self) -> int | None:
        """The number of rows, where it is cheap to know."""

    @property
    def notes(self) -> tuple[Reject, ...]:
        """What was noticed about the whole table."""

    def __iter__(self) -> Iterator[Row]:
        """The rows, in order."""


def reject(place: str, rule: str, found: str) -> Reject:
    """A Reject whose `found` is shortened."""
    return Reject(place, rule, found if len(found) <= SHORTENED else found[: SHORTENED - 1] + "…")


def faulty(place: str, rule: str, found: str, values: Mapping[str, Any] = NOTHING) -> Row:
    """A row that cannot be used."""
    return Row(place, values, reject(place, rule, found))


def encoding_note(place: str, note: str | None) -> tuple[Reject, ...]:
    """The rule of its encoding that a file broke as a Reject, or nothing."""
    return () if note is None else (reject(place, note, "bytes that are not; they were replaced"),)
