"""`framing labels agreement` and `framing labels consensus`."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.options import level_option, seed_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from framing.labels.agreement import Agreement
    from framing.types import Annotation

_ENDINGS = (".csv", ".json")
_SOURCES = click.option(
    "--text", "sources", multiple=True, type=click.Path(path_type=Path),
    help="Articles, or a scores table, to take sentences and outlets from where the labels keep none. May be "
    "repeated.",
)  # fmt: skip


@click.command()
@click.argument("labels", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="LABELS...")
@_SOURCES
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Also write the table: .csv or .json.")
@click.option("--page", type=click.Path(path_type=Path), help="Write the disagreements as a page: .html.")
@click.option(
    "--disputes", type=click.Path(path_type=Path),
    help="Write the disputed sentences without their labels, for an adjudicator: .jsonl.",
)  # fmt: skip
@click.option("--adjudicator", help="An annotator to leave out, who saw the others' disputes alone.")
@level_option
@seed_option
def agreement(
    labels: tuple[Path, ...],
    sources: tuple[Path, ...],
    output: Path | None,
    page: Path | None,
    disputes: Path | None,
    adjudicator: str | None,
    level: float,
    seed: int,
) -> None:
    """How far annotators agree, on each question, device and span; over all, by pair and by outlet.

    Krippendorff's alpha (nominal; answers may be missing), Cohen's kappa by pair, Fleiss' kappa where there are
    three annotators or more (of the sentences with the commonest number of answers); spans as exact and overlapping F1 and as alpha over characters. Intervals are over
    articles.
    """
    from framing.cli.labels_load import load_labels
    from framing.labels.agreement import agreement as coefficients
    from framing.labels.disputes import disputes as disputed
    from framing.labels.disputes import settling
    from framing.labels.span_agreement import span_agreement
    from framing.output.whole import WholeFile, check_ending, check_writable

    for path, endings in ((output, _ENDINGS), (page, (".html",)), (disputes, (".jsonl",))):
        if path:
            check_ending(path, endings)
            check_writable(path)
    found = _without(adjudicator, load_labels(labels, sources))
    for who in settling(found):
        click.echo(f"{who} answered disputed sentences alone: --adjudicator {who} leaves them out", err=True)
    rows = [*coefficients(found, level, seed), *span_agreement(found, level, seed)]
    if not rows:
        click.echo("no sentence was labelled by two annotators", err=True)
    click.echo(_table(rows, level), nl=False)
    if output:
        with WholeFile(output) as file:
            file.write(_written(output, rows).encode())
    some = disputed(found)
    if page:
        from framing.output.disagreements import write_page

        write_page(page, some, rows, found)
        click.echo(f"{len(some)} disagreements: {page}", err=True)
    if disputes:
        from framing.labels.formats.plain import render_jsonl
        from framing.labels.tasks import task_of

        with WholeFile(disputes) as file:
            file.write(render_jsonl([(task_of(one.labels[0]), []) for one in some], False)[""])
        click.echo(f"{len(some)} sentences for an adjudicator: {disputes}", err=True)


def _without(adjudicator: str | None, found: list[Annotation]) -> list[Annotation]:
    from framing.cli.labels_load import check_adjudicator

    check_adjudicator(adjudicator, found)
    return [one for one in found if one.annotator != adjudicator]


def _table(rows: Sequence[Agreement], level: float) -> str:
    head = ("question", "among", "coefficient", "value", f"{level:.0%} interval", "sentences", "marked")
    lines = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    return "".join(
        "  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() + "\n" for line in lines
    )


def _cells(row: Agreement) -> tuple[str, ...]:
    value = row.estimate
    interval = (
        f"{value.low:.2f} to {value.high:.2f}"
        if value and value.low is not None and value.high is not None
        else ""
    )
    return (
        row.question,
        row.among,
        row.coefficient,
        f"{value.value:.3f}" if value else "undefined",
        interval,
        str(row.sentences),
        "" if row.marked is None else str(row.marked),
    )


def _written(output: Path, rows: Sequence[Agreement]) -> str:
    flat: list[dict[str, Any]] = []
    for row in rows:
        cells = asdict(row)
        value = cells.pop("estimate") or {}
        flat.append(cells | {name: value.get(name) for name in ("value", "low", "high", "level", "method")})
    if output.suffix == ".json":
        return json.dumps(flat, ensure_ascii=False, indent=1) + "\n"
    out = io.StringIO()
    writer = csv.DictWriter(out, list(flat[0]) if flat else ["question"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(flat)
    return out.getvalue()


@click.command()
@click.argument("labels", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="LABELS...")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="One row a sentence: .jsonl."
)
@click.option(
    "--method", type=click.Choice(["majority", "dawid-skene"]), default="majority", show_default=True,
    help="dawid-skene estimates how each annotator errs; it needs three annotators or more to be worth it.",
)  # fmt: skip
@click.option("--adjudicator", help="The annotator whose answers settle what they answer.")
def consensus(labels: tuple[Path, ...], output: Path, method: str, adjudicator: str | None) -> None:
    """One label a sentence out of several annotators'.

    The rows name the method as their annotator, and an adjudicator where one had the last word; ties stay
    empty. The annotators' own rows are not touched.
    """
    from datetime import UTC, datetime

    from framing.cli.labels_load import check_adjudicator, load_labels
    from framing.errors import OutputError
    from framing.labels.gold import consensus as settle
    from framing.labels.rows import to_line
    from framing.labels.tasks import utc
    from framing.output.whole import WholeFile, check_ending

    check_ending(output, (".jsonl",))
    for path in labels:
        if output.resolve() == path.resolve() or output.resolve().parent == path.resolve():
            raise OutputError(
                str(output), "a consensus must not lie among the labels it is of", "the same folder"
            )
    found = load_labels(labels)
    check_adjudicator(adjudicator, found)
    result = settle(found, method, utc(datetime.now(UTC)), adjudicator)
    with WholeFile(output) as file:
        for one in result.labels:
            file.write(to_line(one))
    click.echo(f"{len(result.labels)} sentences, {result.ties} ties on editorial: {output}", err=True)
    if adjudicator:
        click.echo(f"{result.adjudicated} settled by {adjudicator}", err=True)
    for question, model in result.models.items():
        for who in model.tables:
            click.echo(f"{question}: {who} is right on {model.skill(who):.0%} of sentences, by the model")
