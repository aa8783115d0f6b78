"""Two models that differ in one head, measured at the cost of one: every text goes through the network once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from eval.remember import Remembering
from framing.annotator import Annotator
from framing.model import Artefact, Model
from framing.model.kept import Said
from framing.refit import Head, HeadReader
from framing.refit.features import Passes


class Recorder(HeadReader):
    """A head's model that remembers what the network said of every text, and what the head read."""

    def __init__(self, artefact: Artefact, head: str, threads: int | None = None) -> None:
        super().__init__(artefact, head, threads)
        self._read: dict[str, NDArray[np.float32]] = {}
        self._known: dict[str, tuple[Said, NDArray[np.float64]]] = {}

    def known(self, texts: Sequence[str]) -> list[tuple[Said, NDArray[np.float64]]]:
        """What was said of each text, and its hidden state; only new texts are run."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        for text, said in zip(new, self._say(new, embedding=True), strict=True):
            self._known[text] = said, self._read.pop(text).astype(np.float64)
        return [self._known[text] for text in texts]

    def _passes(self, texts: Sequence[str]) -> Passes:
        for chosen, offsets, outputs in Model._passes(self, texts):
            for line, index in enumerate(chosen.tolist()):
                self._read[texts[index]] = outputs[-1][line]
            yield chosen, offsets, outputs[:-1]


class Twin(Model):
    """The artefact `artefact`, run by `recorder`; `head` stands in the place of its own, unless it is None."""

    def __init__(self, artefact: Artefact, recorder: Recorder, head: Head | None) -> None:
        self.artefact, self._tags = artefact, recorder._tags
        self._recorder, self._head, self._tokenizer = recorder, head, recorder._tokenizer

    def _say(self, texts: Sequence[str], embedding: bool) -> list[Said]:  # noqa: ARG002
        known = self._recorder.known(texts)
        return [
            said if self._head is None else self._with_head(self._head, said, read) for said, read in known
        ]

    def _with_head(self, head: Head, said: Said, hidden: NDArray[np.float64]) -> Said:
        logits = said.logits.copy()
        logits[self._recorder.question] = hidden @ head.weight + head.bias
        return replace(said, logits=logits)


def twins(before: Artefact, after: Artefact, name: str, head: Head) -> tuple[Annotator, Annotator]:
    """Annotators of the artefact before and of `after`, the same with its head `name` refitted to `head`."""
    recorder = Recorder(before, name)
    return Remembering(Twin(before, recorder, None)), Remembering(Twin(after, recorder, head))
