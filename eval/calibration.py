"""How far a score can be read as a share, and what keeping silent on the unsure sentences gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.metrics import expected_calibration_error
from eval.scored import Scored, scored_sets
from eval.significance import SEED, resampled
from eval.store import Result
from framing.annotator import Annotator
from framing.errors import InputError
from framing.model import margin_for

# A resample of calibration error sorts all sentences anew; 500 hold the interval's ends to a thousandth.
RESAMPLES = 500
SIMULATIONS = 200
RISKS = (0.05, 0.10, 0.15, 0.20)


def measure_calibration(annotator: Annotator, data: Path) -> Iterator[Result]:
    """Calibration error and risk-coverage of every held-out set; what `--abstain` promises and keeps."""
    parts = scored_sets(annotator, data)
    yield Result(
        name="calibration",
        title="Calibration, and the risk of the surest labels",
        command="framing evaluate calibration",
        rows=[_calibration_row(part, annotator.thresholds[part.head]) for part in parts],
        note=(
            "ECE: expected calibration error over ten bins of equal size; 95 %: bootstrap over articles. By chance: "
            "the ECE that scores which are right on average would show on so few sentences. AURC: area "
            "under the risk-coverage curve, the mean share of wrong labels over all coverages, sentences farthest "
            "from the threshold first; best: what a perfect order of the same labels would give. Risk at 50 %: "
            "share of wrong labels among the surer half."
        ),
        signature=str(annotator.signature),
    )
    yield Result(
        name="abstain",
        title="What `--abstain` asks, and what it finds on sentences never seen",
        command="framing evaluate calibration",
        rows=[
            row
            for part in parts
            if part.head == "editorial"
            for risk in RISKS
            if (row := _abstain_row(part, annotator, risk)) is not None
        ],
        note=(
            "The margin follows from the curve in the artefact, made on its calibration parts. Coverage: sentences "
            "that still get a label; risk: the share of those labels that are wrong. A risk that no margin of the "
            "artefact's curve reaches has no row."
        ),
        signature=str(annotator.signature),
    )


def _calibration_row(part: Scored, threshold: float) -> dict[str, object]:
    low, high = np.quantile(_resampled_errors(part), [0.025, 0.975])
    wrong = _wrong_by_surety(part, threshold)
    return {
        "set": part.title,
        "head": part.head,
        "n": len(part.labels),
        "ECE": expected_calibration_error(part.labels, part.scores),
        "95 %": f"{low:.3f} to {high:.3f}",
        "by chance": chance_error(part.scores),
        "AURC": area_under_risk(wrong),
        "best": area_under_risk(np.sort(wrong)),
        "risk": float(wrong.mean()),
        "risk at 50 %": float(wrong[: max(1, len(wrong) // 2)].mean()),
    }


def _resampled_errors(part: Scored) -> NDArray[np.float64]:
    found = []
    for weights in resampled(part.groups, RESAMPLES):
        drawn = np.repeat(np.arange(len(weights)), weights.astype(int))
        found.append(expected_calibration_error(part.labels[drawn], part.scores[drawn]))
    return np.array(found)


def chance_error(scores: NDArray[np.float64]) -> float:
    """The calibration error that calibrated scores show by chance: mean over labels drawn from the scores."""
    random = np.random.default_rng(SEED)
    drawn = [(random.uniform(size=len(scores)) < scores).astype(np.int64) for _ in range(SIMULATIONS)]
    return float(np.mean([expected_calibration_error(labels, scores) for labels in drawn]))


def area_under_risk(wrong: NDArray[np.float64]) -> float:
    """AURC (Geifman and El-Yaniv 2017): the mean risk over coverages 1/n..1; `wrong` 0 or 1, surest first."""
    return float(np.mean(np.cumsum(wrong) / np.arange(1, len(wrong) + 1)))


def _wrong_by_surety(part: Scored, threshold: float) -> NDArray[np.float64]:
    """1 for each wrong label, 0 for a right one, those farthest from the threshold first."""
    order = np.argsort(-np.abs(part.scores - threshold), kind="stable")
    wrong = (part.scores >= threshold).astype(int) != part.labels
    return np.asarray(wrong[order], dtype=float)


def _abstain_row(part: Scored, annotator: Annotator, risk: float) -> dict[str, object] | None:
    threshold = annotator.thresholds[part.head]
    try:
        margin = margin_for(risk, annotator.model.artefact.risk_coverage)
    except InputError:
        return None
    sure = np.abs(part.scores - threshold) >= margin
    wrong = ((part.scores >= threshold).astype(int) != part.labels)[sure]
    return {
        "set": part.title,
        "risk asked": risk,
        "margin": margin,
        "coverage": float(sure.mean()),
        "risk found": float(wrong.mean()) if len(wrong) else None,
    }
