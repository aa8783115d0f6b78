from __future__ import annotations

import math
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the train extra")

from eval.corpora import anno_lexical, babe, newssd
from eval.corpora.examples import Example, sentence_key
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
def test_no_stage_trains_on_a_sentence_that_is_reported(shared: Path) -> None:
    data = shared / "data"
    reported = {e.key for part in ("test", "calibration") for e in babe.split(babe.read(data), part)}
    reported |= {e.key for part in ("val", "test") for e in newssd.read(data, part)}
    reported |= {e.key for e in anno_lexical.read(data, "test")}
    for stage in load_recipe("default").stages:
        trained = {sentence_key(item.text) for item in gather(stage.sources, data)}
        assert not trained & reported, stage.name
