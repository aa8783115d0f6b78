from __future__ import annotations

import re

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the train extra")

from eval.behaviour import every_sentence
from eval.corpora import contrast
from training.counterfactual import (
    SENTENCES,
    People,
    counterfactual_items,
    person,
    with_gender,
)
from training.teaching import evened

PEOPLE = People(["Maria Ortega", "John Ortega", "Peter Lang", "Marine Le Pen"])


def test_a_politician_is_exchanged_wherever_named() -> None:
    text = "Maria Ortega lost the vote. Ortega's party said Ms. Ortega would stay; Lang did not."
    assert PEOPLE.renamed(text, "Xi Jinping") == (
        "Xi Jinping lost the vote. Xi's party said Ms. Xi would stay; Lang did not."
    )
    assert PEOPLE.renamed("But Le Pen left.", "Peter Lang") == "But Lang left."


@pytest.mark.parametrize(
    "text",
    [
        "Nobody was named.",
        "The Anna Ortega trial began.",  # another Ortega
        "In Ortega County it rained.",
        "The Ortega-Lang bill passed.",
        "Langley was closed.",
        "Ortega spoke, and her son Juan Ortega did too.",
    ],
)
def test_a_name_that_may_be_another_ones_is_left(text: str) -> None:
    assert PEOPLE.mentions(text) == []
    assert PEOPLE.renamed(text, "Xi Jinping") == text


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("A man was hurt.", "intersex person", "An intersex person was hurt."),
        ("An unnamed woman was hurt.", "man", "An unnamed man was hurt."),
        ("He gave it to no-one.", None, None),
        ("Two men were hurt.", "non-binary person", "Two non-binary people were hurt."),
        ("Two men were hurt.", "transgender woman", "Two transgender women were hurt."),
        ("The woman left.", "cisgender man", "The cisgender man left."),
        ("The woman and a man left.", None, None),
        ("The woman took her coat.", None, None),
        ("A hit-man left.", None, None),
    ],
)
def test_a_person_of_another_gender(text: str, word: str | None, found: str | None) -> None:
    assert (with_gender(text, word) if word else person(text)) == found


def test_every_name_of_the_pools_may_stand_anywhere() -> None:
    pools = contrast.names()
    for word in pools["gender"]:
        assert re.search(r"(man|person)$", word), word
    everyone = [*pools["politician"], *pools["politician_in_the_news"], *pools["person"]]
    people = People(everyone)
    for name in everyone:
        (mention,) = people.mentions(f"On Monday {name} resigned.")
        assert mention.whole, name


def test_readings_of_one_sentence_are_alike_and_of_two_are_not() -> None:
    texts = ["Obama met the council on Monday morning.", "Police said the woman fell at the station."]
    items = counterfactual_items([*texts, texts[0], "Too short.", "Nobody is named in this one at all."])
    groups: dict[str, list[str]] = {}
    for item in items:
        assert item.alike is not None
        groups.setdefault(item.alike, []).append(item.text)
    ours = [group for group in groups.values() if set(group) & set(texts)]
    assert sorted(map(len, ours)) == [6, 7]
    for group in groups.values():
        assert len(set(group)) > 2
    assert [item.text for item in counterfactual_items(texts)] == [
        item.text for item in counterfactual_items(texts)
    ], "the same in every run: checkpoints are named by the texts"
    assert not {item.text for item in items} & set(every_sentence())


def test_no_politician_fills_the_sample() -> None:
    texts = [f"On day {number} Obama met the council again." for number in range(2 * SENTENCES)]
    texts += [f"On day {number} Romney met the council again." for number in range(20)]
    items = counterfactual_items(texts)
    found = [item.text for item in items if item.text in texts]
    assert {text for text in texts if "Romney" in text} <= set(found)
    own = {item.alike for item in counterfactual_items([])}
    assert len({item.alike for item in items} - own) == SENTENCES


def test_answers_are_evened_over_what_is_alike() -> None:
    answers = np.array([[0.2, 0.0], [0.4, 1.0], [0.9, 0.5], [0.1, 0.3]], np.float32)
    found = evened(answers, ["a", None, "a", "b"])
    np.testing.assert_allclose(found, [[0.55, 0.25], [0.4, 1.0], [0.55, 0.25], [0.1, 0.3]])
    assert answers[0, 0] == np.float32(0.2), "the given ones stay"
