"""`framing sources`: who is quoted by whom, and how much, from a scores file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from framing.cli.options import group_keys


@click.command()
@click.argument("scores", type=click.Path(path_type=Path))
@click.option(
    "--by", default="outlet", show_default=True,
    help="Column to group by; several with commas. month and year are those of `published`.",
)  # fmt: skip
@click.option(
    "--top", type=click.IntRange(1), default=10, show_default=True,
    help="How many speakers of each group to print; the file has all of them.",
)  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Also write all rows: .csv or .json.")
def sources(scores: Path, by: str, top: int, output: Path | None) -> None:
    """Whom each outlet quotes: sentences, quoted words and their share, how charged the quotes are.

    SCORES is what `framing annotate` wrote: .parquet, .csv or .jsonl. The table goes to standard output, the
    most quoted first. A speaker is named as each article names them.
    """
    import pyarrow.compute as pc

    from framing.output.scores import column_names, scan_scores
    from framing.output.sources_table import ENDINGS, print_sources, write_sources
    from framing.output.whole import check_apart, check_ending, check_writable
    from framing.profiles.counts import key_columns
    from framing.profiles.sources import NEEDED, SourceTally

    if output:
        check_ending(output, ENDINGS)
        check_writable(output)
        check_apart([output], [scores])
    keys = group_keys(by)
    tally, signatures = SourceTally(keys), set[str]()
    read = key_columns(keys, column_names(scores)) if set(keys) & {"month", "year"} else list(keys)
    for batch in scan_scores(scores, list(dict.fromkeys([*read, *NEEDED, "signature"]))):
        tally.add_batch(batch)
        signatures.update(s for s in pc.unique(batch["signature"]).to_pylist() if s)
    found = tally.sources()
    if not found:
        click.echo(f"{scores}: nobody is quoted", err=True)
    signature = " and ".join(sorted(signatures)) or "unsigned scores"
    print_sources(found, keys, signature, top, sys.stdout)
    if output:
        write_sources(output, found, keys, signature)
        click.echo(f"wrote {output}", err=True)
