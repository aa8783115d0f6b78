"""Scores for texts: tokenizer, ONNX Runtime and calibration, with no torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from framing.model.artefact import LAYOUT, Artefact, open_artefact

# Texts a forward pass. Larger batches gain nothing on a CPU once lengths are sorted, and cost memory.
BATCH = 32
PADDING_ID = 0


@dataclass(frozen=True, slots=True)
class Scores:
    """Calibrated probabilities by head, each of shape (texts,), in the order the texts came."""

    by_head: dict[str, NDArray[np.float64]]

    def __getitem__(self, head: str) -> NDArray[np.float64]:
        return self.by_head[head]


class Model:
    """A loaded artefact. `predict` is safe to call from several threads."""

    def __init__(self, artefact: Artefact, threads: int | None = None) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self.artefact = artefact
        self._tokenizer = Tokenizer.from_file(str(artefact.folder / LAYOUT.tokenizer))
        self._tokenizer.enable_truncation(artefact.max_tokens)
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        if threads is not None:
            options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(
            str(artefact.folder / LAYOUT.model), options, providers=["CPUExecutionProvider"]
        )

    def predict(self, texts: Sequence[str]) -> Scores:
        """Scores of every head for each text; equal texts are scored once."""
        distinct = list(dict.fromkeys(texts))
        logits = self._logits(distinct)
        row = {text: index for index, text in enumerate(distinct)}
        back = np.array([row[text] for text in texts], dtype=np.int64)
        return Scores(
            {
                head: self.artefact.calibration[head](logits[:, column])[back]
                for column, head in enumerate(self.artefact.heads)
            }
        )

    def _logits(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Uncalibrated logits, shape (texts, heads)."""
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts))]
        result = np.zeros((len(texts), len(self.artefact.heads)))
        order = np.argsort([len(row) for row in ids], kind="stable")
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            rows = [ids[index] for index in chosen]
            padded = np.full((len(rows), max(map(len, rows))), PADDING_ID, dtype=np.int64)
            mask = np.zeros_like(padded)
            for line, row in enumerate(rows):
                padded[line, : len(row)] = row
                mask[line, : len(row)] = 1
            result[chosen] = self._session.run(None, {"input_ids": padded, "attention_mask": mask})[0]
        return result


def load_model(folder: str | Path | None = None, threads: int | None = None) -> Model:
    """Load the artefact in `folder`, the shipped one by default. Raises ArtefactError."""
    return Model(open_artefact(folder), threads)
