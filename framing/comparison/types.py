"""What a comparison says: of each telling's sentences, and of each sentence of the reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from framing.types import AnnotatedArticle, ScoredSentence, Span


class Fate(StrEnum):
    """What became of a sentence. A telling's are kept, reworded or added; the reference's kept, reworded or omitted."""

    KEPT = "kept"
    REWORDED = "reworded"
    ADDED = "added"
    OMITTED = "omitted"


@dataclass(frozen=True, slots=True)
class Link:
    """A sentence of a telling tells sentence `source` of the reference; `similarity` is between 0 and 1.

    `gone`: the words of that sentence which the telling's lacks, as spans of its text.
    """

    source: int
    similarity: float
    gone: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Retold:
    """One sentence of a telling. `fate` is None for captions, bylines and promotions: nobody tells those.

    `new`: its words that no linked sentence of the reference has, as spans of its text; all are, where it was added.
    """

    scored: ScoredSentence
    fate: Fate | None
    links: tuple[Link, ...] = ()
    new: tuple[Span, ...] = ()

    @property
    def similarity(self) -> float | None:
        """Of its nearest link; None where it has none."""
        return max((link.similarity for link in self.links), default=None)


@dataclass(frozen=True, slots=True)
class Telling:
    """One article beside the reference. `fates` has one for each sentence of the reference (None: not content)."""

    article: AnnotatedArticle
    sentences: tuple[Retold, ...]
    fates: tuple[Fate | None, ...]

    @property
    def omitted(self) -> tuple[int, ...]:
        """Places of the reference's sentences that this article leaves out."""
        return tuple(place for place, fate in enumerate(self.fates) if fate is Fate.OMITTED)

    def count(self, fate: Fate) -> int:
        """How many of its sentences have `fate`; of the reference's, where it is `omitted`."""
        fates: Sequence[Fate | None] = (
            self.fates if fate is Fate.OMITTED else [sentence.fate for sentence in self.sentences]
        )
        return sum(one is fate for one in fates)


@dataclass(frozen=True, slots=True)
class Source:
    """One sentence of the reference and the article that it stands in."""

    article: AnnotatedArticle
    scored: ScoredSentence


@dataclass(frozen=True, slots=True)
class Comparison:
    """One event's articles beside a reference: the wire's sentences, or without a wire the common core.

    The core's sentences each stand for what more than half of the outlets tell.
    """

    wire: AnnotatedArticle | None
    reference: tuple[Source, ...]
    tellings: tuple[Telling, ...]
