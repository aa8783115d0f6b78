"""What to label next: in doubt, unlike one another, of every group."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.labels.next import most_doubtful, most_unlike

rows = st.lists(st.tuples(st.floats(0, 1), st.sampled_from("abc")), min_size=1, max_size=60)


@given(rows, st.integers(1, 30))
@settings(max_examples=40, deadline=None)
def test_as_many_as_asked_for_each_once_and_shared_out(found: list[tuple[float, str]], count: int) -> None:
    scores, groups = np.array([s for s, _ in found]), [g for _, g in found]
    pool = most_doubtful(scores, 0.5, groups, count)
    chosen = pool.rows[most_unlike(pool, None)].tolist()
    assert len(chosen) == len(set(chosen)) == min(count, len(found))
    for name in set(groups):
        fair = groups.count(name) * min(count, len(found)) / len(found)
        assert abs(sum(groups[row] == name for row in chosen) - fair) < 1


def test_without_vectors_the_nearest_to_the_threshold_come_first() -> None:
    pool = most_doubtful(np.array([0.9, 0.31, 0.05, 0.3, 0.5]), 0.3, ["a"] * 5, 3)
    assert pool.rows[most_unlike(pool, None)].tolist() == [3, 1, 4]


def test_of_equal_doubt_the_unlike_are_taken() -> None:
    vectors = np.array([[1, 0], [1, 0], [0.99, 0.141], [0, 1]], dtype=np.float32)
    pool = most_doubtful(np.full(4, 0.5), 0.5, ["a"] * 4, 2)
    assert pool.rows[most_unlike(pool, vectors[pool.rows])].tolist() == [0, 3]


def test_scores_of_nought_and_one_are_the_least_in_doubt() -> None:
    pool = most_doubtful(np.array([0.0, 1.0, 0.6]), 0.5, ["a"] * 3, 1)
    assert pool.rows[0] == 2
