from __future__ import annotations

from collections.abc import Callable

import pytest

from eval.agreement import device_alphas, shared_judgements
from eval.corpora.outlets import Judged, Judgement
from eval.devices import Part, _row, _sentences
from framing.annotator import Annotator
from framing.types import Article, Sentence, Span

ARTICLE = Article(
    text='The vile mayor left. "It was a vile trick," the clerk said. It rained on the vile town.',
    id="a",
    source="a",
)


def test_a_device_is_counted_among_the_outlets_own_words_only(words: Callable[..., Annotator]) -> None:
    def spans(sentence: Sentence, _: Article) -> list[tuple[str, Span]]:
        at = sentence.text.index("vile")
        return [("loaded_wording", Span(at, at + 4))]

    found = list(_sentences([words("vile", "rained").annotate(ARTICLE)], spans, frozenset()))
    assert [bool(m.devices) for m in found] == [True, False, True]
    row = _row("loaded_wording", Part("set", found, frozenset({"loaded_wording"}), {}), 0.5)
    assert (row["marked"], row["delivered"], row["precision"], row["recall"]) == (2, 2, 1.0, 1.0)
    assert row["alpha"] is None


def test_unanswered_sentences_do_not_count(words: Callable[..., Annotator]) -> None:
    assert not list(_sentences([words().annotate(ARTICLE)], lambda *_: None, frozenset()))


def test_two_passes_agree_on_a_device_or_do_not() -> None:
    def judged(*marked: bool) -> Judged:
        mark = (("labelling", Span(0, 1)),)
        return Judged(
            ARTICLE, "p", {Span(i, i + 1): Judgement(1, 0, mark if m else ()) for i, m in enumerate(marked)}
        )

    one = judged(True, False, True, False)
    assert device_alphas(shared_judgements([one], [one])) == {"labelling": 1.0}
    other = judged(False, True, False, True)
    assert device_alphas(shared_judgements([one], [other]))["labelling"] == pytest.approx(-0.75)
