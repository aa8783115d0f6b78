"""The report's words: what carries a label is underlined, devices stand beside it, all of it is text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.output import write_report
from framing.output.device_names import device_meaning, device_name
from framing.output.report_words import DeviceView, cut, devices_of
from framing.types import (
    AnnotatedArticle,
    DeviceSpan,
    Prediction,
    ScoredSentence,
    Sentence,
    Signature,
    Span,
    Voice,
)

Build = Callable[..., AnnotatedArticle]


@pytest.fixture
def page(tmp_path: Path, signature: Signature) -> Callable[..., str]:
    def make(*articles: AnnotatedArticle) -> str:
        write_report(tmp_path / "r.html", articles, signature)
        return (tmp_path / "r.html").read_text("utf-8")

    return make


def rows(html: str) -> list[str]:
    """The markup of each sentence."""
    return re.findall(r'<li class="s .*?\n    </li>', html, re.S)


def seen(markup: str) -> str:
    """What a reader sees of the markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def test_the_words_that_carry_it_are_marked_in_flagged_sentences_only(
    page: Callable[..., str], told: Build
) -> None:
    article = told()
    found = rows(page(article))
    assert "The <mark>shameful walkout</mark> had <mark>held the whole coast to ransom</mark>." in found[1]
    assert [i for i, row in enumerate(found) if "<mark" in row] == [1, 4]
    spared = replace(article.sentences[1], editorial_label=0, charged_label=1, devices=())
    assert "<mark" not in rows(page(replace(article, sentences=(spared,))))[0]


def test_charged_words_are_marked_inside_quotations(page: Callable[..., str], told: Build) -> None:
    row = rows(page(told()))[4]
    assert '“This government has </span><mark class="quote">robbed</mark><span class="quote"> us' in row


def test_devices_stand_beside_their_sentence_with_their_words(page: Callable[..., str], told: Build) -> None:
    html = page(told())
    row = rows(html)[1]
    assert "labelling loaded wording “shameful walkout”, “held the whole coast to ransom”" in seen(row)
    assert row.count('tabindex="0"') == 1, "a device of the whole sentence has no words to show"
    assert "loaded wording a word that judges" in seen(html), "the legend says what it is"
    assert "side fact" not in html, "the legend has only what is on the page"


def test_words_need_no_mouse(page: Callable[..., str], told: Build) -> None:
    style = page(told()).split("<style>")[1].split("</style>")[0]
    without = re.search(r"@media (\(hover: none\)[^{]*)\{\s*\.said \{([^}]*)\}", style)
    assert without is not None
    assert "print" in without[1]
    assert "max-width" in without[1]
    assert "position: static; opacity: 1" in without[2]
    assert ":focus-visible) .said { opacity: 1" in style
    assert "display: none" not in style.split(".said {")[1].split("}")[0], "a screen reader reads them too"


def test_marks_differ_from_one_another_in_form_and_not_by_colour_alone(
    page: Callable[..., str], told: Build
) -> None:
    style = page(told()).split("<style>")[1]
    lines = re.findall(r"text-decoration: underline ([^;]*);", style)
    kinds = {next(w for w in line.split() if w in ("solid", "double", "dotted")) for line in lines}
    assert kinds == {"solid", "double", "dotted"}


def test_a_page_without_devices_explains_none(page: Callable[..., str], build: Build) -> None:
    html = page(build())
    assert "devices-key" not in html.split("</style>")[1]
    assert "<ul" not in html


def test_an_abstention_is_said_where_it_stands_and_at_the_head(page: Callable[..., str], told: Build) -> None:
    html = " ".join(page(told()).split())
    assert "editorial 0.21, unsure" in html
    assert "on 1 the model is not sure enough for a label" in html
    assert "1 of 3 own-voice sentences editorial, 1 more without a label" in html


def test_hostile_names_and_words_are_text(page: Callable[..., str], build: Build) -> None:
    article = build([('Say <b onclick=x>this</b> & "that".', Voice.OUTLET, 0.9, 0.9)])
    (only,) = article.sentences
    span = Span(4, len(only.sentence.text) - 1)
    hostile = replace(
        only,
        prediction=replace(only.prediction, rationale=(span,)),
        devices=(DeviceSpan("<script>x</script>", span),),
    )
    html = page(replace(article, sentences=(hostile,)))
    assert "<script" not in html
    assert "<b onclick" not in html
    assert html.count("&lt;b onclick=x&gt;") == 2
    assert "&lt;script&gt;" in html


def test_a_device_is_named_once_with_its_words_once(told: Build) -> None:
    scored = told().sentences[1]
    first = scored.devices[1]
    twice = replace(scored, devices=(first, DeviceSpan("vague_source"), first))
    meaning = device_meaning("loaded_wording")
    assert devices_of(twice)[0] == DeviceView("loaded wording", meaning, ("shameful walkout",))
    assert [view.name for view in devices_of(twice)] == ["loaded wording", "vague source"]


def test_every_device_of_the_codebook_has_a_name_and_a_meaning(root: Path) -> None:
    codebook = (root / "annotations" / "CODEBOOK.md").read_text("utf-8")
    devices = re.findall(r"^### `(\w+)`$", codebook, re.M)
    assert len(devices) == 9
    assert all(device_meaning(device) for device in devices)
    assert len({device_name(device) for device in devices}) == 9
    assert (device_name("appeal_to_fear"), device_meaning("appeal_to_fear")) == ("appeal to fear", "")


SPANS = st.lists(
    st.tuples(st.integers(0, 15), st.integers(0, 15)).map(lambda p: Span(min(p), max(p))), max_size=4
).map(tuple)


def places(spans: tuple[Span, ...], text: str) -> set[int]:
    return {i for span in spans for i in range(*span) if i < len(text)}


@given(st.text(max_size=12), SPANS, SPANS, SPANS, SPANS, st.sampled_from([0, 1, None]))
def test_pieces_make_the_sentence_again(
    text: str,
    quotes: tuple[Span, ...],
    attributed: tuple[Span, ...],
    own: tuple[Span, ...],
    charged: tuple[Span, ...],
    label: int | None,
) -> None:
    sentence = Sentence(text, 0, len(text), 0, 0, Voice.MIXED, quotes, attributed)
    prediction = Prediction(0.5, 0.5, rationale=own, charged_rationale=charged)
    pieces = list(cut(ScoredSentence(sentence, prediction, label, 1)))
    assert "".join(piece.text for piece in pieces) == text
    quoted = places(quotes, text)
    assert sum(len(piece.text) for piece in pieces if piece.kind == "quote") == len(quoted)
    marked = (places(charged, text) & quoted) | (places(own, text) - quoted if label == 1 else set())
    assert sum(len(piece.text) for piece in pieces if piece.marked) == len(marked)
    assert all((left.kind, left.marked) != (right.kind, right.marked) for left, right in pairwise(pieces))


def test_a_sentence_of_very_many_marks_is_cut_at_each(build: Build) -> None:
    """By looking through all marks at each edge this took minutes."""
    text = "a bad day and " * 20_000
    spans = tuple(Span(place * 14 + 2, place * 14 + 5) for place in range(20_000))
    (scored,) = build().sentences[:1]
    whole = replace(
        scored.sentence, text=text, end=scored.sentence.start + len(text), quotes=(), attributed=()
    )
    long = replace(
        scored, sentence=whole, prediction=replace(scored.prediction, rationale=spans), editorial_label=1
    )
    pieces = list(cut(long))
    assert "".join(piece.text for piece in pieces) == text
    assert sum(piece.marked for piece in pieces) == 20_000
