from __future__ import annotations

import pytest

import framing
from framing.types import AnnotatedArticle

spacy = pytest.importorskip("spacy", reason="spaCy is not installed")

TEXT = "The council approved the budget on Monday. It was a craven surrender to a corrupt clique."


def test_a_pipeline_marks_its_documents_as_the_program_does() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("framing")
    first, second = nlp.pipe([TEXT, ""])
    assert isinstance(first._.framing, AnnotatedArticle)
    labels = [(span.text, span.label_) for span in first.spans["framing"]]
    assert labels == [
        ("The council approved the budget on Monday.", "neutral"),
        ("It was a craven surrender to a corrupt clique.", "editorial"),
    ]
    ours = framing.load().annotate(framing.read_article(TEXT)).sentences
    scores = [span._.editorial for span in first.spans["framing"]]
    assert scores == pytest.approx([one.prediction.editorial for one in ours])
    assert first.spans["framing"][0]._.voice == "outlet"
    assert list(second.spans["framing"]) == []


def test_the_threshold_is_the_pipeline_s_to_choose() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("framing", config={"threshold": 1.0})
    doc = nlp(TEXT)
    assert {span.label_ for span in doc.spans["framing"]} == {"neutral"}
