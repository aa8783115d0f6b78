"""The core types: frozen, slotted, and free of behaviour that needs a library.

Offsets are code points, half open: `article.text[s.start:s.end] == s.text`. Absent is `None`, never -1.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple


class _Nothing(Mapping[str, Any]):
    """An empty mapping that nobody can fill; there is one, also after it was pickled or copied."""

    def __getitem__(self, key: str) -> Any:
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return "{}"

    def __reduce__(self) -> str:
        return "NOTHING"


NOTHING: Mapping[str, Any] = _Nothing()


def content_hash(*parts: str | None) -> str:
    """16 hex digits of SHA-256 over `parts`; `None` and the empty string differ."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(b"\x00" if part is None else b"\x01" + part.encode("utf-8", "surrogatepass") + b"\x00")
    return digest.hexdigest()[:16]


class Unit(StrEnum):
    """What one input row or file holds."""

    ARTICLE = "article"
    SENTENCE = "sentence"


class Voice(StrEnum):
    """Who speaks in a sentence."""

    OUTLET = "outlet"
    ATTRIBUTED = "attributed"
    QUOTE = "quote"
    MIXED = "mixed"
    NON_CONTENT = "non_content"


class Stance(StrEnum):
    """What the outlet does to somebody's words by the cue it sets beside them."""

    NEUTRAL = "neutral"
    ENDORSING = "endorsing"
    DOUBTING = "doubting"


