"""Spellings of one thing become one form."""

from __future__ import annotations

import pytest

from framing.comparison.words import words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("38m crowns", "38 million crowns"),
        ("2.5bn", "2.5 billion"),
        ("nineteen of 64", "19 of sixty-four"),
        ("2.40am", "2:40 a.m."),
        ("4.75 per cent", "4.75%"),
        ("4,100 people", "4100 people"),
        ("It won't, can't, doesn't", "it will not, can not, does not"),
        ("the U.S. and the United States", "the US and the US"),
        ("Sept. 2", "September 2"),
        ("the town’s wall", "the town wall"),
    ],
)
def test_two_spellings_read_alike(one: str, other: str) -> None:
    assert [word.norm for word in words_of(one)] == [word.norm for word in words_of(other)]


@pytest.mark.parametrize(
    ("one", "other"), [("rose", "risen"), ("died", "dead"), ("resigned", "resignation"), ("won", "wins")]
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert words_of(one)[0].stem == words_of(other)[0].stem


def test_us_is_no_country_when_it_means_us() -> None:
    assert [word.norm for word in words_of("They told us that the US left")][2] == "us"
    assert [word.norm for word in words_of("They told us that the US left")][5] == "u.s."


def test_the_sign_of_a_currency_is_read_as_its_name() -> None:
    assert [word.norm for word in words_of("US$3 or £2")] == ["u.s.", "dollars", "3", "or", "pounds", "2"]
