"""Scores for texts: tokenizer, ONNX Runtime and calibration, with no torch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from framing.errors import ArtefactError
from framing.model.artefact import LAYOUT, Artefact, open_artefact
from framing.model.calibration import logit
from framing.model.kept import KeptScores, Said
from framing.model.pieces import OVERLAP, cut, put_together
from framing.model.words import marked_words
from framing.types import Span

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding

# Texts a forward pass. Larger batches gain nothing on a CPU once lengths are sorted, and cost memory.
BATCH = 32
# Texts are padded to the next multiple, and only those of one width go through together: the width is the text's own,
# and its sums come in one order in any company. Padded to the longest of a batch, a sum that comes out otherwise in its
# last digit can tip an 8-bit step. Steps of 1, 8 and 16 were slower.
WIDTH_STEP = 4
# A row alone goes through the heads by another sum than one of several (1e-7 apart), and the last of an odd number through
# the embedding's: with even numbers of rows scores are the same to the last bit in any company. Groups of articles take
# as long (demo corpus, 1.45 s of processor time either way), articles one by one 14 % longer.
ROWS_STEP = 2
PADDING_ID = 0
RATIONALE = "rationale"


@dataclass(frozen=True, slots=True)
class Scores:
    """What the model says of texts, in the order they came.

    `by_head`: calibrated probabilities by head or device, each of shape (texts,). `words`: by tag (the
    rationale, or a device), for each text the spans of the words whose tag is over its threshold.
    `embedding`: unit vectors, shape (texts, size); the cosine of two says how near they are in meaning.
    """

    by_head: dict[str, NDArray[np.float64]]
    words: dict[str, list[tuple[Span, ...]]]
    embedding: NDArray[np.float32]

    def __getitem__(self, head: str) -> NDArray[np.float64]:
        return self.by_head[head]


class Model:
    """A loaded artefact. `predict` is safe to call from several threads.

    A text's scores do not depend on what else is scored with it (`WIDTH_STEP`, `ROWS_STEP`). With `kept`, what it
    said before is not computed again. A text longer than the network reads is read in pieces (pieces.py).
    """

    kept: KeptScores | None = None

    def __init__(self, artefact: Artefact, threads: int | None = None) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self.artefact = artefact
        self._threads = threads
        self._tags = (RATIONALE, *artefact.devices, *artefact.voice_tags)
        self._tokenizer = Tokenizer.from_file(str(artefact.folder / LAYOUT.tokenizer))
        self._tokenizer.enable_truncation(artefact.max_tokens, stride=min(OVERLAP, artefact.max_tokens // 4))
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        if threads is not None:
            options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(
            str(artefact.folder / LAYOUT.model), options, providers=["CPUExecutionProvider"]
        )

    def __reduce__(self) -> tuple[object, ...]:
        """To another process goes the place of the artefact and its hash, not the network, and not what was kept."""
        if type(self) is not Model:
            raise TypeError(f"a {type(self).__name__} cannot be pickled: open it anew from its artefact")
        return _reopened, (str(self.artefact.folder), self.artefact.hash, self._threads)

    def predict(self, texts: Sequence[str], embedding: bool = True) -> Scores:
        """Everything the artefact says of each text; equal texts are scored once.

        Without `embedding` that of texts which `kept` knows without one is zero.
        """
        artefact = self.artefact
        distinct = list(dict.fromkeys(texts))
        known = self.kept.find(distinct, embedding) if self.kept is not None else {}
        if missing := [text for text in distinct if text not in known]:
            new = dict(zip(missing, self._say_whole(missing, embedding), strict=True))
            if self.kept is not None:
                self.kept.keep(new)
            known |= new
        said = [known[text] for text in texts]
        names, size = (*artefact.heads, *artefact.devices), int(artefact.metadata["embedding"])
        logits = np.array([one.logits for one in said], dtype=np.float64).reshape(len(said), len(names))
        nothing = np.zeros(size, dtype=np.float32)
        return Scores(
            {name: artefact.calibration[name](logits[:, column]) for column, name in enumerate(names)},
            {tag: [one.words[column] for one in said] for column, tag in enumerate(self._tags)},
            np.array(
                [nothing if one.embedding is None else one.embedding for one in said], dtype=np.float32
            ).reshape(len(said), size),
        )

    def _say_whole(self, texts: Sequence[str], embedding: bool) -> list[Said]:
        """What is said of distinct texts of any length, in their order."""
        # No text has more tokens than characters.
        long = [text for text in texts if len(text) > self.artefact.max_tokens - 2]
        pieces = dict(zip(long, map(cut, long, self._tokenizer.encode_batch(long)), strict=True))
        spans = [pieces.get(text) or [Span(0, len(text))] for text in texts]
        parts = [text[span.start : span.end] for text, own in zip(texts, spans, strict=True) for span in own]
        distinct = list(dict.fromkeys(parts))
        said = dict(zip(distinct, self._say(distinct, embedding), strict=True))
        told = iter(parts)
        return [put_together(own, [said[next(told)] for _ in own]) for own in spans]

    def _say(self, texts: Sequence[str], embedding: bool) -> list[Said]:
        """The network's own words on distinct texts, in their order."""
        found: list[Said | None] = [None] * len(texts)
        cuts = [logit(self.artefact.thresholds[f"{tag} words"]) for tag in self._tags]
        for chosen, offsets, (logits, tags, vectors) in self._passes(texts):
            over = tags >= np.array(cuts, dtype=tags.dtype)
            for line, index in enumerate(chosen.tolist()):
                words = tuple(marked_words(texts[index], offsets[line], over[line]))
                found[index] = Said(logits[line], words, vectors[line] if embedding else None)
        return [one for one in found if one is not None]

    def _passes(
        self, texts: Sequence[str]
    ) -> Iterator[tuple[NDArray[np.int64], list[list[tuple[int, int]]], list[NDArray[np.float32]]]]:
        """Forward passes over texts of one width: their indices, their tokens' offsets, and the outputs."""
        encodings = self._tokenizer.encode_batch(list(texts))
        for chosen, outputs in passes(self._session, encodings):
            yield chosen, [encodings[index].offsets for index in chosen], outputs


