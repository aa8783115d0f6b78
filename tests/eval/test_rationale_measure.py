from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from eval.corpora.examples import Example
from eval.quoted import all_quoted
from eval.rationale import Tagged, _agreement_row, _answers, _deletion, _tagged, _WordWeights, without
from framing.annotator import Annotator

TEXT = "The vile mayor sold a cruel and Cruel plan."


def example(text: str, label: int, *rationale: str) -> Example:
    return Example(text, label, "made up", text, rationale=rationale)


def case(annotator: Annotator) -> Tagged:
    return _tagged(annotator, [example(TEXT, 1, "cruel", "plan")])[0]


def test_words_are_matched_whole_whatever_their_case(words: Callable[..., Annotator]) -> None:
    found = case(words("vile", "plan"))
    assert [TEXT[a:b] for a, b in (found.words[i] for i in sorted(found.marked))] == [
        "cruel",
        "Cruel",
        "plan",
    ]
    assert [TEXT[a:b] for a, b in (found.words[i] for i in sorted(found.tagged))] == ["vile", "plan"]
    assert not example("The plans failed.", 1, "plan").rationale_spans


def test_f1_by_hand(words: Callable[..., Annotator]) -> None:
    found = case(words("vile", "plan"))
    row = _agreement_row("model", [found], [found.tagged])
    assert (row["precision"], row["recall"]) == (0.5, pytest.approx(1 / 3))
    assert row["F1"] == pytest.approx(2 * 1 / (2 + 3))


def test_removed_words_leave_a_sentence(words: Callable[..., Annotator]) -> None:
    found = case(words("vile", "cruel"))
    assert without(found, found.tagged) == "The mayor sold a and plan."
    assert without(found, frozenset()) == TEXT


def test_every_answer_names_as_many_words_as_the_model(words: Callable[..., Annotator]) -> None:
    train = [
        example("a vile plan", 1),
        example("a mayor left", 0),
        example("vile words", 1),
        example("a road", 0),
    ]
    found = case(words("vile", "plan"))
    answers = _answers([found], _WordWeights(train))
    for name in ("random words", "words of highest weight"):
        assert len(answers[name][0]) == len(found.tagged)
    vile = next(i for i, (a, b) in enumerate(found.words) if TEXT[a:b] == "vile")
    assert vile in answers["words of highest weight"][0]


def test_removing_the_words_that_carry_the_score_lowers_it_most(words: Callable[..., Annotator]) -> None:
    annotator = words("vile")
    texts = [f"The vile mayor of town number {i} sold a plan to the council on Monday." for i in range(12)]
    cases = _tagged(annotator, [example(t, 1, "vile") for t in texts])
    train = [example("plan council", 1), example("monday", 0)]
    rows = {row["removed"]: row for row in _deletion(annotator, cases, _WordWeights(train)).rows}
    assert rows["tagged words"]["mean drop"] == pytest.approx(0.8)
    assert rows["random words"]["mean drop"] < 0.3
    assert rows["tagged words"]["more than random"] == pytest.approx(0.8 - rows["random words"]["mean drop"])
    assert np.isclose(rows["words of highest weight"]["mean drop"], 0)


def test_what_stands_wholly_in_quotation_marks() -> None:
    text = 'The "reform" was “a vile and cruel trick”, she said.'
    assert all_quoted(text, example(text, 1, "vile", "trick").rationale_spans)
    assert not all_quoted(text, example(text, 1, "vile", "said").rationale_spans)
    assert not all_quoted(text, example(text, 1, "reform").rationale_spans)
    assert not all_quoted(text, [])
