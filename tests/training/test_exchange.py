from __future__ import annotations

import re

import pytest

from eval.corpora import contrast
from training.exchange import (
    PARTIES,
    People,
    names_one_party,
    person,
    whole_only,
    with_gender,
    with_party,
    with_whole_name,
)

PEOPLE = People(["Maria Ortega", "John Ortega", "Peter Lang", "Marine Le Pen"])


def test_a_politician_is_exchanged_wherever_named() -> None:
    text = "Maria Ortega lost the vote. Ortega's party said Ms. Ortega would stay; Lang did not."
    assert PEOPLE.renamed(text, "Xi Jinping") == (
        "Xi Jinping lost the vote. Xi's party said Ms. Xi would stay; Lang did not."
    )
    assert PEOPLE.renamed("But Le Pen left.", "Peter Lang") == "But Lang left."


@pytest.mark.parametrize(
    "text",
    [
        "Nobody was named.",
        "The Anna Ortega trial began.",  # another Ortega
        "In Ortega County it rained.",
        "The Ortega-Lang bill passed.",
        "Langley was closed.",
        "Ortega spoke, and her son Juan Ortega did too.",
    ],
)
def test_a_name_that_may_be_another_ones_is_left(text: str) -> None:
    assert PEOPLE.mentions(text) == []
    assert PEOPLE.renamed(text, "Xi Jinping") == text


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("A man was hurt.", "intersex person", "An intersex person was hurt."),
        ("An unnamed woman was hurt.", "man", "An unnamed man was hurt."),
        ("He gave it to no-one.", None, None),
        ("Two men were hurt.", "non-binary person", "Two non-binary people were hurt."),
        ("Two men were hurt.", "transgender woman", "Two transgender women were hurt."),
        ("The woman left.", "cisgender man", "The cisgender man left."),
        ("The woman and a man left.", None, None),
        ("The woman took her coat.", None, None),
        ("A hit-man left.", None, None),
    ],
)
def test_a_person_of_another_gender(text: str, word: str | None, found: str | None) -> None:
    assert (with_gender(text, word) if word else person(text)) == found


def test_every_name_of_the_pools_may_stand_anywhere() -> None:
    pools = contrast.names()
    for word in pools["gender"]:
        assert re.search(r"(man|person)$", word), word
    everyone = [*pools["politician"], *pools["politician_in_the_news"], *pools["person"]]
    people = People(everyone)
    for name in everyone:
        (mention,) = people.mentions(f"On Monday {name} resigned.")
        assert mention.whole, name


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("Republicans left; Republican senators too.", "Green", "Greens left; Green senators too."),
        ("A Democratic lawmaker spoke.", "Labour", "A Labour lawmaker spoke."),
        ("The Democratic party won.", "Socialist", "The Socialist party won."),
        ("The Republican Party’s leader left.", "Liberal", "The Liberal Party’s leader left."),
    ],
)
def test_another_party(text: str, name: str, found: str) -> None:
    assert names_one_party(text)
    assert with_party(text, name) == found


def test_another_partys_whole_name() -> None:
    text = "The Republican Party met, as the Republican Party does."
    assert whole_only(text)
    assert with_whole_name(text, "National Rally") == "The National Rally met, as the National Rally does."
    assert not whole_only("The Republican Party met Republicans.")


@pytest.mark.parametrize(
    "text",
    [
        "Nobody was named.",
        "Republicans and Democrats agreed.",
        "Republicans said the GOP would win.",
        "Republicans spoke of democratic rights.",
        "Republicans, among them Cole (R) of Ohio, left.",
        "Republicans, among them Cole, R-Ohio, left.",
        "A Republican who voted left.",  # somebody, and no adjective
        "The Republican National Committee met.",
        "Republicans Abroad met.",
        "The Democratic Party Chairman left.",
        "Pro-republican Democrats met.",
    ],
)
def test_a_party_that_would_stay_behind_is_left(text: str) -> None:
    assert not names_one_party(text)


def test_no_party_needs_another_article() -> None:
    assert not [name for name in PARTIES if name[0] in "AEIOU"]
