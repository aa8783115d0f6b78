"""Whose turn is which sentence, for any order of people coming, judging, skipping and taking back."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.web.labelling.turns import Turns


def test_everybody_goes_through_the_queue_in_its_order() -> None:
    turns = Turns(3)
    for who in ("anna", "ben"):
        turns.join(who)
        for place in range(3):
            assert turns.next(who) == place
            turns.judged(who, [place])
        assert turns.next(who) is None


def test_a_place_stays_until_it_is_dealt_with() -> None:
    turns = Turns(5, each=1)
    turns.join("anna")
    assert [turns.next("anna"), turns.next("anna")] == [0, 0]


def test_with_one_judge_a_sentence_two_people_never_sit_at_the_same_one() -> None:
    turns = Turns(4, each=1)
    for who in ("anna", "ben", "cleo"):
        turns.join(who)
    assert [turns.next(who) for who in ("anna", "ben", "cleo")] == [0, 1, 2]
    turns.judged("ben", [1])
    assert turns.next("ben") == 3


def test_a_screen_left_open_holds_nothing_up() -> None:
    turns = Turns(2, each=1)
    turns.join("anna")
    turns.join("ben")
    assert turns.next("anna") == 0  # and goes to lunch
    assert turns.next("ben") == 1
    turns.judged("ben", [1])
    assert turns.next("ben") == 0
    turns.judged("ben", [0])
    assert turns.open == 0
    assert turns.next("ben") is None
    assert turns.next("anna") is None


def test_what_is_skipped_is_left_to_others() -> None:
    turns = Turns(2, each=1)
    turns.join("anna")
    turns.join("ben")
    turns.next("anna")
    turns.skipped("anna", [0])
    assert turns.next("anna") == 1
    assert turns.next("ben") == 0


def test_what_is_taken_back_comes_again_and_is_wanted_again() -> None:
    turns = Turns(3, each=1)
    turns.join("anna")
    turns.join("ben")
    turns.next("anna")
    turns.judged("anna", [0])
    assert turns.next("anna") == 1
    turns.taken_back("anna", 0, was_judged=True)
    assert (turns.next("anna"), turns.open) == (0, 3)
    assert turns.next("ben") == 1  # what anna had on her screen before


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 12), st.integers(1, 4), st.sampled_from([None, 1, 2, 3]), st.integers(0, 10**6))
def test_every_sentence_gets_its_judges_and_nobody_two_turns_at_one(
    size: int, people: int, each: int | None, seed: int
) -> None:
    chance, turns = random.Random(seed), Turns(size, each)
    names = [f"p{i}" for i in range(people)]
    said: dict[str, list[int]] = {name: [] for name in names}
    for name in names:
        turns.join(name)
    for _ in range(1000):
        name = chance.choice(names)
        if said[name] and chance.random() < 0.1:
            turns.taken_back(name, said[name].pop(), was_judged=True)
            continue
        place = turns.next(name)
        if place is None:
            continue
        assert place not in said[name]
        turns.judged(name, [place])
        said[name].append(place)
    for name in names:  # everybody finishes
        while (place := turns.next(name)) is not None:
            turns.judged(name, [place])
            said[name].append(place)
    counts = Counter(place for places in said.values() for place in places)
    wanted = people if each is None else min(each, people)
    assert all(counts[place] >= wanted for place in range(size))
    if each is None:
        assert all(sorted(places) == list(range(size)) for places in said.values())


@pytest.mark.parametrize("each", [None, 1])
def test_a_turn_does_not_get_dearer_with_the_queue(each: int | None) -> None:
    # Counted in steps over the queue, not in seconds: every place is popped once.
    turns = Turns(20_000, each)
    for who in ("anna", "ben"):
        turns.join(who)
    assert turns.next("ben") == 0  # and stays there
    for _ in range(10_000):
        place = turns.next("anna")
        assert place is not None
        turns.judged("anna", [place])
    desk = turns._desks["anna"]
    assert desk.fresh <= 10_002
    assert len(desk.ahead) + len(desk.aside) <= 1
