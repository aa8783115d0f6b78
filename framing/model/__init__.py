"""The artefact: its files, its runtime, its calibrated scores."""

from framing.model.abstention import Risk, margin_for
from framing.model.artefact import DEFAULT, Artefact, open_artefact
from framing.model.calibration import Calibration
from framing.model.kept import KeptScores
from framing.model.runtime import RATIONALE, Model, Scores, load_model

__all__ = [
    "DEFAULT",
    "RATIONALE",
    "Artefact",
    "Calibration",
    "KeptScores",
    "Model",
    "Risk",
    "Scores",
    "load_model",
    "margin_for",
    "open_artefact",
]
