"""Fills in the bundle's texts and scripts: a name that is not there is an error, never an empty space."""

from __future__ import annotations

import json
import shlex
from typing import Any

from framing.output.profile_table import interval, percent
from framing.types import Estimate

# English plurals that do not end in s alone.
_PLURALS = {"country": "countries"}


def render(name: str, **values: Any) -> str:
    """The file `name` of a bundle, from its template in `templates/bundle` and `values`."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("framing.output", "templates/bundle")
    # Texts and scripts, no markup: nothing here is read by a browser.
    environment = Environment(
        loader=loader, undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False
    )
    environment.filters |= {
        "count": count,
        "thousands": "{:,}".format,
        "percent": percent,
        "rate": _rate,
        "py": _literal,
        "quote": shlex.quote,
        "join": lambda parts, by: by.join(str(part) for part in parts),
    }
    return environment.get_template(f"{name}.jinja").render(**values)


def count(number: int, noun: str) -> str:
    """`1 article`, `2,000 articles`."""
    return f"{number:,} {noun if number == 1 else _PLURALS.get(noun, noun + 's')}"


def _rate(found: Estimate) -> str:
    return percent(found.value) if found.low is None else f"{percent(found.value)} {interval(found)}"


def _literal(value: Any) -> str:
    """A text or a list of texts as Python and R write it."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
