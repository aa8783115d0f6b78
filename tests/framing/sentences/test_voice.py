"""Voice of sentences and the outlet's own words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.sentences import as_sentence, own_words, split_article
from framing.sentences.voice import Words, is_credit, voice_of
from framing.types import Article, Sentence, Span, Voice


def only(text: str) -> Sentence:
    (sentence,) = split_article(Article(text, "a", "t"))
    return sentence


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("The council built a bridge in 2031.", Voice.OUTLET),
        ("The tower, an “eyesore” from the first day, fell in March.", Voice.OUTLET),
        ("The ministry said the port would close in June.", Voice.ATTRIBUTED),
        ("The envoy revealed that the talks had failed in May.", Voice.ATTRIBUTED),
        ("“We will close the port in June,” the minister said.", Voice.QUOTE),
        (
            "The bridge opened late, drew few cars and was “a gift to the ferry company” for years.",
            Voice.MIXED,
        ),
        ("By Ana Ruiz and Tom Orr", Voice.NON_CONTENT),
        ("Read more: Port to close in June", Voice.NON_CONTENT),
        ("* * *", Voice.NON_CONTENT),
    ],
)
def test_voice(text: str, voice: Voice) -> None:
    assert only(text).voice == voice


def test_shares_decide_at_their_edges() -> None:
    assert voice_of(Words(total=0, tag=0, quoted=0, attributed=0)) == Voice.NON_CONTENT
    assert voice_of(Words(total=100, tag=0, quoted=14, attributed=0)) == Voice.OUTLET
    assert voice_of(Words(total=100, tag=0, quoted=15, attributed=0)) == Voice.MIXED
    assert voice_of(Words(total=100, tag=0, quoted=30, attributed=30)) == Voice.QUOTE
    assert voice_of(Words(total=100, tag=0, quoted=29, attributed=31)) == Voice.ATTRIBUTED
    assert voice_of(Words(total=10, tag=10, quoted=0, attributed=0)) == Voice.OUTLET


def test_the_articles_own_marks_of_non_content_count_from_half() -> None:
    text = "Smoke over the harbour. The fire is out."
    first, second = split_article(Article(text, "a", "t", non_content=(Span(0, 13),)))
    assert (first.voice, second.voice) == (Voice.NON_CONTENT, Voice.OUTLET)


@pytest.mark.parametrize(
    ("line", "voices"),
    [
        ("Got a story? Email newsdesk@port.example", [Voice.NON_CONTENT] * 2),
        ("Follow Ana Ruiz on Twitter: @anaruiz", [Voice.NON_CONTENT]),
        ("Do you know more? Get in touch. Write to tips@port.example.", [Voice.NON_CONTENT] * 3),
        ("He sent the email from ruiz@port.example on Monday, when the port was closed.", [Voice.OUTLET]),
        ("The port fell silent. The crews, who had not slept for days, had an email from bosses@port.example.",
         [Voice.OUTLET] * 2),
    ],
)  # fmt: skip
def test_a_call_to_readers_is_no_content(line: str, voices: list[Voice]) -> None:
    assert [one.voice for one in split_article(Article(f"{line}\n\nThe port closed.", "a", "t"))][
        :-1
    ] == voices


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("By Ana Ruiz", True),
        ("By noon the fire was out", False),
        ("By Monday Ruiz had left.", False),
        ("(Reuters)", True),
        ("Additional reporting by Ana Ruiz", True),
        ("Additional reporting is needed", False),
        ("– A busy agenda –", True),
        ("- What comes next -", True),
        ("— The port — and the city — closed.", False),
        ("– It closed. –", False),
        ("–A busy agenda–", False),
    ],
)
def test_credits(line: str, credit: bool) -> None:
    assert is_credit(line) is credit


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("“We will close it,” she said.", ""),
        ("“We will close it,” Ana Ruiz told reporters on Monday.", ""),
        ("“Never,” he said.", ""),
        ("Pay has fallen, according to the ministry.", ""),
        ("“We will close it,” sneered the disgraced minister.", "… sneered the disgraced minister."),
        ("The envoy revealed that the deal was dead.", "The envoy revealed that the deal was dead."),
        ("The envoy claimed that the deal was dead.", "The envoy claimed that the deal was dead."),
        ("The so-called “experts” met again.", "The so-called “experts” met again."),
        ("“We will close it,” he claimed.", "… he claimed."),
        ("“We will close it,” Ana Ruiz boasted on Monday.", "… Ana Ruiz boasted on Monday."),
        ("He admitted “we have lost the port”.", "He admitted …."),
        ("He revealed: “We have lost the port.”", "He revealed: …"),
        ("The so-called “commission of honest men” met.", "The so-called … met."),
        ("He fled to “a land of plenty” in shame.", "He fled to … in shame."),
        ("", ""),
    ],
)
def test_own_words(text: str, left: str) -> None:
    assert own_words(as_sentence(Article(text, "a", "t"))).text == left


@pytest.mark.parametrize(
    "text",
    [
        "Orr added a shameful chapter to a disgraceful record.",
        "He added insult to injury with a shameful, racist tirade.",
        "He answered with a vile, racist rant.",
        "He answered when a vile question was put.",
        "Senators observed a farcical, hypocritical silence.",
        "The regime announced a brutal, cowardly crackdown.",
        "He threatened the poor with a cruel tax.",
        "He told a shameful, disgusting lie to a gullible public.",
        "It said nothing about the massacre.",
        "He said a lot about his own vile character.",
        "He has said little, and his shameful silence speaks volumes.",
        "Shameful: The feckless government has failed the poor.",
        "National Disgrace: The feckless government has failed the poor.",
        "The greedy firm put up fares by a tenth, more than the unions had expected.",
        "The shameful folly cost nine million crowns, three times what the council had estimated.",
        "The cruel tax has failed, as experts predicted.",
        "The gullible crowd gave him a lavish feast, a welcome he had not expected.",
    ],
)
def test_charged_words_are_nobody_elses(text: str) -> None:
    sentence = as_sentence(Article(text, "a", "t"))
    assert not sentence.attributed
    assert own_words(sentence).text == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            "Disgracefully, Orr told reporters that the tax would rise.",
            "Disgracefully, Orr told reporters ….",
        ),
        ("Shamefully, the mayor said the tax would rise.", "Shamefully, the mayor said …."),
        ("The Liar told reporters the tax would rise.", "The Liar told reporters …."),
        ("Incredibly, the ministry said: the tax will rise.", "Incredibly, the ministry said: …."),
        ("The mayor said the tax would rise.", ""),
        ("The FBI said the tax would rise.", ""),
        ("The ministry announced the port would close.", ""),
        ("It said nothing would change.", ""),
        ("Minister: The tax will rise", ""),
        ("Minister Ana Ruiz: The tax will rise", ""),
        ("Campaigners against the mine say the tax is vile.", "Campaigners against the mine say …."),
        (
            "Critics, including former ministers, say the tax is vile.",
            "Critics, including former ministers, say ….",
        ),
        ("Many in the party believe the tax is vile.", "Many in the party believe …."),
        ("Orr said, without offering proof, that the tax is vile.", "Orr said, without offering proof, …."),
        (
            "The vile minister, a serial liar, told the Post: “We will not go now.”",
            "The vile minister, a serial liar, told the Post: …",
        ),
        (
            "Orr, who fled in shame, said the firm “did not care at all”.",
            "Orr, who fled in shame, said ….",
        ),
        ("“Disgusting.”", ""),
        ("The “disgusting” tax.", "The “disgusting” tax."),
        (
            "“Not today,” he said, in a shameful display of arrogance.",
            "… he said, in a shameful display of arrogance.",
        ),
        (
            "“We have no plan,” Ana Ruiz said, despite years of shameless lying.",
            "… Ana Ruiz said, despite years of shameless lying.",
        ),
        ("“Not today,” he said, “and not tomorrow either, I fear.”", ""),
        ("“Not today,” he said, adding that “nobody will ever come here again”.", ""),
    ],
)
def test_only_neutral_tags_are_nothing(text: str, left: str) -> None:
    assert own_words(as_sentence(Article(text, "a", "t"))).text == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            "Critics said the tax would hurt the poor, a verdict nobody sane disputes.",
            "Critics said …, a verdict nobody sane disputes.",
        ),
        (
            "Critics said the tax hurts the poor — a verdict nobody sane disputes.",
            "Critics said … — a verdict nobody sane disputes.",
        ),
        ("Critics said the tax — a vile thing — would hurt the poor.", ""),
        (
            "The tax would hurt the poor, critics said, a verdict nobody sane disputes.",
            "…, critics said, a verdict nobody sane disputes.",
        ),
        (
            "According to critics, the tax would hurt the poor, a verdict nobody sane disputes.",
            "According to critics, …, a verdict nobody sane disputes.",
        ),
        ("He said “we have won the war,” a shameful lie.", "He said … a shameful lie."),
        (
            "The mayor said the tax would rise, and his shameful record speaks for itself.",
            "The mayor said …, and his shameful record speaks for itself.",
        ),
        ("The mayor said the tax would rise, and it would hurt the poor.", ""),
    ],
)
def test_a_content_ends_before_the_outlets_comment(text: str, left: str) -> None:
    assert own_words(as_sentence(Article(text, "a", "t"))).text == left


words = st.text(alphabet="abcdefg said claimed.,“”", max_size=30)


@given(words, words, words, words, words)
def test_own_words_depend_on_nothing_inside_the_spans(
    before: str, one: str, other: str, after: str, paraphrase: str
) -> None:
    def made(inner: str) -> Sentence:
        text = f'{before}"{inner}"{after}{inner}Z'
        quote = Span(len(before), len(before) + len(inner) + 2)
        attributed = Span(quote.end + len(after), len(text) - 1)
        spans = (
            (attributed,)
            if attributed.end > attributed.start
            else (Span(attributed.start, attributed.start),)
        )
        return Sentence(text, 0, len(text), 0, 0, Voice.MIXED, (quote,), spans)

    assert own_words(made(one)).text == own_words(made(other)).text == own_words(made(paraphrase)).text


def test_a_ready_split_row_of_two_sentences_has_one_voice_and_all_spans() -> None:
    text = "“We lost the whole crop,” he said. “We have nothing left now,” he added."
    sentence = as_sentence(Article(text, "a", "t"))
    assert sentence.voice == Voice.QUOTE
    assert [text[a:b] for a, b in sentence.quotes] == [
        "“We lost the whole crop,”",
        "“We have nothing left now,”",
    ]


def test_real_articles(shared: Path) -> None:
    """What the mission's own article must give: its judgement is the outlet's, its endorsed content too."""
    text = (shared / "articles" / "almayadeen.txt").read_text(encoding="utf-8")
    sentences = split_article(Article(text, "a", "t"))
    worst = next(s for s in sentences if "worst human rights" in s.text)
    revealed = next(s for s in sentences if " revealed in April" in s.text)
    assert worst.voice == Voice.OUTLET
    assert own_words(worst).text == worst.text
    assert not revealed.attributed
    assert sum(s.voice == Voice.NON_CONTENT for s in sentences) == 3


@given(st.text(alphabet='ab ."\n …', max_size=60))
def test_every_own_word_stands_in_the_sentence(text: str) -> None:
    sentence = as_sentence(Article(text, "a", "t"))
    own = own_words(sentence)
    assert len(own.text) == len(own.origin)
    for i, (character, place) in enumerate(zip(own.text, own.origin, strict=True)):
        if place >= 0:
            assert sentence.text[place] == character or (character == " " and sentence.text[place].isspace())
            assert own.here(Span(place, place + 1)) == Span(i, i + 1)
            assert own.in_sentence(Span(i, i + 1)) == Span(place, place + 1)
