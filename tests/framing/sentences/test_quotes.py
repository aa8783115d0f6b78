"""Direct quotation: marks of every kind, over sentences and paragraphs, and texts whose marks are broken."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.sentences import split_article
from framing.sentences.quotes import is_scare, is_title, quotation_spans
from framing.sentences.split import lines
from framing.types import Article


def quoted(text: str) -> list[str]:
    return [text[start:end] for start, end in quotation_spans(text, list(lines(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We won," she said. "They didn\'t," he said.', ['"We won,"', '"They didn\'t,"']),
        ("“The dam held,” he said.", ["“The dam held,”"]),
        ("‘We can’t wait,’ the mayor said.", ["‘We can’t wait,’"]),
        ("‘The players’ bus won’t start,’ he said.", ["‘The players’ bus won’t start,’"]),
        ("The players' bus left in the '90s, and Don't Panic sold 'em out.", []),
        ("The club’s ’90s kit", []),
        ("fixing the 'supply' of homes", ["'supply'"]),
        ('a 12" pipe and a 10" pipe', []),
        ('He sold a 12" pipe and said "never again".', ['"never again"']),
        ("“She told me ‘go home now’ and left,” he said.", ["“She told me ‘go home now’ and left,”"]),
        ("'I heard \"stay\" twice,' she said.", ["'I heard \"stay\" twice,'"]),
        ("«We rebuild,» she said; „so be it“ was the reply.", ["«We rebuild,»", "„so be it“"]),
        ("“It was late, he said. “Nobody came to us.”", ["“Nobody came to us.”"]),
        ("Rock 'n' roll is back", []),
        ("''We lost it all,'' she said. The boats' crew left.", ["''We lost it all,''"]),
        ("``We lost it all,'' she said.", ["``We lost it all,''"]),
        ("“They call it “the deal” up here,” he said.", ["“They call it “the deal” up here,”"]),
        ('"We call it "the deal" here," she said.', ['"We call it "the deal" here,"']),
        ("‘It is the owners’ choice to stay,’ she said.", ["‘It is the owners’ choice to stay,’"]),
        ("'I can't go,' he said. 'It's the boys' turn.'", ["'I can't go,'", "'It's the boys' turn.'"]),
        ("He is 6'2\" tall; Orr's 5'9\".", []),
        ("'Twas the night the thieves' den fell.", []),
        ("“We stay.” “We do not.”", ["“We stay.”", "“We do not.”"]),
        ('"We go now,"he said."We stay," she said.', ['"We go now,"', '"We stay,"']),
        ('Rated for "language and some violence.', []),
        ('""', []),
        ("", []),
    ],
)
def test_marks(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_a_quotation_goes_on_where_the_next_paragraph_opens_with_a_mark() -> None:
    text = "“The first day was bad.\n“The second was worse,” Ode said.\nThe third was dry."
    assert quoted(text) == ["“The first day was bad.", "“The second was worse,”"]


def test_an_unclosed_mark_quotes_nothing_where_nothing_follows() -> None:
    assert quoted("“The first day was bad.\nThe second was dry.") == []
    assert quoted("“The first day was bad.") == []


def test_every_sentence_of_a_quotation_is_in_the_quoted_voice() -> None:
    sentences = split_article(
        Article("“We waited all night. No bus came. We walked home,” Ms. Ode said.", "a", "t")
    )
    assert [s.voice for s in sentences] == ["quote"] * 3


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="“\"'‘«„”’» abc.,", max_size=60).filter(lambda t: "\n" not in t),
    st.integers(0, 3),
)
def test_broken_marks_never_reach_another_paragraph(broken: str, kept: int) -> None:
    """Whatever the first paragraph does with its marks, the plain ones behind it are not quotations."""
    text = broken + "\n" + "\n".join(["The council met on Monday and set a date."] * (kept + 1))
    start = len(broken)
    assert all(end <= start for _, end in quotation_spans(text, list(lines(text))))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="“\"'‘«„”’»\n abc.,?-", max_size=120))
def test_quotations_are_in_order_and_inside_one_paragraph(text: str) -> None:
    paragraphs = list(lines(text))
    last = 0
    for start, end in quotation_spans(text, paragraphs):
        assert last <= start < end
        assert any(p.start <= start and end <= p.end for p in paragraphs)
        last = end


def test_scare_quotes_and_titles() -> None:
    assert is_scare("‘demand’")
    assert is_scare("“war effort”")
    assert not is_scare("“open and honest”")
    assert is_title("“The Long Way to the Sea”")
    assert not is_title("“The long way is closed,”")
    assert not is_title("“ ”")


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="“\"'‘«„”’»`\n said Orr.,?-", max_size=120))
def test_quotations_of_sentences_are_sorted_inside_and_apart(text: str) -> None:
    for sentence in split_article(Article(text, "a", "t")):
        assert text[sentence.start : sentence.end] == sentence.text
        last = 0
        for start, end in sentence.quotes:
            assert last <= start < end <= len(sentence.text)
            last = end
        alone = [one for one in sentence.attributions if one.cue is None and one.plain]
        assert all(one.content[0] in sentence.quotes for one in alone)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from("“\"'‘«„`"), st.integers(0, 3))
def test_an_unclosed_mark_quotes_its_own_paragraph_at_most(mark: str, before: int) -> None:
    plain = "The council met on Monday and set a date."
    text = "\n".join([plain] * before + [f"{mark}We lost the harbour. We lost the boats."] + [plain] * 3)
    spoken = [s.paragraph for s in split_article(Article(text, "a", "t")) if s.quotes]
    assert set(spoken) <= {before}
