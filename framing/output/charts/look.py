"""How every chart looks: colours, fonts, the two layouts, and what stands above and below the marks."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# Okabe and Ito's blue and vermilion: told apart with any colour vision, and in grey by their marks.
BLUE, VERMILION = "#0072B2", "#D55E00"
INK, QUIET, GRID = "#1a1a1a", "#4d4d4d", "#e3e3e3"
# The renderer carries Liberation Sans itself, so that text stands on a machine without fonts; a browser
# without it takes Arial, which has the same widths.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
LINE_HEIGHT = 15


@dataclass(frozen=True, slots=True)
class Layout:
    """One width of page. `panel` is the width of a panel in pixels, `columns` how many stand side by side.

    `name` is the characters of a line of a name, `title`, `subtitle` and `caption` those of theirs.
    """

    narrow: bool
    panel: int
    columns: int
    name: int
    title: int
    subtitle: int
    caption: int


# A page of print or a screen, and a telephone's 390 pixels.
WIDE = Layout(False, panel=270, columns=3, name=34, title=80, subtitle=108, caption=126)
NARROW = Layout(True, panel=210, columns=1, name=18, title=36, subtitle=54, caption=62)


def wrapped(name: str, width: int, most: int) -> list[str]:
    """A name in lines of `width` characters, `most` of them; a cut one ends in an ellipsis."""
    return textwrap.wrap(name, width, max_lines=most, placeholder="…") or [""]


def signature_lines(signature: str, width: int) -> list[str]:
    """A signature in lines that end after one of its parts."""
    parts = textwrap.wrap(signature.replace("|", "| "), width, break_on_hyphens=False)
    return [line.replace("| ", "|") for line in parts]


def finished(
    chart: Any, layout: Layout, title: str, subtitle: Sequence[str], caption: Sequence[str], signature: str
) -> Any:
    """The chart with its title, what a reader must know, a caption and the signature."""
    import altair as alt

    below = [line for text in caption for line in textwrap.wrap(text, layout.caption)]
    foot = alt.TitleParams(
        [*below, *signature_lines(signature, layout.caption)],
        orient="bottom",
        anchor="start",
        frame="bounds",
        fontSize=10,
        fontWeight="normal",
        color=QUIET,
        lineHeight=14,
    )
    head = alt.TitleParams(
        textwrap.wrap(title, layout.title),
        subtitle=[line for text in subtitle for line in textwrap.wrap(text, layout.subtitle)],
        anchor="start",
        frame="bounds",
    )
    framed = alt.vconcat(alt.vconcat(chart, title=foot), title=head)
    return (
        framed.properties(description=title)
        .configure(font=FONT, background="#ffffff", padding=8 if layout.narrow else 14)
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=11 if layout.narrow else 12,
            titleFontSize=12,
            titleFontWeight="normal",
            labelColor=INK,
            titleColor=INK,
            gridColor=GRID,
            domain=False,
            ticks=False,
        )
        .configure_legend(
            orient="top",
            title=None,
            direction="vertical" if layout.narrow else "horizontal",
            labelFontSize=12,
            labelLimit=0,
            symbolSize=80,
            columnPadding=24,
        )
        .configure_title(fontSize=16, subtitleFontSize=12, color=INK, subtitleColor=QUIET, offset=16)
    )


def per_cent(value: float | None) -> float | None:
    """A share in per cent; nothing stays nothing."""
    return None if value is None else 100 * value


def axis_end(ends: Sequence[float]) -> int:
    """Upper end of an axis in per cent: the highest of `ends`, rounded up to tens."""
    return min(100, max(10, -(-int(max(ends, default=0) + 1) // 10) * 10))
