"""`framing labels check`: labels to look at again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from framing.labels.check import Finding
    from framing.labels.drift import Drift

_TEXT_SHOWN = 90


@click.command()
@click.argument("labels", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="LABELS...")
@click.option(
    "--text", "sources", multiple=True, type=click.Path(path_type=Path),
    help="Articles, or a scores table, to take the sentences from where the labels keep none. May be repeated.",
)  # fmt: skip
@click.option(
    "--scores", type=click.Path(path_type=Path),
    help="Scores of a model that never saw these labels, to find likely errors by [default: scores out of fold "
    "of a bag of words trained on the labels].",
)  # fmt: skip
@click.option(
    "--against", multiple=True, type=click.Path(path_type=Path),
    help="Labels of a test set: find sentences and articles that stand in both. May be repeated.",
)  # fmt: skip
@click.option(
    "--most", type=click.IntRange(0), default=10, show_default=True, help="Findings shown of each kind."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write all findings: .jsonl.")
def check(
    labels: tuple[Path, ...],
    sources: tuple[Path, ...],
    scores: Path | None,
    against: tuple[Path, ...],
    most: int,
    output: Path | None,
) -> None:
    """Find labels to look at again.

    Answers that contradict each other; the same or nearly the same sentence with two answers; likely errors,
    by confident learning; with --against, leaks into a test set; annotators whose standard moved over time.
    Nothing is changed.
    """
    from framing.cli.labels_load import load, load_labels, tell, with_texts
    from framing.labels.check import QUESTIONS, by_reading, leaks, likely_errors
    from framing.labels.drift import drift
    from framing.output.whole import WholeFile, check_ending, check_writable

    if output:
        check_ending(output, (".jsonl",))
        check_writable(output)
    every = with_texts(load(labels)[0], sources)
    last = load_labels(labels, sources)
    if not any(one.text for one in last):
        tell(
            "the labels keep no text: without --text only contradictions, shared sentences and drift are found"
        )
    known = _scores(scores) if scores else {}
    found = by_reading(last)
    suspicions = [s for s in (likely_errors(last, q, known.get(q)) for q in QUESTIONS) if s]
    for suspicion in suspicions:
        tell(
            f"{suspicion.question}: the {suspicion.source}s tell the answers apart with an AUROC of {suspicion.auroc:.2f}"
        )
        found += suspicion.findings
    if against:
        found += leaks(last, load_labels(against, sources))
    _show(found, most)
    _show_drift(drift(every))
    if output:
        with WholeFile(output) as file:
            file.write("".join(json.dumps(_row(one), ensure_ascii=False) + "\n" for one in found).encode())
        click.echo(f"{len(found)} findings: {output}", err=True)


def _scores(path: Path) -> dict[str, dict[str, float]]:
    """Scores by question and sentence."""
    from framing.output.scores import scan_scores

    found: dict[str, dict[str, float]] = {"editorial": {}, "charged": {}}
    for batch in scan_scores(path, ["sentence_id", *found]):
        for row in batch.to_pylist():
            for question, values in found.items():
                if row[question] is not None:
                    values[row["sentence_id"]] = float(row[question])
    return found


def _show(found: Sequence[Finding], most: int) -> None:
    for kind in dict.fromkeys(one.kind for one in found):
        some = sorted((one for one in found if one.kind == kind), key=lambda one: -one.score)
        click.echo(f"{kind}: {len(some)}")
        for one in some[:most]:
            click.echo(f"  {_place(one)}: {one.why}")
        if len(some) > most:
            click.echo(f"  and {len(some) - most} more: --most {len(some)}, or -o FILE")
    if not found:
        click.echo("nothing to look at again")


def _place(one: Finding) -> str:
    first = one.labels[0]
    text = " ".join((first.text or "").split())
    shown = f" “{text[:_TEXT_SHOWN]}{'…' if len(text) > _TEXT_SHOWN else ''}”" if text else ""
    others = "".join(f" and {o.annotator} {o.article}:{o.start}" for o in one.labels[1:2])
    return f"{first.annotator} {first.article}:{first.start}{others}{shown}"


def _show_drift(found: Sequence[Drift]) -> None:
    for one in found:
        if one.p is not None and one.early is not None and one.late is not None:
            how = "beside the other annotators" if one.beside else "by themselves"
            if len(one.beside) == 1:
                how = f"beside {one.beside[0]}; which of the two moved cannot be told"
            click.echo(
                f"drift: {one.annotator}, {one.question}: {one.early:.0%} of the first third, {one.late:.0%} of the "
                f"last, p {one.p:.3f} ({how}, {one.answers} answers)"
            )
        if one.looked_again:
            click.echo(
                f"second looks: {one.annotator}, {one.question}: {one.same_again} of {one.looked_again} the same"
            )


def _row(one: Finding) -> dict[str, Any]:
    from framing.labels.rows import to_row

    return {
        "kind": one.kind,
        "why": one.why,
        "score": one.score,
        "labels": [to_row(label) for label in one.labels],
    }
