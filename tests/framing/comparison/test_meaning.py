"""Meaning is what a sentence has beyond its event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from framing.comparison.meaning import meanings
from framing.types import AnnotatedArticle

Tell = Callable[..., AnnotatedArticle]


def embedded(article: AnnotatedArticle, vectors: list[list[float] | None]) -> AnnotatedArticle:
    given = zip(article.sentences, vectors, strict=True)
    return replace(
        article,
        sentences=tuple(
            replace(s, prediction=replace(s.prediction, embedding=v and tuple(v))) for s, v in given
        ),
    )


def test_what_all_sentences_have_in_common_is_taken_away(tell: Tell) -> None:
    one, other = (
        tell("One", "The wall fell.", "It rained."),
        tell("Other", "The wall fell down.", "It snowed."),
    )
    first, second = meanings([embedded(one, [[3, 1], [3, -1]]), embedded(other, [[3, 1], [3, -1]])])
    np.testing.assert_allclose(first[0], [0, 1])
    np.testing.assert_allclose(first[1], [0, -1])
    np.testing.assert_allclose(second[0], first[0])


def test_a_sentence_without_an_embedding_has_no_meaning_and_moves_no_other(tell: Tell) -> None:
    one = tell("One", "The wall fell.", "It rained.", "It snowed.")
    (found,) = meanings([embedded(one, [[1, 2], None, [1, -2]])])
    assert found[1] is None
    np.testing.assert_allclose(found[0], [0, 1])
    assert meanings([one]) == [[None, None, None]]


def test_the_only_sentence_of_an_event_means_nothing_beyond_it(tell: Tell) -> None:
    ((found,),) = meanings([embedded(tell("One", "It rained."), [[1, 2]])])
    np.testing.assert_array_equal(found, [0, 0])
