"""The profile chart: one row an outlet, a dot a rate, a line an interval; as image or as an offline page."""

from __future__ import annotations

import io
import os
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from framing.output.profile_table import NOTE, interval, percent
from framing.output.whole import WholeFile, check_ending
from framing.types import Estimate, OutletProfile

CHART_ENDINGS = (".png", ".svg", ".pdf", ".html")

# Okabe and Ito's blue and vermilion: told apart with any colour vision, and by place and shape besides.
_PANELS = (
    ("editorial_rate", "editorial, % of own-voice sentences", "#0072B2", "circle"),
    ("charged_quote_rate", "charged, % of sentences that quote", "#D55E00", "diamond"),
)
# The chart's renderer carries Liberation Sans itself, so that text stands on a machine without fonts;
# a browser without it takes Arial, which has the same widths.
_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
_PANEL_WIDTH, _ROW_HEIGHT = 250, 30
_WRAP = 112  # characters of the footnote a line, at 10 px
_PNG_SCALE = 3  # about 300 dots an inch at 17 cm, the width of a page
_LABEL_WRAP = 34
_BREAK_LABELS = r"split(datum.label, '\n')"
_IS_BROKEN = r"indexof(datum.label, '\n') >= 0"
_INK, _QUIET, _GRID = "#1a1a1a", "#4d4d4d", "#e3e3e3"


def write_chart(
    path: str | os.PathLike[str], profiles: Sequence[OutletProfile], signature: str, group: str = "outlet"
) -> None:
    """Draw `profiles` in their order, highest first, to `path`: PNG, SVG, PDF or HTML by the ending."""
    ending = check_ending(Path(path), CHART_ENDINGS)
    chart = profile_chart(profiles, signature, group)
    if ending in (".png", ".pdf"):
        binary = io.BytesIO()
        chart.save(binary, format=ending[1:], scale_factor=_PNG_SCALE if ending == ".png" else 1)
        drawn = binary.getvalue()
    else:
        text = io.StringIO()
        chart.save(text, format=ending[1:], **({"inline": True} if ending == ".html" else {}))
        drawn = text.getvalue().encode("utf-8")
    with WholeFile(path) as file:
        file.write(drawn)


def profile_chart(profiles: Sequence[OutletProfile], signature: str, group: str = "outlet") -> Any:
    """The chart as an Altair object: two panels, rates of the outlet's own voice and of its quotes."""
    import altair as alt

    panels = (_panel(profiles, place) for place in range(len(_PANELS)))
    footnote = alt.TitleParams(
        _footnote(signature),
        orient="bottom",
        anchor="start",
        frame="bounds",
        fontSize=10,
        fontWeight="normal",
        color=_QUIET,
    )
    title = alt.TitleParams(
        f"Editorial and charged sentences by {group}",
        subtitle=f"Raw model rate, not corrected. Lines: {_level(profiles)}intervals over articles; "
        "hollow marks have none.",
        anchor="start",
        frame="bounds",
    )
    return (
        alt.vconcat(alt.hconcat(*panels, spacing=22, title=footnote), title=title)
        .configure(font=_FONT, background="#ffffff", padding=14)
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=12,
            titleFontSize=12,
            titleFontWeight="normal",
            labelColor=_INK,
            titleColor=_INK,
            gridColor=_GRID,
            domain=False,
            ticks=False,
        )
        .configure_title(fontSize=16, subtitleFontSize=12, color=_INK, subtitleColor=_QUIET, offset=16)
    )


def _panel(profiles: Sequence[OutletProfile], place: int) -> Any:
    """One rate: a row an outlet, in the order of `profiles`."""
    import altair as alt

    attribute, title, colour, shape = _PANELS[place]
    order = [_label(profile) for profile in profiles]
    rates = [(profile, getattr(profile, attribute)) for profile in profiles]
    data = alt.Data(values=[_point(profile, rate) for profile, rate in rates if rate is not None])
    y = alt.Y(
        "label:N",
        title=None,
        scale=alt.Scale(domain=order),
        axis=alt.Axis(
            labels=place == 0,
            labelLimit=0,
            labelPadding=10,
            labelExpr=_BREAK_LABELS,
            labelOffset=alt.condition(_IS_BROKEN, alt.value(-7), alt.value(0)),
            grid=True,
            gridDash=[1, 3],
        ),
    )
    x = alt.X(
        "rate:Q",
        title=title,
        scale=alt.Scale(domain=[0, _top(rate for _, rate in rates)]),
        axis=alt.Axis(format="d", tickCount=5, labelPadding=6, titlePadding=8),
    )
    tooltip = [
        alt.Tooltip(f"{name}:N") for name in ("outlet", "rate in %", "interval", "sentences", "method")
    ]
    base = alt.Chart(data).encode(y=y, tooltip=tooltip)
    lines = base.mark_rule(color=colour, strokeWidth=2.5, strokeCap="round", opacity=0.55).encode(
        x=alt.X("low:Q", title=title), x2="high:Q"
    )
    dots = base.mark_point(shape=shape, size=70, stroke=colour, strokeWidth=2, opacity=1).encode(
        x=x, fill=alt.condition("datum.low === null", alt.value("#ffffff"), alt.value(colour))
    )
    return (lines + dots).properties(width=_PANEL_WIDTH, height=max(1, len(order)) * _ROW_HEIGHT)


def _point(profile: OutletProfile, rate: Estimate) -> dict[str, Any]:
    percents = {name: None if v is None else 100 * v for name, v in (("low", rate.low), ("high", rate.high))}
    return percents | {
        "label": _label(profile),
        "rate": 100 * rate.value,
        "outlet": profile.outlet,
        "rate in %": percent(rate.value),
        "interval": interval(rate),
        "sentences": rate.n,
        "method": rate.method,
    }


def _label(profile: OutletProfile) -> str:
    """Name and number of articles; a long name breaks into lines."""
    articles = f"({profile.articles:,}\u00a0{'article' if profile.articles == 1 else 'articles'})"
    return "\n".join(textwrap.wrap(f"{profile.outlet} {articles}", _LABEL_WRAP)).replace("\u00a0", " ")


def _top(rates: Any) -> int:
    """Upper end of the axis in per cent: the highest end of an interval, rounded up to tens."""
    ends = [100 * (r.value if r.high is None else r.high) for r in rates if r is not None]
    return min(100, max(10, -(-int(max(ends, default=0) + 1) // 10) * 10))


def _level(profiles: Sequence[OutletProfile]) -> str:
    levels = {rate.level for p in profiles for rate in (p.editorial_rate, p.charged_quote_rate) if rate}
    return f"{100 * levels.pop():g} % " if len(levels) == 1 else ""


def _footnote(signature: str) -> list[str]:
    """The note and the signature, in lines; a long signature breaks after its parts."""
    broken = textwrap.wrap(signature.replace("|", "| "), _WRAP)
    return [*textwrap.wrap(NOTE, _WRAP), *(line.replace("| ", "|") for line in broken)]