def passes(
    session: InferenceSession, encodings: Sequence[Encoding]
) -> Iterator[tuple[NDArray[np.int64], list[NDArray[np.float32]]]]:
    """Forward passes over texts of one width: their indices, and the outputs, a row a text."""
    widths = np.array([-(-len(encoding.ids) // WIDTH_STEP) * WIDTH_STEP for encoding in encodings], np.int64)
    for width in np.unique(widths):
        same = np.flatnonzero(widths == width)
        for start in range(0, len(same), BATCH):
            chosen = same[start : start + BATCH]
            count = len(chosen)
            padded = np.full((-(-count // ROWS_STEP) * ROWS_STEP, width), PADDING_ID, dtype=np.int64)
            mask = np.zeros_like(padded)
            for line, index in enumerate(chosen):
                row = encodings[index].ids
                padded[line, : len(row)] = row
                mask[line, : len(row)] = 1
            padded[count:], mask[count:] = padded[0], mask[0]
            outputs = session.run(None, {"input_ids": padded, "attention_mask": mask})
            yield chosen, [output[:count] for output in outputs]


def _reopened(folder: str, content: str, threads: int | None) -> Model:
    found = load_model(folder, threads)
    if found.artefact.hash != content:
        rule = f"the model must be the one that was sent to this process, {content}"
        raise ArtefactError(f"{folder}: {rule}, found {found.artefact.hash}")
    return found


def load_model(folder: str | Path | None = None, threads: int | None = None) -> Model:
    """Load the artefact in `folder`, the shipped one by default. Raises ArtefactError."""
    return Model(open_artefact(folder), threads)
