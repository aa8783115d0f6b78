"""`framing annotate`: articles or a table in, one scored row a sentence out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from framing.cli.many_machines import chosen_machines, engine_options, job_for
from framing.cli.options import counted
from framing.errors import FramingError, OutputError

if TYPE_CHECKING:
    from rich.console import Console

    from framing.annotator import Annotator
    from framing.cli.many_machines import Machines
    from framing.engine import Outcome
    from framing.engine.slice_worker import Done, Job
    from framing.reading import Corpus, ReadOptions
    from framing.types import AnnotatedArticle, Reject

EXIT_REFUSED = 3
REASONS_SHOWN = 3
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
    "-o", "--output", required=True, type=click.Path(path_type=str),
    help="Scores: .parquet, .csv or .jsonl (.csv.gz, .jsonl.gz), or a folder of Parquet parts, ending in /, here or "
    "at an address such as s3://bucket/scores/.",
)  # fmt: skip
@click.option(
    "--partition", multiple=True, metavar="COLUMN",
    help="With an output folder: a folder for each value of this column of the scores. May be given several times.",
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
@click.option(
    "--model",
    help="Model: a folder or a name [default: the one chosen with `framing model use`, else the shipped one].",
)
@click.option(
    "--threshold", type=click.FloatRange(0, 1),
    help="Score from which a sentence is labelled editorial [default: the model's].",
)  # fmt: skip
@click.option(
    "--abstain", type=click.FloatRange(0, 1, min_open=True, max_open=True), metavar="RISK",
    help="Leave the editorial label empty where the model is unsure, so that of the labels given no more "
    "than this share is wrong, as measured on sentences like those it was calibrated on. Example: 0.1.",
)  # fmt: skip
@click.option(
    "--embeddings", is_flag=True,
    help="Also write each sentence's embedding (.parquet and .jsonl).",
)  # fmt: skip
@click.option(
    "--cache", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
    help="Keep scores here by text, without the text: later runs of the same model score nothing twice.",
)  # fmt: skip
@engine_options
@click.option("--strict", is_flag=True, help="Stop at the first input that is refused; write nothing.")
@click.option("--quiet", is_flag=True, help="No progress bar and no summary.")
def annotate(
    inputs: tuple[str, ...],
    output: str,
    partition: tuple[str, ...],
    report: Path | None,
    unit: str,
    columns: dict[str, str],
    format: str | None,
    encoding: str | None,
    clean: bool,
    any_language: bool,
    model: str | None,
    threshold: float | None,
    abstain: float | None,
    embeddings: bool,
    cache: Path | None,
    engine: str,
    address: str | None,
    workers: int | None,
    strict: bool,
    quiet: bool,
) -> None:
    """Score every sentence of articles or of a table.

    INPUT is a file, a folder, an address (s3://bucket/articles/) or - (standard input) of plain text, HTML,
    JSONL, CSV or Parquet, each also gzipped; a manifest.jsonl beside files supplies their outlet, title and date.
    What is refused is told in OUT.rejects.jsonl with its reason, and the rest goes on. Each row has the scores,
    their labels, the words that carry them and the devices; the data dictionary tells every column. Broken off,
    at whatever moment, the same command goes on from there.
    """
    from framing.annotator import load
    from framing.cli.unfinished import alone, going_on
    from framing.model.registry import chosen_name, folder_of
    from framing.output.dataset_folder import is_dataset
    from framing.reading import ReadOptions, open_corpus
    from framing.types import Unit

    if partition and not is_dataset(output):
        raise click.UsageError("--partition needs an output folder, ending in /")
    machines = chosen_machines(engine, address, workers, inputs, output, report, cache)
    options = ReadOptions(
        unit=Unit(unit),
        columns=columns,
        format=format,
        encoding=encoding,
        clean=clean,
        language=None if any_language else "en",
    )
    corpus = open_corpus(inputs, options)
    _keep_inputs(corpus, output, report)
    folder = folder_of(model)
    annotator = load(folder, threshold, abstain, embeddings)
    if model is None and not quiet and (chosen := chosen_name()) != "shipped":
        click.echo(f"model: {chosen} (chosen with `framing model use`)", err=True)
    if abstain is not None and not quiet:
        _tell_abstaining(annotator)
    run = _Run(corpus, options, annotator, output, partition, report, strict, quiet)
    if machines is not None:
        job = job_for(corpus, annotator, output, partition, folder)
        with alone(output):
            outcome, reasons = run.go((machines, job))
    else:
        with going_on(output, annotator.model, cache, quiet):
            outcome, reasons = run.go()
    if not quiet:
        click.echo(f"{counted(outcome.units, unit)} scored: {output}", err=True)
    _tell_rejects(outcome.rejects, reasons, output)
    if outcome.rejects:
        sys.exit(EXIT_REFUSED)


def _tell_abstaining(annotator: Annotator) -> None:
    """From which scores on labels are given: with a strict risk hardly any score may say editorial."""
    cut, margin = annotator.thresholds["editorial"], annotator.margin
    told = f"labels: editorial from a score of {cut + margin:.2f} on, not from {cut - margin:.2f} down, else none"
    click.echo(told, err=True)


def _keep_inputs(corpus: Corpus, output: str, report: Path | None) -> None:
    """Refuse an output that is one of the inputs, or has one in it: good work is never written over."""
    from framing.output.rejects import rejects_beside
    from framing.output.whole import check_apart
    from framing.reading.folder import local_path

    here = local_path(output) or Path(output)
    check_apart([here, rejects_beside(here), report], corpus.kept_whole)
    folder = here.resolve() if output.endswith(("/", os.sep)) else None
    inside = [
        str(file) for file in map(Path.resolve, corpus.kept_whole) if folder and file.is_relative_to(folder)
    ]
    inside += [address for address in corpus.addresses if address.startswith(output)]
    if inside:
        raise OutputError(output, "the output must not have an input in it", inside[0])


def _tell_rejects(count: int, reasons: list[Reject], output: str) -> None:
    """The first refusals with place, rule and value, and where all of them are; nothing where there are none."""
    if not count:
        return
    from framing.reading.articles import DATE_RULE

    for reject in reasons:
        done = "noted" if reject.rule == DATE_RULE else "refused"
        click.echo(f"{done}: {reject.source}: {reject.rule}, found {reject.found}", err=True)
    more = f" ({count - len(reasons)} more)" if count > len(reasons) else ""
    from framing.output.dataset_folder import is_dataset
    from framing.output.rejects import rejects_beside
    from framing.reading.names import REJECTS

    place = f"{output}{REJECTS}" if is_dataset(output) else rejects_beside(output)
    click.echo(f"{count} refused or noted{more}, with reasons: {place}", err=True)


@dataclass(frozen=True, slots=True)
class _Run:
    """One call of the command: what is read, with what it is scored, where it goes."""

    corpus: Corpus
    options: ReadOptions
    annotator: Annotator
    output: str
    partition: tuple[str, ...]
    report: Path | None
    strict: bool
    quiet: bool

    def go(self, elsewhere: tuple[Machines, Job] | None = None) -> tuple[Outcome, list[Reject]]:
        """Open every output, then score, here or on other machines: nothing that could not be written."""
        from rich.console import Console

        from framing.engine import annotate_corpus
        from framing.output.rejects import RejectWriter
        from framing.output.summary import Summary, print_summary
        from framing.output.tables import ScoreWriter

        limit = self._most_in_report()
        summary, console = Summary(), Console(stderr=True)
        shown: list[AnnotatedArticle] = []
        reasons: list[Reject] = []
        artefact, signature = self.annotator.model.artefact, self.annotator.signature
        size = int(artefact.metadata["embedding"]) if self.annotator.embeddings else None
        table = (self.options.unit, self.corpus.extra, signature, artefact.devices, size)
        with ScoreWriter(self.output, *table, self.partition) as writer:
            with (
                RejectWriter(writer.beside) as rejects,
                _progress(console, self.corpus.total, self.quiet) as advance,
            ):

                def write(annotated: AnnotatedArticle) -> None:
                    writer.write(annotated)
                    summary.add(annotated)
                    if len(shown) < limit:
                        shown.append(annotated)
                    advance(1)

                def refuse(reject: Reject) -> None:
                    rejects.write(reject)
                    if len(reasons) < REASONS_SHOWN:
                        reasons.append(reject)

                def take(done: Done) -> None:
                    writer.adopt(done.parts)
                    summary.merge(done.summary)
                    advance(done.units)

                if elsewhere is None:
                    outcome = annotate_corpus(self.corpus, self.annotator, write, refuse, self.strict)
                else:
                    from framing.engine.ray_engine import annotate_on_ray

                    machines, job = elsewhere
                    cluster = (machines.address, machines.workers)
                    outcome = annotate_on_ray(self.corpus, job, take, refuse, self.strict, *cluster)
            if not outcome.units:
                # Leaving by an error keeps what stood at the output; the reasons are written all the same.
                _tell_rejects(outcome.rejects, reasons, self.output)
                raise FramingError("nothing could be scored, nothing was written")
        if self.report:
            from framing.output.report import write_report
            from framing.profiles import profile_tally

            write_report(self.report, shown, signature, profile_tally(summary.tally), total=outcome.units)
        if not self.quiet:
            print_summary(summary, console, signature, self.options.unit)
        return outcome, reasons

    def _most_in_report(self) -> int:
        """How many units the report shows, none without one; a report that cannot be written is refused."""
        if self.report is None:
            return 0
        from framing.output.report import MAX_ARTICLES, MAX_SENTENCES, REPORT_ENDINGS
        from framing.output.whole import check_ending, check_writable
        from framing.types import Unit

        check_ending(self.report, REPORT_ENDINGS)
        check_writable(self.report)
        return MAX_ARTICLES if self.options.unit is Unit.ARTICLE else MAX_SENTENCES


@contextmanager
def _progress(console: Console, total: int | None, quiet: bool) -> Iterator[Callable[[int], None]]:
    """A bar on standard error, gone when the work is done; yields what moves it on by so many units."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("scoring"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=quiet) as bar:
        task = bar.add_task("scoring", total=total)
        yield lambda units: bar.advance(task, units)
