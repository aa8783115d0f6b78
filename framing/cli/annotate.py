"""`framing annotate`: articles or a table in, one scored row a sentence out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

    from framing.annotator import Annotator
    from framing.engine import Outcome
    from framing.output.summary import Summary
    from framing.reading import Corpus, ReadOptions
    from framing.types import AnnotatedArticle

EXIT_NOTHING, EXIT_REFUSED = 1, 3
FORMATS = ("text", "html", "jsonl", "csv", "parquet")


def _column(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    pairs = dict(value.partition("=")[::2] for value in values)
    for field, column in pairs.items():
        if not column:
            raise click.BadParameter(f"must read FIELD=COLUMN, found {field!r}")
    return pairs


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path),
    help="Scores: .parquet, .csv or .jsonl (.csv.gz, .jsonl.gz).",
)  # fmt: skip
@click.option("--report", type=click.Path(path_type=Path), help="Also write an HTML report to read.")
@click.option(
    "--unit", type=click.Choice(["article", "sentence"]), default="article", show_default=True,
    help="What a row or line holds. 'sentence' gives one row out for each row in, in order.",
)  # fmt: skip
@click.option(
    "--column", "columns", multiple=True, callback=_column, metavar="FIELD=COLUMN",
    help="Name the input's column for text, id, outlet, title, published, event, topic, url, role or "
    "language, where it is not the usual one.",
)  # fmt: skip
@click.option("--format", type=click.Choice(FORMATS), help="Format of the input, for standard input.")
@click.option("--encoding", help="Encoding of the input, where it is neither UTF-8 nor to be guessed.")
@click.option(
    "--clean/--no-clean", default=True, show_default=True,
    help="Take the article out of page text.",
)  # fmt: skip
@click.option(
    "--any-language", is_flag=True,
    help="Score articles in other languages than English too (the scores mean little).",
)  # fmt: skip
@click.option("--model", type=click.Path(path_type=Path), help="Model folder [default: the shipped one].")
@click.option(
    "--threshold", type=click.FloatRange(0, 1),
    help="Score from which a sentence is labelled editorial [default: the model's].",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Stop at the first input that is refused; write nothing.")
@click.option("--quiet", is_flag=True, help="No progress bar and no summary.")
def annotate(
    inputs: tuple[str, ...],
    output: Path,
    report: Path | None,
    unit: str,
    columns: dict[str, str],
    format: str | None,
    encoding: str | None,
    clean: bool,
    any_language: bool,
    model: Path | None,
    threshold: float | None,
    strict: bool,
    quiet: bool,
) -> None:
    """Score every sentence of articles or of a table.

    INPUT is a file, a folder or - (standard input) of plain text, HTML, JSONL, CSV or Parquet, each also
    gzipped; a manifest.jsonl beside files supplies their outlet, title and date. What is refused is told in
    OUT.rejects.jsonl with its reason, and the rest goes on.
    """
    from framing.annotator import load
    from framing.output.summary import Summary
    from framing.reading import ReadOptions, open_corpus
    from framing.types import Unit

    options = ReadOptions(
        unit=Unit(unit),
        columns=columns,
        format=format,
        encoding=encoding,
        clean=clean,
        language=None if any_language else "en",
    )
    corpus = open_corpus(inputs, options)
    summary = Summary()
    outcome = _run(corpus, options, load(model, threshold), output, report, summary, strict, quiet)
    if not quiet:
        click.echo(f"{outcome.units} {unit}s scored: {output}", err=True)
    if outcome.rejects:
        click.echo(f"{outcome.rejects} refused, with reasons: {output}.rejects.jsonl", err=True)
        sys.exit(EXIT_REFUSED if outcome.units else EXIT_NOTHING)


def _run(
    corpus: Corpus,
    options: ReadOptions,
    annotator: Annotator,
    output: Path,
    report: Path | None,
    summary: Summary,
    strict: bool,
    quiet: bool,
) -> Outcome:
    """Open every output, then score: nothing is scored that could not be written."""
    from rich.console import Console

    from framing.engine import annotate_corpus
    from framing.output.report import MAX_ARTICLES, MAX_SENTENCES, REPORT_ENDINGS, write_report
    from framing.output.summary import print_summary
    from framing.output.tables import RejectWriter, ScoreWriter
    from framing.output.whole import check_ending, check_writable
    from framing.profiles import profile_tally
    from framing.types import Unit

    if report:
        check_ending(report, REPORT_ENDINGS)
        check_writable(report)
    shown: list[AnnotatedArticle] = []
    limit = MAX_ARTICLES if options.unit is Unit.ARTICLE else MAX_SENTENCES
    signature = annotator.signature
    console = Console(stderr=True)
    with (
        ScoreWriter(output, options.unit, corpus.extra, signature) as writer,
        RejectWriter(output) as rejects,
        _progress(console, corpus.total, quiet) as advance,
    ):

        def write(annotated: AnnotatedArticle) -> None:
            writer.write(annotated)
            summary.add(annotated)
            if report and len(shown) < limit:
                shown.append(annotated)
            advance()

        outcome = annotate_corpus(corpus, annotator, write, rejects.write, strict)
    if report:
        write_report(report, shown, signature, profile_tally(summary.tally), total=outcome.units)
    if not quiet:
        print_summary(summary, console, signature)
    return outcome


@contextmanager
def _progress(console: Console, total: int | None, quiet: bool) -> Iterator[Callable[[], None]]:
    """A bar on standard error, gone when the work is done; yields what moves it on by one."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("scoring"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=quiet) as bar:
        task = bar.add_task("scoring", total=total)
        yield lambda: bar.advance(task)
