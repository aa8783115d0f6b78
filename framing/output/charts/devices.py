"""The heat map of devices: a row a group, a column a device, the rate in every cell."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from typing import Any

from framing.output.charts.look import Layout, finished, wrapped
from framing.output.charts.profile import MOST_GROUPS, left_out
from framing.output.charts.rates import GroupRates, Rated, largest
from framing.output.charts.save import Picture
from framing.output.charts.told import told
from framing.output.device_names import device_name
from framing.output.score_columns import DEVICE
from framing.profiles.universe import Key

# From this share of the highest rate on, a cell is so dark that its number stands in white.
_DARK = 0.65
_ROW = {False: 26, True: 24}
_COLUMN = {False: 80, True: 27}
_HEAD_LINE, _HEAD_WIDTH = 13, 14


def device_picture(
    asked: Sequence[Rated], signature: str, note: str, group: str = "outlet", most: int = MOST_GROUPS
) -> Picture:
    """The heat map of `asked`, a device each; groups and devices with high rates come first."""
    columns = sorted(asked, key=lambda rated: (-_mean(rated), rated.name))
    rates = {(one.key, rated.name): one for rated in asked for one in rated.groups}
    groups = largest(asked[0].groups, most)
    rows = sorted((one.key for one in groups), key=lambda key: (-_sum(key, columns, rates), key))
    title = f"Framing devices by {group}"
    kind = "Corrected by hand labels" if asked[0].corrected else "Raw model rate, not corrected"
    lines = [
        f"{kind}: sentences with the device, % of {asked[0].among}.",
        *left_out(len(asked[0].groups), most, group),
    ]

    def draw(layout: Layout) -> Any:
        return finished(_map(rows, columns, rates, layout), layout, title, lines, [note], signature)

    numbers = [
        row
        for key in rows
        for rated in columns
        for row in told(rates[key, rated.name], {"device": _title(rated)})
    ]
    return Picture(title, draw, numbers, signature)


def _map(
    rows: Sequence[Key], columns: Sequence[Rated], rates: dict[tuple[Key, str], GroupRates], layout: Layout
) -> Any:
    import altair as alt

    cells = [
        _cell(rates[key, rated.name], place, rated, layout)
        for place, key in enumerate(rows)
        for rated in columns
    ]
    # All rates may be 0: a scale from 0 to 0 has no colours.
    top = max((cell["rate"] for cell in cells if cell["rate"] is not None), default=0) or 1
    names = [wrapped(rates[key, columns[0].name].name, layout.name, 1)[0] for key in rows]
    y = alt.Y(
        "place:O",
        title=None,
        scale=alt.Scale(domain=list(range(len(rows)))),
        axis=alt.Axis(
            labelExpr=f"{json.dumps(names, ensure_ascii=False)}[datum.value]",
            labelLimit=0,
            labelPadding=8,
            labelOverlap=False,
        ),
    )
    heads = [_title(rated) for rated in columns]
    x = alt.X(
        "device:N",
        title=None,
        scale=alt.Scale(domain=heads),
        axis=alt.Axis(
            orient="top",
            labelAngle=-90 if layout.narrow else 0,
            labelAlign="left" if layout.narrow else "center",
            labelBaseline="middle" if layout.narrow else "bottom",
            labelExpr="datum.label" if layout.narrow else f"{_broken(heads)}[datum.label]",
            labelLimit=0,
            labelPadding=6 if layout.narrow else _above(heads),
            labelLineHeight=_HEAD_LINE,
            labelOverlap=False,
            labelFontSize=11,
        ),
    )
    shown = ("group", "device", "rate, %", "interval", "kind", "sentences", "method")
    base = alt.Chart(alt.Data(values=cells)).encode(
        x=x, y=y, tooltip=[alt.Tooltip(f"{name}:N") for name in shown]
    )
    colour = alt.Color("rate:Q", scale=alt.Scale(scheme="blues", domain=[0, top]), legend=None)
    boxes = base.mark_rect(stroke="#ffffff", strokeWidth=1).encode(
        color=alt.condition("datum.rate === null", alt.value("#f4f4f4"), colour)
    )
    numbers = base.mark_text(fontSize=11 if layout.narrow else 12).encode(
        text="number:N",
        color=alt.condition(f"datum.rate > {_DARK * top}", alt.value("#ffffff"), alt.value("#1a1a1a")),
    )
    size = {"width": _COLUMN[layout.narrow] * len(heads), "height": _ROW[layout.narrow] * max(1, len(rows))}
    return (boxes + numbers).properties(**size)


def _cell(group: GroupRates, place: int, rated: Rated, layout: Layout) -> dict[str, Any]:
    best = group.corrected if rated.corrected else group.raw
    kinds = told(group)
    words = kinds[0] if best is not None and kinds else {"group": group.name, "rate, %": "no label"}
    rate = None if best is None else 100 * best.value
    digits = 0 if layout.narrow else 1
    return {
        **words,
        "place": place,
        "device": _title(rated),
        "rate": rate,
        "number": "–" if rate is None else f"{rate:.{digits}f}",
    }


def _mean(rated: Rated) -> float:
    rates = [one.best.value for one in rated.groups if one.best]
    return sum(rates) / len(rates) if rates else 0.0


def _sum(key: Key, columns: Sequence[Rated], rates: dict[tuple[Key, str], GroupRates]) -> float:
    found = (rates[key, rated.name].best for rated in columns)
    return sum(best.value for best in found if best)


def _title(rated: Rated) -> str:
    return device_name(rated.name.removeprefix(DEVICE))


def _above(heads: Sequence[str]) -> Any:
    """The gap under each column's name: lines run down from the first, which must leave room for the others."""
    lookup = f"length({_broken(heads)}[datum.label])"
    most = max((len(textwrap.wrap(head, _HEAD_WIDTH)) for head in heads), default=1)
    gaps = [{"test": f"{lookup} === {n}", "value": 6 + _HEAD_LINE * (n - 1)} for n in range(2, most + 1)]
    return {"condition": gaps, "value": 6} if gaps else 6


def _broken(heads: Sequence[str]) -> str:
    """The columns' names by themselves, each in lines that fit its column."""
    return json.dumps({head: textwrap.wrap(head, _HEAD_WIDTH) for head in heads}, ensure_ascii=False)
