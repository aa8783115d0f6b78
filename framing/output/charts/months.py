"""Rate over time: a panel a group, a mark a month, a line an interval."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from framing.output.charts.look import VERMILION, Layout, axis_end, finished, per_cent, wrapped
from framing.output.charts.profile import HOLLOW, left_out, level_of
from framing.output.charts.rates import GroupRates, Rated
from framing.output.charts.save import Picture
from framing.output.charts.told import CORRECTED, MARKS, RAW, told
from framing.profiles.counts import SEPARATOR
from framing.profiles.universe import Key

# Panels that a page of print still holds; of more groups the largest are drawn.
MOST_PANELS = 12
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_HEIGHT = 130


def month_picture(
    rated: Rated, signature: str, note: str, group: str = "outlet", most: int = MOST_PANELS
) -> Picture:
    """The chart of `rated`, whose groups end in a month; a panel for each of the largest `most` others.

    Sentences without a date have no place in it; the caption counts them.
    """
    dated = [one for one in rated.groups if _MONTH.fullmatch(one.key[-1])]
    undated = sum(one.sentences for one in rated.groups) - sum(one.sentences for one in dated)
    panels: defaultdict[Key, list[GroupRates]] = defaultdict(list)
    for one in sorted(dated, key=lambda one: one.key):
        panels[one.key[:-1]].append(one)
    by_size = sorted(panels, key=lambda key: (-sum(one.sentences for one in panels[key]), key))
    kept = sorted(by_size[:most])
    name = rated.name.removeprefix("device_").replace("_", " ")
    title = f"{name[:1].upper()}{name[1:]} sentences month by month" + (f", by {group}" if group else "")
    notes = [note, HOLLOW]
    if undated:
        notes.append(f"{undated:,} sentences without a month are left out.")

    def draw(layout: Layout) -> Any:
        import altair as alt

        months = sorted({one.key[-1] for key in kept for one in panels[key]})
        top = _top([one for key in kept for one in panels[key]])
        columns = 1 if layout.narrow else min(layout.columns, max(1, len(kept)))
        drawn = [_panel(key, panels[key], months, top, layout, columns, rated.corrected) for key in kept]
        chart = alt.concat(*drawn, columns=columns, spacing=20) if drawn else alt.concat(_nothing())
        lines = [f"{rated.title}.", _kinds(rated, dated), *left_out(len(panels), most, group)]
        return finished(chart, layout, title, lines, notes, signature)

    numbers = [row for key in kept for one in panels[key] for row in told(one)]
    return Picture(title, draw, numbers, signature)


def _panel(
    key: Key,
    rows: Sequence[GroupRates],
    months: Sequence[str],
    top: int,
    layout: Layout,
    columns: int,
    corrected: bool,
) -> Any:
    """One group: its months in order; a month without a rate breaks the line."""
    import altair as alt

    colour, shape = MARKS[CORRECTED if corrected else RAW]
    by_month = {one.key[-1]: one for one in rows}
    values = [_value(month, by_month.get(month), corrected) for month in _all_months(months)]
    base = alt.Chart(alt.Data(values=values)).encode(
        x=alt.X(
            "month:T",
            title=None,
            scale=alt.Scale(type="utc", domain=_ends(months), nice=False, padding=10),
            axis=alt.Axis(
                format="%b %Y",
                formatType="time",
                labelPadding=8,
                labelOverlap=True,
                grid=False,
                tickCount=_ticks(months),
            ),
        ),
        tooltip=[
            alt.Tooltip(f"{n}:N")
            for n in ("group", "kind", "rate, %", "interval", "sentences", "labels", "method")
        ],
    )
    scale = alt.Scale(domain=[0, top])
    y = alt.Y("rate:Q", title=None, scale=scale, axis=alt.Axis(format="d", tickCount=4))
    line = base.mark_line(color=colour, strokeWidth=1, opacity=0.6).encode(y=y)
    ends = base.mark_rule(color=colour, strokeWidth=2, strokeCap="round").encode(
        y=alt.Y("low:Q", title=None, scale=scale), y2="high:Q"
    )
    dots = base.mark_point(shape=shape, size=38, stroke=colour, strokeWidth=1.6, opacity=1).encode(
        y=y, fill=alt.condition("datum.low === null", alt.value("#ffffff"), alt.value(colour))
    )
    layers = [line, ends, dots]
    if corrected:
        raw = base.mark_point(
            shape="diamond", size=22, stroke=VERMILION, fill=VERMILION, opacity=1, xOffset=6
        )
        layers.append(raw.encode(y=alt.Y("raw:Q", title=None, scale=scale)))
    name = SEPARATOR.join(key) or "all together"
    head = alt.Title(wrapped(name, 30, 2), fontSize=12, anchor="start", offset=6)
    width = 290 if layout.narrow else (560, 400, 235)[columns - 1]
    return alt.layer(*layers).properties(width=width, height=_HEIGHT, title=head)


def _kinds(rated: Rated, shown: Sequence[GroupRates]) -> str:
    """Which mark is what."""
    level = level_of(shown)
    if not rated.corrected:
        return f"Raw model rate, not corrected. Lines: {level}intervals over articles."
    return f"Circles: {CORRECTED}, with {level}intervals. Diamonds: {RAW}."


def _nothing() -> Any:
    import altair as alt

    return alt.Chart(alt.Data(values=[])).mark_point().properties(width=200, height=1)


def _value(month: str, one: GroupRates | None, corrected: bool) -> dict[str, Any]:
    """A month's row of data; empty where the group has nothing in it."""
    rate = None if one is None else one.corrected if corrected else one.raw
    row: dict[str, Any] = {"month": f"{month}-01", "rate": None, "low": None, "high": None, "raw": None}
    if one is not None and one.raw is not None:
        row["raw"] = 100 * one.raw.value
    if one is None or rate is None:
        return row
    ends = {"rate": 100 * rate.value, "low": per_cent(rate.low), "high": per_cent(rate.high)}
    return row | told(one)[0] | ends


def _all_months(months: Sequence[str]) -> list[str]:
    """Every month from the first to the last, so that a gap is seen as one."""
    if not months:
        return []
    return [_month(number) for number in range(_number(months[0]), _number(months[-1]) + 1)]


def _number(month: str) -> int:
    """Months since year 0."""
    return 12 * int(month[:4]) + int(month[5:]) - 1


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _ends(months: Sequence[str]) -> list[str]:
    """The first and the last of the axis; a month alone stands in the middle of its neighbours."""
    alone = months[0] == months[-1]
    return [f"{_month(_number(months[0]) - alone)}-01", f"{_month(_number(months[-1]) + alone)}-01"]


def _ticks(months: Sequence[str]) -> int:
    return max(1, min(4, len(_all_months(months))))


def _top(rows: Sequence[GroupRates]) -> int:
    rates = [rate for one in rows for rate in (one.best,) if rate is not None]
    return axis_end([100 * (rate.value if rate.high is None else rate.high) for rate in rates])
