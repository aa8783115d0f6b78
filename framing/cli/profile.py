"""`framing profile`: what each outlet does, from a scores file."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.argument("scores", type=click.Path(path_type=Path))
@click.option("--by", default="outlet", show_default=True, help="Column to group by; several with commas.")
@click.option(
    "--article",
    default="article_id",
    show_default=True,
    help="Column that tells which article a sentence is from.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Also write the table: .csv or .json.")
@click.option(
    "--chart",
    "charts",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Draw a chart: .png, .svg, .pdf or .html. May be given several times.",
)
@click.option(
    "--level",
    type=click.FloatRange(0.5, 0.999),
    default=0.95,
    show_default=True,
    help="Level of the intervals.",
)
@click.option(
    "--resamples", type=click.IntRange(100), default=2000, show_default=True, help="Draws of the bootstrap."
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Seed of the bootstrap.")
def profile(
    scores: Path,
    by: str,
    article: str,
    output: Path | None,
    charts: tuple[Path, ...],
    level: float,
    resamples: int,
    seed: int,
) -> None:
    """Rate of editorial sentences in each outlet's own voice, with intervals over articles.

    SCORES is what `framing annotate` wrote: .parquet, .csv or .jsonl. The table goes to standard output.
    Rates count the model's labels and are not corrected by hand labels.
    """
    from framing.output.charts import CHART_ENDINGS, write_chart
    from framing.output.profile_table import ENDINGS, print_profiles, write_profiles
    from framing.output.whole import check_ending, check_writable
    from framing.profiles import profile_tally

    for path, endings in [
        *((chart, CHART_ENDINGS) for chart in charts),
        *([(output, ENDINGS)] if output else []),
    ]:
        check_ending(path, endings)
        check_writable(path)
    keys = tuple(dict.fromkeys(name.strip() for name in by.split(",") if name.strip())) or ("outlet",)
    tally, signatures = _read(scores, keys, article)
    profiles = profile_tally(tally, level, resamples, seed)
    if not profiles:
        click.echo(f"{scores}: no sentence to profile", err=True)
    if len(signatures) > 1:
        click.echo(f"{scores}: the scores come from {len(signatures)} different models or settings", err=True)
    signature = _signature(signatures, level, resamples, seed)
    group = " / ".join(keys)
    print_profiles(profiles, signature, sys.stdout, group)
    if output:
        write_profiles(output, profiles, signature, group)
        click.echo(f"wrote {output}", err=True)
    for chart in charts:
        write_chart(chart, profiles, signature, group)
        click.echo(f"wrote {chart}", err=True)


def _read(scores: Path, by: tuple[str, ...], article: str):  # type: ignore[no-untyped-def]
    """Counts an article, and the signatures found, from one pass over the file."""
    import pyarrow.compute as pc

    from framing.output.tables import scan_scores
    from framing.profiles import NEEDED, Tally

    tally, signatures = Tally(by, article), set[str]()
    columns = list(dict.fromkeys([*by, article, *NEEDED, "signature"]))
    for batch in scan_scores(scores, columns):
        tally.add_batch(batch)
        signatures.update(s for s in pc.unique(batch["signature"]).to_pylist() if s)
    return tally, signatures


def _signature(signatures: set[str], level: float, resamples: int, seed: int) -> str:
    """The scores' signature, with what the intervals depend on."""
    from framing.profiles import INTERVAL

    scored = " and ".join(sorted(signatures)) or "unsigned scores"
    return f"{scored}|interval:{INTERVAL}@{level:g}|resamples:{resamples}|seed:{seed}"
