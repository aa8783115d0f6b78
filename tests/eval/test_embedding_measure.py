from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from eval.embedding import OPENING, Opening, compare_embeddings, openings, same_event, tfidf

ARTICLES = [
    Opening(event, (f"The {event} hit the {event} coast.", f"Help for the {event} came late."))
    for event in ("storm", "strike", "verdict")
    for _ in range(3)
]
TEXTS = [text for article in ARTICLES for text in article.sentences]


def test_an_embedding_that_knows_the_event_is_perfect() -> None:
    names = sorted({a.event for a in ARTICLES})
    vectors = np.array([np.eye(3)[names.index(a.event)] for a in ARTICLES for _ in a.sentences])
    found = same_event(ARTICLES, vectors)
    assert (found["P@1"], found["article AUROC"]) == (1.0, 1.0)


def test_chance_is_the_share_of_sentences_of_the_event() -> None:
    found = same_event(ARTICLES, np.random.default_rng(0).normal(size=(len(TEXTS), 8)))
    # 4 of the 16 sentences of other articles are of the same event.
    assert found["by chance"] == pytest.approx(4 / 16)
    assert float(str(found["article AUROC"])) < 0.8


def test_a_sentence_never_finds_its_own_article() -> None:
    # Each article's vectors are its own: the nearest elsewhere is then no better than chance.
    vectors = np.repeat(np.eye(len(ARTICLES)), 2, axis=0)
    assert float(str(same_event(ARTICLES, vectors)["article AUROC"])) == 0.5


def test_words_find_events_that_share_words() -> None:
    assert same_event(ARTICLES, tfidf(TEXTS))["P@1"] == 1.0


@pytest.mark.slow
def test_seesaw_openings_are_the_same_on_every_machine(shared: Path) -> None:
    found = openings(shared / "data", triplets=5)
    assert len({a.event for a in found}) == 5
    assert all(0 < len(a.sentences) <= OPENING for a in found)
    result = compare_embeddings({"words": tfidf}, shared / "data")
    assert result.rows[0]["P@1"] > 10 * result.rows[0]["by chance"]
