"""The power of corrected rates, drawn: how often two outlets are told apart, by how far apart they are."""

from __future__ import annotations

from pathlib import Path

from eval.store import Result
from framing.output.charts.look import BLUE, FONT, VERMILION

GAP = "truth "
COLOURS = (VERMILION, "#009E73", "#CC79A7", BLUE)  # Okabe and Ito's
WIDTH, HEIGHT = 230, 220


def draw_power(differences: Result, path: Path) -> None:
    """Draw the table of `framing evaluate coverage` on differences as an SVG file."""
    import altair as alt
    import vl_convert

    points = [
        {
            "population": row["population"],
            "labels": row["labels"],
            "gap": column.removeprefix(GAP).removesuffix(" apart"),
            "power": row[column],
        }
        for row in differences.rows
        for column in row
        if column.startswith(GAP)
    ]
    gaps = list(dict.fromkeys(point["gap"] for point in points))
    base = alt.Chart(alt.Data(values=points)).encode(
        x=alt.X(
            "gap:O",
            sort=gaps,
            title="true difference of the two rates",
            axis=alt.Axis(labelAngle=0, titlePadding=14),
        ),
        y=alt.Y(
            "power:Q",
            scale=alt.Scale(domain=[0, 1]),
            title="share of draws that call them different",
            axis=alt.Axis(format="%", titlePadding=14),
        ),
        color=alt.Color("labels:O", title="labels", scale=alt.Scale(range=list(COLOURS))),
        shape=alt.Shape("labels:O", legend=None),
    )
    chart = (
        (base.mark_line() + base.mark_point(filled=True, size=70))
        .properties(width=WIDTH, height=HEIGHT)
        .facet(alt.Column("population:N", title=None))
        .configure(font=FONT)
        .configure_header(labelFontSize=12)
        .configure_axis(grid=True, gridColor="#e3e3e3")
    )
    path.write_text(vl_convert.vegalite_to_svg(chart.to_dict()), encoding="utf-8")
