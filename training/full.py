"""`framing train --labels --mode full`: the whole network fine-tuned on labels of one's own.

It starts from the artefact's own weights (training/thaw.py). So that nothing is forgotten, every labelled sentence
also asks what it does not answer: the other head and the devices, with the artefact's own scores as targets
(learning without forgetting: Li and Hoiem 2016). With the research corpora at hand, the base's last stage is mixed
in too.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from eval.corpora.examples import sentence_key
from eval.refitting import Plan, Tell
from eval.remember import remembering
from eval.suites import DEMO
from eval.validity import Validity, write_report
from eval.validity.elsewhere import behaviour_rows, corpus_rows, taught_before
from eval.validity.held_out import beside
from framing.errors import InputError
from framing.model import Calibration, Model, open_artefact
from framing.model.artefact import LAYOUT
from framing.refit import Head, HeadReader, Labelled, write_metadata
from framing.refit.head import folds, put_right
from training.cli import progress
from training.export import export_onnx, matrix_steps, quantise
from training.fitted import Fitted
from training.items import Item
from training.recipe import Recipe, Stage
from training.rounding import sample
from training.sources import gather
from training.thaw import go_on, narrowed
from training.voice_graph import copy_voice

EPOCHS = 4
LEARNING_RATE = 3e-5
BATCH = 16
# Items of the base's last stage for each label: enough to remember by, and the run stays as long as the labels make it.
BASE_ITEMS = 2


def fine_tune(given: Labelled, plan: Plan, folder: Path, work: Path, tell: Tell) -> Validity:
    """Fine-tune on four fifths of the labels, hold one out, write model and report into `folder`.

    Checkpoints go to `work`; the same call after an interruption goes on from the last one.
    """
    base = HeadReader(open_artefact(plan.base), plan.head)
    groups = given.groups(outlets_apart=plan.outlets_apart)
    fit_on, held = next(folds(given.labels, groups, plan.seed))
    if len(set(given.labels[held].tolist())) < 2:
        raise InputError("labels", "those held out must have both answers", "one")
    items = own_items(base, given, fit_on)
    if plan.measured_on is not None:
        items += base_items(
            base.artefact.metadata["recipe"], plan.measured_on, BASE_ITEMS * len(items), given.texts
        )
    recipe = _recipe(base, plan)
    tell(f"fine-tuning on {len(fit_on)} of {len(given)} labels, {len(items)} items in all")
    with progress() as listen:
        fitted = go_on(recipe, base.artefact, [items], work, listen("full"))
    tell("exporting, and measuring what it is worth")
    _export(fitted, base, folder, [item.text for item in items])
    texts = [given.texts[i] for i in held]
    some = _part(given, held)
    _put_right(base, folder, some, plan, given)
    scores, said = cross_calibrated(base, folder, some, groups[held], plan)
    after = open_artefact(folder)
    validity = Validity(
        model=after.name,
        base=f"{base.artefact.name}-{base.artefact.hash}",
        head=plan.head,
        how=(
            f"Fine-tuned on {len(fit_on)} labels; {len(held)} of other "
            f"{'outlets' if plan.outlets_apart else 'articles'} were held out. They calibrate it too, in turn: "
            "each was scored with the calibration of the others."
        ),
        held=beside(base.before, base.hidden(texts), some, groups[held], scores, said),
        left_out=given.left_out,
        behaviour=behaviour_rows(
            remembering(plan.base), remembering(folder), DEMO if DEMO.is_dir() else None
        ),
        corpora=list(corpus_rows(remembering(plan.base), remembering(folder), plan.measured_on, given.texts))
        if plan.measured_on
        else [],
        known=taught_before(given.texts, plan.measured_on) if plan.measured_on else None,
        notes=(
            "Learning curve and outlets left out: each point would be another training; the head's are cheap "
            "(--mode head).",
        ),
    )
    write_report(validity, folder)
    return validity


def own_items(base: HeadReader, given: Labelled, rows: NDArray[np.int64]) -> list[Item]:
    """The labels as items, with the base's own scores where they say nothing."""
    texts = [given.texts[i] for i in rows]
    scores = Model.predict(base, texts)
    found = []
    for place, row in enumerate(rows.tolist()):
        known = {name: float(scores[name][place]) for name in base.artefact.heads}
        known[base.head] = float(given.labels[row])
        devices = {name: float(scores[name][place]) for name in base.artefact.devices}
        found.append(Item(texts[place], known["editorial"], known["charged"], devices))
    return found


