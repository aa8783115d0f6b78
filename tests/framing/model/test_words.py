"""From marked tokens to whole words."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.model.words import WORD, marked_words
from framing.types import Span


def marked(text: str, *tokens: str) -> list[str]:
    """The words found when exactly the given pieces of `text` are marked tokens."""
    offsets = [(text.index(token), text.index(token) + len(token)) for token in tokens]
    (found,) = marked_words(text, offsets, np.ones((len(offsets), 1), dtype=np.bool_))
    return [text[slice(*span)] for span in found]


@pytest.mark.parametrize(
    ("text", "tokens", "words"),
    [
        ("A craven retreat by the board.", ["craven"], ["craven"]),
        ("A craven retreat by the board.", ["ven", "ret"], ["craven retreat"]),
        ("A craven, shameless board.", ["craven", "shameless"], ["craven", "shameless"]),
        ("The so-called reformer didn’t blink.", ["called", "didn"], ["so-called", "didn’t"]),
        ("A retreat -- of sorts!", ["--", "!"], []),
        ("Sham\nand shame.", ["Sham", "and"], ["Sham\nand"]),
    ],
)
def test_a_marked_piece_marks_its_word(text: str, tokens: list[str], words: list[str]) -> None:
    assert marked(text, *tokens) == words


def test_padding_and_special_tokens_mark_nothing() -> None:
    text = "Plain words."
    every = np.ones((6, 1), dtype=np.bool_)
    assert marked_words(text, [(0, 0), (0, 0)], every) == [()]
    assert marked_words(text, [(0, 0), (0, 5), (6, 11), (0, 0)], every) == [(Span(0, 11),)]


def test_each_tag_has_words_of_its_own() -> None:
    offsets = [(0, 5), (6, 11)]
    marked = np.array([[True, False, True], [False, False, True]])
    assert marked_words("Plain words.", offsets, marked) == [(Span(0, 5),), (), (Span(0, 11),)]


TOKENS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 6), st.booleans()), max_size=12)


@given(st.text(alphabet="ab’-.é ,\n…", max_size=40), TOKENS)
def test_spans_are_whole_words_in_order_without_overlap(
    text: str, tokens: list[tuple[int, int, bool]]
) -> None:
    offsets = [(min(start, len(text)), min(start + size, len(text))) for start, size, _ in tokens]
    on = np.array([hit for *_, hit in tokens], dtype=np.bool_).reshape(-1, 1)
    (found,) = marked_words(text, offsets, on)
    words = [match.span() for match in WORD.finditer(text)]
    starts, ends = {start for start, _ in words}, {end for _, end in words}
    for span in found:
        assert 0 <= span.start < span.end <= len(text)
        assert span.start in starts
        assert span.end in ends
    for left, right in pairwise(found):
        assert left.end < right.start
        assert text[left.end : right.start].strip(), "neighbours are one span"
    hit = {
        w
        for w in words
        for token, mark in zip(offsets, on, strict=True)
        if mark and token[0] < w[1] and token[1] > w[0]
    }
    covered = {w for w in words for span in found if span.start <= w[0] and w[1] <= span.end}
    assert covered == hit
