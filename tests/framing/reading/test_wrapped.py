"""Hard-wrapped text becomes paragraphs again; whatever has its own lines for a reason keeps them."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.reading import clean_page, read_article
from framing.reading.boilerplate.page import tidy_whitespace
from framing.reading.wrapped import join_wrapped

FIRST = (
    "The council of Harrow Vale agreed on Monday to repair the old bridge before the winter comes, and to pay for it "
    "out of the money that was set aside for the ferry. Nobody on the pier had been told of it."
)
SECOND = (
    "“We were promised a ferry,” said Zoë Brandt, who runs the kiosk, “and what we get is a bridge that was well-known "
    "to be unsafe when my mother was a child.” She closed the kiosk for the day."
)
BRIEF = "The mayor did not answer her, and left the meeting by the door at the back of the hall."


def wrapped(width: int, *paragraphs: str, between: str = "\n\n") -> str:
    return between.join(textwrap.fill(paragraph, width) for paragraph in paragraphs)


@pytest.mark.parametrize("width", [55, 60, 65, 72, 80, 90])
def test_wrapped_paragraphs_are_whole_again(width: int) -> None:
    assert join_wrapped(wrapped(width, FIRST, SECOND)) == f"{FIRST}\n\n{SECOND}"


def test_the_white_space_of_other_systems_is_no_hindrance() -> None:
    text = "  " + wrapped(72, FIRST, SECOND).replace("\n", " \r\n  ")
    assert tidy_whitespace(text) == f"{FIRST}\n\n{SECOND}"
    assert clean_page(text).text == f"{FIRST}\n\n{SECOND}"
    assert read_article(text, clean=False).text == f"{FIRST}\n\n{SECOND}"


def test_paragraphs_without_a_blank_line_between_them_stay_two() -> None:
    short = "Nobody came."
    text = wrapped(72, FIRST, short, SECOND, between="\n")
    assert join_wrapped(text) == f"{FIRST}\n{short}\n{SECOND}"


def test_two_lines_are_joined_where_other_blocks_show_the_width() -> None:
    two = wrapped(72, BRIEF)
    assert two.count("\n") == 1
    assert join_wrapped(two) == two
    assert join_wrapped(f"{wrapped(72, FIRST)}\n\n{two}") == f"{FIRST}\n\n{BRIEF}"


KEPT = {
    "a poem": (
        "The river rises where the heron stands and waits alone,\n"
        "And carries off the lanterns of the pier, and leaves the stone;\n"
        "The ferryman has tied his boat and locked the door at last,\n"
        "And counts upon his fingers all the winters that are past."
    ),
    "short verse": "the river rises\nand carries off\nthe lanterns of the pier,\nand leaves\nthe stone",
    "a list": (
        "- repair of the old bridge over the river before the winter\n"
        "- a ferry for the time of the works, paid for by the county\n"
        "- an answer to the letter that the kiosk wrote to the mayor"
    ),
    "a list of clauses": (
        "1. that the old bridge over the river is repaired this winter\n"
        "and not later, whatever the county may say about its money,\n"
        "2. that the ferry runs for the whole time of the works there"
    ),
    "headlines": (
        "Council of Harrow Vale Votes for Repair of Its Old Bridge\n"
        "Ferry to Holm Is Late Again and Nobody on the Pier Is Told\n"
        "Kiosk Owner Calls the Council's Decision a Broken Promise"
    ),
    "a sentence a line": (
        "The council of Harrow Vale agreed to repair the old bridge.\n"
        "the ferry to Holm was late again on Monday, the harbour said.\n"
        "nobody on the pier was told of it, and the kiosk was closed."
    ),
    "a table": (
        "bridge    repaired before winter        four million crowns of\n"
        "ferry     for the time of the works     half a million crowns of\n"
        "kiosk     closed on the first day       nobody has counted it yet"
    ),
    "quoted mail": (
        "> the council of Harrow Vale agreed on Monday to repair the old\n"
        "> bridge before the winter comes, and to pay for it out of what\n"
        "> was set aside for the ferry that runs across the river now."
    ),
    "a byline": (
        "The bridge over the river is to be repaired at long last, the\n"
        "By Zoë Brandt\n"
        "council says"
    ),
    "unequal lines": (
        "the council of Harrow Vale agreed on Monday to repair the old\n"
        "bridge before\n"
        "the winter comes, and to pay for it out of the money that was\n"
        "set aside"
    ),
    "paragraphs": f"{FIRST}\n{SECOND}\n{BRIEF}",
    "nothing": "",
}  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_lines_that_are_meant_stay(name: str) -> None:
    assert join_wrapped(KEPT[name]) == KEPT[name]


@pytest.mark.parametrize(
    "name", ["a poem", "a list", "headlines", "a sentence a line", "a table", "quoted mail"]
)
def test_lines_that_are_meant_stay_beside_wrapped_ones(name: str) -> None:
    assert join_wrapped(f"{wrapped(65, FIRST)}\n\n{KEPT[name]}") == f"{FIRST}\n\n{KEPT[name]}"


def test_a_word_broken_at_its_hyphen_is_one_word() -> None:
    texts = [wrapped(width, SECOND) for width in range(55, 91)]
    broken = [text for text in texts if "well-\nknown" in text]
    assert broken
    assert {join_wrapped(text) for text in broken} == {SECOND}


WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=12), min_size=1, max_size=40).map(" ".join)


@given(st.lists(WORDS.map(lambda words: f"{words}."), max_size=12), st.sampled_from(["\n", "\n\n"]))
def test_lines_that_end_as_sentences_stay(lines: list[str], between: str) -> None:
    text = between.join(lines)
    assert join_wrapped(text) == text


@given(st.lists(WORDS.map(str.capitalize), max_size=12), st.sampled_from(["\n", "\n\n"]))
def test_lines_that_begin_with_a_capital_stay(lines: list[str], between: str) -> None:
    text = between.join(lines)
    assert join_wrapped(text) == text


@given(st.lists(WORDS.filter(lambda words: len(words) < 50), max_size=30))
def test_short_lines_stay(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert join_wrapped(text) == text


@given(st.lists(WORDS | st.just(""), max_size=30), st.integers(40, 100))
def test_words_stay_and_tidying_twice_changes_nothing(lines: list[str], width: int) -> None:
    for text in ("\n".join(lines), wrapped(width, *lines), wrapped(width, *lines, between=".\n")):
        once = tidy_whitespace(text)
        assert once.split() == text.split()
        assert tidy_whitespace(once) == once
