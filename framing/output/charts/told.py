"""The numbers behind the marks, as words: what a tooltip says and what the page's table holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from framing.output.charts.look import BLUE, VERMILION, per_cent
from framing.output.charts.rates import GroupRates
from framing.output.profile_table import interval, percent
from framing.types import Estimate

CORRECTED, RAW = "corrected by hand labels", "raw model rate"
# Colour and shape of each kind of rate.
MARKS = {CORRECTED: (BLUE, "circle"), RAW: (VERMILION, "diamond")}
TOLD = ("group", "kind", "rate, %", "interval", "articles", "sentences", "labels", "method")


def points(group: GroupRates) -> list[dict[str, Any]]:
    """The group's rates as rows of data: numbers to draw, and words to read."""
    found = ((CORRECTED, group.corrected), (RAW, group.raw))
    return [_point(group, kind, rate) for kind, rate in found if rate is not None]


def told(group: GroupRates, more: Mapping[str, str] | None = None) -> list[dict[str, str]]:
    """The group's rates as rows of a table, `more` before each."""
    return [{**(more or {}), **{name: str(row[name]) for name in TOLD}} for row in points(group)]


def _point(group: GroupRates, kind: str, rate: Estimate) -> dict[str, Any]:
    return {
        "low": per_cent(rate.low),
        "high": per_cent(rate.high),
        "rate": 100 * rate.value,
        "colour": MARKS[kind][0],
        "shape": MARKS[kind][1],
        "group": group.name,
        "kind": kind,
        "rate, %": percent(rate.value).removesuffix(" %"),
        "interval": interval(rate),
        "articles": f"{group.articles:,}",
        "sentences": f"{group.sentences:,}",
        "labels": f"{rate.n:,}" if kind == CORRECTED else "–",
        "method": rate.method,
    }
