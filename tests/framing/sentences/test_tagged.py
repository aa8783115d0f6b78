from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.sentences import as_sentence
from framing.sentences.tagged import CONTENT, CUE, SOURCE, heard_by_tags, stance_of
from framing.types import Article, Sentence, Span, Stance, Unit, Voice


def sentence(text: str) -> Sentence:
    return as_sentence(Article(text=text, id="", source="", unit=Unit.SENTENCE))


def tags(text: str, source: str = "", cue: str = "", *content: str) -> dict[str, list[Span]]:
    def place(words: str) -> list[Span]:
        return [Span(text.index(words), text.index(words) + len(words))] if words else []

    return {
        SOURCE: place(source),
        CUE: place(cue),
        CONTENT: [span for words in content for span in place(words)],
    }


def test_a_paraphrase_that_no_list_of_verbs_knows_is_attributed() -> None:
    text = "Harbour masters cast the plan as a gift to shipowners who had paid for it."
    found = heard_by_tags(
        sentence(text),
        tags(text, "Harbour masters", "cast", "the plan as a gift to shipowners who had paid for it"),
    )
    assert found.voice is Voice.ATTRIBUTED
    (one,) = found.attributions
    assert (text[slice(*one.source or ())], text[slice(*one.cue or ())]) == ("Harbour masters", "cast")
    assert not one.plain, "the rules left these words to the outlet"


def test_without_tags_only_quotation_is_heard() -> None:
    text = 'It rained for nine days. "Nobody told us to leave the valley," one of them said.'
    found = heard_by_tags(sentence(text), tags(text))
    assert found.quotes == sentence(text).quotes
    assert [one.content for one in found.attributions] == [found.quotes]


def test_each_content_goes_to_the_nearest_cue_and_source() -> None:
    text = "Ana Ruiz hinted at a strike, while the port promised that wages would rise."
    given_tags = tags(text, "", "", "a strike", "that wages would rise")
    given_tags[SOURCE] = [Span(0, 8), Span(text.index("the port"), text.index("the port") + 8)]
    given_tags[CUE] = [Span(9, 15), Span(text.index("promised"), text.index("promised") + 8)]
    found = heard_by_tags(sentence(text), given_tags).attributions
    who = [
        (text[slice(*one.source or ())], text[slice(*one.cue or ())], text[slice(*one.content[0])])
        for one in found
    ]
    assert who == [("Ana Ruiz", "hinted", "a strike"), ("the port", "promised", "that wages would rise")]


def test_a_content_ends_where_the_rules_see_the_outlets_comment() -> None:
    text = "The minister said 13 people had died, though nobody checked."
    said = "13 people had died, though nobody checked"
    (one,) = heard_by_tags(sentence(text), tags(text, "The minister", "said", said)).attributions
    assert [text[slice(*span)] for span in one.content] == ["13 people had died"]
    longer = "The minister said 13 people had died in the valley."
    (one,) = heard_by_tags(
        sentence(longer), tags(longer, "The minister", "said", "13 people had died in the valley")
    ).attributions
    assert [longer[slice(*span)] for span in one.content] == ["13 people had died in the valley"]


def test_a_phrase_behind_the_tag_of_a_quotation_is_the_outlets() -> None:
    text = "“Not today,” he said, in a shameful display of arrogance."
    found = heard_by_tags(
        sentence(text), tags(text, "he", "said", "“Not today,”", "a shameful display of arrogance")
    )
    assert [one.content for one in found.attributions] == [found.quotes]
    clause = "“Not today,” he said, in two years the port would be closed."
    (one,) = heard_by_tags(
        sentence(clause), tags(clause, "he", "said", "“Not today,”", "in two years the port would be closed")
    ).attributions
    assert len(one.content) == 2


def test_the_stance_is_that_of_the_cue_s_words() -> None:
    assert stance_of("has repeatedly claimed") is Stance.DOUBTING
    assert stance_of("pointed out") is Stance.ENDORSING
    assert stance_of("told reporters") is Stance.NEUTRAL


@pytest.mark.parametrize(
    "cue", ["claimed, without evidence", "claimed without evidence", "evidence, he claimed"]
)
def test_a_verb_of_saying_shows_the_stance_before_any_noun(cue: str) -> None:
    assert stance_of(cue) is Stance.DOUBTING
    assert stance_of("evidence") is Stance.ENDORSING


