"""What a head reads of texts: one pass of the artefact, with its inner state brought out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from framing.errors import InputError
from framing.model import Artefact, Model
from framing.model.artefact import LAYOUT
from framing.refit.graph import head_layer, read_head, with_output
from framing.refit.head import Head
from framing.sentences import as_sentence, own_words
from framing.types import Article, Unit

EDITORIAL = "editorial"

# Indices of texts, their tokens' offsets, and the network's outputs, the hidden states last.
Passes = Iterator[tuple[NDArray[np.int64], list[list[tuple[int, int]]], list[NDArray[np.float32]]]]


class HeadReader(Model):
    """An artefact opened at one of its heads. `before` is that head as it is."""

    def __init__(self, artefact: Artefact, head: str, threads: int | None = None) -> None:
        import onnxruntime

        if head not in artefact.heads:
            raise InputError("head", f"must be one of {', '.join(artefact.heads)}", repr(head))
        super().__init__(artefact, threads)
        place = artefact.folder / LAYOUT.model
        self.head = head
        self.file = place.read_bytes()
        self.layer = head_layer(self.file, str(place))
        self.question = artefact.heads.index(head)
        self.before = Head(
            *read_head(self.file, self.layer, self.question),
            calibration=artefact.calibration[head],
            threshold=artefact.thresholds[head],
        )
        self._session = onnxruntime.InferenceSession(
            with_output(self.file, self.layer.reads),
            self._session.get_session_options(),
            providers=["CPUExecutionProvider"],
        )

    def hidden(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """What the head reads of each text, shape (texts, width); equal texts are run once."""
        distinct = list(dict.fromkeys(texts))
        row = {text: index for index, text in enumerate(distinct)}
        found = np.zeros((len(distinct), self.layer.width))
        for chosen, _, outputs in super()._passes(distinct):
            found[chosen] = outputs[-1]
        return np.asarray(found[[row[text] for text in texts]])

    def _passes(self, texts: Sequence[str]) -> Passes:
        """As any model's: without the hidden states."""
        for chosen, offsets, outputs in super()._passes(texts):
            yield chosen, offsets, outputs[:-1]


def asked_text(sentence: str, head: str) -> str:
    """What `head` is asked of a sentence: `editorial` the outlet's own words alone, which may be none."""
    if head != EDITORIAL:
        return sentence
    article = Article(text=sentence, id="", source="", unit=Unit.SENTENCE)
    return own_words(as_sentence(article)).text
