"""What contradicts the wire tells none of it, however few of its words are others; and what only looks as if it did."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from framing.comparison import Fate, Retold, compare
from framing.types import AnnotatedArticle

Beside = Callable[[str, str], Retold]


@pytest.mark.parametrize(
    ("wire", "outlet"),
    [
        ("The court will rule on the toll on Tuesday.", "The court will rule on the toll on Friday."),
        ("The hall is open from Monday to Thursday.", "The hall is open from Monday to Saturday."),
        ("The council moved the vote to March.", "The council moved the vote to October."),
        ("The council moved the vote to March 3.", "The council moved the vote to 9 March."),
        ("The old lighthouse was built in 1936.", "The old lighthouse was built in 1986."),
        ("The council moved the vote to March 2021.", "The council moved the vote to March 2022."),
    ],
)
def test_another_day_or_month_is_another_date(beside: Beside, wire: str, outlet: str) -> None:
    assert beside(wire, outlet).fate is Fate.ADDED


@pytest.mark.parametrize(
    "outlet",
    [
        "The court heard the toll case, which was lodged on Friday.",
        "The court heard the toll case on Tuesday.",
        "The court heard the toll case yesterday, which was lodged on Friday.",
        "The court heard the toll case on the 14th, which was lodged on Friday.",
    ],
)
def test_a_day_that_one_side_leaves_out_or_counts_is_no_other_date(beside: Beside, outlet: str) -> None:
    wire = "The court heard the toll case on Tuesday, which was lodged on Friday."
    assert beside(wire, outlet).fate in (Fate.KEPT, Fate.REWORDED)


def test_two_days_may_be_of_two_things(beside: Beside) -> None:
    wire = "On Sunday the ferry with 40 pupils on board ran aground off Lund."
    outlet = (
        "The ferry with 40 pupils on board that ran aground off Lund will be looked at for damage on Tuesday."
    )
    assert beside(wire, outlet).fate is Fate.REWORDED


@pytest.mark.parametrize(
    ("wire", "outlet"),
    [
        ("Tolls at the port fell to 5.1% from 6.3%.", "Tolls at the port fell to 6.3% from 5.1%."),
        ("The town voted 218-210 to build the wall.", "The town voted 210-218 to build the wall."),
        ("The crew wants an 8% raise; the port has offered 4.5%.", "The crew wants a 4.5% raise; the port has offered 8%."),
        ("Eight people were killed and 12 were hurt.", "Twelve people were killed and eight were hurt."),
    ],
)  # fmt: skip
def test_two_numbers_in_each_other_s_place_are_other_numbers(beside: Beside, wire: str, outlet: str) -> None:
    assert beside(wire, outlet).fate is Fate.ADDED


@pytest.mark.parametrize(
    ("wire", "outlet"),
    [
        ("Tolls at the port fell from 6.3% to 5.1%.", "Tolls at the port fell to 5.1% from 6.3%."),
        ("The crew wants an 8% raise; the port has offered 4.5%.", "The port has offered 4.5%; the crew wants an 8% raise."),
        ("Eight people were killed and 12 were hurt.", "Twelve people were hurt and eight were killed."),
        ("Holm got 30 votes in the north and Berg got 12.", "In the north Berg got 12 votes to Holm's 30."),
    ],
)  # fmt: skip
def test_numbers_that_move_with_their_words_are_the_same(beside: Beside, wire: str, outlet: str) -> None:
    assert beside(wire, outlet).fate in (Fate.KEPT, Fate.REWORDED)


@pytest.mark.parametrize(
    ("wire", "outlet"),
    [
        ("The mill opened its store in Halden.", "The mill closed its store in Halden."),
        ("The strike at the port began in spring.", "The strike at the port ended in spring."),
        ("The fire spread to the north of the island.", "The fire spread to the south of the island."),
        ("Crews reached the eastern suburbs of the town.", "Crews reached the western suburbs of the town."),
        ("More than 300 sheds stood under water.", "Fewer than 300 sheds stood under water."),
        ("The pump was effective against the flood.", "The pump was ineffective against the flood."),
        ("Owners were satisfied with the repairs.", "Owners were dissatisfied with the repairs."),
        ("The mayor criticised the ruling on tolls.", "The mayor welcomed the ruling on tolls."),
        ("Talks on the ferry contract collapsed.", "Talks on the ferry contract succeeded."),
        ("The driver was charged with theft of fuel.", "The driver was cleared of theft of fuel."),
    ],
)
def test_the_opposite_is_no_rewording(beside: Beside, wire: str, outlet: str) -> None:
    assert beside(wire, outlet).fate is Fate.ADDED


@pytest.mark.parametrize(
    ("wire", "outlet"),
    [
        ("A penalty of three years in prison awaits the driver.", "Three years' imprisonment awaits the driver."),
        ("The hall opens in May once its roof is mended.", "The hall, closed since a storm, opens in May with its roof mended."),
    ],
)  # fmt: skip
def test_words_that_only_look_opposite_or_are_of_other_things_are_no_conflict(
    beside: Beside, wire: str, outlet: str
) -> None:
    assert beside(wire, outlet).fate in (Fate.KEPT, Fate.REWORDED)


@pytest.mark.parametrize(
    ("wire", "outlet"),
    [
        ("The third ship to be seized was a tanker.", "The fifth ship to be seized was a tanker."),
        ("Sales fell in the first half of the year.", "Sales fell in the second half of the year."),
        ("Smoke filled the 14th floor of the tower.", "Smoke filled the twelfth floor of the tower."),
        ("The pill failed in one patient in the trial.", "The pill failed in two patients in the trial."),
        ("The owner was jailed for 14 months for theft.", "The owner was jailed for 14 years for theft."),
        ("The pipe runs for 60 miles under the lake.", "The pipe runs for 60 km under the lake."),
        ("The port paid $1.2bn for the mine.", "The port paid £1.2bn for the mine."),
        ("The port paid 30 euros for the mine.", "The port paid $30 for the mine."),
        ("The driver was fined $40.", "The driver was fined $50."),
    ],
)
def test_another_place_unit_or_currency_is_another_quantity(beside: Beside, wire: str, outlet: str) -> None:
    assert beside(wire, outlet).fate is Fate.ADDED


@pytest.mark.parametrize(
    ("wire", "outlet"),
    [
        ("The third ship left the port at noon.", "The 3rd ship left the port at noon."),
        ("One of the two ships sank in the storm.", "Two ships were at sea; one sank in the storm."),
        ("The owner was jailed for 14 months for theft.", "The owner got a 14-month jail sentence for theft."),
        ("The pipe runs for 60 miles under the lake.", "The pipe runs for about 97 kilometres under the lake."),
        ("The mine cost the port £12m ($15m).", "The mine cost the port 15 million dollars."),
        ("The $20 toll is due for 20 miles of road.", "The toll is due for 20 miles of road."),
    ],
)  # fmt: skip
def test_a_quantity_told_in_another_way_is_the_same(beside: Beside, wire: str, outlet: str) -> None:
    assert beside(wire, outlet).fate in (Fate.KEPT, Fate.REWORDED)


@pytest.mark.parametrize(
    ("wire", "outlet"),
    [
        ("Owners of boats can no longer vote on tolls.", "Owners of boats can vote on tolls."),
        ("The ministry has yet to reply to the letter.", "The ministry has replied to the letter."),
        ("The army failed to retake the airport.", "The army retook the airport."),
        ("The crew was unable to reach the island.", "The crew reached the island."),
    ],
)
def test_what_is_no_longer_or_not_yet_done_is_not_done(beside: Beside, wire: str, outlet: str) -> None:
    assert beside(wire, outlet).fate is Fate.ADDED


@pytest.mark.parametrize(
    ("wire", "outlet"),
    [
        ("The ministry has not replied to the letter.", "The ministry has yet to reply to the letter."),
        ("The army failed to retake the airport.", "The army did not retake the airport."),
        ("The ferry will take no longer than three hours.", "The ferry will take three hours at most."),
    ],
)
def test_two_ways_to_say_no_are_one(beside: Beside, wire: str, outlet: str) -> None:
    assert beside(wire, outlet).fate in (Fate.KEPT, Fate.REWORDED)


@pytest.mark.parametrize(
    ("speaker", "pronoun", "fate"),
    [
        ("Holm", "he", Fate.KEPT),
        ("Eide", "he", Fate.ADDED),
        ("Eide", "she", Fate.ADDED),
        ("a fisherman", "she", Fate.ADDED),
        ("a fisherman", "he", Fate.KEPT),
    ],
)
def test_another_speaker_behind_a_pronoun_is_another_statement(
    tell: Callable[..., AnnotatedArticle], speaker: str, pronoun: str, fate: Fate
) -> None:
    lines = ("Wall", "A wall is planned.")
    quotation = '"The town cannot wait for another winter of floods," {} said.'
    wire = tell("Wire", *lines, "The wall is a mistake, Holm said.", quotation.format("he"))
    post = tell("Post", *lines, f"The wall is a mistake, {speaker} said.", quotation.format(pronoun))
    assert compare([post], wire).tellings[0].sentences[-1].fate is fate
