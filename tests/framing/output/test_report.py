"""The report: every sentence marked, nothing fetched, nothing executed, capped and saying so."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from framing.errors import OutputError
from framing.output import report, write_report
from framing.profiles import Tally, profile_tally
from framing.types import AnnotatedArticle, Signature, Voice

Build = Callable[..., AnnotatedArticle]


class Page(HTMLParser):
    """Tags with their attributes, and the text of the sentence rows."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        if tag not in ("meta", "input", "line", "circle"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def rows(self) -> list[set[str]]:
        """Classes of each sentence row."""
        return [set(c.split()) for _, a in self.tags if (c := a.get("class")) and c.startswith("s ")]


@pytest.fixture
def page(tmp_path: Path, signature: Signature) -> Callable[..., str]:
    def make(*articles: AnnotatedArticle, **options: object) -> str:
        write_report(tmp_path / "r.html", iter(articles), signature, **options)  # type: ignore[arg-type]
        return (tmp_path / "r.html").read_text("utf-8")

    return make


def test_every_sentence_is_marked_by_voice_and_strength(page: Callable[..., str], build: Build) -> None:
    rows = Page(page(build())).rows()
    assert [next(v.value for v in Voice if v.value in row) for row in rows] == [
        "outlet",
        "outlet",
        "mixed",
        "attributed",
        "quote",
        "non_content",
    ]
    assert [("s4" in row, "editorial" in row) for row in rows[:3]] == [
        (False, False),
        (True, True),
        (False, False),
    ]


def test_a_flagged_quotation_is_not_counted_as_own_voice(page: Callable[..., str], build: Build) -> None:
    lines = [("“They lie,” they bleated.", Voice.QUOTE, 0.9, 0.9), ("It rained.", Voice.OUTLET, 0.1, 0.1)]
    html = " ".join(page(build(lines)).split())
    assert "0 of 1 own-voice sentence editorial" in html
    assert "1 of the 2 sentences below is labelled editorial" in html


def test_scores_stand_in_words_and_quotations_apart(page: Callable[..., str], build: Build) -> None:
    html = page(build())
    assert "editorial 0.94" in html
    assert "charged 0.97" in html
    assert '<span class="quote">“We were left with no choice,”</span> said the dockers' in html
    assert '<span class="attributed">that cranes would run' in html


def test_nothing_is_fetched_or_executed_and_the_policy_lets_its_own_style_in(
    page: Callable[..., str], build: Build
) -> None:
    html = page(build(title="Port", url="https://example.org/port"))
    parsed = Page(html)
    assert not parsed.open
    names = {tag for tag, _ in parsed.tags}
    assert not names & {"script", "link", "img", "iframe", "object", "form"}
    assert not [a for _, a in parsed.tags if "style" in a or "src" in a or any(k.startswith("on") for k in a)]
    style = re.search(r"<style>(.*?)</style>", html, re.S)
    assert style is not None
    assert "url(" not in style[1]
    assert "@import" not in style[1]
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in html


def test_hostile_text_is_text(page: Callable[..., str], build: Build) -> None:
    hostile = "<script>alert('x')</script> & \"more\"</p>"
    lines = [(hostile, Voice.OUTLET, 0.9, 0.9)]
    html = page(build(lines, title=hostile, outlet=hostile, published=hostile, url="javascript:alert(1)"))
    assert "<script" not in html
    assert "javascript:" not in html
    assert html.count("&lt;script&gt;") >= 3
    assert not Page(html).open


def test_the_cap_is_said_plainly(
    page: Callable[..., str], build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "MAX_ARTICLES", 2)
    html = page(*(build(id=str(i), title=f"Title {i}") for i in range(5)))
    assert "the first 2" in html
    assert "stops after 2 of 5 articles" in html
    assert "Title 2" not in html


def test_a_given_total_spares_reading_on(tmp_path: Path, build: Build, signature: Signature) -> None:
    def articles() -> Iterator[AnnotatedArticle]:
        yield from (build() for _ in range(report.MAX_ARTICLES))
        pytest.fail("read beyond the cap")

    write_report(tmp_path / "r.html", articles(), signature, total=5000)
    assert "5,000 articles" in (tmp_path / "r.html").read_text("utf-8")


def test_a_giant_article_is_cut_and_says_so(
    page: Callable[..., str], build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "MAX_SENTENCES", 4)
    html = page(build(), build(id="next", title="Never shown"))
    assert len(Page(html).rows()) == 4
    assert "2 further sentences of this article are left out" in html
    assert "Never shown" not in html


def test_outlets_have_bars_with_words_and_the_raw_rate_is_said(
    page: Callable[..., str], build: Build
) -> None:
    tally = Tally()
    for i in range(4):
        tally.add(build(id=str(i)))
    html = page(build(), profiles=profile_tally(tally))
    assert 'aria-label="editorial 25.0 %, interval [' in html
    assert "raw model rate, not corrected" in html
    assert "only 4 articles" in html
    bar = next(a for tag, a in Page(html).tags if tag == "line" and a.get("class") == "span")
    assert 0 <= float(bar["x1"] or -1) < float(bar["x2"] or -1) <= 100


def test_the_signature_stands_at_the_foot(
    page: Callable[..., str], build: Build, signature: Signature
) -> None:
    assert str(signature) in page(build()).split("<footer>")[1]


def test_ready_split_sentences_of_an_outlet_share_a_heading(
    page: Callable[..., str], ready_split: Build
) -> None:
    html = page(*(ready_split(outlet="Aube") for _ in range(3)), ready_split(outlet="Brunnen"))
    assert len([1 for tag, _ in Page(html).tags if tag == "article"]) == 2


def test_no_article_is_a_page_too(page: Callable[..., str]) -> None:
    assert "0 articles" in page()


def test_another_ending_is_refused(tmp_path: Path, signature: Signature) -> None:
    with pytest.raises(OutputError, match=r"one of .html"):
        write_report(tmp_path / "r.pdf", [], signature)
