"""`framing sample`: which sentences to label by hand, drawn so that their labels can correct a profile."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.options import article_option, counted, group_keys, id_option
from framing.errors import InputError, OutputError

if TYPE_CHECKING:
    from framing.profiles.design import Design

ENDINGS = (".jsonl", ".csv")


@click.command()
@click.argument("scores", type=click.Path(path_type=Path))
@click.option("-n", "--labels", type=click.IntRange(2), default=300, show_default=True, help="Labels in all.")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path),
    help="Sentences to label: .jsonl or .csv. Their design goes beside it, to OUT.design.json.",
)  # fmt: skip
@click.option("--by", default="outlet", show_default=True, help="Column to stratify by; several with commas.")
@click.option(
    "--of", "of", default="editorial", show_default=True,
    help="Rate to be known: editorial (own-voice sentences), charged (sentences that quote), or a column of "
    "probabilities, for example a device.",
)  # fmt: skip
@click.option(
    "--per-article", type=click.FloatRange(0.1), default=1.0, show_default=True,
    help="Labels for each article drawn: more is less to read, and a wider interval.",
)  # fmt: skip
@click.option(
    "--allocate", type=click.Choice(["equal", "proportional"]), default="equal", show_default=True,
    help="Labels a group: equal for comparing outlets, proportional for the whole.",
)  # fmt: skip
@article_option
@id_option
@click.option("--text-column", default="text", show_default=True, help="Column of the sentence.")
@click.option(
    "--hide-groups", is_flag=True,
    help="Leave the outlet, or whatever --by names, out of the rows: who labels should not know it.",
)  # fmt: skip
@click.option("--show-scores", is_flag=True, help="Put the score beside the sentence: labels are not blind.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Seed of the draw.")
def sample(
    scores: Path,
    labels: int,
    output: Path,
    by: str,
    of: str,
    per_article: float,
    allocate: str,
    article: str,
    id_column: str,
    text_column: str,
    hide_groups: bool,
    show_scores: bool,
    seed: int,
) -> None:
    """Draw a probability sample of sentences to label, articles first, then sentences.

    SCORES is what `framing annotate` wrote. Fill in `label` with 0 or 1 (in any tool that keeps `id`), from
    the top: the rows are in random order, so whatever is labelled is a sample too. Then run
    `framing profile SCORES --labels OUT`.
    """
    from functools import partial

    from framing.output.scores import column_names, scan_scores
    from framing.output.whole import WholeFile, check_apart, check_ending, check_writable
    from framing.profiles.design import ENDING
    from framing.profiles.pool import TEXT, Plan, draw_sample
    from framing.profiles.questions import question

    check_ending(output, ENDINGS)
    beside = output.with_name(output.name.rpartition(".")[0] + ENDING)
    for path in (output, beside):
        check_writable(path)
    check_apart([output, beside], [scores])
    _keep_labels(output)
    present = column_names(scores)
    if text_column not in present:
        if text_column != TEXT:
            raise InputError(
                str(scores),
                f"the column named for the text must be there ('{text_column}')",
                ", ".join(present),
            )
        click.echo(
            "no column 'text': the rows say where a sentence stands, not what it says (--text-column)",
            err=True,
        )
    plan = Plan(
        labels,
        group_keys(by),
        article,
        id_column,
        per_article,
        allocate == "proportional",
        seed,
        not show_scores,
        text_column,
        hide_groups,
    )
    design, rows = draw_sample(partial(scan_scores, scores), present, question(of, present), plan)
    _keep_design(beside, design)
    for path, text in ((output, _text(output, rows)), (beside, design.to_json())):
        with WholeFile(path) as file:
            file.write(text.encode("utf-8"))
    sentences = counted(len(rows), "sentence")
    articles = counted(len({(row.part, row.article) for row in design.sample}), "article")
    groups = counted(len(design.parts), "group")
    short = f" ({labels} asked for: there are no more)" if len(rows) < labels else ""
    click.echo(
        f"{sentences} of {articles} in {groups}{short}: {output}\n"
        f"design: {beside} (keep it: without it the labels correct nothing)",
        err=True,
    )


def _keep_labels(output: Path) -> None:
    """Refuse to write over a sample that somebody has labelled."""
    from framing.labels.formats.base import json_lines
    from framing.labels.formats.plain import csv_rows

    if not output.is_file() or not output.stat().st_size:
        return
    rule = "a sample is never written over one with labels; take another name, or put that file away"
    try:
        rows = list(json_lines(output) if output.suffix.lower() == ".jsonl" else csv_rows(output, "replace"))
    except InputError as error:
        raise OutputError(str(output), rule, str(error)) from error
    labelled = sum(isinstance(row.found, dict) and row.found.get("label") not in (None, "") for row in rows)
    if labelled:
        raise OutputError(str(output), rule, f"{labelled} of them")


def _keep_design(path: Path, design: Design) -> None:
    """Refuse to write over another sample's design: copies of that sample may be with those who label it."""
    from framing.profiles.design import read_design

    if not path.is_file():
        return
    rule = "a design is never written over by another sample's: labels of it may lie elsewhere; take another name"
    try:
        there = read_design(path).id
    except InputError as error:
        raise OutputError(str(path), rule, str(error)) from error
    if there != design.id:
        raise OutputError(str(path), rule, f"design {there}")


def _text(output: Path, rows: list[dict[str, Any]]) -> str:
    if output.suffix.lower() == ".jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
