"""What to label next: telling sentences, unlike one another, of every group, and none that is labelled."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.refit.next import OPEN, candidates, most_telling

rows = st.lists(st.tuples(st.floats(0, 1), st.sampled_from("abc"), st.booleans()), min_size=1, max_size=60)


def unit(found: list[list[float]]) -> np.ndarray:
    vectors = np.array(found, dtype=np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@given(rows, st.integers(1, 30), st.booleans())
@settings(max_examples=60, deadline=None)
def test_as_many_as_asked_for_each_once_shared_out_and_none_that_is_labelled(
    found: list[tuple[float, str, bool]], count: int, with_vectors: bool
) -> None:
    scores, groups = np.array([s for s, _, _ in found]), [g for _, g, _ in found]
    labelled = np.array([done for _, _, done in found])
    answers = np.where(labelled, np.arange(len(found)) % 2, OPEN)
    random = np.random.default_rng(len(found))
    vectors = unit(random.normal(size=(len(found), 8)).tolist()) if with_vectors else None
    chosen = most_telling(scores, 0.5, groups, vectors, answers, count)
    rest = [group for group, done in zip(groups, labelled, strict=True) if not done]
    assert len(chosen) == len(set(chosen)) == min(count, len(rest))
    assert not labelled[chosen].any()
    for name in set(rest):
        fair = rest.count(name) * min(count, len(rest)) / len(rest)
        assert abs(sum(groups[row] == name for row in chosen) - fair) < 1


def test_without_vectors_the_nearest_to_the_threshold_come_first() -> None:
    scores = np.array([0.9, 0.31, 0.05, 0.3, 0.5])
    none = np.full(5, OPEN)
    assert most_telling(scores, 0.3, ["a"] * 5, None, none, 3) == [3, 1, 4]
    assert most_telling(scores, 0.3, ["a"] * 5, None, np.where(scores == 0.3, 1, OPEN), 3) == [1, 4, 2]


# Three kinds of sentences, three of each.
KINDS = [[float(kind == axis) + 0.01 * copy for axis in range(3)] for kind in range(3) for copy in range(3)]


def test_one_of_each_kind_is_taken_before_a_second_of_any() -> None:
    chosen = most_telling(np.full(9, 0.5), 0.5, ["a"] * 9, unit(KINDS), np.full(9, OPEN), 3)
    assert {row // 3 for row in chosen} == {0, 1, 2}


def test_what_is_labelled_already_tells_nothing_more_of_its_like() -> None:
    answers = np.array([0, 1, *[OPEN] * 7])
    chosen = most_telling(np.full(9, 0.5), 0.5, ["a"] * 9, unit(KINDS), answers, 2)
    assert {row // 3 for row in chosen} == {1, 2}


@pytest.mark.parametrize("place", [0, 1])
def test_scores_of_nought_and_one_tell_least(place: int) -> None:
    vectors = unit([[1, 0], [1, 0], [1, 0]])
    scores = np.array([0.0, 1.0, 0.6])
    chosen = most_telling(scores, 0.5, ["a"] * 3, vectors, np.full(3, OPEN), 3)
    assert chosen[0] == 2
    assert place in chosen[1:]


def test_of_very_many_some_are_looked_at_the_same_each_time() -> None:
    assert candidates(5).tolist() == [0, 1, 2, 3, 4]
    some = candidates(1_000, 50)
    assert len(set(some.tolist())) == 50
    assert (np.diff(some) > 0).all()
    assert (some == candidates(1_000, 50)).all()
