"""What a batch is made of: a text with a target for each question, absent where the question was not asked."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

HEADS = ("editorial", "charged")
# Devices that people marked in SemEval-2023 task 3, then those that only the project's own labels know.
DEVICES = (
    "loaded_wording",
    "labelling",
    "exaggeration",
    "doubt",
    "appeal_to_fear",
    "opinion_exhortation",
    "speculation_motive",
    "presupposition",
    "loaded_attribution",
    "sensational_ironic",
    "vague_source",
    "tangential_context",
)
QUESTIONS = (*HEADS, *DEVICES)
# The words that carry the framing, of whatever device.
RATIONALE = "rationale"
# Who says what, by which word: asked of whole sentences, in other people's words too.
VOICE_TAGS = ("source", "cue", "content")
TAGS = (RATIONALE, *DEVICES, *VOICE_TAGS)
UNASKED = math.nan


class Mark(NamedTuple):
    """A stretch of an item's text that carries `tag`, in code points."""

    tag: str
    start: int
    end: int


class Answers(NamedTuple):
    """What a teacher says of a text: a share for each of QUESTIONS, and one for each token and tag (tokens, TAGS)."""

    questions: tuple[float, ...]
    tags: NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Item:
    """A text and its targets in [0, 1]; NaN, or no entry, where nobody answered that question for this text.

    `marks` are the marked stretches; they count for the tags in `searched`, the tags that annotators looked
    for: there a token without a mark is a 0. Items that are `alike` are one sentence with other people in it.
    """

    text: str
    editorial: float = UNASKED
    charged: float = UNASKED
    devices: Mapping[str, float] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()
    searched: frozenset[str] = frozenset()
    weight: float = 1.0
    answers: Answers | None = None
    alike: str | None = None

    @property
    def targets(self) -> tuple[float, ...]:
        """Targets in the order of QUESTIONS."""
        if self.answers is not None:
            return self.answers.questions
        return (self.editorial, self.charged, *(self.devices.get(name, UNASKED) for name in DEVICES))

    def tag_targets(self, offsets: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
        """Targets of the tokens at `offsets`, shape (tokens, tags); NaN where not asked, and for tokens of no width."""
        if self.answers is not None:
            return self.answers.tags.astype(np.float32)
        found = np.full((len(offsets), len(TAGS)), np.nan, dtype=np.float32)
        columns = [column for column, tag in enumerate(TAGS) if tag in self.searched]
        found[:, columns] = 0.0
        for mark in self.marks:
            if mark.tag in self.searched:
                column = TAGS.index(mark.tag)
                for token, (start, end) in enumerate(offsets):
                    if start < mark.end and end > mark.start:
                        found[token, column] = 1.0
        found[[start == end for start, end in offsets]] = np.nan
        return found


def items_hash(items: Sequence[Item]) -> str:
    """Hash of the items in order: a checkpoint of one mixture is never taken up by another."""
    digest = hashlib.sha256()
    for item in items:
        asked = (item.text, item.targets, item.marks, sorted(item.searched), item.weight)
        digest.update(repr(asked).encode("utf-8", "surrogatepass"))
        if item.answers is not None:
            digest.update(item.answers.tags.tobytes())
    return digest.hexdigest()[:16]


def batches(lengths: NDArray[np.int64], size: int, seed: int) -> Iterator[NDArray[np.int64]]:
    """One epoch of index batches of similar length, in an order fixed by `seed`.

    Sorting within windows of 50 batches keeps padding under 5 % and the order still random.
    """
    random = np.random.default_rng(seed)
    order = random.permutation(len(lengths))
    window = size * 50
    found: list[NDArray[np.int64]] = []
    for start in range(0, len(order), window):
        part = order[start : start + window]
        part = part[np.argsort(lengths[part], kind="stable")]
        found.extend(part[i : i + size] for i in range(0, len(part), size))
    for index in random.permutation(len(found)):
        yield found[index]
