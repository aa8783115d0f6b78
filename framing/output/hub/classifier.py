"""The network as transformers' own BertForSequenceClassification, which has no place for a mean over tokens.

Ours takes the mean of a text's last hidden states and a linear layer of it. BERT's classifier reads the first token
alone, through a layer and a tanh. So the encoder is given one layer more, whose weights are worked out and not
trained, after which the first token holds the logits of that mean:

- queries and keys are zero, so attention is the plain mean over the tokens that are there, also of a padded text; the
  values are the heads, and a linear layer of a mean is the mean of a linear layer;
- a layer norm comes after either half of the layer. It only divides by a constant where one large pattern of +LOUD
  and -LOUD outweighs all else, and where what counts stands there twice, once with each sign, so that the mean is 0;
- what the layer adds to, the first token's own hidden state, is outweighed by logits SCALE times as large;
- near 0, tanh is the identity.

Calibration is in the last linear layer: the sigmoid of its output is the score.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.errors import ArtefactError
from framing.model import Artefact
from framing.model.weights import read_bert
from framing.output.hub.config import bert_config

# Powers of two, in reach of 16-bit floats up to logits of 31 (65,504 / SCALE). On 200 sentences of the demo corpus the
# scores then lie within 0.0002 of the exact network's (mean 0.0001), and in 16 bits the encoder loses more than this
# layer does: fp16 0.0010 with it and 0.0010 without, bf16 0.0052 and 0.0048.
SCALE, LOUD, LOUD_AFTER, SMALL = 2.0**11, 2.0**15, 2.0**10, 2.0**-10

Weights = dict[str, NDArray[np.float32]]


def classifier(artefact: Artefact) -> tuple[Weights, dict[str, Any]]:
    """Weights by their names in transformers, and the configuration. Raises ArtefactError if it is no BERT."""
    found, shape = read_bert(artefact)
    config = bert_config(artefact, found, shape)
    layers, width, count = config["num_hidden_layers"], config["hidden_size"], len(found["heads.bias"])
    check_room(artefact, count, width)
    weights: dict[str, NDArray[Any]] = {
        f"bert.{name.removeprefix('encoder.')}": value
        for name, value in found.items()
        if name.startswith("encoder.") and not name.endswith("position_ids")
    }
    before = found[f"encoder.encoder.layer.{layers - 1}.output.LayerNorm.bias"]
    summing = _summing_layer(found["heads.weight"], found["heads.bias"], before, config["intermediate_size"])
    weights |= {f"bert.encoder.layer.{layers}.{name}": value for name, value in summing.items()}
    weights |= _classification(artefact, width)
    config["num_hidden_layers"] = layers + 1
    return {name: np.ascontiguousarray(value, dtype="<f4") for name, value in weights.items()}, config


def check_room(artefact: Artefact, questions: int, width: int) -> None:
    """Raise ArtefactError unless logits of both signs, and the loud pattern, have room in the hidden states."""
    if width % 2 or 2 * questions >= width:
        rule = f"the hidden states must be even in number, and more than twice the {questions} questions"
        raise ArtefactError(f"{artefact.folder}: {rule}, found {width}")


def _summing_layer(
    heads: NDArray[Any], bias: NDArray[Any], before: NDArray[Any], wide: int
) -> dict[str, NDArray[Any]]:
    """The layer after which the first token holds the heads' logits, times SMALL; `wide` is its inner width.

    `before` is what the layer norm in front of it adds: the part of the first token's own state that is known.
    """
    count, width = heads.shape
    loud = np.zeros(width)
    loud[2 * count :] = np.resize([1.0, -1.0], width - 2 * count)
    # The standard deviation of the pattern, by which a layer norm divides.
    share = np.sqrt((width - 2 * count) / width)
    both_signs = np.zeros((width, width))
    both_signs[: 2 * count, :count] = SCALE * np.vstack([np.eye(count), -np.eye(count)])
    known = np.where(np.arange(width) < 2 * count, before, 0)
    return {
        "attention.self.query.weight": np.zeros((width, width)),
        "attention.self.query.bias": np.zeros(width),
        "attention.self.key.weight": np.zeros((width, width)),
        "attention.self.key.bias": np.zeros(width),
        "attention.self.value.weight": np.pad(heads, ((0, width - count), (0, 0))),
        "attention.self.value.bias": np.pad(bias, (0, width - count)),
        "attention.output.dense.weight": both_signs,
        "attention.output.dense.bias": LOUD * loud - known,
        "attention.output.LayerNorm.weight": _first(2 * count, width, LOUD * share / SCALE),
        "attention.output.LayerNorm.bias": np.zeros(width),
        "intermediate.dense.weight": np.zeros((wide, width)),
        "intermediate.dense.bias": np.zeros(wide),
        "output.dense.weight": np.zeros((width, wide)),
        "output.dense.bias": LOUD_AFTER * loud,
        "output.LayerNorm.weight": _first(count, width, LOUD_AFTER * share * SMALL),
        "output.LayerNorm.bias": np.zeros(width),
    }


def _classification(artefact: Artefact, width: int) -> dict[str, NDArray[Any]]:
    """What is behind the encoder: the tanh on numbers near 0, then the calibration."""
    calibrations = [artefact.calibration[name] for name in (*artefact.heads, *artefact.devices)]
    count = len(calibrations)
    slopes = np.diag([one.slope / SMALL for one in calibrations])
    return {
        "bert.pooler.dense.weight": np.diag(_first(count, width, 1.0)),
        "bert.pooler.dense.bias": np.zeros(width),
        "classifier.weight": np.pad(slopes, ((0, 0), (0, width - count))),
        "classifier.bias": np.array([one.intercept for one in calibrations]),
    }


def _first(count: int, width: int, value: float) -> NDArray[np.float64]:
    """`value` in the first `count` of `width` places, else 0."""
    return np.where(np.arange(width) < count, value, 0.0)
