"""The core types as plain values - dicts, lists, texts, numbers - that msgpack and JSON can write, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from framing.types import Span


def plain(value: Any) -> Any:
    """`value` without any type of this program."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(one) for one in value]
    return value.value if isinstance(value, Enum) else value


def rebuilt(kind: Any, value: Any) -> Any:
    """The `kind` that `plain` made `value` of; a new field of a core type needs nothing here."""
    arguments = get_args(kind)
    if get_origin(kind) is UnionType:  # of the core types, always with None
        return None if value is None else rebuilt(arguments[0], value)
    if get_origin(kind) is tuple:
        return tuple(rebuilt(arguments[0], one) for one in value)
    if get_origin(kind) is Mapping:
        return {name: rebuilt(arguments[1], one) for name, one in value.items()}
    if isinstance(kind, type) and is_dataclass(kind):
        return kind(**{name: rebuilt(hint, value[name]) for name, hint in _hints(kind).items()})
    if kind is Span:
        return Span(*value)
    return kind(value) if isinstance(kind, type) and issubclass(kind, Enum) else value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
