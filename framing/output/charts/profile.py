"""The profile chart: each group's rate, corrected and raw, with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from framing.output.charts.look import Layout, finished
from framing.output.charts.rates import GroupRates, Rated, largest
from framing.output.charts.rows import rate_rows
from framing.output.charts.save import Picture
from framing.output.charts.told import told

# Rows that a page of print still holds; of more groups the largest are drawn.
MOST_GROUPS = 40
HOLLOW = "Hollow marks have no interval."


def profile_picture(
    asked: Sequence[Rated], signature: str, note: str, group: str = "outlet", most: int = MOST_GROUPS
) -> Picture:
    """The chart of the questions `asked`: rows in the order of the first one, its largest `most` groups.

    `note` says what the rates are.
    """
    first = asked[0]
    order = [*largest(first.groups, most), *([first.whole] if first.whole else [])]
    names = " and ".join(rated.name.removeprefix("device_").replace("_", " ") for rated in asked)
    title = f"{names[:1].upper()}{names[1:]} sentences by {group}"

    def draw(layout: Layout) -> Any:
        import altair as alt

        panels = [
            rate_rows(rated, order, layout, first=place == 0, only=len(asked) == 1)
            for place, rated in enumerate(asked)
        ]
        side_by_side = not layout.narrow and len(panels) <= layout.columns
        chart = alt.hconcat(*panels, spacing=22) if side_by_side else alt.vconcat(*panels, spacing=26)
        return finished(chart, layout, title, subtitle(first, order, most, group), [note, HOLLOW], signature)

    shown = {one.key for one in order}
    numbers = [
        row
        for rated in asked
        for one in (*rated.groups, *([rated.whole] if rated.whole else []))
        if one.key in shown
        for row in told(one, {"of": rated.name})
    ]
    return Picture(title, draw, numbers, signature)


def subtitle(rated: Rated, shown: Sequence[GroupRates], most: int, group: str) -> list[str]:
    """What the lines are, and which groups were left out."""
    level = level_of(shown)
    if rated.corrected:
        lines = [f"Lines: {level}intervals. That of a raw rate knows nothing of the model's errors."]
    else:
        lines = [f"Raw model rate, not corrected. Lines: {level}intervals over articles."]
    return lines + left_out(len(rated.groups), most, group)


def level_of(shown: Sequence[GroupRates]) -> str:
    """The intervals' level as a word before "intervals"; nothing where there is not one for all."""
    levels = {rate.level for one in shown for rate in (one.corrected, one.raw) if rate}
    return f"{100 * levels.pop():g} % " if len(levels) == 1 else ""


def left_out(groups: int, most: int, group: str) -> list[str]:
    """Says so where there are more groups than are drawn."""
    return [f"The {most} of {groups:,} with the most sentences (by {group})."] if groups > most else []
