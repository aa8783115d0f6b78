"""`framing power`: how many labels for how wide an interval, before anyone labels."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from framing.cli.options import article_option, by_option, group_keys, id_option
from framing.errors import InputError

if TYPE_CHECKING:
    from framing.cli.correcting import Asked
    from framing.profiles.power import Expected


@click.command()
@click.argument("scores", type=click.Path(path_type=Path))
@click.option("-n", "--labels", type=click.IntRange(2), default=300, show_default=True, help="Labels in all.")
@click.option("--width", type=click.FloatRange(0.001, 1), help="How many labels for an interval this wide?")
@by_option
@click.option(
    "--of", "of", default="editorial", show_default=True,
    help="Rate to be known: editorial, charged, or a column of probabilities.",
)  # fmt: skip
@click.option(
    "--pilot", type=click.Path(path_type=Path),
    help="Labels of a small sample that `framing sample` drew: tells rate and gain of every group.",
)  # fmt: skip
@click.option(
    "--design", type=click.Path(path_type=Path), help="The pilot's design, where it does not lie beside."
)
@click.option(
    "--precision", type=click.FloatRange(0, 1, min_open=True), help="The model's, measured elsewhere."
)
@click.option("--recall", type=click.FloatRange(0, 1), help="The model's, measured elsewhere.")
@click.option(
    "--rate", type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="Expected rate of every group [default: the pilot's, or the mean score].",
)  # fmt: skip
@article_option
@id_option
@click.option("--level", type=click.FloatRange(0.5, 0.999), default=0.95, show_default=True, help="Level.")
def power(
    scores: Path,
    labels: int,
    width: float | None,
    by: str,
    of: str,
    pilot: Path | None,
    design: Path | None,
    precision: float | None,
    recall: float | None,
    rate: float | None,
    article: str,
    id_column: str,
    level: float,
) -> None:
    """How wide an interval so many labels buy, and the other way round.

    For each group of SCORES the width of the corrected interval and that of labels alone. What the model
    contributes comes from a pilot, from its measured precision and recall, or, failing both, from the scores
    as if they were calibrated, which is a hope. One label an article is taken for granted.
    """
    from framing.output.profile_table import percent, print_cells
    from framing.profiles.sampling import allocate

    if (precision is None) != (recall is None) or (pilot and precision is not None):
        raise click.UsageError("give --pilot, or --precision and --recall together")
    if design and not pilot:
        raise click.UsageError("--design is the design of a --pilot")
    keys = group_keys(by)
    if pilot:
        from framing.cli.correcting import Asked

        asked = Asked(keys, article, id_column, (of,), level, False, False, False)
        expected, source = _from_pilot(scores, pilot, design, asked, rate), "a pilot"
    else:
        expected = _from_scores(scores, keys, of, article, rate, precision, recall)
        source = "the scores as if calibrated" if precision is None else "precision and recall"
    if not expected:
        click.echo(f"{scores}: no sentence to ask '{of}' of", err=True)
        return
    if labels < 2 * len(expected) and width is None:
        raise InputError(
            "--labels", f"must be 2 a group at least, {2 * len(expected)} of {len(expected)}", str(labels)
        )
    sizes = [int(e.sentences) for e in expected.values()]
    rows, total = [], 0
    for (name, e), n in zip(expected.items(), allocate(labels, sizes, proportional=False), strict=True):
        alone = type(e)(e.rate, 0.0, e.sentences)
        cells = [*name, f"{e.sentences:.0f}", percent(e.rate), percent(e.gain)]
        if width is None:
            rows.append([*cells, str(n), _points(e.width(n, level)), _points(alone.width(n, level))])
            continue
        needed, bare = e.labels(width, level), alone.labels(width, level)
        total += needed or 0
        rows.append([*cells, *("–" if x is None else str(x) for x in (needed, bare))])
    asked_for = ("labels", "width", "labels alone") if width is None else ("labels", "labels alone")
    print_cells((*keys, "sentences", "rate", "gain", *asked_for), rows, sys.stdout, left=len(keys))
    if width is not None:
        click.echo(f"{total} labels in all for intervals of {_points(width)} or less.")
    mean = "the pilot's" if pilot else "the mean score, not `framing profile`'s share of labels"
    click.echo(f"Rate: {'as given' if rate else mean}.")
    click.echo(f"Widths in percentage points at {100 * level:g} %. Gain (variance explained): from {source}.")


def _points(width: float) -> str:
    return f"{100 * width:.1f}"


def _from_scores(
    scores: Path,
    by: tuple[str, ...],
    of: str,
    article: str,
    rate: float | None,
    precision: float | None,
    recall: float | None,
) -> dict[tuple[str, ...], Expected]:
    """Rate and gain of each group from its scores."""
    import numpy as np

    from framing.output.scores import column_names, scan_scores
    from framing.profiles.power import Expected, gain_of_errors, gain_of_scores
    from framing.profiles.questions import question
    from framing.profiles.universe import BINS, Universe, slices

    present = column_names(scores)
    universe = Universe(question(of, present), by, article=article)
    for batch in scan_scores(scores, universe.columns(present)):
        universe.add_batch(batch)
    cells, found = universe.cells, {}
    for part in slices(cells, by):
        n = cells["n"].to_numpy()[part.rows].astype(float)
        middle = (cells["bin"].to_numpy()[part.rows] + 0.5) / BINS
        mean, square = float(n @ middle / n.sum()), float(n @ middle**2 / n.sum())
        expected = float(np.clip(rate if rate is not None else mean, 0.001, 0.999))
        if precision is None or recall is None:
            gain = gain_of_scores(mean, square)
        else:
            try:
                gain = gain_of_errors(expected, precision, recall)
            except ValueError as error:
                raise click.UsageError(f"{', '.join(part.key)}: {error}") from error
        found[part.key] = Expected(expected, gain, float(n.sum()))
    return found


def _from_pilot(
    scores: Path, pilot: Path, design: Path | None, asked: Asked, rate: float | None
) -> dict[tuple[str, ...], Expected]:
    """Rate and gain of each group that has labels in the pilot."""
    from framing.cli.correcting import correct_scores
    from framing.profiles.power import Expected

    (correction,) = correct_scores(scores, pilot, design, asked).corrections
    found = {}
    for profile in correction.profiles:
        if profile.corrected is None:
            click.echo(f"no labels of {' / '.join(profile.key)} in the pilot: left out", err=True)
        else:
            value = min(0.999, max(0.001, profile.corrected.value if rate is None else rate))
            found[profile.key] = Expected(value, profile.gain, float(profile.sentences))
    return found
