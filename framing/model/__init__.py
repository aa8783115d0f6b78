"""The artefact: its files, its runtime, its calibrated scores."""

from framing.model.artefact import DEFAULT, Artefact, open_artefact
from framing.model.calibration import Calibration
from framing.model.runtime import Model, Scores, load_model

__all__ = ["DEFAULT", "Artefact", "Calibration", "Model", "Scores", "load_model", "open_artefact"]