class Span(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One article, or one ready-split sentence (`unit`), after cleaning.

    `id` is the input's own id, else the content hash. `source` is the place it was read from
    (`folder/file.csv:17`). `non_content` are the spans of `text` that are captions, bylines or promotions.
    `extra` holds the input's remaining columns by name. `published` is an ISO date.
    """

    text: str
    id: str
    source: str
    unit: Unit = Unit.ARTICLE
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    event: str | None = None
    topic: str | None = None
    url: str | None = None
    role: str | None = None
    language: str | None = None
    non_content: tuple[Span, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=lambda: NOTHING)

    @property
    def content_hash(self) -> str:
        """Hash of outlet and text: the same words in another outlet are another article."""
        return content_hash(self.outlet, self.text)


@dataclass(frozen=True, slots=True)
class Reject:
    """Something that was refused: where, which rule, what was found (shortened to 200 characters)."""

    source: str
    rule: str
    found: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words of a sentence that are said to be somebody's; spans relative to the sentence.

    `source` ("the ambassador") and `cue` ("revealed") are `None` where the sentence has none: a quotation that
    stands alone has neither. `plain`: the source answers for the content without the outlet's help, so that it
    is no part of the outlet's own words. `speaker`: who speaks, as the article names them; `None` where
    that cannot be known.
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    stance: Stance
    plain: bool
    speaker: str | None = None

    @property
    def held_at_arms_length(self) -> bool:
        """Whether these are the outlet's own words that it doubts (scare quotes, "so-called"): nobody's speech."""
        return self.source is None and self.stance is Stance.DOUBTING


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article. `quotes` and `attributed` are spans relative to `text`.

    `quotes`: words inside quotation marks that belong to somebody else (marks included; scare quotes of
    one or two words are the outlet's wording and are not in it). `attributed`: paraphrased content that a
    plainly cued source answers for ("the ministry said that [...]"); content under an endorsing or
    doubting cue ("revealed", "claimed") is not in it, since the outlet takes a stand there. `attributions`:
    each quotation or attributed content, with who is said to have said it and how.
    """

    text: str
    start: int
    end: int
    index: int
    paragraph: int
    voice: Voice
    quotes: tuple[Span, ...] = ()
    attributed: tuple[Span, ...] = ()
    attributions: tuple[Attribution, ...] = ()


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a model says of one sentence: calibrated probabilities, `None` where the question does not apply.

    `devices` are probabilities by device, of the outlet's own words. `rationale` are the words among them that
    carry the framing, `charged_rationale` the loaded words whoever speaks, both as spans of the sentence;
    `device_words` the same by device. `embedding` (unit length) is there where it was asked for.
    """

    editorial: float | None
    charged: float | None
    devices: Mapping[str, float] = field(default_factory=lambda: NOTHING)
    rationale: tuple[Span, ...] = ()
    charged_rationale: tuple[Span, ...] = ()
    device_words: Mapping[str, tuple[Span, ...]] = field(default_factory=lambda: NOTHING)
    embedding: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class DeviceSpan:
    """A framing device in a sentence; `span` is relative to the sentence, or `None` for the whole of it."""

    device: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence with its scores and the labels that follow from the thresholds.

    A label is `None` where there is no score, and where the annotator abstains. `devices` are those of an
    editorial sentence whose probability is over its threshold, with the words that carry them.
    """

    sentence: Sentence
    prediction: Prediction
    editorial_label: int | None
    charged_label: int | None
    devices: tuple[DeviceSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """An article with all its sentences scored."""

    article: Article
    sentences: tuple[ScoredSentence, ...]

    @property
    def editorial(self) -> tuple[ScoredSentence, ...]:
        """The sentences labelled editorial, in order."""
        return tuple(s for s in self.sentences if s.editorial_label == 1)


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotator's judgement of one sentence, append-only. Offsets are those of the article's text.

    `article` is the article's id, `article_hash` its content hash: a label counts only for that very text.
    A question that was not put is `None`, `devices` too: an empty tuple says that none was found.
    `confidence` is 1 to 3. `blind` is true if no suggestion or score was on screen. `id`, `chosen_by` and
    `design` are those of the sample that the sentence was drawn in; `text` may be left out.
    """

    annotator: str
    time: str
    codebook: str
    article: str
    article_hash: str | None
    start: int
    end: int
    voice: Voice | None
    editorial: int | None
    charged: int | None = None
    devices: tuple[DeviceSpan, ...] | None = ()
    confidence: int | None = None
    note: str | None = None
    blind: bool = True
    text: str | None = None
    outlet: str | None = None
    id: str | None = None
    chosen_by: str | None = None
    design: str | None = None

    @property
    def sentence(self) -> str:
        """What tells the sentence from all others: the id that a scores table and a sample give it."""
        if self.id is not None or self.article_hash is None:
            return self.id or content_hash(self.article, str(self.start), str(self.end))
        return content_hash(self.article_hash, str(self.start), str(self.end))


@dataclass(frozen=True, slots=True)
class GoldLabel:
    """What the majority of a sentence's annotators say; computed, never stored beside the raw rows.

    A question on which no answer has a majority is `None`.
    """

    article: str
    article_hash: str | None
    start: int
    end: int
    voice: Voice | None
    editorial: int | None
    charged: int | None
    devices: frozenset[str]
    annotators: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """A quantity with its interval. `low` and `high` are `None` where no honest interval exists."""

    value: float
    low: float | None
    high: float | None
    level: float
    method: str
    n: int


@dataclass(frozen=True, slots=True)
class OutletProfile:
    """What one group (outlet, or another column) did, as rates over its sentences.

    `editorial_rate` counts editorial sentences among those in which the outlet has words of its own.
    `charged_quote_rate` counts charged sentences among those that quote: the choice of quotes.
    `keys` are the group's names where there are several columns to group by; `outlet` joins them.
    """

    outlet: str
    articles: int
    sentences: int
    own_voice_sentences: int
    editorial_rate: Estimate | None
    charged_quote_rate: Estimate | None
    warnings: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """What a number depends on; travels with every score that leaves the program.

    `abstain` is the share of wrong labels that was accepted where labels may be left empty.
    """

    version: str
    model: str
    codebook: str
    splitter: str
    threshold: float
    interval: str | None = None
    resamples: int | None = None
    seed: int | None = None
    abstain: float | None = None

    def __str__(self) -> str:
        parts = [
            f"framing:{self.version}",
            f"model:{self.model}",
            f"codebook:{self.codebook}",
            f"splitter:{self.splitter}",
            f"threshold:{self.threshold:g}",
        ]
        if self.abstain is not None:
            parts.append(f"abstain:{self.abstain:g}")
        for name in ("interval", "resamples", "seed"):
            if getattr(self, name) is not None:
                parts.append(f"{name}:{getattr(self, name)}")
        return "|".join(parts)
