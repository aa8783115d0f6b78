"""Which devices are reliable enough to ship, and from which score on each thing is said.

All on the corpora's calibration parts: sentences that nothing was trained on and no table reports.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.corpora import polnear
from eval.voice import by_rules, measure
from framing.annotator import Annotator
from framing.model import RATIONALE, Calibration, Model, Part, Risk, risk_coverage
from framing.model.calibration import sigmoid
from framing.types import Article, Sentence
from training.calibrate import best_f1, threshold
from training.calibrate import fit as fit_calibration
from training.fitted import Fitted
from training.items import DEVICES, HEADS, QUESTIONS, TAGS, VOICE_TAGS, Item

Parts = Mapping[str, Sequence[Item]]
# Scores and targets of one text's tokens, each of shape (tokens, tags).
Words = tuple[NDArray[np.float64], NDArray[np.float32]]

# A device ships if, somewhere on its curve, half of what it names is right and it finds a quarter: less is
# of no use to a reader. Its threshold is the best there. Fewer examples than this cannot show it.
LEAST_PRECISION = 0.5
LEAST_RECALL = 0.25
FEWEST_EXAMPLES = 15
# SemEval asks whether a sentence persuades, not whether the outlet judges: it does not calibrate that.
OTHER_QUESTION = {("SemEval", "editorial")}


def answers(items: Sequence[Item], question: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which items answer `question`, and how; close calls (a half) answer neither way."""
    column = QUESTIONS.index(question)
    targets = np.array([item.targets[column] for item in items])
    rows = np.flatnonzero(np.abs(targets - 0.5) > 0.01)
    return rows, (targets[rows] > 0.5).astype(np.int64)


def reliable_devices(
    fitted: Fitted, parts: Parts, taught: Set[str]
) -> tuple[list[dict[str, object]], tuple[str, ...], dict[str, float]]:
    """What each device reaches, those that ship, and the threshold of each tag's words.

    A device that is not among the `taught` ones is not judged: nobody told the network what it is.
    """
    items = [item for part in parts.values() for item in part]
    logits = np.zeros((len(items), len(QUESTIONS)))
    words: list[Words] = []
    for index, encoding, found in fitted.outputs([item.text for item in items]):
        logits[index] = found.logits.numpy()
        tags = sigmoid(found.tags.double().numpy())
        words.append((tags, items[index].tag_targets(encoding.offsets)))
    rows: list[dict[str, object]] = []
    kept: list[str] = []
    for device in DEVICES:
        if device not in taught:
            rows.append({"device": device, "shipped": "no: not taught"})
            continue
        asked, labels = answers(items, device)
        row = _reach(logits[asked, QUESTIONS.index(device)], labels)
        good = float(str(row.get("precision", 0))) >= LEAST_PRECISION
        if good and float(str(row.get("recall", 0))) >= LEAST_RECALL:
            kept.append(device)
        rows.append({"device": device, **row, "shipped": "yes" if device in kept else "no"})
    return (
        rows,
        tuple(kept),
        {f"{tag} words": _word_threshold(words, tag) for tag in (RATIONALE, *kept, *VOICE_TAGS)},
    )


def _reach(logits: NDArray[np.float64], labels: NDArray[np.int64]) -> dict[str, object]:
    found: dict[str, object] = {"examples": int(labels.sum()), "of": len(labels)}
    if min(labels.sum(), (1 - labels).sum()) >= FEWEST_EXAMPLES:
        scores = fit_calibration([(logits, labels)])(logits)
        _, precision, recall = best_f1(scores, labels, LEAST_PRECISION)
        found |= {"precision": precision, "recall": recall}
    return found


def _word_threshold(words: Sequence[Words], tag: str) -> float:
    """The tag's score, in hundredths, of the highest F1 over the tokens that were asked."""
    column = TAGS.index(tag)
    scores = np.concatenate([found[:, column] for found, _ in words])
    targets = np.concatenate([wanted[:, column] for _, wanted in words])
    asked = ~np.isnan(targets)
    return best_f1(scores[asked], targets[asked].astype(np.int64))[0]


def voice_choice(annotator: Annotator, data: Path) -> dict[str, float]:
    """Macro-F1 of the voice by the model's `tags` and by the `rules` alone, on PolNeAR's calibration part.

    Tags that do no better than the rules do not ship.
    """
    articles = polnear.one_each(polnear.part(data, "calibration"))

    def by_tags(text: str) -> Sequence[Sentence]:
        found = annotator.annotate(Article(text=text, id="", source=""))
        return [scored.sentence for scored in found.sentences]

    return {
        name: float(measure(articles, listen)["voice"]["macro_f1"])
        for name, listen in (("tags", by_tags), ("rules", by_rules))
    }


def sentence_logits(model: Model, parts: Parts) -> dict[str, list[Part]]:
    """By question, the shipped file's uncalibrated logits and the labels of every part that answers it.

    Heads are calibrated on each part alike, devices on all parts as one: they are too rare in most. The
    model's calibrations must still be the identity.
    """
    scores = {name: model.predict([item.text for item in items]) for name, items in parts.items()}
    found: dict[str, list[Part]] = {}
    for question in (*model.artefact.heads, *model.artefact.devices):
        answered = []
        for name, items in parts.items():
            rows, labels = answers(items, question)
            if (name, question) not in OTHER_QUESTION and len(rows):
                asked = scores[name][question][rows]
                answered.append((np.log(asked) - np.log1p(-asked), labels))
        if question in HEADS:
            found[question] = [part for part in answered if len(set(part[1].tolist())) == 2]
        else:
            logits, all_labels = zip(*answered, strict=True)
            found[question] = [(np.concatenate(logits), np.concatenate(all_labels))]
    return found


def calibrated(
    logits: Mapping[str, list[Part]], devices: tuple[str, ...]
) -> tuple[dict[str, Calibration], dict[str, float], list[Risk]]:
    """Calibrations, thresholds, and the risk-coverage curve of `editorial`."""
    calibrations = {question: fit_calibration(parts) for question, parts in logits.items()}
    scored = {q: [(calibrations[q](z), labels) for z, labels in parts] for q, parts in logits.items()}
    thresholds = {head: threshold(scored[head]) for head in HEADS}
    thresholds |= {device: best_f1(*scored[device][0], LEAST_PRECISION)[0] for device in devices}
    return calibrations, thresholds, risk_coverage(scored["editorial"], thresholds["editorial"])
