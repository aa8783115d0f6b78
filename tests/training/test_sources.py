from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the train extra")

from eval.corpora import outlets, semeval
from eval.corpora.examples import Example, sentence_key
from eval.corpora.outlets import Judged, Judgement
from eval.corpora.polnear import PolnearArticle
from eval.corpora.trained import trained_keys
from eval.held_out import held_out_sets
from framing.labels.formats.brat import GoldAttribution
from framing.sentences import split_article
from framing.types import Article, Span
from training.choice import calibration_parts
from training.heard import polnear_items
from training.items import TAGS, Item, Mark
from training.marked import outlets_items
from training.recipe import load_recipe
from training.single import babe_items, editorial_items
from training.sources import gather
from training.thresholds import answers


def example(text: str, label: int, *rationale: str) -> Example:
    return Example(text, label, "made-up", text, rationale=rationale)


def test_wording_is_asked_of_whole_sentences() -> None:
    text = 'The council closed the school and said "this craven plan ends here and now today".'
    (item,) = babe_items([example(text, 1, "Craven", "school")])
    assert (item.text, item.charged) == (text, 1.0)
    assert math.isnan(item.editorial)
    assert [text[m.start : m.end] for m in item.marks] == ["craven", "school"]
    assert item.searched == {"rationale"}


def test_what_is_all_quotation_never_reaches_the_model() -> None:
    assert editorial_items([example('"This is a disgrace and everybody here knows it," she said.', 0)]) == []


@pytest.mark.slow
def test_nothing_reported_or_calibrated_on_is_trained_on(shared: Path) -> None:
    data = shared / "data"
    shipped = [stage for name in ("default", "fast") for stage in load_recipe(name).stages]
    trained = {sentence_key(item.text) for stage in shipped for item in gather(stage.sources, data)}
    assert trained
    for part in held_out_sets(data):
        assert not trained & {e.key for e in part.examples}, part.title
    for corpus, items in calibration_parts(data).items():
        for head in ("editorial", "charged"):
            texts = [items[i].text for i in answers(items, head)[0]]
            # Own words of two sentences may be equal where the rest of them is not ("The ministry …").
            whole = {sentence_key(text) for text in texts if "…" not in text}
            assert len(whole & trained) <= 0.001 * max(len(texts), 1), (head, corpus)
    unlabelled = {sentence_key(item.text) for item in gather(("unlabelled",), data)}
    tested = [Article(m.text, m.id, m.id) for m in semeval.read(data, "test")]
    for article in (*tested, *(j.article for j in outlets.read(data, "test"))):
        assert not unlabelled & {sentence_key(s.text) for s in split_article(article)}, article.id


@pytest.mark.slow
def test_the_training_keys_are_those_of_the_corpora(shared: Path) -> None:
    data = shared / "data"
    silver = {sentence_key(item.text) for item in gather(("anno_lexical",), data)}
    assert silver <= trained_keys(data)


def test_where_marks_and_label_disagree_no_word_is_a_target() -> None:
    for found in (example("The reckless council met.", 0, "reckless"), example("The council met.", 1)):
        (item,) = babe_items([found])
        assert item.searched == frozenset()


def test_votes_soften_the_charge() -> None:
    (item,) = babe_items([replace(example("The reckless council met.", 1, "reckless"), share=0.6)])
    assert item.charged == pytest.approx(0.8)


def test_tokens_under_a_mark_are_targets() -> None:
    item = Item("A rash act", marks=(Mark("rationale", 2, 6),), searched=frozenset({"rationale"}))
    found = item.tag_targets([(0, 0), (0, 1), (2, 4), (4, 6), (7, 10), (0, 0)])
    column = found[:, TAGS.index("rationale")]
    assert column[1:5].tolist() == [0, 1, 1, 0]
    assert np.isnan(column[[0, 5]]).all()
    assert np.isnan(np.delete(found, TAGS.index("rationale"), axis=1)).all()


def judged(text: str, *judgements: Judgement) -> Judged:
    sentences = split_article(Article(text, "a", "t", outlet="Paper"))
    spans = [Span(s.start, s.end) for s in sentences]
    return Judged(Article(text, "a", "t", outlet="Paper"), "t1", dict(zip(spans, judgements, strict=True)))


def test_a_judged_article_asks_own_words_and_whole_sentences() -> None:
    text = (
        "The regime closed the school again, and nobody came to the gate.\n\n"
        'It was, the mayor said, "a disgrace to all of us who live here in the town".'
    )
    first = Judgement(1, 1, (("labelling", Span(4, 10)),))
    second = Judgement(0, 1, (("charged", Span(27, 35)),))
    mine, *rest = outlets_items([judged(text, first, second)])
    assert (mine.editorial, mine.charged, mine.devices["labelling"]) == (1, 1, 1)
    assert mine.devices["vague_source"] == 0
    assert {(m.tag, mine.text[m.start : m.end]) for m in mine.marks} == {
        ("labelling", "regime"),
        ("rationale", "regime"),
    }
    for item in rest:
        assert item.editorial != 1


def test_furniture_and_close_calls() -> None:
    text = "Sign up for our letter about the town.\n\nThe regime closed the school again this morning."
    close = Judgement(0.5, 0.5, (("labelling", Span(4, 10)),))
    (item,) = outlets_items([judged(text, Judgement(0, 0, furniture=True), close)])
    assert (item.editorial, item.charged, item.devices["labelling"]) == (0.5, 0.5, 0.5)
    assert item.searched == frozenset()
    assert len(answers([item], "editorial")[0]) == 0


def test_an_article_s_attributions_become_tags_of_its_sentences() -> None:
    text = "Rain fell all night. “The dam will hold. It always has,” Ode said."
    said = GoldAttribution(
        source=(Span(text.index("Ode"), text.index("Ode") + 3),),
        cue=(Span(text.index("said"), text.index("said") + 4),),
        content=(Span(text.index("“"), text.index("Ode") - 1),),
    )
    items = polnear_items([PolnearArticle("a", "ab12", text, (said,))])
    tagged = [sorted((m.tag, item.text[m.start : m.end]) for m in item.marks) for item in items]
    assert tagged == [
        [],
        [("content", "“The dam will hold.")],
        [("content", "It always has,”"), ("cue", "said"), ("source", "Ode")],
    ]
    assert all(item.searched == {"source", "cue", "content"} for item in items)
    assert all(math.isnan(target) for item in items for target in item.targets)
