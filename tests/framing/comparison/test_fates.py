"""Kept, reworded, added, omitted: the rules one by one, on invented sentences and without a model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from framing.comparison import Fate, Retold, compare
from framing.types import AnnotatedArticle, Prediction, Span

Beside = Callable[[str, str], Retold]

VOTE = "Thirteen of the 21 member states condemned the blockade of the strait."


def test_the_same_words_are_kept(beside: Beside) -> None:
    told = beside(VOTE, "Thirteen of the 21 member states condemned the blockade of the strait.")
    assert told.fate is Fate.KEPT
    assert [link.source for link in told.links] == [5]
    assert told.new == ()
    assert told.links[0].gone == ()


@pytest.mark.parametrize(
    ("wire", "outlet"),
    [
        ("We did it.", "We did it."),
        ('"It is all over," he said.', "“It is all over,”  he said."),
        ('"It is all over," said Berit Holm.', '"It is all over."'),
    ],
)
def test_words_that_say_nothing_by_themselves_are_kept_too(beside: Beside, wire: str, outlet: str) -> None:
    assert beside(wire, outlet).fate is Fate.KEPT


@pytest.mark.parametrize("outlet", ['"It is what it is," Holm said.', "Berit Holm was pleased."])
def test_other_words_that_say_nothing_by_themselves_are_no_retelling(beside: Beside, outlet: str) -> None:
    assert beside('"It is all over," said Berit Holm.', outlet).fate is Fate.ADDED


@pytest.mark.parametrize(
    "told",
    [
        "13 of 21 member states condemned the strait's blockade.",
        "The blockade of the strait was condemned by thirteen of the 21 member states.",
        "Thirteen member states have condemned the blockade, out of 21.",
    ],
)
def test_other_words_for_the_same_are_reworded_or_kept(beside: Beside, told: str) -> None:
    assert beside(VOTE, told).fate in (Fate.KEPT, Fate.REWORDED)


@pytest.mark.parametrize(
    "contradiction",
    [
        "Thirteen of the 21 member states refrained from condemning the blockade of the strait.",
        "Thirteen of the 21 member states refrained.",
        "Thirteen of the 21 member states did not condemn the blockade of the strait.",
        "Twelve of the 21 member states condemned the blockade of the strait.",
        "Thirteen of the 21 member states praised the blockade of the strait.",
        "Must 13 of the 21 member states condemn the blockade of the strait?",
    ],
)
def test_another_number_a_negation_or_the_opposite_is_no_rewording(
    beside: Beside, contradiction: str
) -> None:
    told = beside(VOTE, contradiction)
    assert told.fate is Fate.ADDED, told.links
    assert told.links == ()


@pytest.mark.parametrize(
    ("wire", "outlet"),
    [
        ("The sirens did not sound in three villages of the valley.", "In three of the valley's villages no siren sounded."),
        ("About 4,100 people were evacuated from the villages.", "Some 4,000 people were evacuated from their villages."),
        ("The ministry won't publish the report before spring.", "The ministry will not publish its report before spring."),
        ("The bank lent 2.5 billion crowns to the region.", "The bank lent the region 2.5bn crowns."),
        ("The ministry declined to comment on the report.", "The ministry would not comment on the report."),
    ],
)  # fmt: skip
def test_the_same_number_and_the_same_no_in_another_form_are_no_conflict(
    beside: Beside, wire: str, outlet: str
) -> None:
    assert beside(wire, outlet).fate in (Fate.KEPT, Fate.REWORDED)


def test_another_speaker_is_another_statement(beside: Beside) -> None:
    wire = '"The town cannot wait for another winter of floods," said Berit Holm.'
    assert beside(wire, '"The town cannot wait for another winter of floods," Holm said.').fate is Fate.KEPT
    assert (
        beside(wire, '"The town cannot wait for another winter of floods," said Jonas Eide.').fate
        is Fate.ADDED
    )


def test_a_quotation_in_other_words_is_reworded_though_most_words_are_the_same(beside: Beside) -> None:
    wire = '"We don\'t choose partners by the size of their fleets, but by what they sign," he said.'
    outlet = (
        '"We are not choosing partners for the size of their fleets, but for what they sign," said Ola Berg.'
    )
    assert beside(wire, outlet).fate is Fate.REWORDED


def test_part_of_a_quotation_is_told_from_it(beside: Beside) -> None:
    wire = '"It is not bad luck, it is neglect, and we have paid for it," said Berit Holm, who owns a cellar bar.'
    told = beside(wire, '"It is neglect," said Holm.')
    assert told.fate is Fate.REWORDED
    assert [link.source for link in told.links] == [5]


def test_who_spoke_is_not_yet_what_was_said(beside: Beside) -> None:
    wire = '"It is not bad luck, it is neglect, and we have paid for it," said Berit Holm, who owns a cellar bar.'
    assert beside(wire, "Berit Holm, the owner of a cellar bar, found the words for it.").fate is Fate.ADDED


def test_a_demand_is_no_report(beside: Beside) -> None:
    wire = "Prosecutors opened an inquiry into the contract for the wall."
    assert beside(wire, "Prosecutors have begun to inquire into the wall contract.").fate is Fate.REWORDED
    assert beside(wire, "Prosecutors must open an inquiry into the contract for the wall.").fate is Fate.ADDED


def test_one_sentence_may_fold_two_together_and_one_may_be_split(tell: Callable[..., object]) -> None:
    wire = tell(
        "Wire",
        "Storm cuts power on the coast",
        "VESTRE, Nov 3 (Coast Agency) - A storm cut power to the coast on Monday.",
        "Some 9,300 households had no electricity on Tuesday morning.",
        "Trains between Vestre and Halden were cancelled until noon.",
        "The wind tore the roof off a school gym in Lund, where 40 children were having a lesson and nobody was hurt.",
    )
    post = tell(
        "Post",
        "Coast goes dark",
        "By Ida Ek",
        "On Tuesday morning 9,300 households had no electricity, and trains between Vestre and Halden were cancelled.",
        "In Lund the wind tore the roof off a gym.",
        "The 40 children having a lesson there were not hurt.",
    )
    found = compare([post], wire).tellings[0]  # type: ignore[list-item, arg-type]
    assert [[link.source for link in told.links] for told in found.sentences[2:]] == [[2, 3], [4], [4]]
    assert 1 in found.omitted
    assert not {2, 3, 4} & set(found.omitted)


def test_an_echo_of_a_sentence_told_in_full_is_the_outlets_own(tell: Callable[..., object]) -> None:
    lines = (
        "Wall to be built",
        "A wall is planned.",
        '"I am not going to hide behind a calendar," Holm told reporters.',
    )
    wire = tell("Wire", *lines)
    post = tell("Post", "Wall", "It will be high.", lines[2], "There was no calendar to hide behind.")
    found = compare([post], wire).tellings[0]  # type: ignore[list-item, arg-type]
    assert [told.fate for told in found.sentences[2:]] == [Fate.KEPT, Fate.ADDED]


def test_the_words_that_came_and_went(beside: Beside) -> None:
    told = beside(
        "The council approved the plan by nine votes to four.",
        "The council rammed the plan through by nine votes to four.",
    )
    text = told.scored.sentence.text
    assert told.fate in (Fate.KEPT, Fate.REWORDED)
    assert [text[slice(*span)] for span in told.new] == ["rammed", "through"]
    assert told.links[0].gone == ((12, 20),)


@pytest.mark.parametrize(
    ("here", "there", "carrier", "fate"),
    [
        (1, 0, "hero", Fate.REWORDED),
        (1, 1, "hero", Fate.KEPT),  # the wire's framing, told on
        (0, 0, "hero", Fate.KEPT),  # a word came, and frames nothing
        (1, 0, "cellar", Fate.KEPT),  # what frames it was there before
    ],
)
def test_a_word_put_in_that_frames_is_a_rewording(
    tell: Callable[..., AnnotatedArticle], here: int, there: int, carrier: str, fate: Fate
) -> None:
    line = (
        "The storm flooded eleven streets and one cellar, said {}carer Nils Aker in Vestre on Sunday evening."
    )

    def telling(outlet: str, last: str, label: int) -> AnnotatedArticle:
        article = tell(outlet, "Storm over Vestre", "Nobody was hurt.", last)
        start = last.find(carrier)
        prediction = Prediction(
            0.9, 0.5, rationale=(Span(start, start + len(carrier)),) if start >= 0 else ()
        )
        framed = replace(article.sentences[-1], editorial_label=label, prediction=prediction)
        return replace(article, sentences=(*article.sentences[:-1], framed))

    wire = telling("Wire", line.format(""), there)
    found = compare([telling("Post", line.format("hero "), here)], wire).tellings[0]
    assert found.sentences[-1].fate is fate


def test_two_tellings_of_one_outlet_share_what_both_tell(tell: Callable[..., AnnotatedArticle]) -> None:
    lines = (
        "The council raised the harbour tolls by 12 percent.",
        "Police arrested nobody outside the hall.",
    )
    before, after = tell("Bay", *lines), tell("Bay", *lines, "It was a shameful surrender.")
    found = compare([before, after], None)
    assert len(found.reference) == 2
    assert [telling.count(Fate.ADDED) for telling in found.tellings] == [0, 1]
