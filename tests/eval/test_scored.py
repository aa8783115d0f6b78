from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from eval.behaviour import every_sentence
from eval.corpora.examples import sentence_key
from eval.corpora.trained import trained_keys
from eval.figures import measured_texts
from eval.remember import Remembering
from eval.scored import Scored, _whole, sentences
from framing.annotator import Annotator
from framing.types import Article, ScoredSentence

Words = Callable[..., Annotator]


def test_close_calls_and_trained_sentences_are_left_out(words: Words) -> None:
    text = "It rained all day. The vile mayor left. The pool was closed. The road was open again."
    answers = {"It": 0.0, "The vile": 1.0, "The pool": 0.5}

    def label(scored: ScoredSentence, _: Article) -> float | None:
        return next((v for k, v in answers.items() if scored.sentence.text.startswith(k)), None)

    annotated = [words("vile").annotate(Article(text=text, id="a", source="a"))]
    found = _whole("set", "editorial", annotated, label, frozenset({sentence_key("It rained all day.")}))
    assert found.texts == ("The vile mayor left.",)
    assert (found.labels.tolist(), found.scores.tolist(), found.groups) == ([1], [0.9], ("a",))
    assert found.close == 1


def test_an_article_is_scored_once(words: Words) -> None:
    plain = words("vile")
    remembering = Remembering(plain.model)
    texts = ["The vile mayor left.", "It rained.", "The vile mayor left."]
    for _ in range(3):
        found = sentences(remembering, texts)
        assert [s.prediction for s in found] == [s.prediction for s in sentences(plain, texts)]
    counted = cast(object, remembering.model)
    before = counted.texts  # type: ignore[attr-defined]
    sentences(remembering, texts)
    assert counted.texts == before  # type: ignore[attr-defined]
    article = Article(text=texts[0], id="other", source="s")
    assert remembering.annotate(article).article is article


@pytest.mark.slow
def test_nothing_that_the_gate_measures_was_trained_on(shared: Path, root: Path) -> None:
    data = shared / "data"
    trained = trained_keys(data)
    for place, texts in measured_texts(data, root / "annotations" / "demo").items():
        keys = {sentence_key(text) for text in texts}
        assert len(keys) > 100, place
        assert not keys & trained, place


@pytest.mark.slow
def test_no_source_of_a_recipe_holds_a_sentence_that_the_gate_measures(shared: Path, root: Path) -> None:
    """The items themselves, as training reads them, and not only the list of what it may read."""
    pytest.importorskip("torch", reason="needs the train extra")
    from training.sources import SOURCES

    data = shared / "data"
    measured = {
        sentence_key(text): (place, text)
        for place, texts in measured_texts(data, root / "annotations" / "demo").items()
        for text in texts
    }
    assert len(measured) > 5000
    for name, read in SOURCES.items():
        shared_keys = measured.keys() & {sentence_key(item.text) for item in read(data)}
        assert not shared_keys, (name, [measured[key][0] for key in shared_keys])


def test_the_projects_own_sentences_are_not_in_its_demo(root: Path) -> None:
    demo = " ".join(
        path.read_text(encoding="utf-8")
        for path in (root / "annotations" / "demo" / "articles").glob("*.txt")
    )
    assert not [text for text in every_sentence() if text in demo]


def test_scored_arrays_agree_in_length(words: Words) -> None:
    annotated = [words().annotate(Article(text="It rained. It stopped.", id="a", source="a"))]
    found: Scored = _whole("set", "charged", annotated, lambda *_: 0.0, frozenset())
    assert len(found.texts) == len(found.labels) == len(found.scores) == len(found.groups) == 2
    assert found.labels.dtype == np.int64
