"""Weights to integers so that products stay near, not the weights themselves (GPTQ; Frantar and others 2022).

Rounded each to its nearest, the weights of a network that went on from 8-bit ones fall back to where they came from: what
they learned is less than half a step. Here what the rounding of one row does wrong the rows after it make good, on the
inputs of texts like those that will come.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.tokens import encode

# Twice as many bring hardly more.
TEXTS = 512
# Of the mean of the diagonal: inputs that hardly vary would let a row's error grow.
DAMPING = 0.01
# Tokens summed at once, and rows whose errors go to all later rows at once.
TOKENS_AT_ONCE, ROWS_AT_ONCE = 4096, 64

Gram = NDArray[np.float64]


def sample(texts: Sequence[str], tokenizer: Tokenizer, max_tokens: int) -> list[list[int]]:
    """The tokens of some of the texts, evenly from all of them: what products are kept near on."""
    distinct = list(dict.fromkeys(texts))
    some = distinct[:: max(1, len(distinct) // TEXTS)][:TEXTS]
    return [encoding.ids for encoding in encode(tokenizer, some, max_tokens)]


def session_of(model: Any, names: Iterable[str]) -> Any:
    """A session of an ONNX model that gives the named tensors, inner ones too, and nothing else."""
    import onnxruntime
    from onnx import ModelProto, TensorProto, helper

    shown = ModelProto()
    shown.CopyFrom(model)
    del shown.graph.output[:]
    shown.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names)
    return onnxruntime.InferenceSession(shown.SerializeToString(), providers=["CPUExecutionProvider"])


def grams(model: Any, names: Iterable[str], ids: Sequence[Sequence[int]]) -> dict[str, Gram]:
    """Of each named tensor of an ONNX model, shape (..., size), the sum of x x^T over all tokens of the texts `ids`."""
    wanted = list(dict.fromkeys(names))
    if not wanted:  # a runtime that is asked for nothing gives everything
        return {}
    session = session_of(model, wanted)
    found: dict[str, Gram] = {}
    waiting: list[list[NDArray[np.float32]]] = []
    for place, row in enumerate(ids):
        one = np.array([row], dtype=np.int64)
        outputs = session.run(wanted, {"input_ids": one, "attention_mask": np.ones_like(one)})
        waiting.append([output.reshape(-1, output.shape[-1]) for output in outputs])
        if place + 1 == len(ids) or sum(len(tokens[0]) for tokens in waiting) >= TOKENS_AT_ONCE:
            for name, *tokens in zip(wanted, *waiting, strict=True):
                x = np.concatenate(tokens)
                found[name] = found.get(name, 0.0) + (x.T @ x).astype(np.float64)
            waiting = []
    return found


def rounded(
    weights: NDArray[np.float32], scales: NDArray[np.float32], gram: Gram | None, largest: int
) -> NDArray[np.int8]:
    """`weights`, shape (depth, width), in steps of each column's scale, at most `largest` of them either way.

    `gram` is that of the inputs, shape (depth, depth); without it every weight goes to its nearest step.
    """
    if gram is None:
        return np.clip(np.round(weights / scales), -largest, largest).astype(np.int8)
    # What varies most is rounded first, while there are rows left to make it good.
    order = np.argsort(-np.diag(gram), kind="stable")
    damped = gram[np.ix_(order, order)] + DAMPING * np.mean(np.diag(gram)) * np.eye(len(gram))
    spread = np.linalg.cholesky(np.linalg.inv(damped)).T
    left = weights[order].astype(np.float64)
    found = np.zeros(weights.shape, dtype=np.int8)
    for start in range(0, len(left), ROWS_AT_ONCE):
        end = min(start + ROWS_AT_ONCE, len(left))
        wrong = np.zeros((end - start, left.shape[1]))
        for row in range(start, end):
            steps = np.clip(np.round(left[row] / scales), -largest, largest)
            found[order[row]] = steps
            wrong[row - start] = (left[row] - steps * scales) / spread[row, row]
            left[row + 1 : end] -= np.outer(spread[row, row + 1 : end], wrong[row - start])
        left[end:] -= spread[start:end, end:].T @ wrong
    return found
