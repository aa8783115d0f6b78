"""The measurement of labels of one's own: on honest bases and honest draws only."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from eval.corpora.examples import Example
from eval.retrain import Corpus, corpora
from framing.errors import InputError
from framing.model import Artefact, open_artefact


def test_the_shipped_model_is_no_base_for_it() -> None:
    with pytest.raises(InputError, match="must not have been trained on"):
        list(corpora(open_artefact(), cast("object", None)))  # type: ignore[arg-type]


def test_a_base_is_measured_on_what_it_never_saw_alone() -> None:
    seen_all_but = SimpleNamespace(metadata={"data": [{"corpus": "babe"}, {"corpus": "newssd_eng"}]})
    with pytest.raises(InputError, match="babe and newssd_eng"):
        list(corpora(cast(Artefact, seen_all_but), cast("object", None)))  # type: ignore[arg-type]


def test_no_article_is_on_both_sides_of_a_draw() -> None:
    examples = tuple(Example(f"Sentence {n}.", n % 2, "made", f"article {n // 3}") for n in range(90))
    corpus = Corpus("made", "charged", examples, tuple(e.text for e in examples))
    for seed in range(5):
        taken, rest = corpus.draw(30, seed)
        assert len(taken) == 30
        assert not set(corpus.groups[taken].tolist()) & set(corpus.groups[rest].tolist())
    assert not np.array_equal(corpus.draw(30, 0)[0], corpus.draw(30, 1)[0])
