"""Stance: scare quotes and "so-called" are the outlet's; a cue that takes a stand stays with the outlet too."""

from __future__ import annotations

import pytest

from framing.sentences import own_words, quoted_words, speakers_of, split_article, with_speakers
from framing.types import Article, Sentence, Stance, Voice


def only(text: str) -> Sentence:
    (sentence,) = with_speakers(text, split_article(Article(text, "a", "t")))
    return sentence


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("The “reform” failed in March.", "", "“reform”"),
        ("The so-called “experts” met again.", "so-called", "“experts”"),
        ("The so-called experts met again.", "so-called", "experts"),
        ("The so-called Free Harbour Party met.", "so-called", "Free Harbour Party"),
        ("So-called experts met again.", "So-called", "experts"),
    ],
)
def test_words_held_at_arms_length_stay_the_outlets(text: str, cue: str, content: str) -> None:
    sentence = only(text)
    (one,) = sentence.attributions
    assert (one.stance, one.plain, one.source, one.speaker) == (Stance.DOUBTING, False, None, None)
    assert (text[slice(*one.cue)] if one.cue else "") == cue
    assert [text[slice(*span)] for span in one.content] == [content]
    assert sentence.voice is Voice.OUTLET
    assert own_words(sentence).text == text


@pytest.mark.parametrize(
    "text",
    [
        "She saw “Hamilton” twice.",
        "“Wait!” It was too late.",
        "He called it “crazy” on Monday.",
        "The port has been called a gift.",
        "So called the men from the quay",
    ],
)
def test_names_utterances_and_what_somebody_called_it_are_no_scare_quotes(text: str) -> None:
    for sentence in split_article(Article(text, "a", "t")):
        assert not [one for one in sentence.attributions if one.stance is Stance.DOUBTING]


@pytest.mark.parametrize(
    ("cue", "stance", "left"),
    [
        ("said", Stance.NEUTRAL, False),
        ("claimed", Stance.DOUBTING, True),
        ("revealed", Stance.ENDORSING, True),
    ],
)
def test_a_cue_that_takes_a_stand_leaves_the_paraphrase_to_the_outlet(
    cue: str, stance: Stance, left: bool
) -> None:
    sentence = only(f"The envoy {cue} that the corrupt deal was dead.")
    assert sentence.attributions[0].stance is stance
    assert sentence.attributions[0].plain is not left
    assert ("corrupt" in own_words(sentence).text) is left


@pytest.mark.parametrize("cue", ["claimed", "admitted", "revealed", "boasted", "said"])
def test_what_stands_between_marks_is_never_the_outlets(cue: str) -> None:
    for text in (
        f"“The corrupt deal is dead,” the minister {cue}.",
        f"The minister {cue}: “The corrupt deal is dead.”",
    ):
        own = own_words(only(text)).text
        assert "corrupt" not in own
        assert (cue in own) is (cue != "said")


def test_a_quotation_counts_once_for_who_said_it_last() -> None:
    sentence = only("Tom Orr said that Ana Ruiz had called it “a gift to the ferries”.")
    by_speaker = dict(
        zip((one.speaker for one in sentence.attributions), quoted_words(sentence), strict=True)
    )
    assert by_speaker == {"Tom Orr": 0, "Ana Ruiz": 5}
    assert speakers_of(sentence) == ("Tom Orr", "Ana Ruiz")


def test_quoted_words_add_up() -> None:
    text = "“We lost it all,” Ana Ruiz said, and it was “a gift to them” for years, “no more of this”."
    sentence = only(text)
    assert sum(quoted_words(sentence)) == 4 + 4 + 4
    assert quoted_words(only("It rained.")) == ()
