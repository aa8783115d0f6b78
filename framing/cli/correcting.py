"""What `framing profile --labels` does between its options and its table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow.compute as pc

from framing.cli.options import ARTICLE, SENTENCE
from framing.errors import InputError
from framing.output.corrected_table import Report
from framing.output.scores import column_names, scan_scores
from framing.profiles.answers import read_answers
from framing.profiles.compare import Difference, Place, differences, places
from framing.profiles.corrected import correct
from framing.profiles.counts import SEPARATOR
from framing.profiles.design import ENDING, Design, beside, read_design
from framing.profiles.questions import Question, question
from framing.profiles.universe import Universe

METHOD = "ppi++-stratified-clustered"


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of one call."""

    by: tuple[str, ...]
    article: str
    id: str
    of: tuple[str, ...]
    level: float
    rank: bool
    differences: bool
    beyond: bool


def correct_scores(scores: Path, labels: Path, design_path: Path | None, asked: Asked) -> Report:
    """Read scores once, labels and design, and correct every group's rate for every question."""
    path = design_path or the_design(labels, scores)
    design = read_design(path)
    present = column_names(scores)
    asked = _as_drawn(asked, design, present)
    drawn_for = question(design.of, present)
    questions = [question(of, present) for of in dict.fromkeys(asked.of or (design.of,))]
    for one in questions:
        if one.among != drawn_for.among:
            rule = f"'{one.name}' asks {one.among}, so its labels must be of a sample of them"
            raise InputError(str(path), rule, f"a sample of {drawn_for.among}")
    universes, signatures = count(scores, present, questions, drawn_for, design, asked)
    same = set(design.scores) == signatures
    corrections = []
    for universe in universes:
        answers = read_answers(labels, universe.question, design)
        if not answers.values:
            column = f"0 or 1 in 'label' or '{universe.question.name}', beside 'id'"
            rule = f"labels must answer '{universe.question.name}' for sentences of the sample ({column})"
            others = f"{answers.outside_sample} of other sentences, {answers.chosen_by_model} not drawn"
            columns = ", ".join(answers.columns) or "no row"
            instead = f"none that is filled in ({others}; columns: {columns})"
            raise InputError(str(labels), rule, instead)
        corrections.append(correct(universe, design, answers, asked.level, same, asked.beyond))
    found: dict[str, list[Difference]] = {}
    ranks: dict[str, list[Place]] = {}
    for done in corrections if asked.rank or asked.differences else ():
        rates = {SEPARATOR.join(key): rate for key, rate in done.rates.items() if rate.has_interval}
        shared = {(SEPARATOR.join(a), SEPARATOR.join(b)): c for (a, b), c in done.covariances.items()}
        pairs = differences(rates, asked.level, shared)
        if asked.differences:
            found[done.question.name] = pairs
        if asked.rank:
            names = sorted(rates, key=lambda name: (-rates[name].value, name))
            ranks[done.question.name] = places(pairs, names, asked.level)
    scored = " and ".join(sorted(signatures)) or "unsigned scores"
    signature = f"{scored}|correction:{METHOD}|level:{asked.level:g}|design:{design.id}|seed:{design.seed}"
    return Report(asked.by, tuple(corrections), found, ranks, asked.level, asked.beyond, signature)


def _as_drawn(asked: Asked, design: Design, present: list[str]) -> Asked:
    """`asked` with the columns that the sample was drawn by, where the scores have them and no other was named."""
    article = design.article if asked.article == ARTICLE and design.article in present else asked.article
    id_column = design.id_column if asked.id == SENTENCE and design.id_column in present else asked.id
    return replace(asked, article=article, id=id_column)


def count(
    scores: Path,
    present: list[str],
    questions: list[Question],
    drawn_for: Question,
    design: Design,
    asked: Asked,
) -> tuple[list[Universe], set[str]]:
    """One pass over the scores for all questions."""
    ids = [row.id for row in design.sample]
    universes = [
        Universe(one, asked.by, design.by, asked.article, ids, asked.id, drawn_for.score) for one in questions
    ]
    needed = dict.fromkeys(name for universe in universes for name in universe.columns(present))
    signatures = set[str]()
    for batch in scan_scores(scores, [*needed, "signature"]):
        for universe in universes:
            universe.add_batch(batch)
        signatures.update(s for s in pc.unique(batch["signature"]).to_pylist() if s)
    return universes, signatures


def the_design(labels: Path, scores: Path) -> Path:
    """The design that lies beside: the one named as the labels, else the only one there, else the scores' only one."""
    named = labels.with_name(labels.name.rpartition(".")[0] + ENDING)
    if not labels.is_dir() and named.is_file():
        return named
    found = beside([labels if labels.is_dir() else labels.parent]) or beside([scores.parent])
    if len(found) != 1:
        shown = ", ".join(map(str, found)) or "none"
        raise InputError(str(labels), f"--design must name the sample's *{ENDING}, or one lie beside", shown)
    return found[0]
