"""The artefact's own ONNX file with its calibration worked into the heads: the sigmoid of a logit is the score."""

from __future__ import annotations

from framing.model import Artefact
from framing.model.artefact import LAYOUT
from framing.refit.graph import head_layer, read_head, with_head


def calibrated_model(artefact: Artefact) -> bytes:
    """The file's bytes; what it computes before the heads' last layer is the artefact's."""
    path = artefact.folder / LAYOUT.model
    model = path.read_bytes()
    layer = head_layer(model, str(path))
    for question, name in enumerate((*artefact.heads, *artefact.devices)):
        weight, bias = read_head(model, layer, question)
        calibration = artefact.calibration[name]
        model = with_head(
            model,
            layer,
            question,
            weight * calibration.slope,
            bias * calibration.slope + calibration.intercept,
        )
    return model
