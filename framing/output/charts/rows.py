"""A panel of rows: an outlet a row, a mark a rate, a line an interval."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from framing.output.charts.look import LINE_HEIGHT, Layout, axis_end, wrapped
from framing.output.charts.rates import GroupRates, Rated
from framing.output.charts.told import CORRECTED, MARKS, RAW, TOLD, points
from framing.profiles.corrected import ALL

ALL_TOGETHER = "all together"
# All rows are as high as the highest: with many of them a long name takes two lines and not four.
_LINES, _FEW_ROWS, _LINES_OF_MANY = 4, 12, 2
# Pixels around a name, and those that one mark needs.
_PADDING, _MARK = 12, 19
# Of one that stands alone on a page.
_WIDE_PANEL = 430


def rate_rows(rated: Rated, order: Sequence[GroupRates], layout: Layout, first: bool, only: bool) -> Any:
    """The rates of `rated` in the `order` of its groups; only the `first` panel of a row names them.

    In the `only` panel a click on the legend leaves the other kind of rate pale.
    """
    import altair as alt

    places = {group.key: place for place, group in enumerate(order)}
    groups = [*rated.groups, *([rated.whole] if rated.whole else [])]
    shown = [group for group in groups if group.key in places]
    values = [point | {"place": places[group.key]} for group in shown for point in points(group)]
    kinds = [CORRECTED, RAW] if rated.corrected else [RAW]
    most = _LINES if len(order) <= _FEW_ROWS else _LINES_OF_MANY
    names = [_name(group, layout.name, most) for group in order]
    legend = alt.Legend() if rated.corrected and first else None
    colours = alt.Scale(domain=kinds, range=[MARKS[kind][0] for kind in kinds])
    shapes = alt.Scale(domain=kinds, range=[MARKS[kind][1] for kind in kinds])
    across = alt.Scale(domain=[0, _top(shown)])
    chosen = alt.selection_point(name="chosen", fields=["kind"], bind="legend")
    fades = only and rated.corrected
    base = alt.Chart(alt.Data(values=values)).encode(
        y=alt.Y(
            "place:O",
            title=None,
            scale=alt.Scale(domain=list(range(len(order))), paddingInner=0.4, paddingOuter=0.2),
            axis=_names_axis(names, first or layout.narrow),
        ),
        yOffset=alt.YOffset("kind:N", scale=alt.Scale(domain=kinds)),
        opacity=alt.condition(chosen, alt.value(1), alt.value(0.15)) if fades else alt.value(1),
        tooltip=[alt.Tooltip(f"{name}:N") for name in TOLD],
    )
    axis = alt.Axis(format="d", tickCount=5, labelPadding=6)
    x = alt.X("rate:Q", title=None, scale=across, axis=axis)
    colour = alt.Color("kind:N", scale=colours, legend=legend)
    lines = base.mark_rule(strokeWidth=2.5, strokeCap="round").encode(
        x=alt.X("low:Q", title=None, scale=across, axis=axis), x2="high:Q", color=colour
    )
    dots = base.mark_point(size=60, strokeWidth=1.8, filled=True).encode(
        x=x, color=colour, shape=alt.Shape("kind:N", scale=shapes, legend=legend)
    )
    # Drawn over the filled mark, outside the legend's scales.
    hollow = (
        base.transform_filter("datum.low === null")
        .mark_point(size=50, strokeWidth=1.8, fill="#ffffff")
        .encode(x=x, stroke=alt.Stroke("colour:N", scale=None), shape=alt.Shape("shape:N", scale=None))
    )
    marks = lines + dots + hollow
    row = max(LINE_HEIGHT * max((len(name) for name in names), default=1) + _PADDING, _MARK * len(kinds))
    panel = marks.add_params(chosen) if fades else marks
    width = _WIDE_PANEL if only and not layout.narrow else layout.panel
    title = alt.Title(rated.title, fontSize=12, fontWeight="normal", anchor="start", offset=6)
    return panel.properties(width=width, height=row * max(1, len(order)), title=title)


def _name(group: GroupRates, width: int, most: int) -> list[str]:
    """Name and number of articles, in lines; of a name too long for them the number stays."""
    name = ALL_TOGETHER if group.key == (ALL,) else group.name
    count = f"({group.articles:,} {'article' if group.articles == 1 else 'articles'})"
    lines = wrapped(name, width, most - 1)
    if len(lines[-1]) + 1 + len(count) <= width:
        return [*lines[:-1], f"{lines[-1]} {count}"]
    return [*lines, count]


def _names_axis(names: Sequence[Sequence[str]], labels: bool) -> Any:
    """The rows' names, each centred on its row however many lines it has."""
    import altair as alt

    # Names are looked up by their place: two groups that are cut to the same words stay two rows.
    lookup = f"{json.dumps([list(lines) for lines in names], ensure_ascii=False)}[datum.value]"
    counts = sorted({len(lines) for lines in names} - {1})
    offsets = [{"test": f"length({lookup}) === {n}", "value": -LINE_HEIGHT * (n - 1) / 2} for n in counts]
    return alt.Axis(
        labels=labels,
        labelLimit=0,
        labelPadding=10,
        labelExpr=lookup,
        labelLineHeight=LINE_HEIGHT,
        labelOffset={"condition": offsets, "value": 0} if offsets else 0,
        labelOverlap=False,
        grid=True,
        gridDash=[1, 3],
    )


def _top(groups: Sequence[GroupRates]) -> int:
    rates = [rate for group in groups for rate in (group.raw, group.corrected) if rate is not None]
    return axis_end([100 * (rate.value if rate.high is None else rate.high) for rate in rates])
