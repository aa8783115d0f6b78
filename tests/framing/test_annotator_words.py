"""Rationale, devices and abstention, with a model that knows exactly the words it is told."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing
from framing.annotator import Annotator
from framing.errors import InputError
from framing.model import RATIONALE, Model, Risk, Scores, load_model
from framing.model.words import WORD
from framing.types import Article, DeviceSpan, ScoredSentence, Span, Unit

LOADED = {"shameful": 0.9, "craven": 0.9, "thugs": 0.9, "odd": 0.55, "bland": 0.45}
LABELLING = {"thugs"}
SIZE = 3


def found(text: str, words: Sequence[str]) -> tuple[Span, ...]:
    return tuple(Span(*m.span()) for m in WORD.finditer(text) if m[0].lower() in words)


class WordList:
    """Scores a text by its most loaded word; one device by word, one (`drama`) by exclamation mark alone."""

    artefact = SimpleNamespace(
        name="words", hash="0", codebook="1", devices=("labelling", "drama"), voice_tags=(),
        thresholds={"editorial": 0.5, "charged": 0.5, "labelling": 0.5, "drama": 0.5},
        risk_coverage=(Risk(0.0, 1.0, 0.3), Risk(0.1, 0.7, 0.1)),
    )  # fmt: skip

    def predict(self, texts: Sequence[str], embedding: bool = True) -> Scores:
        loaded = np.array(
            [max([LOADED.get(w.lower(), 0.0) for w in WORD.findall(t)], default=0.0) for t in texts]
        )
        labelling = [found(t, sorted(LABELLING)) for t in texts]
        by_head = {
            "editorial": loaded,
            "charged": loaded,
            "labelling": np.array([0.8 * bool(spans) for spans in labelling]),
            "drama": np.array([0.8 * ("!" in t) for t in texts]),
        }
        words = {
            RATIONALE: [found(t, sorted(LOADED)) for t in texts],
            "labelling": labelling,
            "drama": [() for _ in texts],
        }
        return Scores(by_head, words, np.full((len(texts), SIZE), SIZE**-0.5, dtype=np.float32))


def annotator(**options: Any) -> Annotator:
    return Annotator(cast(Model, WordList()), **options)


def one(text: str, **options: Any) -> ScoredSentence:
    article = Article(text=text, id="x", source="test", unit=Unit.SENTENCE)
    (scored,) = annotator(**options).annotate(article).sentences
    return scored


def words(scored: ScoredSentence, spans: Sequence[Span]) -> list[str]:
    return [scored.sentence.text[slice(*span)] for span in spans]


def test_the_outlets_words_and_the_quoted_ones_are_told_apart() -> None:
    scored = one('The craven mayor said: "These thugs have to leave our harbour by noon today."')
    assert words(scored, scored.prediction.rationale) == ["craven"]
    assert words(scored, scored.prediction.charged_rationale) == ["craven", "thugs"]
    assert scored.prediction.devices == {"labelling": 0.0, "drama": 0.0}
    assert scored.devices == ()


def test_words_after_a_quotation_are_found_where_they_stand() -> None:
    scored = one('"We have nothing at all to add today,"  the mayor of the  shameful thugs  said.')
    assert words(scored, scored.prediction.rationale) == ["shameful", "thugs"]
    assert words(scored, scored.prediction.device_words["labelling"]) == ["thugs"]


def test_devices_are_those_over_their_threshold_with_words_or_without() -> None:
    scored = one("The thugs are back, and thugs they stay!")
    first, second = (Span(4, 9), Span(24, 29))
    assert scored.devices == (
        DeviceSpan("labelling", first),
        DeviceSpan("labelling", second),
        DeviceSpan("drama"),
    )


def test_a_sentence_that_is_not_editorial_has_no_device() -> None:
    scored = one("The bland report came out!")
    assert scored.prediction.devices["drama"] == 0.8
    assert (scored.editorial_label, scored.devices) == (0, ())


def test_where_the_outlet_says_nothing_it_has_no_words() -> None:
    scored = one('"The thugs have to leave our harbour by noon today!"')
    assert scored.prediction.editorial == 0.0
    assert scored.prediction.devices == {"labelling": 0.0, "drama": 0.0}
    assert scored.prediction.rationale == ()
    assert words(scored, scored.prediction.charged_rationale) == ["thugs"]


def test_near_the_threshold_it_abstains_from_the_editorial_label_only() -> None:
    assert [one(f"The {w} report came out.").editorial_label for w in ("craven", "odd", "bland", "new")] == [
        1,
        1,
        0,
        0,
    ]
    unsure = [one(f"The {w} report came out!", abstain=0.1) for w in ("craven", "odd", "bland", "new")]
    assert [s.editorial_label for s in unsure] == [1, None, None, 0]
    assert [s.charged_label for s in unsure] == [1, 1, 0, 0]
    assert [[d.device for d in s.devices] for s in unsure] == [["drama"], [], [], []]


def test_abstaining_stands_in_the_signature() -> None:
    assert "abstain" not in str(annotator().signature)
    assert str(annotator(abstain=0.1).signature).endswith("|threshold:0.5|abstain:0.1")


def test_abstaining_and_another_threshold_do_not_go_together() -> None:
    with pytest.raises(InputError, match=r"the model's own threshold only, found threshold 0\.7"):
        annotator(threshold=0.7, abstain=0.1)


def test_embeddings_are_kept_where_they_are_asked_for() -> None:
    assert one("The report came out.").prediction.embedding is None
    kept = one("The report came out.", embeddings=True).prediction.embedding
    assert kept == pytest.approx([SIZE**-0.5] * SIZE)


TEXTS = st.lists(
    st.sampled_from(
        [
            "shameful",
            "thugs",
            "the",
            "mayor",
            "said",
            "“",
            "”",
            '"',
            "that",
            "craven,",
            "odd-looking",
            "no.",
            " ",
            "\n",
            "…",
        ]
    ),
    min_size=1,
    max_size=25,
).map(" ".join)


def check_spans(scored: ScoredSentence) -> None:
    """Inside the sentence, in order, on word boundaries; the outlet's own never touch another's words."""
    text = scored.sentence.text
    taken = {i for span in (*scored.sentence.quotes, *scored.sentence.attributed) for i in range(*span)}
    own = [scored.prediction.rationale, *scored.prediction.device_words.values()]
    for spans in [*own, scored.prediction.charged_rationale]:
        for span in spans:
            assert 0 <= span.start < span.end <= len(text)
            assert not (span.start and text[span.start - 1].isalnum() and text[span.start].isalnum())
            assert not (span.end < len(text) and text[span.end - 1].isalnum() and text[span.end].isalnum())
        assert all(left.end <= right.start for left, right in pairwise(spans))
    assert not taken & {i for spans in own for span in spans for i in range(*span)}


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_spans_lie_in_their_sentence_whatever_is_cut_out(text: str) -> None:
    scored = one(text)
    check_spans(scored)
    for spans in (scored.prediction.rationale, scored.prediction.charged_rationale):
        assert all(word.lower() in LOADED for word in words(scored, spans))


@pytest.fixture(scope="module")
def shipped() -> Annotator:
    return Annotator(load_model(), embeddings=True)


@settings(max_examples=15, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=4))
def test_the_shipped_models_spans_lie_in_their_sentence(shipped: framing.Annotator, texts: list[str]) -> None:
    articles = [Article(text=text, id=str(i), source="test") for i, text in enumerate(texts)]
    for annotated in shipped.annotate_many(articles):
        for scored in annotated.sentences:
            check_spans(scored)
            assert (scored.prediction.embedding is None) == (scored.prediction.editorial is None)