def base_items(recipe: dict[str, Any], data: Path, count: int, without: Sequence[str] = ()) -> list[Item]:
    """At most `count` items of the stage that the base was trained on last, evenly from all of it.

    `without`: texts that are labelled anew, of which some are held out.
    """
    keys = frozenset(map(sentence_key, without))
    stage = recipe["stage" if "stage" in recipe else "stages"][-1]
    gathered = gather(tuple(str(name) for name in stage["sources"]), data)
    found = [item for item in gathered if sentence_key(item.text) not in keys] if keys else gathered
    return found[:: max(1, -(-len(found) // count))]


def _recipe(base: HeadReader, plan: Plan) -> Recipe:
    stage = Stage("own", ("labels",), EPOCHS, LEARNING_RATE, BATCH, seed=plan.seed)
    return Recipe(f"{base.artefact.name}-full", (stage,), max_tokens=base.artefact.max_tokens)


def _export(fitted: Fitted, base: HeadReader, folder: Path, texts: Sequence[str]) -> None:
    """The 8-bit model and the base's tokenizer, with everything else of the base for the time being."""
    tokenizer = Tokenizer.from_str(fitted.encoder.tokenizer_json)
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        export_onnx(narrowed(fitted.network, base.artefact), full)
        ids = sample(texts, tokenizer, fitted.recipe.max_tokens)
        quantise(full, folder / LAYOUT.model, ids, matrix_steps(fitted.network))
    # As it was learned on the base's layers: the labels say nothing of voice.
    copy_voice(base.artefact.folder / LAYOUT.model, folder / LAYOUT.model, 1 + len(base.artefact.devices))
    write_metadata(base, base.before, folder, {"mode": "full"})


def calibrated(head: Head, hidden: NDArray[np.float64], labels: NDArray[np.int64]) -> Head:
    """`head` with the calibration, threshold and risks of these rows."""
    plain = replace(head, calibration=Calibration())
    return put_right(plain, plain.log_odds(hidden), labels)


def cross_calibrated(
    base: HeadReader, folder: Path, held: Labelled, groups: NDArray[np.int64], plan: Plan
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Scores and labels of the held-out sentences, each calibrated without its group."""
    reader = _reader(folder, base.head)
    hidden = reader.hidden(held.texts)
    scores, said = np.zeros(len(held)), np.zeros(len(held), dtype=np.int64)
    for others, here in folds(held.labels, groups, plan.seed):
        head = calibrated(reader.before, hidden[others], held.labels[others])
        scores[here] = head.scores(hidden[here])
        said[here] = scores[here] >= head.threshold
    return scores, said


def _put_right(base: HeadReader, folder: Path, held: Labelled, plan: Plan, given: Labelled) -> None:
    """Calibrate the exported model's head on all labels held out, and say so in its metadata."""
    reader = _reader(folder, plan.head)
    head = calibrated(reader.before, reader.hidden(held.texts), held.labels)
    settings = {"mode": "full", "epochs": EPOCHS, "learning_rate": LEARNING_RATE, **plan.resolved(given)}
    write_metadata(base, head, folder, settings | {"calibration_labels": len(held)})


def _reader(folder: Path, head: str) -> HeadReader:
    return HeadReader(open_artefact(folder), head)


def _part(given: Labelled, rows: NDArray[np.int64]) -> Labelled:
    chosen = rows.tolist()
    return Labelled(
        tuple(given.texts[i] for i in chosen),
        given.labels[rows],
        tuple(given.articles[i] for i in chosen),
        tuple(given.outlets[i] for i in chosen),
        {},
    )
