"""`framing train --labels` without torch: refit a head, write the model folder, and measure what it is worth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.corpora.contrast import FOLDER
from eval.suites import DEMO
from eval.validity.curve import learning_curve
from eval.validity.elsewhere import behaviour_rows, corpus_rows, taught_before
from eval.validity.held_out import cross_fitted, outlet_rows
from eval.validity.report import Validity, write_report
from eval.validity.twins import twins
from framing.errors import InputError
from framing.model import open_artefact
from framing.refit import HeadReader, Labelled, refit, write_model
from framing.refit.head import folds
from framing.types import content_hash

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What `framing train --labels` was asked for; kept in the model's metadata."""

    head: str
    base: Path | None = None
    outlets_apart: bool = False
    corpora: Path | None = None
    seed: int = 0

    @property
    def measured_on(self) -> Path | None:
        """The corpora, where it can be told which of their sentences the base was trained on: in a checkout."""
        return self.corpora if FOLDER.is_dir() else None

    def resolved(self, given: Labelled) -> dict[str, Any]:
        """What decides the result, for the metadata."""
        return {
            "labels": len(given),
            "labels_hash": content_hash(
                *(f"{t}\0{y}" for t, y in zip(given.texts, given.labels, strict=True))
            ),
            "articles": len(set(given.articles)),
            "held_out_by": "outlet" if self.outlets_apart else "article",
            "seed": self.seed,
        }


def refit_head(given: Labelled, plan: Plan, folder: Path, tell: Tell) -> Validity:
    """Refit `plan.head` on the labels, write the model and its report into the new folder `folder`."""
    reader = HeadReader(open_artefact(plan.base), plan.head)
    groups = given.groups(outlets_apart=plan.outlets_apart)
    _check_folds(given, groups, plan)
    hidden = reader.hidden(given.texts)
    found = refit(reader.before, hidden, given.labels, groups, plan.seed)
    write_model(reader, found, folder, plan.resolved(given))
    tell(f"{plan.head} refitted on {len(given)} labels; measuring what it is worth")
    held = cross_fitted(reader.before, hidden, given, groups, plan.seed)
    after = open_artefact(folder)
    pair = twins(reader.artefact, after, plan.head, found)
    notes = []
    if plan.measured_on is None:
        notes.append("The base's benchmarks: give --data FOLDER with the research corpora, in a checkout.")
    if not DEMO.is_dir():
        notes.append("The demo corpus: it is part of a checkout, not of the installed package.")
    outlets = list(outlet_rows(reader.before, hidden, given, plan.seed))
    if not outlets:
        notes.append("Outlets left out: none has ten labels and leaves both answers to the others.")
    validity = Validity(
        model=after.name,
        base=f"{reader.artefact.name}-{reader.artefact.hash}",
        head=plan.head,
        how=(
            f"Held out by {'outlet' if plan.outlets_apart else 'article'}, in turn: each label was scored by a "
            "head refitted without its group. The model in this folder is fitted on all of them."
        ),
        held=held,
        left_out=given.left_out,
        curve=learning_curve(reader.before, hidden, given, held, plan.seed),
        outlets=outlets,
        behaviour=behaviour_rows(*pair, DEMO if DEMO.is_dir() else None),
        corpora=list(corpus_rows(*pair, plan.measured_on, given.texts)) if plan.measured_on else [],
        notes=notes,
        known=taught_before(given.texts, plan.measured_on) if plan.measured_on else None,
    )
    write_report(validity, folder)
    return validity


def _check_folds(given: Labelled, groups: NDArray[np.int64], plan: Plan) -> None:
    """Refuse labels that cannot be held out in turn, before anything is fitted."""
    unit = "outlet" if plan.outlets_apart else "article"
    for fit_on, _ in folds(given.labels, groups, plan.seed):
        left = len(np.unique(groups[fit_on]))
        if left < 2:
            rule = f"whatever {unit}s are held out, two others must be left"
            raise InputError("labels", rule, f"{left} left")
