"""One labelled sentence of a research corpus, and the keys that keep training and test apart."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from framing.types import Span, content_hash


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with its label (0 or 1). `group` is what must not be split: its article, where known.

    `rationale` are the words that annotators marked as carrying the label, and `share` the share of them who
    said 1 (both BABE only).
    """

    text: str
    label: int
    corpus: str
    group: str
    outlet: str | None = None
    rationale: tuple[str, ...] = ()
    share: float | None = None

    @property
    def key(self) -> str:
        """Hash of the sentence without case, spacing and typography: equal for reprints of one sentence."""
        return sentence_key(self.text)

    @property
    def rationale_spans(self) -> list[Span]:
        """Where the rationale's words stand in the text, whole words, whatever their case."""
        return [
            Span(*match.span())
            for words in self.rationale
            if words.strip()
            for match in re.finditer(rf"(?<!\w){re.escape(words.strip())}(?!\w)", self.text, re.IGNORECASE)
        ]


def sentence_key(text: str) -> str:
    """Hash of `text` reduced to its letters and digits, for finding the same sentence across corpora."""
    return content_hash(re.sub(r"\W+", "", text.casefold()))


def bucket(group: str, buckets: int = 10) -> int:
    """A fixed bucket 0..buckets-1 for a group: the same on every machine, whatever else is in the corpus."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % buckets
