"""A text's scores are its own: whatever is scored with it, they are the same to the last bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing.model import Model, load_model

TEXT = "The harbour board of Brint made a shameful gift to its friends on Monday , critics of the toll said again"
WORDS = TEXT.split()
TEXTS = [" ".join((WORDS * 3)[start : start + length]) for length in (3, 9, 10, 11, 30) for start in range(5)]


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model(threads=1)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.lists(st.sampled_from(TEXTS), min_size=1, max_size=9, unique=True))
def test_in_any_company_a_text_has_the_same_scores(model: Model, chosen: list[str]) -> None:
    together, few = model.predict(TEXTS), model.predict(chosen)
    rows = [TEXTS.index(text) for text in chosen]
    for name, scores in few.by_head.items():
        assert np.array_equal(scores, together[name][rows]), name
    assert np.array_equal(few.embedding, together.embedding[rows])
    for tag, words in few.words.items():
        assert words == [together.words[tag][row] for row in rows]