@pytest.mark.parametrize(
    ("text", "given_tags", "source", "cue"),
    [
        # The tags have the content alone, or a piece of the cue.
        ("Two men were arrested, according to police.", ("", "", "Two men were arrested"), "police", "according to"),
        ("Two men were arrested, according to police.", ("police", "to", "Two men were arrested"), "police", "according to"),
        # They go on into the cue.
        ('"We lost everything," said Ana Ruiz.', ("said Ana Ruiz", "said", '"We lost everything,"'), "Ana Ruiz", "said"),
        # They take the person spoken to.
        ('"It hurts," Dan Fry told the Daily Echo.', ("the Daily Echo", "told", '"It hurts,"'), "Dan Fry", "told"),
    ],
)  # fmt: skip
def test_the_rules_know_sources_and_cues_that_the_tags_miss(
    text: str, given_tags: tuple[str, ...], source: str, cue: str
) -> None:
    (one,) = heard_by_tags(sentence(text), tags(text, *given_tags)).attributions
    assert (text[slice(*one.source or ())], text[slice(*one.cue or ())]) == (source, cue)


@pytest.mark.parametrize(
    ("text", "stray"),
    [
        ("The verdict: guilty.", "guilty"), ("Readers deserve better.", "deserve better"),
        ("The owners of the mill must pay.", "The owners of the mill must pay"),
        ("Willard ordered flags lowered to half-staff.", "half-staff"),
    ],
)  # fmt: skip
def test_stray_contents_leave_the_sentence_to_the_outlet(text: str, stray: str) -> None:
    found = heard_by_tags(sentence(text), tags(text, "", "", stray))
    assert (found.voice, found.attributions) == (Voice.OUTLET, ())


@pytest.mark.parametrize(
    ("text", "cue", "content", "voice"),
    [
        ("The council approved the budget.", "approved", "the budget", Voice.OUTLET),
        ("The court convicted him of the theft of nine cars.", "convicted", "him of the theft of nine cars", Voice.ATTRIBUTED),
        ("The council denied the claim.", "denied", "the claim", Voice.ATTRIBUTED),
        ("Two ministers hailed “a new dawn”.", "hailed", "“a new dawn”", Voice.QUOTE),
    ],
)  # fmt: skip
def test_a_few_words_by_an_unlisted_cue_are_what_somebody_did(
    text: str, cue: str, content: str, voice: Voice
) -> None:
    assert heard_by_tags(sentence(text), tags(text, text.split(cue)[0].strip(), cue, content)).voice is voice


def test_a_cue_inside_a_quotation_is_not_the_outlet_s() -> None:
    text = "“The board said no to us all.”"
    (one,) = heard_by_tags(sentence(text), tags(text, "The board", "said", "no to us all")).attributions
    assert (one.source, one.cue) == (None, None)


def test_a_headline_that_a_role_signs_is_its_words_though_the_tags_know_nothing_of_it() -> None:
    text = "Mayor must go – opposition"
    found = heard_by_tags(sentence(text), tags(text))
    assert found.voice is Voice.ATTRIBUTED
    (one,) = found.attributions
    assert [text[slice(*span)] for span in (one.source or Span(0, 0), *one.content)] == [
        "opposition",
        "Mayor must go",
    ]


def test_pieces_of_a_content_are_one() -> None:
    text = "Officials hinted that the old bridge over the river would never be repaired."
    found = heard_by_tags(
        sentence(text),
        tags(text, "Officials", "hinted", "that the old", "over the river would", "be repaired"),
    )
    (one,) = found.attributions
    assert [text[slice(*span)] for span in one.content] == [text[text.index("that") : -1]]


def test_words_held_at_arm_s_length_stay_doubted() -> None:
    text = "The so-called reform closed two schools in May."
    (doubt,) = heard_by_tags(sentence(text), tags(text)).attributions
    assert doubt.held_at_arms_length
    assert text[slice(*doubt.content[0])] == "reform"


@settings(max_examples=60)
@given(st.data())
def test_any_tags_keep_the_offsets_and_the_own_words(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet='ab ."“”\n,', min_size=1, max_size=60))
    place = st.integers(0, len(text))
    span = st.tuples(place, place).map(lambda two: Span(min(two), max(two)))
    before = sentence(text)
    after = heard_by_tags(
        before, {tag: data.draw(st.lists(span, max_size=4)) for tag in (SOURCE, CUE, CONTENT)}
    )
    assert (after.quotes, after.attributed, after.text) == (before.quotes, before.attributed, before.text)
    for one in after.attributions:
        assert all(
            0 <= s.start <= s.end <= len(text) for s in (*one.content, *filter(None, (one.source, one.cue)))
        )
