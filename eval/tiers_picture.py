"""What a scorer costs and what it is worth, drawn: macro-F1 against sentences a second and against memory."""

from __future__ import annotations

from pathlib import Path

from eval.store import Result
from framing.output.charts.look import BLUE, FONT, VERMILION

WIDTH, HEIGHT = 300, 220
RATE, MEMORY, WORTH = "sentences a second", "memory, MiB", "macro-F1, BABE folds"


def draw_tiers(speed: Result, path: Path) -> None:
    """Draw the table of `eval.benchmarks.speed` as an SVG file: each scorer in its best batch, if its worth is known."""
    import altair as alt
    import vl_convert

    best: dict[str, dict[str, object]] = {}
    for row in speed.rows:
        name = str(row["scorer"]).partition(",")[0]
        known = best.get(name)
        if row[WORTH] is not None and (known is None or float(str(row[RATE])) > float(str(known[RATE]))):
            best[name] = {"scorer": name, "ours": name.startswith("framing")} | {
                column: row[column] for column in (RATE, MEMORY, WORTH)
            }
    data = alt.Data(values=list(best.values()))
    # Widths are reckoned with one font and shown in the reader's own: the title keeps its distance from the numbers.
    roomy = alt.Axis(titlePadding=14)
    folds = "macro-F1, BABE's random folds"
    worth = alt.Y(f"{WORTH}:Q", scale=alt.Scale(domain=[0.7, 0.82]), title=folds, axis=roomy)

    def panel(column: str, title: str, ticks: list[int]) -> alt.LayerChart:
        scale = alt.Scale(type="log", domain=[ticks[0], ticks[-1]])
        base = alt.Chart(data).encode(
            x=alt.X(f"{column}:Q", scale=scale, title=title, axis=alt.Axis(values=ticks, format="~s")),
            y=worth,
        )
        colour = alt.Color(
            "ours:N", legend=None, scale=alt.Scale(domain=[True, False], range=[BLUE, VERMILION])
        )
        points = base.mark_point(filled=True, size=90).encode(
            color=colour, shape=alt.Shape("ours:N", legend=None)
        )
        # Scorers of one model lie on one line: this program's names go beside it, the others' below.
        names = [
            base.mark_text(fontSize=11, **place)
            .encode(text="scorer:N")
            .transform_filter(alt.FieldEqualPredicate(field="ours", equal=ours))
            for ours, place in ((True, {"align": "left", "dx": 9}), (False, {"dy": 16}))
        ]
        return alt.layer(points, *names).properties(width=WIDTH, height=HEIGHT)

    chart = (
        alt.hconcat(
            panel(RATE, "sentences a second, one core (log)", [1, 10, 100, 1000, 10_000, 100_000]),
            panel(MEMORY, "memory, MiB (log)", [50, 100, 200, 500, 1000, 2000]),
        )
        .configure(font=FONT)
        .configure_axis(grid=True, gridColor="#e3e3e3")
    )
    path.write_text(vl_convert.vegalite_to_svg(chart.to_dict()), encoding="utf-8")
