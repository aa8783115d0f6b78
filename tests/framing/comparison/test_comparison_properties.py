"""What holds of every comparison, whatever the articles."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from framing.comparison import Fate, compare
from framing.comparison.numbers import number_of
from framing.comparison.words import words_of
from framing.sentences import split_article
from framing.types import AnnotatedArticle, Article, Prediction, ScoredSentence

SENTENCES = st.sampled_from(
    [
        "The mill in Vestre closed on Friday.",
        "On Friday the mill closed, and 340 people lost their jobs.",
        "“We were not told,” said Ida Holm.",
        '"We were not told," Ida Holm said of the mill.',
        "The owner, Norr Paper, declined to comment.",
        "Nobody at Norr Paper answers the telephone!",
        "The mill’s 340 workers weren't told before Friday.",
        "Shame on them?",
        "3.5bn",
        "…",
    ]
)
TEXTS = st.lists(SENTENCES, min_size=0, max_size=8).map("\n".join)
ANY = st.text(max_size=120)


def article(text: str, name: str) -> AnnotatedArticle:
    made = Article(text=text, id=name, source=name)
    return AnnotatedArticle(
        made, tuple(ScoredSentence(s, Prediction(0.5, 0.5), 1, 1) for s in split_article(made))
    )


@settings(max_examples=60, deadline=None)
@given(st.one_of(TEXTS, ANY), st.lists(st.one_of(TEXTS, ANY), min_size=1, max_size=3), st.booleans())
def test_every_sentence_has_a_fate_and_every_span_lies_in_its_sentence(
    wire: str, texts: list[str], core: bool
) -> None:
    source = article(wire, "wire")
    found = compare(
        [article(text, str(n)) for n, text in enumerate(texts)] + [source], None if core else source
    )
    for telling in found.tellings:
        assert [s.scored for s in telling.sentences] == list(telling.article.sentences)
        assert len(telling.fates) == len(found.reference)
        told = {link.source for s in telling.sentences for link in s.links}
        for s in telling.sentences:
            assert (s.fate in (Fate.KEPT, Fate.REWORDED)) == bool(s.links)
            assert s.fate is not Fate.OMITTED
            assert all(0 <= a < b <= len(s.scored.sentence.text) for a, b in s.new)
            for link in s.links:
                assert 0 <= link.similarity <= 1
                there = found.reference[link.source].scored.sentence.text
                assert all(0 <= a < b <= len(there) for a, b in link.gone)
        for place, fate in enumerate(telling.fates):
            assert (fate in (Fate.KEPT, Fate.REWORDED)) == (place in told)


@settings(max_examples=40, deadline=None)
@given(TEXTS.filter(bool))
def test_an_article_keeps_all_of_itself(text: str) -> None:
    same = compare([article(text, "a")], article(text, "b")).tellings[0]
    assert all(s.fate is Fate.KEPT for s in same.sentences if s.fate and words_of(s.scored.sentence.text))


@given(st.integers(0, 10**9), st.sampled_from(["", ","]))
def test_a_number_reads_the_same_with_and_without_commas(value: int, comma: str) -> None:
    text = f"{value:,}" if comma else str(value)
    assert number_of(text) == f"{value}" or value >= 10**12
    assert [word.norm for word in words_of(f"about {text} crowns")] == [
        "about",
        str(value),
        words_of("crowns")[0].norm,
    ]


@given(ANY)
def test_words_lie_in_order_in_their_text(text: str) -> None:
    found = words_of(text)
    assert all(0 <= word.start < word.end <= len(text) for word in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
