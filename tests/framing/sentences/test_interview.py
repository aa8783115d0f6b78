from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.sentences import own_words, split_article, with_speakers
from framing.types import Article, Sentence, Voice

INTERVIEW = """Ana Ruiz left the port in May. She spoke to the Post.

Post: Why did you go?

Ruiz: It was a shameful farce. The board said "no" to us all.

Post: And now?

Ruiz: I will rest."""


def sentences(text: str) -> list[Sentence]:
    return list(with_speakers(text, split_article(Article(text, "a", "t"))))


def test_answers_are_the_speaker_s_words_and_questions_the_outlet_s() -> None:
    found = [one for one in sentences(INTERVIEW) if one.voice is Voice.QUOTE]
    assert [own_words(one).text for one in found] == ["Ruiz: …", "", "Ruiz: …"]
    assert [one.attributions[0].speaker for one in found] == ["Ana Ruiz"] * 3
    asked = [one for one in sentences(INTERVIEW) if one.text.startswith("Post:")]
    assert [(one.voice, one.quotes) for one in asked] == [(Voice.OUTLET, ())] * 2


def test_letters_tell_question_and_answer() -> None:
    asked, answered = sentences("Q: What is next?\n\nA: The plan is dead and the mayor is a coward.")
    assert (asked.voice, answered.voice) == (Voice.OUTLET, Voice.QUOTE)
    assert own_words(answered).text == ""


@pytest.mark.parametrize(
    "text",
    [
        "Verdict: a shameful farce.\n\nVerdict: a vile betrayal.",  # headings: nobody is called that
        "Ana Ruiz left.\n\nRuiz: a shameful farce of a minister.",  # once: a headline as likely
        "A: The plan is dead and the mayor is a coward.",
        "The Post met Ruiz.\n\nRuiz: Are you a coward?\n\nRuiz: Will you go?",
    ],
)
def test_other_labels_leave_the_words_to_the_outlet(text: str) -> None:
    assert not any(one.quotes for one in sentences(text))


@given(
    st.lists(st.sampled_from(["A: ", "Q: ", "Ruiz: ", "“", "”", "Yes. ", "\n\n", "Ruiz went. "]), max_size=14)
)
def test_offsets_hold_whatever_stands_there(pieces: list[str]) -> None:
    text = "".join(pieces)
    for one in sentences(text):
        assert text[one.start : one.end] == one.text
        assert list(one.quotes) == sorted(one.quotes)
        assert all(0 <= start < end <= len(one.text) for start, end in one.quotes)
        assert all(a.end <= b.start for a, b in zip(one.quotes, one.quotes[1:], strict=False))
