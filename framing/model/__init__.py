"""The artefact: its files, its runtime, its calibrated scores."""

from framing.model.abstention import Part, Risk, margin_for, risk_coverage
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
    "Part",
    "Risk",
    "Scores",
    "load_model",
    "margin_for",
    "open_artefact",
    "risk_coverage",
]
