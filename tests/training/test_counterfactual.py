from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the train extra")

from eval.behaviour import every_sentence
from training.counterfactual import SENTENCES, counterfactual_items
from training.teaching import evened


def test_readings_of_one_sentence_are_alike_and_of_two_are_not() -> None:
    texts = ["Obama met the council on Monday morning.", "Police said the woman fell at the station."]
    texts += ["On Monday Republicans left the chamber.", "The Democratic Party met there."]
    items = counterfactual_items([*texts, texts[0], "Too short.", "Nobody is named in this one at all."])
    groups: dict[str, list[str]] = {}
    for item in items:
        assert item.alike is not None
        groups.setdefault(item.alike, []).append(item.text)
    ours = [group for group in groups.values() if set(group) & set(texts)]
    assert sorted(map(len, ours)) == [6, 6, 6, 7]
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
