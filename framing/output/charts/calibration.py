"""The calibration curve: labelled share against score, with the diagonal, and the labels that it rests on."""

from __future__ import annotations

from typing import Any

from framing.output.charts.look import BLUE, QUIET, Layout, finished
from framing.output.charts.profile import HOLLOW
from framing.output.charts.save import Picture
from framing.output.profile_table import interval, percent
from framing.profiles.calibrated import Bin, Curve

_SIDE = {False: 400, True: 290}
_COUNTS_HEIGHT = 80
_TICKS = [0, 20, 40, 60, 80, 100]
_TOLD = ("score", "labelled 1", "interval", "labels", "share of sentences", "method")


def calibration_picture(curve: Curve, name: str, among: str, signature: str) -> Picture:
    """The curve of the question `name`, asked of the sentences `among`."""
    title = f"Calibration of the score '{name}'"
    level = f"{100 * curve.rate.level:g} %"
    lines = [
        f"{among[:1].upper()}{among[1:]}; lines: {level} intervals. On the dashed line a score is a share.",
        f"Mean score {percent(curve.score)}; labelled 1: {percent(curve.rate.value)} {interval(curve.rate)}.",
    ]
    sizes = sorted(one.rate.n for one in curve.bins)
    each = f"{sizes[0]:,}" if sizes[0] == sizes[-1] else f"{sizes[0]:,} to {sizes[-1]:,}"
    notes = [
        f"{curve.rate.n:,} hand labels of a probability sample, weighted as it was drawn; {each} a mark.",
        HOLLOW,
    ]

    def draw(layout: Layout) -> Any:
        import altair as alt

        chart = alt.vconcat(_curve(curve, layout), _counts(curve, layout), spacing=14)
        return finished(chart, layout, title, lines, notes, signature)

    return Picture(title, draw, [{n: str(_point(b)[n]) for n in _TOLD} for b in curve.bins], signature)


def _curve(curve: Curve, layout: Layout) -> Any:
    import altair as alt

    side = _SIDE[layout.narrow]
    scale = alt.Scale(domain=[0, 100])
    axis = alt.Axis(format="d", values=_TICKS)
    diagonal = (
        alt.Chart(alt.Data(values=[{"x": 0, "y": 0}, {"x": 100, "y": 100}]))
        .mark_line(color=QUIET, strokeDash=[5, 4], strokeWidth=1)
        .encode(x=alt.X("x:Q", scale=scale), y=alt.Y("y:Q", scale=scale))
    )
    base = alt.Chart(alt.Data(values=[_point(one) for one in curve.bins])).encode(
        x=alt.X("x:Q", title="mean score of the bin, %", scale=scale, axis=axis),
        tooltip=[alt.Tooltip(f"{name}:N") for name in _TOLD],
    )
    y = alt.Y("y:Q", title="labelled 1 by hand, %", scale=scale, axis=axis)
    line = base.mark_line(color=BLUE, strokeWidth=1, opacity=0.6).encode(y=y)
    ends = base.mark_rule(color=BLUE, strokeWidth=2.5, strokeCap="round").encode(
        y=alt.Y("low:Q", scale=scale), y2="high:Q"
    )
    dots = base.mark_point(shape="circle", size=60, stroke=BLUE, strokeWidth=2, opacity=1).encode(
        y=y, fill=alt.condition("datum.low === null", alt.value("#ffffff"), alt.value(BLUE))
    )
    return (diagonal + line + ends + dots).properties(width=side, height=side)


def _counts(curve: Curve, layout: Layout) -> Any:
    """How many labels there are along the score."""
    import altair as alt

    step = 100 / len(curve.counts)
    values = [
        {
            "from": place * step,
            "to": (place + 1) * step,
            "labels": count,
            "score, %": f"{place * step:g} to {(place + 1) * step:g}",
        }
        for place, count in enumerate(curve.counts)
    ]
    x = alt.X(
        "from:Q",
        title="score, %",
        scale=alt.Scale(domain=[0, 100]),
        axis=alt.Axis(format="d", grid=False, values=_TICKS),
    )
    bars = alt.Chart(alt.Data(values=values)).mark_rect(color="#9ec3dd", stroke="#ffffff")
    return bars.encode(
        x=x,
        x2="to:Q",
        y=alt.Y("labels:Q", title="labels", axis=alt.Axis(tickCount=3, format="d")),
        y2=alt.Y2Datum(0),
        tooltip=[alt.Tooltip("score, %:N"), alt.Tooltip("labels:Q")],
    ).properties(width=_SIDE[layout.narrow], height=_COUNTS_HEIGHT)


def _point(one: Bin) -> dict[str, Any]:
    rate = one.rate
    return {
        "x": 100 * one.score,
        "y": 100 * rate.value,
        "low": None if rate.low is None else 100 * rate.low,
        "high": None if rate.high is None else 100 * rate.high,
        "score": f"{100 * one.low:.1f} to {100 * one.high:.1f} %, mean {100 * one.score:.1f} %",
        "labelled 1": percent(rate.value),
        "interval": interval(rate),
        "labels": f"{rate.n:,}",
        "share of sentences": percent(one.share),
        "method": rate.method,
    }
