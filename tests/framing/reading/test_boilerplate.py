"""Single rules of cleaning, at their edges."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.reading import clean_page
from framing.reading.boilerplate.lines import split_lines

BODY = (
    "The council of Harrow Vale agreed on Monday to repair the old bridge before the winter comes.",
    "The work is to cost four million crowns, of which the county pays a third.",
    "A tender will be published in spring, the mayor said after the meeting on Tuesday night.",
)


def page_of(*lines: str) -> str:
    return "\n\n".join(lines)


def kept(*lines: str) -> list[str]:
    """The lines that count as the article's words."""
    page = clean_page(page_of(*lines))
    marked = {page.text[start:end] for start, end in page.non_content}
    return [line for line in page.text.split("\n\n") if line not in marked]


def test_byline_and_caption_of_a_plain_article_are_marked_and_those_of_a_page_go() -> None:
    own = ("By Ada Finch", BODY[0], "The bridge before the flood. Photo: Ada Finch", *BODY[1:])
    page = clean_page(page_of("Low water", *own))
    assert page.text == page_of("Low water", *own)
    assert [page.text[start:end] for start, end in page.non_content] == [own[0], own[2]]
    copied = clean_page(page_of("Home", "News", "Sport", "Weather", "Low water", *own))
    assert copied.text == page_of("Low water", *BODY)


@pytest.mark.parametrize(
    "promotion",
    [
        "Read next: Ferry sinks at its mooring",
        "READ MORE: Ferry sinks at its mooring",
        "See also: Ferry sinks at its mooring",
        "Related: Ferry sinks at its mooring",
        "Watch | Ferry sinks at its mooring",
        "[Read more: Ferry sinks at its mooring]",
        "RELATED Ferry sinks at its mooring",
    ],
)
def test_promotion_stays_and_is_marked(promotion: str) -> None:
    page = clean_page(page_of(BODY[0], promotion, BODY[1]))
    assert [page.text[start:end] for start, end in page.non_content] == [promotion]


@pytest.mark.parametrize(
    "line",
    [
        "Read more than forty letters aloud, the clerk was told, and you may go home.",
        "Related costs, such as the lighting, come on top of that.",
        "Watch the river, they used to say in the vale.",
        "Most read the notice and walked on.",
        "By the time he came back",
        "Advertisement rates rose by a fifth, the publisher said.",
        "Comments",
        "Legal questions",
        "More in the pipeline",
        "Share prices fell in Harrow Vale.",
        "Home",
        "Email",
        "“We will see each other at the bridge”",
        "• Bread",
    ],
)
def test_running_text_that_looks_like_furniture_stays(line: str) -> None:
    page = clean_page(page_of(BODY[0], line, *BODY[1:]))
    assert line in page.text.split("\n\n")
    assert not page.non_content


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "ADVERTISEMENT:",
        "Story continues below advertisement",
        "Sign up for our morning newsletter",
        "Follow us on Facebook",
        "Skip to main content",
        "© 2024 Harrow Vale Post",
        "We use cookies to make this site work and to count visits.",
        "0:00",
        "The old bridge before the flood. (Ada Finch/Reuters)",
        "Already a subscriber? Sign in",
    ],
)
def test_furniture_goes_wherever_it_stands(line: str) -> None:
    for place in range(4):
        lines = [*BODY[:place], line, *BODY[place:]]
        assert kept(*lines) == list(BODY)


@pytest.mark.parametrize(
    "heading",
    [
        "Related Articles",
        "MOST READ",
        "You may also like",
        "More from the Post",
        "Trending now",
        "Read Next »",
    ],
)
def test_article_that_goes_on_after_a_list(heading: str) -> None:
    box = (heading, "Ferry sinks at its mooring", "Mill to close in spring", "Prices rise again")
    assert kept(BODY[0], BODY[1], *box, BODY[2], BODY[0].replace("Monday", "Friday")) == [
        BODY[0],
        BODY[1],
        BODY[2],
        BODY[0].replace("Monday", "Friday"),
    ]
    assert kept(*BODY, *box) == list(BODY)


