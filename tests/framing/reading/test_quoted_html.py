"""Words that a page quotes by its markup alone come out between marks; everything else comes out as before."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.reading import quoted_html
from framing.reading.html import extract_html

BEFORE = "The council of Harrow Vale met on Monday to talk about the ferry that sank at its mooring."
AFTER = "It meets again on Thursday, when the county is to say what a new ferry may cost the valley."


def text_of(inner: str) -> str:
    """What becomes of `inner` between two paragraphs of an article."""
    page = f"<html><body><article><h1>Ferry</h1><p>{BEFORE}</p>{inner}<p>{AFTER}</p></article></body></html>"
    lines = extract_html(page, "page")[0].split("\n")
    assert lines[0] in (BEFORE, "Ferry")
    assert lines[-1] == AFTER
    return "\n".join(lines[lines.index(BEFORE) + 1 : -1])


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<p>She called it <q>a <b>shame</b></q>, and left.</p>", "She called it “a shame”, and left."),
        ("<p>He said <q>she told me <q>no</q> twice</q>.</p>", "He said “she told me ‘no’ twice”."),
        ("<p>He said “<q>no</q>” and <q>“never”</q>.</p>", "He said “no” and “never”."),
        ("<p>He said <q></q>nothing.</p>", "He said nothing."),
    ],
)
def test_quotations_in_a_line(inner: str, text: str) -> None:
    assert text_of(inner) == text


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<p>One thing.</p><p>Two <i>things</i>.</p>", "“One thing.”\n“Two things.”"),
        ("Bare words.<br>A second line.", "“Bare words.”\n“A second line.”"),
        ("<ul><li>One thing.</li><li>Two.</li></ul>", "- “One thing.”\n- “Two.”"),
        ("<p>“One thing.”</p>", "“One thing.”"),
        ('<p>"One thing," the mayor said.</p>', '"One thing," the mayor said.'),
        ("<p>‘We don’t know.’</p>", "‘We don’t know.’"),
        ("<p>’Tis the season.</p>", "“’Tis the season.”"),
        # Marks opened in the first paragraph and closed in the last: each line has to say it by itself.
        ("<p>“One.</p><p>Two.</p><p>Three.”</p>", "“One.”\n“Two.”\n“Three.”"),
        ("<p>She called it “a shame” and left.</p>", "“She called it “a shame” and left.”"),
        ("<p>They said <q>no</q> and left.</p>", "“They said “no” and left.”"),
        ("<p>Outer.</p><blockquote><p>Inner.</p></blockquote>", "“Outer.”\n“Inner.”"),
        ("<!-- none --><p>One thing.</p><script>let a = 1</script>", "“One thing.”"),
    ],
)
def test_paragraphs_of_a_block(inner: str, text: str) -> None:
    assert text_of(f"<blockquote>{inner}</blockquote>") == text


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<p>One thing.</p><footer>— <cite>Ann Brandt</cite></footer>", "“One thing.”"),
        ("One thing. <cite>Ann Brandt</cite>", "“One thing.” Ann Brandt"),
        ("<p>One thing. — <cite>Ann Brandt</cite></p>", "“One thing.” — Ann Brandt"),
        ("<p>One thing.</p><p>— Ann Brandt, mayor</p>", "“One thing.”\n— Ann Brandt, mayor"),
        ("<p>In <cite>The Ferry</cite> it rains.</p>", "“In The Ferry it rains.”"),
        ("<p>— One thing, and another.</p>", "“— One thing, and another.”"),
    ],
)
def test_who_said_it_stays_outside(inner: str, text: str) -> None:
    assert text_of(f"<blockquote>{inner}</blockquote>") == text


def test_an_embedded_post_is_somebody_elses_words() -> None:
    post = (
        '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">The ferry is late <a href="a">pic.example/1</a></p>'
        '&mdash; Ann Brandt (@brandt) <a href="b">March 3, 2024</a></blockquote><script async src="w.js"></script>'
    )
    assert text_of(post) == "“The ferry is late pic.example/1”\n— Ann Brandt (@brandt) March 3, 2024"


def test_a_link_to_another_page_is_no_quotation() -> None:
    inner = '<blockquote class="wp-embedded-content"><p><a href="a">The ferry sinks</a></p></blockquote>'
    assert "“" not in text_of(inner)


@pytest.mark.parametrize(
    "inner", ["<blockquote></blockquote>", "<blockquote> <cite>Ann</cite> </blockquote>", "<q>"]
)
def test_nothing_quoted_gets_no_marks(inner: str) -> None:
    assert "“" not in text_of(inner)


def test_a_page_without_quotations_is_not_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quoted_html, "mark_quotations", None)
    pages = sorted(Path(__file__).parent.glob("pages_html/*/page.html"))
    assert pages
    for page in pages:
        markup = page.read_text(encoding="utf-8")
        assert not quoted_html.HAS_QUOTATIONS.search(markup)
        assert extract_html(markup, "page")[0]


def test_a_deeply_nested_page_is_read_or_refused() -> None:
    deep = "<blockquote>" * 200 + "One thing." + "</blockquote>" * 200
    assert "One thing." in text_of(deep)


def test_what_holds_most_of_the_page_is_indented_and_not_quoted() -> None:
    paragraphs = "".join(f"<p>{BEFORE} {AFTER} So it was said {n} times.</p>" for n in range(4))
    assert "“" not in text_of(f"<blockquote>{paragraphs}</blockquote>")
