from __future__ import annotations

import math
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the train extra")

from eval.corpora.examples import Example, sentence_key
from eval.corpora.trained import trained_keys
from eval.held_out import held_out_sets
from training.choice import asked_parts
from training.recipe import load_recipe
from training.sources import babe_items, editorial_items, gather


def example(text: str, label: int, *rationale: str) -> Example:
    return Example(text, label, "made-up", text, rationale=rationale)


def test_a_sentence_in_the_outlets_own_words_answers_both_heads() -> None:
    (item,) = babe_items([example("The reckless council closed the school.", 1, "reckless")])
    assert (item.charged, item.editorial) == (1.0, 1.0)


def test_charge_inside_a_quotation_is_not_the_outlets() -> None:
    found = babe_items(
        [
            example(
                'The council closed the school, a move the union called "a reckless and shameful betrayal of children".',
                1,
                "reckless",
                "shameful",
            )
        ]
    )
    assert [i.charged for i in found if i.charged == i.charged] == [1.0]
    assert [i.editorial for i in found if i.editorial == i.editorial] == [0.0]


def test_charge_outside_a_quotation_is() -> None:
    found = babe_items(
        [
            example(
                'The craven council closed the school and said "we had no choice in the matter today".',
                1,
                "craven",
            )
        ]
    )
    assert 1.0 in [i.editorial for i in found]


def test_a_charged_sentence_with_a_quotation_and_no_marked_word_says_nothing_of_the_outlet() -> None:
    found = babe_items(
        [example('The council closed the school and said "we had no choice in the matter".', 1)]
    )
    assert all(math.isnan(i.editorial) for i in found)


def test_what_is_all_quotation_never_reaches_the_model() -> None:
    assert editorial_items([example('"This is a disgrace and everybody here knows it," she said.', 0)]) == []


@pytest.mark.slow
def test_nothing_reported_or_calibrated_on_is_trained_on(shared: Path) -> None:
    data = shared / "data"
    trained: set[str] = set()
    for stage in load_recipe("default").stages:
        trained |= {sentence_key(item.text) for item in gather(stage.sources, data)}
    assert trained
    for part in held_out_sets(data):
        assert not trained & {e.key for e in part.examples}, part.title
    for head in ("editorial", "charged"):
        for corpus, (texts, _) in asked_parts(data, head).items():
            # Own words of two sentences may be equal where the rest of them is not ("The ministry …").
            whole = {sentence_key(text) for text in texts if "…" not in text}
            assert len(whole & trained) <= 0.001 * len(texts), (head, corpus)


@pytest.mark.slow
def test_the_training_keys_are_those_of_the_corpora(shared: Path) -> None:
    data = shared / "data"
    silver = {sentence_key(item.text) for item in gather(("anno_lexical",), data)}
    assert silver <= trained_keys(data)


def test_spacing_does_not_change_what_a_label_answers() -> None:
    (item,) = babe_items([example("The reckless  council closed the school.", 1)])
    assert (item.charged, item.editorial) == (1.0, 1.0)
