"""The five real tellings of one event, where the research data lies beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

import framing
from framing.comparison import Comparison, Fate, Telling, compare, with_headline
from framing.reading import open_corpus
from framing.types import Reject


@pytest.fixture(scope="module")
def tour(shared: Path) -> Comparison:
    files = [str(shared / "articles" / name) for name in ("almayadeen.txt", "wire_reprint.txt")]
    articles = [unit for unit in open_corpus(files) if not isinstance(unit, Reject)]
    assert len(articles) == 2
    annotator = framing.load(embeddings=True)
    outlet, wire = annotator.annotate_many(with_headline(article) for article in articles)
    return compare([outlet], wire)


def fate_of(telling: Telling, key: str) -> Fate | None:
    (found,) = [s for s in telling.sentences if key in s.scored.sentence.text]
    return found.fate


def wire_fate_of(comparison: Comparison, key: str) -> Fate | None:
    (place,) = [n for n, source in enumerate(comparison.reference) if key in source.scored.sentence.text]
    return comparison.tellings[0].fates[place]


def test_the_outlet_added_the_verdict_and_reworded_the_news(tour: Comparison) -> None:
    (outlet,) = tour.tellings
    assert fate_of(outlet, "human rights records") is Fate.ADDED
    assert fate_of(outlet, "begun touring") is Fate.REWORDED
    assert fate_of(outlet, "political spectrum") is Fate.REWORDED
    assert wire_fate_of(tour, "political spectrum") is Fate.REWORDED
    assert wire_fate_of(tour, "stronger ties") is Fate.OMITTED


def test_refraining_is_no_rewording_of_anything_the_wire_says(tour: Comparison) -> None:
    assert fate_of(tour.tellings[0], "13 out of 21") is Fate.ADDED
