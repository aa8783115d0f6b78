"""`framing export`: a research bundle out of scores and, where there are any, hand labels."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from framing.cli.options import (
    article_option,
    by_option,
    design_option,
    group_keys,
    id_option,
    labels_option,
    level_option,
    resamples_option,
    seed_option,
)
from framing.errors import ArtefactError

if TYPE_CHECKING:
    from framing.model.artefact import Artefact
    from framing.output.bundle import Labelling, Names
    from framing.output.corrected_table import Report


@click.command()
@click.argument("scores", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="The folder to make: new or empty."
)
@labels_option
@design_option
@click.option(
    "--model",
    help="The model that made the scores: a folder or a name [default: looked for among those there are].",
)
@by_option
@article_option
@id_option
@click.option("--text-column", default="text", show_default=True, help="Column of the sentence.")
@click.option(
    "--text/--no-text", default=True, show_default=True, help="Keep sentences and titles in the bundle."
)
@level_option
@resamples_option
@seed_option
def export(
    scores: Path,
    output: Path,
    labels: Path | None,
    design: Path | None,
    model: str | None,
    by: str,
    article: str,
    id_column: str,
    text_column: str,
    text: bool,
    level: float,
    resamples: int,
    seed: int,
) -> None:
    """Write a research bundle: scores, profile, labels, methods, references and a script to check them.

    SCORES is what `framing annotate` wrote. The bundle holds Parquet, CSV and Stata files, a data dictionary,
    datapackage.json, codebook, model card, a methods section with its numbers filled in and its references,
    regressions in R, Python and Stata, and reproduce.sh. It appears whole or not at all.
    """
    from framing.cli.profile import raw_signature, read_tally
    from framing.output.bundle import Names, Study, write_bundle
    from framing.output.whole_folder import check_new_folder
    from framing.profiles import profile_tally

    if design and not labels:
        raise click.UsageError("--design needs --labels")
    check_new_folder(output)
    keys = group_keys(by)
    names = Names(keys, article, id_column, text_column)
    tally, found = read_tally(scores, keys, article)
    labelling = _labelling(scores, labels, design, names, level) if labels else None
    signature = labelling.report.signature if labelling else raw_signature(found, level, resamples, seed)
    study = Study(
        scores=scores,
        names=names,
        level=level,
        seed=seed,
        resamples=resamples,
        signatures=tuple(sorted(found)),
        signature=signature,
        profiles=() if labelling else profile_tally(tally, level, resamples, seed),
        labelling=labelling,
        artefact=_artefact(model, found),
        text=text,
    )
    left_out = write_bundle(output, study)
    for line in left_out:
        click.echo(f"left out {line}", err=True)
    click.echo(f"wrote {output}", err=True)


def _labelling(scores: Path, labels: Path, design_path: Path | None, names: Names, level: float) -> Labelling:
    from framing.cli.correcting import Asked, correct_scores, the_design
    from framing.output.bundle import Labelling
    from framing.profiles.answers import read_answers
    from framing.profiles.design import read_design

    path = design_path or the_design(labels, scores)
    asked = Asked(names.by, names.article, names.id, (), level, rank=False, differences=False, beyond=False)
    report: Report = correct_scores(scores, labels, path, asked)
    design = read_design(path)
    question = report.corrections[0].question
    answers = read_answers(labels, question, design)
    return Labelling(labels, path, design, answers, report)


def _artefact(model: str | None, signatures: set[str]) -> Artefact | None:
    """The model of the scores; a card of another model would be worse than none."""
    from framing.model.artefact import open_artefact
    from framing.model.registry import folder_of, known

    given = open_artefact(folder_of(model)) if model is not None else None
    for artefact in [given] if given else [one.artefact for one in known() if one.artefact]:
        # A threshold of one's own is part of the artefact's hash only by its own file, so it does not matter here.
        if signatures and all(f"|{_name(artefact)}|" in f"|{signature}|" for signature in signatures):
            return artefact
    if given is not None:
        raise ArtefactError(f"{model}: --model must be the model of the scores, found {_name(given)}")
    return None


def _name(artefact: Artefact) -> str:
    return f"model:{artefact.name}-{artefact.hash}"
