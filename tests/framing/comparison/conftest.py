"""Tellings made without a model: sentences cut by the program, with scores given."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from framing.comparison import Comparison, Retold, compare
from framing.sentences import split_article, with_speakers
from framing.types import AnnotatedArticle, Article, Prediction, ScoredSentence

Tell = Callable[..., AnnotatedArticle]


def annotated(
    outlet: str, *lines: str, title: str | None = None, role: str | None = None
) -> AnnotatedArticle:
    text = "\n".join(lines)
    article = Article(
        text=text, id=outlet.lower(), source=f"{outlet}.txt", outlet=outlet, title=title, role=role
    )
    sentences = tuple(
        ScoredSentence(sentence, Prediction(0.25, 0.5), 0, 1)
        for sentence in with_speakers(article.text, split_article(article))
    )
    assert len(sentences) == len(lines), "one line of a test is one sentence"
    return AnnotatedArticle(article, sentences)


@pytest.fixture
def tell() -> Tell:
    """An article of one sentence a line."""
    return annotated


# Told beside the sentences under test, so that words have weights and openings are taken.
AROUND = (
    "Council backs new harbour wall",
    "VESTRE, Nov 3 (Coast Agency) - The town council backed a new harbour wall on Tuesday.",
    "The wall will be 900 metres long and is to be finished in 2028.",
    "Builders from three towns have offered to do the work.",
    "A storm broke the old one in January and flooded eleven cellars.",
)


@pytest.fixture
def beside() -> Callable[[str, str], Retold]:
    """What becomes of the second sentence in a telling that is beside the first one in the wire."""

    def told(wire: str, outlet: str) -> Retold:
        found = both(wire, outlet)
        return found.tellings[0].sentences[-1]

    return told


def both(wire: str, outlet: str) -> Comparison:
    source = annotated("Wire", *AROUND, wire)
    telling = annotated(
        "Post", "A wall against the sea", "The harbour will look different soon.", "Not all are glad.", outlet
    )
    return compare([telling, source], source)
