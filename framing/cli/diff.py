"""`framing diff`: how each outlet's rate moved between two models, and which sentences changed label."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from framing.cli.options import article_option, by_option, group_keys, id_option, level_option


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--labels", type=click.Path(path_type=Path),
    help="Hand labels of a sample, to correct both sides by [default: those in the bundles].",
)  # fmt: skip
@click.option(
    "--design", type=click.Path(path_type=Path),
    help="The sample's design [default: the one *.design.json beside the labels].",
)  # fmt: skip
@click.option(
    "--of", help="editorial, charged, or a column of probabilities [default: what the sample is of]."
)
@by_option
@article_option
@id_option
@click.option("--text", default="text", show_default=True, help="Column of the sentence, to show it.")
@click.option(
    "--most", type=click.IntRange(0), default=20, show_default=True, help="Changed sentences to show."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path),
    help="Also write the groups: .csv, or .json with the changed sentences.",
)  # fmt: skip
@click.option(
    "--changed", type=click.Path(path_type=Path), help="Write every changed sentence: .csv or .jsonl."
)
@level_option
def diff(
    old: Path,
    new: Path,
    labels: Path | None,
    design: Path | None,
    of: str | None,
    by: str,
    article: str,
    id_column: str,
    text: str,
    most: int,
    output: Path | None,
    changed: Path | None,
    level: float,
) -> None:
    """How each group's rate moved between two models, and which sentences changed label.

    OLD and NEW are scores of the same articles, or bundles that `framing export` made. With hand labels the
    corrected rates are compared too. Sentences are matched by their id.
    """
    from framing.cli.comparing import compare_scores, sides, texts_of
    from framing.cli.correcting import Asked
    from framing.output.diff_table import CHANGED_ENDINGS, print_diff, write_changed, write_diff
    from framing.output.profile_table import ENDINGS
    from framing.output.whole import check_apart, check_ending, check_writable

    for path, endings in ((output, ENDINGS), (changed, CHANGED_ENDINGS)):
        if path:
            check_ending(path, endings)
            check_writable(path)
    check_apart([output, changed], [old, new, labels, design])
    if design and not labels:
        raise click.UsageError("--design needs --labels")
    keys = group_keys(by)
    both = sides(old, new, labels, design)
    asked = Asked(keys, article, id_column, (), level, rank=False, differences=False, beyond=False)
    found = compare_scores(*both, of, asked)
    shown = found.changed["id"] if output or changed else found.changed["id"].slice(0, most)
    texts = texts_of(both[1].scores, id_column, text, shown)
    print_diff(found, texts, most, sys.stdout)
    if output:
        write_diff(output, found, texts)
        click.echo(f"wrote {output}", err=True)
    if changed:
        write_changed(changed, found, texts)
        click.echo(f"wrote {changed}", err=True)
