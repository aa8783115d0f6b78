"""`framing profile`: what each outlet does, from a scores file, put right by hand labels if there are any."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from framing.cli.options import (
    article_option,
    design_option,
    group_keys,
    id_option,
    labels_option,
    level_option,
    resamples_option,
    seed_option,
)

if TYPE_CHECKING:
    from framing.output.charts import Picture
    from framing.profiles import Tally


@click.command()
@click.argument("scores", type=click.Path(path_type=Path))
@labels_option
@design_option
@click.option(
    "--of", "of", multiple=True,
    help="With --labels: editorial, charged, or a column of probabilities, for example a device "
    "[default: what the sample is of]. May be given several times.",
)  # fmt: skip
@click.option("--rank", is_flag=True, help="With --labels: ranks that the data bear.")
@click.option("--differences", is_flag=True, help="With --labels: every pair of groups, with intervals.")
@click.option(
    "--beyond", is_flag=True,
    help="With --labels: intervals for the outlets beyond these articles, as if more would come.",
)  # fmt: skip
@click.option(
    "--by", default="outlet", show_default=True,
    help="Column to group by; several with commas. month and year are those of `published`.",
)  # fmt: skip
@article_option
@id_option
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Also write the table: .csv or .json.")
@click.option(
    "--chart", "charts", type=click.Path(path_type=Path), multiple=True,
    help="Draw the rates: .png, .svg, .pdf or .html. May be given several times; more charts: `framing chart`.",
)  # fmt: skip
@level_option
@resamples_option
@seed_option
def profile(
    scores: Path,
    labels: Path | None,
    design: Path | None,
    of: tuple[str, ...],
    rank: bool,
    differences: bool,
    beyond: bool,
    by: str,
    article: str,
    id_column: str,
    output: Path | None,
    charts: tuple[Path, ...],
    level: float,
    resamples: int,
    seed: int,
) -> None:
    """Rate of editorial sentences in each outlet's own voice, with intervals over articles.

    SCORES is what `framing annotate` wrote: .parquet, .csv or .jsonl. The table goes to standard output.
    Without labels the rates count the model's labels and are not corrected. With --labels they are corrected,
    and the intervals cover the model's errors too; failed assumptions are told in the table, in the file and
    on standard error.
    """
    from framing.output.charts import CHART_ENDINGS
    from framing.output.profile_table import ENDINGS
    from framing.output.whole import check_apart, check_ending, check_writable

    if labels is None and (design or of or rank or differences or beyond):
        raise click.UsageError("--design, --of, --rank, --differences and --beyond need --labels")
    for path, endings in [
        *((chart, CHART_ENDINGS) for chart in charts),
        *([(output, ENDINGS)] if output else []),
    ]:
        check_ending(path, endings)
        check_writable(path)
    check_apart([*charts, output], [scores, labels, design])
    keys = group_keys(by)
    if labels is None:
        _raw(scores, keys, article, output, charts, level, resamples, seed)
        return
    from framing.cli.correcting import Asked, correct_scores
    from framing.output.charts import of_report, profile_picture
    from framing.output.corrected_table import print_report, warnings, write_report

    asked = Asked(keys, article, id_column, of, level, rank, differences, beyond)
    report = correct_scores(scores, labels, design, asked)
    print_report(report, sys.stdout)
    # On a terminal the table has just said it.
    for correction in report.corrections if not sys.stdout.isatty() else ():
        for line in warnings(correction, report):
            click.echo(line, err=True)
    if output:
        write_report(output, report)
        click.echo(f"wrote {output}", err=True)
    if charts:
        _draw(charts, profile_picture(of_report(report), report.signature, report.note, " and ".join(keys)))


def _raw(
    scores: Path,
    keys: tuple[str, ...],
    article: str,
    output: Path | None,
    charts: tuple[Path, ...],
    level: float,
    resamples: int,
    seed: int,
) -> None:
    """The profile without hand labels: what the model says, with an interval over articles."""
    from framing.output.charts import of_profiles, profile_picture
    from framing.output.profile_table import NOTE, print_profiles, write_profiles
    from framing.profiles import profile_tally
    from framing.profiles.counts import SEPARATOR

    tally, signatures = read_tally(scores, keys, article)
    profiles = profile_tally(tally, level, resamples, seed)
    if not profiles:
        click.echo(f"{scores}: no sentence to profile", err=True)
    if len(signatures) > 1:
        click.echo(f"{scores}: the scores come from {len(signatures)} different models or settings", err=True)
    signature = raw_signature(signatures, level, resamples, seed)
    group = SEPARATOR.join(keys)
    print_profiles(profiles, signature, sys.stdout, group)
    if output:
        write_profiles(output, profiles, signature, group)
        click.echo(f"wrote {output}", err=True)
    if charts:
        _draw(charts, profile_picture(of_profiles(profiles), signature, NOTE, " and ".join(keys)))


def _draw(charts: tuple[Path, ...], picture: Picture) -> None:
    from framing.output.charts import write_picture

    for chart in charts:
        write_picture(chart, picture)
        click.echo(f"wrote {chart}", err=True)


def read_tally(scores: Path, by: tuple[str, ...], article: str) -> tuple[Tally, set[str]]:
    """Counts an article, and the signatures found, from one pass over the file."""
    import pyarrow.compute as pc

    from framing.output.scores import column_names
    from framing.output.tables import scan_scores
    from framing.profiles import NEEDED, Tally
    from framing.profiles.counts import key_columns

    tally, signatures = Tally(by, article), set[str]()
    keys = key_columns(by, column_names(scores)) if set(by) & {"month", "year"} else by
    columns = list(dict.fromkeys([*keys, article, *NEEDED, "signature"]))
    for batch in scan_scores(scores, columns):
        tally.add_batch(batch)
        signatures.update(s for s in pc.unique(batch["signature"]).to_pylist() if s)
    return tally, signatures


def raw_signature(signatures: set[str], level: float, resamples: int, seed: int) -> str:
    """The scores' signature, with what the intervals depend on."""
    from framing.profiles import INTERVAL

    scored = " and ".join(sorted(signatures)) or "unsigned scores"
    return f"{scored}|interval:{INTERVAL}@{level:g}|resamples:{resamples}|seed:{seed}"
