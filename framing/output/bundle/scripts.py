"""The bundle's scripts: one regression in three languages, and the one that makes the profile anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from framing.model.registry import name_of
from framing.output.bundle.labels import design_name
from framing.output.bundle.stata import stata_names
from framing.output.bundle.study import Study
from framing.output.bundle.templates import render
from framing.output.own_columns import own_name
from framing.profiles.counts import OWN_VOICE, PARTS_OF_DATE, QUOTING
from framing.profiles.questions import QUOTES

REPRODUCE = "reproduce.sh"
_STATA = "regression.do"


def scripts(study: Study, columns: Sequence[str], stata: bool) -> dict[str, str]:
    """The files by name; `columns` are those of the scores, `stata` says that they are there for it."""
    question = study.labelling.report.corrections[0].question if study.labelling else None
    # Labels of sentences that quote correct a rate among those, and so does the regression.
    quoted = question is not None and question.among == QUOTES
    stata_columns = stata_names(columns)
    by = study.names.by
    values: dict[str, Any] = {
        "names": study.names,
        "group": " and ".join(by),
        "score": question.score if question else own_name("editorial", columns),
        "voice": own_name("voice", columns),
        "voices": sorted(QUOTING if quoted else OWN_VOICE),
        "quoting": own_name("quote_share", columns) if quoted else None,
        # Month and year are no columns of the scores: the scripts cut them out of the date.
        "parts": {name: PARTS_OF_DATE[name] for name in by if name in PARTS_OF_DATE and name not in columns},
        "labelling": study.labelling,
        "stata_names": stata_columns,
        "stata_group": " ".join(stata_columns.get(name, name) for name in by),
        "version": study.settings.get("framing", "(unknown)"),
        "resamples": study.resamples,
        "seed": study.seed,
        "level_share": f"{study.level:g}",
        "options": _options(study),
        "model": name_of(study.artefact.folder) if study.artefact else None,
        "model_signature": study.settings.get("model", "(unknown)"),
        "design_name": design_name(study.labelling) if study.labelling else "",
    }
    names = ["regression.py", "regression.R", *([_STATA] if stata else []), REPRODUCE]
    return {name: render(name, **values) for name in names}


def _options(study: Study) -> str:
    """What `framing annotate` was called with, as far as the signature tells."""
    threshold, abstain = study.settings.get("threshold", ""), study.settings.get("abstain")
    own = study.artefact.thresholds["editorial"] if study.artefact else None
    options = "" if own is not None and threshold == f"{own:g}" else f" --threshold {threshold}"
    return f" --abstain {abstain}" if abstain else options if threshold else ""
