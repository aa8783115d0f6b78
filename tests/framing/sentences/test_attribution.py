"""Source, cue and content: the patterns, the stance of cues and what is left alone."""

from __future__ import annotations

import pytest

from framing.sentences.attribution import attributions
from framing.sentences.cues import VERBS, Frame, forms
from framing.sentences.quotes import quotation_spans
from framing.sentences.split import lines
from framing.types import Attribution, Stance


def found(text: str) -> list[Attribution]:
    return attributions(text, quotation_spans(text, list(lines(text))), headline=True)


def first(text: str) -> tuple[str, str, list[str]]:
    one = found(text)[0]
    source = text[one.source.start : one.source.end] if one.source else ""
    return source, text[one.cue.start : one.cue.end], [text[a:b] for a, b in one.content]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "The ministry said that the port would close.",
            "The ministry",
            "said",
            ["that the port would close"],
        ),
        ("Officials said the port would close.", "Officials", "said", ["the port would close"]),
        (
            "The port would close on Friday, officials said.",
            "officials",
            "said",
            ["The port would close on Friday"],
        ),
        ("The port would close, said Ana Ruiz.", "Ana Ruiz", "said", ["The port would close"]),
        (
            "The port, the mayor said, would close by June.",
            "the mayor",
            "said",
            ["The port", "would close by June"],
        ),
        ("According to the union, pay has fallen.", "the union", "According to", ["pay has fallen"]),
        ("Pay has fallen, according to the union.", "the union", "according to", ["Pay has fallen"]),
        ("Minister: Pay will not fall", "Minister", ":", ["Pay will not fall"]),
        ("Opposition leader: Pay will fall", "Opposition leader", ":", ["Pay will fall"]),
        ("Man held after port fire: police", "police", ":", ["Man held after port fire"]),
        ("Pay must not fall – union leader", "union leader", "–", ["Pay must not fall"]),
        ("Ruiz called the plan “a farce”.", "Ruiz", "called", ["the plan “a farce”"]),
        (
            "“Pay will fall,” Ana Ruiz, the minister, told reporters.",
            "Ana Ruiz, the minister",
            "told",
            ["“Pay will fall,”"],
        ),
        ("She told reporters on Monday that pay fell.", "She", "told", ["that pay fell"]),
        ("Ruiz vowed to close the port.", "Ruiz", "vowed", ["to close the port"]),
        (
            "The envoy revealed in May that the deal was dead.",
            "The envoy",
            "revealed",
            ["that the deal was dead"],
        ),
    ],
)
def test_patterns(text: str, source: str, cue: str, content: list[str]) -> None:
    assert first(text) == (source, cue, content)


@pytest.mark.parametrize(
    "text",
    [
        "Those who came: the mayor, the minister and the police.",
        "Pay falls - again",
        "Port fire: police",
        "The strike ended – the union leader resigned",
    ],
)
def test_what_stands_behind_a_mark_is_a_source_only_where_it_is_nothing_but_a_role(text: str) -> None:
    assert not found(text)


@pytest.mark.parametrize(
    ("cue", "stance", "plain"),
    [
        ("said", Stance.NEUTRAL, True),
        ("announced", Stance.NEUTRAL, True),
        ("alleged", Stance.NEUTRAL, True),
        ("revealed", Stance.ENDORSING, False),
        ("admitted", Stance.ENDORSING, False),
        ("pointed out", Stance.ENDORSING, False),
        ("claimed", Stance.DOUBTING, False),
        ("boasted", Stance.DOUBTING, False),
    ],
)
def test_stance(cue: str, stance: Stance, plain: bool) -> None:
    one = found(f"The envoy {cue} that the deal was dead.")[0]
    assert (one.stance, one.plain) == (stance, plain)


@pytest.mark.parametrize(
    "text",
    [
        "The report was long and the claims were many.",
        "In July, voters decided to stay.",
        "I think that the plan is bad.",
        "Read more: Port to close in June",
        "The United States won both games.",
        "The proposed law has four parts.",
        "",
    ],
)
def test_what_is_no_speech(text: str) -> None:
    assert not [one for one in found(text) if one.plain]


def test_a_plan_is_not_what_somebody_said() -> None:
    one = found("The firm plans to close the port.")[0]
    assert not one.plain


def test_forms() -> None:
    assert forms("deny") == ("denies", "denied", "denying")
    assert forms("stress") == ("stresses", "stressed", "stressing")
    assert forms("say") == ("says", "said", "saying")
    assert VERBS["wrote"][Frame.CLAUSE].lemma == "write"
