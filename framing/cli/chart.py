"""`framing chart`: pictures of a scores file for a paper or a screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.options import (
    article_option,
    by_option,
    design_option,
    group_keys,
    id_option,
    labels_option,
    level_option,
)

if TYPE_CHECKING:
    from framing.output.charts import Picture

Command = Callable[..., None]


@click.group()
def chart() -> None:
    """Draw rates by outlet, devices, rates over time, or calibration: PNG, SVG, PDF, or a page for a browser.

    SCORES is what `framing annotate` wrote. With --labels the rates are corrected, as in `framing profile
    --labels`; without, they are the model's. An .html file is interactive and needs no network.
    """


def _common(command: Command) -> Command:
    """The arguments and options that every picture takes."""
    for option in (
        level_option,
        id_option,
        article_option,
        click.option(
            "-o", "--output", "outputs", type=click.Path(path_type=Path), multiple=True, required=True,
            help=".png, .svg, .pdf or .html. May be given several times.",
        ),
        design_option,
        labels_option,
        click.argument("scores", type=click.Path(path_type=Path)),
    ):  # fmt: skip
        command = option(command)
    return command


def _most_option(default: int, what: str) -> Callable[[Command], Command]:
    return click.option(
        "--most", type=click.IntRange(1), default=default, show_default=True,
        help=f"{what} to draw, those with the most sentences.",
    )  # fmt: skip


# The defaults of framing.output.charts, which is not imported for the help; a test holds them together.
MOST_GROUPS, MOST_PANELS = 40, 12


@chart.command()
@_common
@click.option(
    "--of", "of", multiple=True,
    help="editorial, charged, or a column of probabilities [default: with labels what the sample is of, "
    "else editorial and charged]. May be given several times.",
)  # fmt: skip
@by_option
@_most_option(MOST_GROUPS, "Groups")
def profile(of: tuple[str, ...], by: str, most: int, **options: Any) -> None:
    """Each outlet's rate, corrected and raw, with intervals."""
    from framing.output.charts import profile_picture

    keys = group_keys(by)
    _check(**options)
    rates, signature, note = _rated(keys, of, **options)
    _write(profile_picture(rates, signature, note, " and ".join(keys), most), **options)


@chart.command()
@_common
@by_option
@_most_option(MOST_GROUPS, "Groups")
def devices(by: str, most: int, **options: Any) -> None:
    """A heat map: how often each outlet uses each device."""
    from framing.cli.charting import devices_of
    from framing.output.charts import device_picture

    keys = group_keys(by)
    _check(**options)
    rates, signature, note = _rated(keys, devices_of(options["scores"]), **options)
    _write(device_picture(rates, signature, note, " and ".join(keys), most), **options)


@chart.command()
@_common
@click.option(
    "--of", help="As in `chart profile`; one question [default: what the sample is of, or editorial]."
)
@click.option(
    "--by", default="outlet", show_default=True,
    help="Column to draw a panel for each value of; several with commas, empty for all sentences together.",
)  # fmt: skip
@_most_option(MOST_PANELS, "Panels")
def months(of: str | None, by: str, most: int, **options: Any) -> None:
    """Rates month by month, by the date in `published`."""
    from framing.output.charts import month_picture

    keys = tuple(key for key in (group_keys(by) if by.strip() else ()) if key != "month")
    _check(**options)
    questions = (of,) if of else _unless_labels(("editorial",), **options)
    (rates, *_), signature, note = _rated((*keys, "month"), questions, **options)
    _write(month_picture(rates, signature, note, " and ".join(keys), most), **options)


@chart.command()
@_common
@click.option(
    "--of",
    help="The score: editorial, charged or a column of probabilities [default: what the sample is of].",
)
def calibration(of: str | None, labels: Path | None, design: Path | None, **options: Any) -> None:
    """How far a score can be read as a share: labelled share against score, from hand labels."""
    from framing.cli.charting import calibration_of

    if labels is None:
        raise click.UsageError("chart calibration needs --labels")
    _check(labels=labels, design=design, **options)
    asked = _asked(("outlet",), (), **options)
    _write(calibration_of(options["scores"], labels, design, of, asked), **options)


def _check(outputs: tuple[Path, ...], labels: Path | None, design: Path | None, **_: Any) -> None:
    """Refuse what cannot be written before anything is read."""
    from framing.output.charts import CHART_ENDINGS
    from framing.output.whole import check_ending, check_writable

    if design and not labels:
        raise click.UsageError("--design needs --labels")
    for path in outputs:
        check_ending(path, CHART_ENDINGS)
        check_writable(path)


def _unless_labels(of: tuple[str, ...], labels: Path | None, **_: Any) -> tuple[str, ...]:
    return () if labels else of


def _asked(
    by: tuple[str, ...], of: tuple[str, ...], article: str, id_column: str, level: float, **_: Any
) -> Any:
    from framing.cli.correcting import Asked

    return Asked(by, article, id_column, of, level, rank=False, differences=False, beyond=False)


def _rated(by: tuple[str, ...], of: tuple[str, ...], **options: Any) -> Any:
    from framing.cli.charting import rated

    return rated(options["scores"], options["labels"], options["design"], _asked(by, of, **options))


def _write(picture: Picture, outputs: tuple[Path, ...], **_: Any) -> None:
    from framing.output.charts import write_picture

    for path in outputs:
        write_picture(path, picture)
        click.echo(f"wrote {path}", err=True)
