from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from framing.model import Model, load_model
from framing.model.kept import Said
from framing.model.pieces import LONGEST_WORD, cut, put_together
from framing.types import Span

PLAIN = "the clerk read out the list of roads that will be mended in the spring and of those that will wait, "
LOUD = "the mayor's shameful, craven surrender is an insult to every decent family in this town"


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model()


@pytest.mark.parametrize("before", [0, 6, 20])
def test_what_stands_late_in_a_long_sentence_is_read(model: Model, before: int) -> None:
    text = before * PLAIN + LOUD
    found = model.predict([text])
    assert found["editorial"][0] > 0.7
    marked = [text[span.start : span.end] for span in found.words["rationale"][0]]
    assert "shameful" in " ".join(marked)
    starts = [span.start for span in found.words["rationale"][0]]
    assert starts == sorted(set(starts))
    assert np.linalg.norm(found.embedding[0]) == pytest.approx(1, abs=1e-5)


def test_a_long_text_is_the_same_in_any_company(model: Model) -> None:
    long, short = 9 * PLAIN + LOUD, LOUD
    alone = model.predict([long])["editorial"]
    np.testing.assert_array_equal(alone, model.predict([short, long, PLAIN])["editorial"][1:2])


@pytest.mark.parametrize(
    "text", ["", "No.", PLAIN, 30 * PLAIN, "x" * 3000, 400 * "é! ", "1 " * 900, 500 * "\U0001f600 "]
)
def test_pieces_are_the_whole_text_in_order_and_none_is_too_long(model: Model, text: str) -> None:
    encoding = model._tokenizer.encode(text)
    pieces = cut(text, encoding)
    if not encoding.overflowing:
        assert pieces == [Span(0, len(text))]
        return
    read = np.zeros(len(text), dtype=bool)
    for piece in pieces:
        read[piece.start : piece.end] = True
    assert not [at for at in np.flatnonzero(~read) if not text[at].isspace()]
    assert [p.start for p in pieces] == sorted(p.start for p in pieces)
    longest = max(len(model._tokenizer.encode(text[p.start : p.end]).overflowing) for p in pieces)
    # A piece that begins a word earlier may lose as many tokens at its end: the next piece has them.
    assert longest <= 1
    for one, following in pairwise(pieces):
        assert following.start < one.end or len(text) < LONGEST_WORD


def test_the_loudest_piece_answers_and_marks_that_overlap_are_one() -> None:
    said = [
        Said(np.array([1.0, -2.0], np.float32), ((Span(4, 9),), ()), np.array([1.0, 0.0], np.float32)),
        Said(
            np.array([0.5, 3.0], np.float32), ((Span(0, 6), Span(8, 9)), ()), np.array([0.0, 1.0], np.float32)
        ),
    ]
    found = put_together([Span(0, 10), Span(5, 15)], said)
    assert found.logits.tolist() == [1.0, 3.0]
    assert found.words == ((Span(4, 11), Span(13, 14)), ())
    assert found.embedding is not None
    np.testing.assert_allclose(found.embedding, [0.5**0.5, 0.5**0.5], rtol=1e-6)
    assert put_together([Span(0, 10)], said[:1]) is said[0]
