from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import framing
from framing.types import AnnotatedArticle, Span, Stance, Voice

spacy = pytest.importorskip("spacy", reason="spaCy is not installed")

QUOTED = (
    'Ida Holm claimed on Monday that "they are vandals". It was a craven surrender to a corrupt clique. '
    "The ministry said that the bridge, long a so-called marvel, would open in May.\n\nShe left."
)
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


def test_what_a_document_holds_is_what_the_program_says() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("framing")
    found = nlp(QUOTED)._.framing
    assert found == nlp.get_pipe("framing").annotator.annotate(found.article)
    first = found.sentences[0].sentence
    assert isinstance(first.voice, Voice)
    assert isinstance(first.attributions[0].stance, Stance)
    assert isinstance(first.attributions[0].content[0], Span)
    assert spacy.blank("en")(QUOTED)._.framing is None, "a document that was not scored"


def test_documents_go_to_disk_and_come_back() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("framing")
    docs = list(nlp.pipe([QUOTED, "", TEXT]))
    kept = spacy.tokens.DocBin(store_user_data=True, docs=docs).to_bytes()
    bare = spacy.blank("en")
    there = list(spacy.tokens.DocBin().from_bytes(kept).get_docs(bare.vocab))
    there += [spacy.tokens.Doc(bare.vocab).from_bytes(doc.to_bytes()) for doc in docs]
    assert [doc._.framing for doc in there] == [doc._.framing for doc in docs] * 2
    spans = [
        [(s.text, s.label_, s._.editorial, s._.voice) for s in d.spans["framing"]] for d in [*docs, *there]
    ]
    assert spans == spans[:3] * 3


def test_a_pipeline_of_several_processes(tmp_path: Path) -> None:
    """In a program of its own: processes that are copies of a test run would hold all that it loaded."""
    program = tmp_path / "several.py"
    program.write_text(
        f"""
import spacy
if __name__ == "__main__":
    nlp = spacy.blank("en")
    nlp.add_pipe("framing")
    docs = list(nlp.pipe([{QUOTED!r}, "", {TEXT!r}], n_process=2, batch_size=1))
    print([len(doc._.framing.sentences) for doc in docs], [len(doc.spans["framing"]) for doc in docs])
"""
    )
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.splitlines() == ["[4, 0, 2] [4, 0, 2]"], done.stderr


def test_a_component_is_loaded_anew_in_another_process() -> None:
    nlp = spacy.blank("en")
    ours = nlp.add_pipe("framing", config={"model": "fast", "threshold": 0.9})
    sent = pickle.loads(pickle.dumps(ours))
    assert sent.annotator.signature == ours.annotator.signature
    assert sent.annotator.model is not ours.annotator.model
    assert sent(nlp.make_doc(TEXT))._.framing == ours(nlp.make_doc(TEXT))._.framing
