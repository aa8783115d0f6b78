"""Who speaks, by the article's own names: surnames, roles, pronouns, and quotations that go on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.sentences import Naming, as_sentence, split_article, with_speakers
from framing.sentences.names import Kind, read_party
from framing.types import Article, Sentence, Span


def sentences(text: str) -> tuple[Sentence, ...]:
    return with_speakers(text, split_article(Article(text, "a", "t")))


def last_speaker(text: str) -> str | None:
    """Who speaks in the last attribution of the text."""
    return [one.speaker for sentence in sentences(text) for one in sentence.attributions][-1]


@pytest.mark.parametrize(
    ("source", "name", "kind"),
    [
        ("Ana Ruiz, the port minister", "Ana Ruiz", Kind.PERSON),
        ("The port minister, Ana Ruiz", "Ana Ruiz", Kind.PERSON),
        ("Norwegian Ambassador to the Coastal Union, Ana Ruiz", "Ana Ruiz", Kind.PERSON),
        ("Norwegian Ambassador", "Norwegian Ambassador", Kind.PERSON),
        ("In Skarholm, President Ana Ruiz", "Ana Ruiz", Kind.PERSON),
        ("Harbour Board spokesman Tom Orr", "Tom Orr", Kind.PERSON),
        ("Former Secretary of State Ana Ruiz", "Ana Ruiz", Kind.PERSON),
        ("Sen. Lars van der Berg of Skarholm", "Lars van der Berg", Kind.PERSON),
        ("Karim al-Ruiz", "Karim al-Ruiz", Kind.PERSON),
        ("Anke ter Berg", "Anke ter Berg", Kind.PERSON),
        ("Ana dos Ruiz", "Ana dos Ruiz", Kind.PERSON),
        ("Pieter 't Berg", "Pieter 't Berg", Kind.PERSON),
        ("Sheikh Karim bin Yusuf al-Ruiz", "Karim bin Yusuf al-Ruiz", Kind.PERSON),
        ("Orr’s campaign manager Ana Ruiz", "Ana Ruiz", Kind.PERSON),
        ("union chair Ana Ruiz", "Ana Ruiz", Kind.PERSON),
        ("Councillor Ana Ruiz", "Ana Ruiz", Kind.PERSON),
        ("DI Ana Ruiz", "Ana Ruiz", Kind.PERSON),
        ("Luca Di Orr", "Luca Di Orr", Kind.PERSON),
        ("Maître Ana Ruiz", "Ana Ruiz", Kind.PERSON),
        ("The coroner, Ana Ruiz", "Ana Ruiz", Kind.PERSON),
        ("An onlooker", "onlooker", Kind.PERSON),
        ("The Queen", "queen", Kind.PERSON),
        ("Ola King", "Ola King", Kind.PERSON),
        ("Ana Ruiz MP", "Ana Ruiz", Kind.PERSON),
        ("Tom Orr KC MP, the chairman", "Tom Orr", Kind.PERSON),
        ("Labour MP Ana Ruiz", "Ana Ruiz", Kind.PERSON),
        ("Liberal Democrat MP", "Liberal Democrat MP", Kind.PERSON),
        ("The MP", "MP", Kind.PERSON),
        ("MPs", "MPs", Kind.PEOPLE),
        ("Prime Minister Ana May", "Ana May", Kind.PERSON),
        ("Prime Minister May", "May", Kind.PERSON),
        ("The party’s leader, Will Orr", "Will Orr", Kind.PERSON),
        ("Ruiz", "Ruiz", Kind.NAME),
        ("Even Ruiz", "Ruiz", Kind.NAME),
        ("Like Ana Ruiz", "Ana Ruiz", Kind.PERSON),
        ("While Ana Ruiz", "Ana Ruiz", Kind.PERSON),
        ("Ruiz’s", "Ruiz", Kind.NAME),
        ("The ministry", "ministry", Kind.BODY),
        ("the Department of Fisheries", "Department of Fisheries", Kind.BODY),
        ("The Department for Fisheries", "Department for Fisheries", Kind.BODY),
        ("The Skarholm Council on Trade", "Skarholm Council on Trade", Kind.BODY),
        ("The Harbour Board on Monday", "Harbour Board", Kind.BODY),
        ("The department for fisheries", "department for fisheries", Kind.BODY),
        ("the FSB", "FSB", Kind.BODY),
        ("A spokeswoman for Mr. Orr", "spokeswoman for Mr. Orr", Kind.PERSON),
        ("But senior officials", "senior officials", Kind.PEOPLE),
        ("Critics of the plan", "critics", Kind.PEOPLE),
        ("Ruiz and Orr", "Ruiz and Orr", Kind.PEOPLE),
        ("Ruiz, Bell and Orr", "Ruiz, Bell and Orr", Kind.PEOPLE),
        ("Norway, Sweden, and Denmark", "Norway, Sweden and Denmark", Kind.PEOPLE),
        ("Tom Orr, a lawyer and activist", "Tom Orr", Kind.PERSON),
        ("The mayor, Tom Orr, and Ana Ruiz", "Tom Orr", Kind.PERSON),
        ("The Skarholm Echo", "Skarholm Echo", Kind.BODY),
        ("An observer", "observer", Kind.PERSON),
        ("She", "she", Kind.PRONOUN),
    ],
)
def test_a_source_is_read(source: str, name: str, kind: Kind) -> None:
    party = read_party(source)
    assert party is not None
    assert (party.name, party.kind) == (name, kind)


@pytest.mark.parametrize(
    "source",
    [
        "The move",
        "On Monday the mayor",
        "Skarholm Radio quoted Ana Ruiz",
        "Bell slams Tom Orr",
        "blasted the board and",
        "and Orr",
        "Will officials",
        "May",
        "her ministry",
        "whose leaders",
        "",
        "…",
    ],
)
def test_what_is_no_speaker_for_sure_is_nobody(source: str) -> None:
    assert read_party(source) is None


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Brian Aker runs the port. Mr. Aker said the port would close.", "Brian Aker"),
        ("Brian Aker runs the port. Aker said the port would close.", "Brian Aker"),
        ("Brian and Olga Aker run the port. Aker said it would close.", "Olga Aker"),
        ("Brian Aker and Olga Aker run the port. Aker said it would close.", "Aker"),
        ("Brian Aker and Olga Aker run the port. Mrs. Aker said it would close.", "Olga Aker"),
        ("Minister Ana Ruiz came. The minister said the port would close.", "Ana Ruiz"),
        ("Ana Ruiz, the minister of ports, came. The minister said it would close.", "Ana Ruiz"),
        ("Ministers Ana Ruiz and Tom Orr came. The mayor said the port would close.", "mayor"),
        ("The port would close, said Ana Ruiz. She said it would stay shut.", "Ana Ruiz"),
        ("The port would close, said Ana Ruiz. He said it would stay shut.", None),
        (
            "The port would close, said Ana Ruiz. It was cold. Olga Aker came. She said it would stay shut.",
            None,
        ),
        ("Ana Ruiz said that Olga Aker had lied. She said it would stay shut.", "Ana Ruiz"),
        ("The ministry said pay fell. It said the port would close.", "ministry"),
        ("The ministry said pay fell. She said the port would close.", None),
        ("Officials said pay fell. They said the port would close.", "officials"),
        ("She said the port would close.", None),
        ("Tom Orr, who said the port would close, left.", "Tom Orr"),
        ("Ana Ruiz MP said pay fell. Ruiz said it would rise.", "Ana Ruiz"),
        ("Ana Ruiz MP said pay fell. The MP said it would rise.", "Ana Ruiz"),
        ("Ana Ruiz, the MP for Skarholm, came. The MP said it would rise.", "Ana Ruiz"),
        ("Karim al-Ruiz runs the port. Al-Ruiz said pay fell.", "Karim al-Ruiz"),
        ("Karim al-Ruiz runs the port. Mr. Ruiz said pay fell.", "Karim al-Ruiz"),
        ("Ana Maria de la Ruiz runs the port. De la Ruiz said pay fell.", "Ana Maria de la Ruiz"),
        ("Lars van der Berg runs the port. Van der Berg said pay fell.", "Lars van der Berg"),
        ("Lars van der Berg runs the port. “Pay fell,” van der Berg said.", "Lars van der Berg"),
        ("Al Ruiz runs the port. Ruiz said pay fell.", "Al Ruiz"),
        ("Olga van Berg and Lars van Berg run it. Van Berg said pay fell.", "Van Berg"),
        ("It rained on Skarholm. Tom Orr came. Orr said pay fell.", "Tom Orr"),
        ("They met Tom Orr.\nOrr said pay fell.", "Tom Orr"),
        ("Sen. J. K. Orr came. Orr said pay fell.", "J. K. Orr"),
        ("Tom Orr said pay fell in the Skarholm Bugle. He said it would rise.", "Tom Orr"),
        ("Tom Orr said pay fell. Skarholm Echo readers agreed. He said it would rise.", "Tom Orr"),
        ('Tom "The Rock" Orr said pay fell.', "Tom Orr"),
        ('Tom "Rocky" Orr runs the port. Orr said pay fell.', "Tom Orr"),
        ("Councillor Ana Ruiz said pay fell. Ruiz said it would rise.", "Ana Ruiz"),
        ("Councillor Ana Ruiz said pay fell. Cllr Ruiz said it would rise.", "Ana Ruiz"),
        ("Inspector Ana Ruiz said pay fell. The inspector said it would rise.", "Ana Ruiz"),
        ("Queen Margit came. The queen said pay fell.", "Margit"),
        ("Pope Ola said it would rise. The pope said it would fall again.", "Ola"),
        ("Baroness Ola Ruiz said pay fell. He said it would rise.", None),
        ("Prime Minister Ana May said pay fell.", "Ana May"),
        ("Pay fell, said Ana May.", "Ana May"),
        ("Ana May runs the port. “Pay fell again,” May said.", "Ana May"),
        ("Ana May runs the port. May said pay fell.", "Ana May"),
        ("Will Orr said pay fell. Orr said it would rise.", "Will Orr"),
        ("Nobody ran the port. In May they said it would close.", None),
        ("Tom Orr, 58, a plumber, said the port would close.", "Tom Orr"),
        ("Tom Orr, 58, from Skarholm, said the port would close.", "Tom Orr"),
        ("Mr Orr, 58, a former mayor of Skarholm, said it would close.", "Orr"),
        ("Tom Orr, 58, a mayor, came. The mayor said it would close.", "Tom Orr"),
        ("Norwegian Ambassador Ana Ruiz came. The ambassador said the port would close.", "Ana Ruiz"),
        (
            "Norwegian Ambassador to Skarholm, Ana Ruiz, said pay fell. The ambassador said it would rise.",
            "Ana Ruiz",
        ),
        ("Growing calls for a new port were heard.", None),
        ("Repairs were slow. Repairs, said officials, and repairs again.", "officials"),
    ],
)
def test_speakers_in_an_article(text: str, speaker: str | None) -> None:
    assert last_speaker(text) == speaker


@pytest.mark.parametrize(
    "source", ["Mr Orr, 58, a former mayor of Skarholm", "58, a former mayor", "mayor of"]
)
def test_a_description_is_who_is_described(source: str) -> None:
    """Also one of which only a part was found."""
    text = "Mr Orr, 58, a former mayor of Skarholm, said it would close."
    (row,) = sentences(text)
    start = text.index(source)
    (one,) = row.attributions
    found = replace(row, attributions=(replace(one, source=Span(start, start + len(source))),))
    assert with_speakers(text, [found])[0].attributions[0].speaker == "Orr"


def test_a_pronoun_does_not_reach_far() -> None:
    between = "The rain fell on the harbour all day. " * 8
    assert last_speaker(f"Ana Ruiz said pay fell. {between}She said it would rise.") is None


@pytest.mark.parametrize(
    "text",
    [
        "“We waited all night. No bus came. We walked home,” Ana Ruiz said.",
        "“We waited,” Ana Ruiz said. “No bus came. We walked home.”",
        "“We waited all night,” Ana Ruiz said.\n“No bus came in all that time.”",
        "Ana Ruiz said: “We waited all night. No bus came.\n“We walked home in the end.”",
        "In a statement on Monday, Ana Ruiz said:\n\n“We waited all night. No bus came.”",
        "Late on Monday Ana Ruiz tweeted:\n“We waited all night.”",
        "Ana Ruiz told Tom Orr:\n\n“We waited all night.\n“No bus came in all that time.”",
        "Tom Orr said pay fell. Ana Ruiz, who was late, said in a letter:\n\n“We waited all night.”",
        "Ana Ruiz was told to wait, she said. “We waited,” Ana Ruiz said, “and no bus came.”",
    ],
)
def test_a_quotation_that_goes_on_keeps_its_speaker(text: str) -> None:
    spoken = [one for s in sentences(text) for one in s.attributions if s.quotes]
    assert spoken
    assert {one.speaker for one in spoken} == {"Ana Ruiz"}


def test_the_speaker_at_the_end_wins_over_the_sentence_before() -> None:
    text = "Tom Orr said the vote was fair. “We lost. We will be back,” Ana Ruiz said."
    assert [one.speaker for s in sentences(text) for one in s.attributions] == [
        "Tom Orr",
        "Ana Ruiz",
        "Ana Ruiz",
    ]


def test_another_paragraph_is_not_the_same_speaker_without_a_quotation_before() -> None:
    assert last_speaker("Ana Ruiz said pay fell.\n“Nobody asked us about any of it.”") is None


@pytest.mark.parametrize(
    "lead", ["Ana Ruiz has a plan:", "This is what she told nobody:", "Ana Ruiz said:\nIt rained all night."]
)
def test_what_leads_to_no_quotation_names_nobody(lead: str) -> None:
    assert last_speaker(f"{lead}\n“We waited all night.”") is None


def test_a_ready_split_row_knows_its_own_names_only() -> None:
    assert speakers_of_row("Ana Ruiz said pay fell. She said it would rise.") == ["Ana Ruiz", "Ana Ruiz"]
    assert speakers_of_row("She said it would rise.") == [None]


def speakers_of_row(text: str) -> list[str | None]:
    (row,) = with_speakers(text, [as_sentence(Article(text, "a", "t"))])
    return [one.speaker for one in row.attributions]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_groups_of_sentences_know_the_names_of_those_before(size: int) -> None:
    text = (
        "Ana Ruiz, the port minister, said pay fell. It rained. She said it would rise.\n"
        "Ms. Ruiz added in a letter:\n“It is late. It is late again.”\n"
        "“We were not asked,” said Tom Orr. “Nobody was. Not one.” Mr. Orr left. Ms. Ruiz said no more."
    )
    found, naming = split_article(Article(text, "a", "t")), Naming(text)
    groups = [naming(found[at : at + size]) for at in range(0, len(found), size)]
    assert tuple(one for group in groups for one in group) == with_speakers(text, found)
    assert {one.speaker for group in groups for s in group for one in s.attributions} == {
        "Ana Ruiz",
        "Tom Orr",
    }


PIECES = [
    "Ana Ruiz ",
    "Tom Orr, ",
    "said ",
    "she ",
    "he ",
    "“",
    "”",
    "'",
    '"',
    "the minister ",
    "pay fell",
    ". ",
    "\n",
    "who ",
    "Mr. ",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_no_text_breaks_offsets_or_invents_a_name(text: str) -> None:
    for sentence in sentences(text):
        for one in sentence.attributions:
            spans = [*one.content, *(span for span in (one.source, one.cue) if span)]
            assert all(0 <= span.start < span.end <= len(sentence.text) for span in spans)
            assert list(one.content) == sorted(one.content)
            assert one.speaker is None or all(word.lower() in text.lower() for word in one.speaker.split())
