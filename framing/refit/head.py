"""A head put right by labels: a correction of the artefact's log-odds, as strong as held-out labels bear out.

The correction is linear in what the head reads, so the result is again a head of the same form. How far it may
go is chosen on labels held out by article; with no gain there, nothing is left of it but a shift of the log-odds.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from framing.errors import InputError
from framing.model import Calibration, Risk, risk_coverage
from framing.refit.logistic import fit_correction, log_loss

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FOLDS = 5
# Prior variances. The artefact's log-odds may be stretched by half or shrunk to half and shifted by one (two
# standard deviations): a question asked more loosely or strictly than the artefact learned it.
STRETCH_VARIANCE = 0.25**2
SHIFT_VARIANCE = 0.5**2
# How far the hidden state may move the log-odds of a typical sentence, as a prior variance; nearly none, first.
STRENGTHS = (1e-6, 0.1, 0.3, 1.0, 3.0, 10.0)
# What held-out labels must say, in nats of log-likelihood, to take another variance than USUAL: this for one step,
# four times as much for two. On BABE, a base that never saw it: 20 labels reach macro-F1 0.755 so, 0.728 when the
# best held-out loss alone decided; the base as it is 0.756. From 200 on there is no difference.
STEP_DOUBT = 0.25
USUAL = 1.0
# As good as all 384 (the same to 0.002 at 200 and 500 labels), in a third of the time.
MOST_DIRECTIONS = 128
# A threshold beyond this would call all or nothing.
LOWEST = 0.05


@dataclass(frozen=True, slots=True)
class Head:
    """A linear head: log-odds are `hidden @ weight + bias`, and scores are calibrated from them.

    `strength` is how far the labels were let move it (see STRENGTHS), `threshold` the score from which a label
    is 1, `risks` how often that is wrong on labels held out, by margin: nothing where they are too few.
    """

    weight: Floats
    bias: float
    calibration: Calibration
    threshold: float
    strength: float = 0.0
    risks: tuple[Risk, ...] = ()

    def scores(self, hidden: Floats) -> Floats:
        """Probabilities of rows of hidden states (rows, width), shape (rows,)."""
        return self.calibration(hidden @ self.weight + self.bias)

    def log_odds(self, hidden: Floats) -> Floats:
        """The same as calibrated log-odds."""
        raw = hidden @ self.weight + self.bias
        return np.asarray(self.calibration.slope * raw + self.calibration.intercept)


def refit(before: Head, hidden: Floats, labels: Ints, groups: Ints, seed: int = 0) -> Head:
    """`before` put right by `labels` (0 or 1) of rows of hidden states; rows of one group are held out together.

    Raises InputError where there are fewer than two groups.
    """
    known = before.log_odds(hidden)
    held_out = np.zeros((len(STRENGTHS), len(labels)))
    for fit_on, held in folds(labels, groups, seed):
        for place, found in enumerate(_path(hidden[fit_on], labels[fit_on], known[fit_on])):
            held_out[place, held] = found.log_odds(hidden[held], known[held])
    losses = log_loss(labels.astype(np.float64), held_out).sum(axis=1)
    steps = np.arange(len(STRENGTHS)) - STRENGTHS.index(USUAL)
    best = int(np.argmin(losses + STEP_DOUBT * steps**2))
    found = _path(hidden, labels, known)[best]
    stretch, slope = 1 + found.stretch, before.calibration.slope
    raw = Head(
        weight=stretch * slope * before.weight + found.weight,
        bias=stretch * (slope * before.bias + before.calibration.intercept) + found.shift,
        calibration=Calibration(),
        threshold=0.5,
        strength=STRENGTHS[best],
    )
    return put_right(raw, held_out[best], labels)


def put_right(head: Head, held_out: Floats, labels: Ints) -> Head:
    """`head` with the calibration, threshold and risks that follow from log-odds of labels held out."""
    calibration = calibrate(held_out, labels)
    scores = calibration(held_out)
    threshold = even_threshold(scores)
    risks = tuple(risk_coverage([(scores, labels)], threshold))
    return replace(head, calibration=calibration, threshold=threshold, risks=risks)


def folds(labels: Ints, groups: Ints, seed: int = 0) -> Iterator[tuple[Ints, Ints]]:
    """Rows to fit on and rows held out, a pair a fold: groups whole, answers as even as they allow."""
    from sklearn.model_selection import StratifiedGroupKFold

    count = min(FOLDS, len(np.unique(groups)), int(np.bincount(labels).max()))
    if count < 2:
        rule = "to hold some out there must be two of an answer, of two articles (or outlets)"
        raise InputError("labels", rule, "fewer")
    split = StratifiedGroupKFold(count, shuffle=True, random_state=seed)
    with warnings.catch_warnings():
        # Answers are rarer than folds, or groups too large to even them out: then they are as even as they get.
        warnings.simplefilter("ignore", UserWarning)
        yield from split.split(np.zeros(len(labels)), labels, groups)


def even_threshold(scores: Floats) -> float:
    """The score, in hundredths, from which as many sentences are called 1 as calibrated `scores` expect to be.

    The scores' sum and not the labels': of few labels their own share says little, and calibration holds it back.
    """
    even = float(np.quantile(scores, 1 - scores.mean()))
    return float(np.clip(round(even, 2), LOWEST, 1 - LOWEST))


@dataclass(frozen=True, slots=True)
class _Correction:
    """What is added to known log-odds: a stretch of them, a shift, and a weight of the hidden state."""

    stretch: float
    shift: float
    weight: Floats

    def log_odds(self, hidden: Floats, known: Floats) -> Floats:
        return np.asarray((1 + self.stretch) * known + self.shift + hidden @ self.weight)


def _path(hidden: Floats, labels: Ints, known: Floats) -> list[_Correction]:
    """The correction of each strength, each starting from the one before."""
    centre = hidden.mean(0)
    # One scale for all: the directions in which sentences differ most are those that the heads were trained on.
    scale = max(float(np.sqrt(hidden.var(0).sum())), 1e-6)
    # The prior is the same in every direction, so the answer lies in those that the rows span: a few, of a few.
    spread, size, directions = np.linalg.svd((hidden - centre) / scale, full_matrices=False)
    kept = slice(MOST_DIRECTIONS)
    columns = np.column_stack([known, np.ones(len(known)), (spread * size)[:, kept]])
    weights: Floats | None = None
    found = []
    for strength in STRENGTHS:
        variance = np.full(columns.shape[1], strength)
        variance[:2] = STRETCH_VARIANCE, SHIFT_VARIANCE
        weights = fit_correction(columns, labels.astype(np.float64), known, 1 / variance, weights)
        moved = weights[2:] @ directions[kept] / scale
        found.append(_Correction(float(weights[0]), float(weights[1] - centre @ moved), moved))
    return found


def calibrate(held_out: Floats, labels: Ints) -> Calibration:
    """Platt scaling of held-out log-odds, under the same priors: a few labels must not make it wild."""
    columns = np.column_stack([held_out, np.ones(len(held_out))])
    precision = 1 / np.array([STRETCH_VARIANCE, SHIFT_VARIANCE])
    stretch, shift = fit_correction(columns, labels.astype(np.float64), held_out, precision)
    return Calibration(slope=1 + float(stretch), intercept=float(shift))
