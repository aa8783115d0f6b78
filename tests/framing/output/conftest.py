"""Invented articles with made-up scores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from framing.types import (
    AnnotatedArticle,
    Article,
    DeviceSpan,
    Prediction,
    ScoredSentence,
    Sentence,
    Signature,
    Span,
    Unit,
    Voice,
)

Line = tuple[str, Voice, float | None, float | None]
DEVICES = ("labelling", "loaded_wording")
Build = Callable[..., AnnotatedArticle]

HARBOUR: list[Line] = [
    ("The port of Lindmar reopened on Tuesday after a strike of nine days.", Voice.OUTLET, 0.08, 0.11),
    ("The shameful walkout had held the whole coast to ransom.", Voice.OUTLET, 0.94, 0.97),
    ("“We were left with no choice,” said the dockers’ secretary, Ama Terlow.", Voice.MIXED, 0.21, 0.35),
    ("The ministry said that cranes would run at full capacity by Friday.", Voice.ATTRIBUTED, 0.05, 0.09),
    ("“This government has robbed us of our dignity.”", Voice.QUOTE, 0.0, 0.91),
    ("Read more: the week in pictures", Voice.NON_CONTENT, None, None),
]


def scored(
    text: str, voice: Voice, editorial: float | None, charged: float | None, start: int, index: int
) -> ScoredSentence:
    opening, closing = text.find("“"), text.rfind("”")
    quotes = (Span(opening, closing + 1),) if opening >= 0 else ()
    that = text.find("that ")
    attributed = (Span(that, len(text)),) if voice is Voice.ATTRIBUTED and that >= 0 else ()
    return ScoredSentence(
        Sentence(text, start, start + len(text), index, index // 2, voice, quotes, attributed),
        Prediction(editorial, charged),
        None if editorial is None else int(editorial >= 0.5),
        None if charged is None else int(charged >= 0.5),
    )


@pytest.fixture(scope="session")
def build() -> Build:
    """Makes an annotated article out of lines (text, voice, editorial, charged)."""

    def make(lines: list[Line] = HARBOUR, **about: object) -> AnnotatedArticle:
        sentences, start = [], 0
        for index, line in enumerate(lines):
            sentences.append(scored(*line, start, index))
            start += len(line[0]) + 1
        values = {"id": "harbour-1", "source": "invented.jsonl:1", "outlet": "Lindmar Courier"} | about
        article = Article(text=" ".join(line[0] for line in lines), **values)  # type: ignore[arg-type]
        return AnnotatedArticle(article, tuple(sentences))

    return make


@pytest.fixture(scope="session")
def told(build: Build) -> Build:
    """Like `build`, with words and devices on the second line, charged words in the fifth, an abstention."""

    def make(**about: object) -> AnnotatedArticle:
        made = build(**about)
        sentences = [_with_devices(scored) for scored in made.sentences]
        sentences[1] = _marked(sentences[1], "shameful walkout", "held the whole coast to ransom")
        sentences[2] = replace(sentences[2], editorial_label=None)
        robbed = _span(sentences[4], "robbed")
        quoted = replace(sentences[4].prediction, charged_rationale=(robbed,))
        sentences[4] = replace(sentences[4], prediction=quoted)
        return AnnotatedArticle(made.article, tuple(sentences))

    return make


def _span(scored: ScoredSentence, words: str) -> Span:
    start = scored.sentence.text.index(words)
    return Span(start, start + len(words))


def _with_devices(scored: ScoredSentence) -> ScoredSentence:
    if scored.prediction.editorial is None:
        return scored
    return replace(scored, prediction=replace(scored.prediction, devices=dict.fromkeys(DEVICES, 0.25)))


def _marked(scored: ScoredSentence, *words: str) -> ScoredSentence:
    """The sentence with `words` as rationale and as loaded wording, and labelling for the whole of it."""
    spans = tuple(_span(scored, one) for one in words)
    prediction = replace(
        scored.prediction,
        devices={"labelling": 0.75, "loaded_wording": 0.875},
        rationale=spans,
        charged_rationale=spans[:1],
    )
    devices = (DeviceSpan("labelling"), *(DeviceSpan("loaded_wording", span) for span in spans))
    return replace(scored, prediction=prediction, devices=devices)


@pytest.fixture(scope="session")
def ready_split(build: Build) -> Callable[..., AnnotatedArticle]:
    """Makes one ready-split sentence with its input row in `extra`."""

    def make(line: Line | None = HARBOUR[1], **extra: object) -> AnnotatedArticle:
        lines = [] if line is None else [line]
        return build(lines, unit=Unit.SENTENCE, extra=extra, source="rows.csv:2", outlet=extra.get("outlet"))

    return make


@pytest.fixture(scope="session")
def signature() -> Signature:
    return Signature("0.1.0", "invented-0123456789abcdef", "codebook-1", "splitter-1", 0.5)
