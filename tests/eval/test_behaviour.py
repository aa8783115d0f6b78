from __future__ import annotations

import string
from collections.abc import Callable

import numpy as np
import pytest

from eval.behaviour.innocent import called, measure_innocent
from eval.behaviour.loading import loaded, measure_loaded
from eval.behaviour.sentences import Swap, every_sentence, filled, pairs, plain, swaps, tidy
from eval.behaviour.stability import (
    CHANGES,
    changed_pairs,
    curly,
    measure_stability,
    mistyped,
    moved,
    straight,
)
from eval.behaviour.swapping import Swapped, measure_swaps, swapped
from eval.corpora.examples import sentence_key
from framing.annotator import Annotator

Words = Callable[..., Annotator]


def test_the_suite_is_as_large_as_it_says() -> None:
    assert sum(len(s.neutral) + len(s.loaded) for s in swaps()) >= 40
    assert len(pairs("loaded")) >= 150
    assert len(plain("facts")) >= 100
    assert len(plain("quoted")) >= 100


@pytest.mark.parametrize("swap", swaps(), ids=lambda s: s.kind)
def test_fillers_fill_every_place_and_every_name_stands_once(swap: Swap) -> None:
    names = [tuple(filler.values()) for _, filler in swap.fillers]
    assert len(set(names)) == len(names)
    for template in (*swap.neutral, *swap.loaded):
        places = {name for _, name, _, _ in string.Formatter().parse(template) if name}
        assert places
        for _, filler in swap.fillers:
            assert places <= set(filler), (template, filler)
    assert len(swap.groups) >= 2


def test_pairs_differ_in_one_place_and_none_stands_twice() -> None:
    found = pairs("loaded")
    assert len({p.first for p in found}) == len({p.second for p in found}) == len(found)
    for p in found:
        assert p.first != p.second
        # The words around the change are the same: most of the neutral sentence is in the loaded one.
        shared = set(p.first.lower().split()) & set(p.second.lower().split())
        assert len(shared) >= 0.5 * len(set(p.first.split())), p


def test_sentences_are_whole_and_alone() -> None:
    texts = every_sentence()
    for text in texts:
        assert text == tidy(text)
        assert "{" not in text
        assert "|" not in text
        assert text[-1] in '.”"', text
    singles = [text for name in ("facts", "quoted") for _, text in plain(name)]
    assert len({sentence_key(text) for text in singles}) == len(singles)


def test_quoted_sentences_quote_in_the_way_their_group_says() -> None:
    for group, text in plain("quoted"):
        assert any(mark in text for mark in '"“') == (group != "attributed"), text


def test_a_template_is_tidied() -> None:
    assert filled("{x}  said so.", {"x": "the mayor"}) == "The mayor said so."


def test_movement_and_flips_by_hand() -> None:
    scores = np.array([[0.1, 0.3, 0.5], [0.2, 0.2, 0.2]])
    found = Swapped("kind", ("a", "a", "b"), scores, (scores >= 0.5).astype(int))
    assert found.movement == pytest.approx((0.2 + 0.4 + 0.2) / 3 / 2)
    assert found.flips == pytest.approx(2 / 3 / 2)
    assert [group for _, group in found.leanings] == ["a", "b"]
    assert found.leanings[1][0] == pytest.approx(0.1)


def test_a_model_that_minds_one_name_is_found_out(words: Words) -> None:
    kind = next(s for s in swaps() if s.kind == "countries")
    fair, unfair = (swapped(words(*names), kind, "charged") for names in ((), ("France",)))
    assert (fair.movement, fair.flips) == (0, 0)
    assert unfair.leanings[-1][1] == "Western Europe"
    # One name differs from each of the others, by 0.8.
    names = len(kind.fillers)
    assert unfair.flips == pytest.approx(2 / names)
    assert unfair.movement == pytest.approx(0.8 * 2 / names)
    groups = list(measure_swaps(words("France")))[1].rows
    assert max(groups, key=lambda row: row["charged"])["group"] == "Western Europe"


def test_flips_count_only_what_was_neutral_before(words: Words) -> None:
    found = loaded(words("reckless", "council"), "charged")
    reckless = [("reckless" in p.second, "council" in p.first.lower()) for p in pairs("loaded")]
    assert found.flips() * found.size() == pytest.approx(sum(r and not c for r, c in reckless))
    assert found.before_share() * found.size() == pytest.approx(sum(c for _, c in reckless))
    assert measure_loaded(words("reckless")).rows[-1]["loaded by"] == "all"


def test_changes_keep_what_they_should() -> None:
    text = 'The union\'s "cruel" offer was refused.'
    assert sorted(mistyped(text)) == sorted(text)
    assert mistyped(text) == mistyped(text) != text
    assert curly(text) == "The union’s “cruel” offer was refused."
    assert straight(curly(text)) == text
    for name, change in CHANGES.items():
        assert change(text).split() != []
        assert name in {p.group for p in changed_pairs()}


def test_a_model_without_typing_errors_in_its_words_is_stable(words: Words) -> None:
    assert moved(words(), changed_pairs(), "charged").movement.max() == 0
    rows = {row["changed"]: row for row in measure_stability(words("disastrous")).rows}
    assert rows["upper case"]["charged flips"] == 0
    assert rows["negation"]["charged movement"] == 0


def test_innocent_sentences_are_counted_by_group(words: Words) -> None:
    rows = measure_innocent(words("killed")).rows
    total = next(r for r in rows if r["sentences"] == "ugly facts" and r["group"] == "all")
    assert total["called editorial"] == sum("killed" in text for _, text in plain("facts"))
    assert all(not any(labels) for labels in called(words(), "quoted").values())