@pytest.mark.parametrize(
    "heading", ["Comments (3)", "12 comments", "Leave a comment", "Join the conversation"]
)
def test_comments_go_even_where_they_read_like_an_article(heading: str) -> None:
    assert kept(*BODY, heading, BODY[0].upper(), BODY[1].upper()) == list(BODY)


def test_bare_comments_heading_needs_traces_of_comments() -> None:
    assert kept(*BODY, "Comments", "maren", "2 hours ago", BODY[0].upper(), "Reply") == list(BODY)


def test_headline_as_short_as_a_menu_item_stays() -> None:
    assert kept("Home", "News", "Sport", "Weather", "Low water", *BODY)[0] == "Low water"


@pytest.mark.parametrize(
    "points",
    [
        ("Key points:", "- The report was finished in May", '- "No one read it," says author', "- Ministers: we acted"),
        ("- The report was finished in May", "- No one read it, author claims", "- Ministers deny hiding it"),
    ],
)  # fmt: skip
def test_a_standfirst_in_bullets_is_no_menu(points: tuple[str, ...]) -> None:
    assert kept("Low water", *points, *BODY) == ["Low water", *points, *BODY]


def test_site_name_goes_and_a_short_title_stays() -> None:
    assert kept("Vale Post", "Friday, March 1, 2024", "Bridge to be repaired at last", *BODY)[0].startswith(
        "Bridge"
    )
    assert kept("Low water", "By Ada Finch", *BODY) == ["Low water", *BODY]
    assert kept("Low water", *BODY) == ["Low water", *BODY]


def test_repeated_title_is_kept_once() -> None:
    assert kept("Bridge to be repaired", "Bridge to be repaired", *BODY) == ["Bridge to be repaired", *BODY]


def test_pull_quote_goes_with_its_attribution() -> None:
    said = (
        'The mayor of the vale, Ada Finch, was pleased, "It has taken us five years to agree on one bridge."'
    )
    quote = "“It has taken us five years to agree on one bridge.”"
    assert kept(BODY[0], said, quote, "Ada Finch, mayor", BODY[1]) == [BODY[0], said, BODY[1]]
    assert kept(BODY[0], said, quote, "The next bridge", BODY[1]) == [
        BODY[0],
        said,
        "The next bridge",
        BODY[1],
    ]


def test_refrain_stays() -> None:
    refrain = "And nobody in the whole vale said a word."
    assert kept(BODY[0], refrain, BODY[1], refrain, BODY[2], refrain).count(refrain) == 3


def test_nbsp_and_blank_lines() -> None:
    text = f"\ufeff  {BODY[0]}\xa0\r\n\r\n\r\n\t{BODY[1]}\r".removeprefix("\ufeff")
    assert clean_page(text).text == page_of(BODY[0], BODY[1])


def test_a_book_is_not_searched_for_furniture() -> None:
    text = "Advertisement\n" * 20_002
    assert clean_page(text).text == text.strip()


def test_every_removed_line_says_its_rule() -> None:
    page = clean_page(
        page_of("Home", "News", "Sport", "Title of the day is here", *BODY, "Most Read", "Mill closes")
    )
    assert {line.text: line.rule for line in page.removed} == {
        "Home": "menu",
        "News": "menu",
        "Sport": "menu",
        "Most Read": "after the article",
        "Mill closes": "after the article",
    }


PIECES = st.sampled_from(
    [
        *BODY,
        "Home",
        "News",
        "• Sport",
        "BREAKING",
        "Read more: Mill closes",
        "Most Read",
        "0:00",
        "4 Min Read",
        "",
        "",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=40)), max_size=25))
def test_lines_are_kept_in_order_and_none_is_made_up(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    page = clean_page(text)
    source = [line.text for line in split_lines(text.replace("\r\n", "\n").replace("\r", "\n"))]
    out = [line.text for line in split_lines(page.text)]
    remaining = iter(source)
    assert all(line in remaining for line in out)
    assert len(out) + len(page.removed) == len(source)
    for start, end in page.non_content:
        assert page.text[start:end] in out
