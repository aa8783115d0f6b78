"""What `framing chart` does between its options and its pictures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow.compute as pc

from framing.cli.correcting import Asked, correct_scores, count, the_design
from framing.cli.profile import raw_signature, read_tally
from framing.errors import InputError
from framing.output.charts import Picture, Rated, calibration_picture, of_profiles, of_report, of_universe
from framing.output.profile_table import NOTE
from framing.output.score_columns import DEVICE, LABEL
from framing.output.scores import column_names, scan_scores
from framing.profiles import profile_tally
from framing.profiles.answers import read_answers
from framing.profiles.calibrated import calibration_curve
from framing.profiles.corrected import ALL
from framing.profiles.design import read_design
from framing.profiles.groups import Grouping
from framing.profiles.interval import OVER_ARTICLES
from framing.profiles.questions import question
from framing.profiles.universe import Universe

# The defaults of `framing profile`.
RESAMPLES, SEED = 2000, 0


def rated(
    scores: Path, labels: Path | None, design: Path | None, asked: Asked
) -> tuple[list[Rated], str, str]:
    """The rates of `asked.of` by group, their signature, and a note of what they are.

    Without labels and questions they are those of `framing profile`.
    """
    if labels is None and not asked.of:
        return *_as_profile(scores, asked), NOTE
    if labels is None:
        found, signature = _raw(scores, asked)
        return found, signature, NOTE
    report = correct_scores(scores, labels, design, asked)
    return of_report(report), report.signature, report.note


def devices_of(scores: Path) -> tuple[str, ...]:
    """The device columns of a table; `InputError` where it has none."""
    names = column_names(scores)
    found = tuple(n for n in names if n.startswith(DEVICE) and not n.endswith(LABEL))
    if not found:
        rule = f"the scores must have a column '{DEVICE}...' for each device"
        raise InputError(str(scores), rule, ", ".join(names) or "none")
    return found


def calibration_of(
    scores: Path, labels: Path, design_path: Path | None, of: str | None, asked: Asked
) -> Picture:
    """The curve of one question's score over all sentences of the sample's groups."""
    path = design_path or the_design(labels, scores)
    design, present = read_design(path), column_names(scores)
    one, drawn_for = question(of or design.of, present), question(design.of, present)
    if one.among != drawn_for.among:
        rule = f"'{one.name}' asks {one.among}, so its labels must be of a sample of them"
        raise InputError(str(path), rule, f"a sample of {drawn_for.among}")
    (universe,), signatures = count(scores, present, [one], drawn_for, design, asked)
    answers = read_answers(labels, one, design)
    (group,) = Grouping(universe, design, answers, set(design.scores) == signatures, ALL).groups()
    if group.labelled is None:
        rule = f"labels must answer '{one.name}' for sentences of the sample"
        raise InputError(str(labels), rule, "none")
    signature = f"{_scored(signatures)}|level:{asked.level:g}|design:{design.id}|seed:{design.seed}"
    return calibration_picture(calibration_curve(group.labelled, asked.level), one.name, one.among, signature)


def _as_profile(scores: Path, asked: Asked) -> tuple[list[Rated], str]:
    tally, signatures = read_tally(scores, asked.by, asked.article)
    signature = raw_signature(signatures, asked.level, RESAMPLES, SEED)
    return of_profiles(profile_tally(tally, asked.level, RESAMPLES, SEED)), signature


def _raw(scores: Path, asked: Asked) -> tuple[list[Rated], str]:
    """Raw rates from one pass over the scores."""
    present = column_names(scores)
    universes = [Universe(question(of, present), asked.by, article=asked.article) for of in asked.of]
    needed = dict.fromkeys(name for universe in universes for name in universe.columns(present))
    signatures = set[str]()
    for batch in scan_scores(scores, [*needed, "signature"]):
        for universe in universes:
            universe.add_batch(batch)
        signatures.update(s for s in pc.unique(batch["signature"]).to_pylist() if s)
    signature = f"{_scored(signatures)}|interval:{OVER_ARTICLES.lower().replace(' ', '-')}@{asked.level:g}"
    return [of_universe(universe, asked.level) for universe in universes], signature


def _scored(signatures: Sequence[str] | set[str]) -> str:
    return " and ".join(sorted(signatures)) or "unsigned scores"
