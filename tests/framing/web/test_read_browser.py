"""The Read screen in a real browser: marking, reasons, threshold, correction; by keys alone, and on a phone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Visit = Callable[..., Any]
# The emoji stands before a loaded word: the underline must not be moved by it.
TEXT = (
    "The council voted on Monday to raise the tolls. "
    "🚢 It was a shameful surrender to a clique of corrupt contractors. "
    '"We will not be bullied," the mayor said.\n\n'
    "The so-called reform will crush the very families who built this harbour. "
    "The next session is planned for 14 April."
)


def read(page: Any, text: str = TEXT) -> None:
    page.fill("#text", text)
    page.get_by_role("button", name="Read it").click()
    page.locator("#status", has_text=" read.").wait_for()


def test_an_article_is_marked_and_says_why(visit: Visit) -> None:
    page = visit()
    read(page)
    assert page.locator("#articles .s").count() == 5
    assert page.locator("#articles .s.framed").count() == 2
    assert "2 of 4" in page.locator("#share-words").inner_text()
    assert page.locator("#articles .quote").inner_text().startswith('"We will not be bullied,"')
    page.locator("#articles mark").first.click()
    why = page.locator("#why")
    assert "The outlet frames" in why.inner_text()
    assert "of 100 sentences with this score, about" in why.inner_text()
    marks = page.locator("#articles .s.framed").first.locator("mark").all_inner_texts()
    assert "".join(marks)
    for word in marks:
        assert word.strip() == word
        assert word in why.inner_text()


def test_what_was_read_is_saved_as_a_table_and_as_a_page(visit: Visit, tmp_path: Path) -> None:
    page = visit(accept_downloads=True)
    read(page)
    page.fill("#text", "Another text, not read yet.")
    for name, file in (("Save the scores as a table", "scores.csv"), ("Save as a page", "report.html")):
        with page.expect_download() as kept:
            page.get_by_role("button", name=name).click()
        assert kept.value.suggested_filename == file
        kept.value.save_as(tmp_path / file)
        text = (tmp_path / file).read_text("utf-8")
        assert "planned for 14 April" in text
        assert "Another text" not in text


def test_the_slider_marks_more_and_less_without_asking_again(visit: Visit) -> None:
    page = visit()
    read(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    framed = page.locator("#articles .s.framed")
    page.locator("#threshold").fill("0.95")
    assert framed.count() == 0
    assert page.locator("#share").inner_text() == "0.0 %"
    page.locator("#threshold").fill("0.05")
    # Every own-voice sentence reaches 0.05 here but for those that quote.
    assert framed.count() >= 2
    assert page.locator("#articles .voice-quote.framed").count() == 0
    page.get_by_role("button", name="Back to the model’s own").click()
    assert framed.count() == 2
    assert asked == []


def test_everything_can_be_done_with_the_keyboard(visit: Visit, live_labels: Path) -> None:
    page = visit()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.locator("#text").focus()
    page.keyboard.insert_text(TEXT)
    while page.evaluate("document.activeElement.textContent.trim()") != "Read it":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#status", has_text=" read.").wait_for()
    while "s " not in (page.evaluate("document.activeElement.className") or "") + " ":
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.locator("#why-title").inner_text() == "The outlet frames"
    page.keyboard.press("ArrowLeft")
    assert page.locator("#why-title").inner_text() == "No framing found"
    while page.evaluate("document.activeElement.textContent.trim()") != "They do":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("Key Board")
    page.keyboard.press("Enter")
    page.locator("#kept", has_text="Key_Board").wait_for()
    page.keyboard.press("Escape")
    assert page.locator("#why").is_hidden()
    assert "The council voted" in page.evaluate("document.activeElement.textContent")
    (row,) = [json.loads(line) for line in (live_labels / "Key_Board.jsonl").read_text("utf-8").splitlines()]
    assert (row["editorial"], row["blind"], row["start"]) == (1, False, 0)
    assert row["text"] == "The council voted on Monday to raise the tolls."


def test_the_name_is_asked_once_and_the_answer_stays_on_the_sentence(visit: Visit, live_labels: Path) -> None:
    page = visit()
    read(page)
    page.locator("#articles mark").first.click()
    page.get_by_role("button", name="They do not").click()
    page.fill("#annotator", "Ben")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.locator("#kept", has_text="Ben").wait_for()
    page.get_by_role("button", name="Framing after").click()
    pressed = page.locator("#correct [aria-pressed=true]")
    assert pressed.count() == 0
    page.get_by_role("button", name="They do", exact=True).click()
    page.locator("#kept", has_text="Ben").wait_for()
    page.get_by_role("button", name="Framing before").click()
    assert pressed.inner_text() == "They do not"
    rows = [json.loads(line) for line in (live_labels / "Ben.jsonl").read_text("utf-8").splitlines()]
    assert [row["editorial"] for row in rows] == [0, 1]


def test_markup_in_an_article_stays_text(visit: Visit) -> None:
    page = visit()
    hostile = (
        "<img src=x onerror=alert(1)> is a shameful <script>alert(2)</script> <b>trick</b> on the public."
    )
    page.locator("details summary").click()
    page.fill("#title", "<script>alert(3)</script>")
    page.fill("#outlet", "<svg onload=alert(4)>")
    read(page, hostile)
    assert page.locator("#articles img, #articles script, #articles svg, #articles b").count() == 0
    assert "<script>alert(3)</script>" in page.locator("#articles h3").inner_text()


def test_a_file_is_read_and_what_is_refused_is_told(visit: Visit, tmp_path: Path) -> None:
    (tmp_path / "week.csv").write_text(
        'text,outlet\n"The craven board lied to the whole town.",Sund Post\n"",Bay\n', encoding="utf-8"
    )
    page = visit()
    page.set_input_files("#file", tmp_path / "week.csv")
    page.get_by_role("button", name="Read it").click()
    page.locator("#status", has_text="1 sentence read.").wait_for()
    assert "week.csv:3" in page.locator("#problems").inner_text()
    assert "Sund Post" in page.locator("#articles .kicker").inner_text()


def test_on_a_phone_the_sentence_stands_above_its_reasons(visit: Visit) -> None:
    page = visit(width=390, has_touch=True, is_mobile=True)
    read(page, TEXT + "\n\n" + TEXT)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    last = page.locator("#articles .s.framed").last
    last.locator("mark").first.tap()
    page.wait_for_function(
        """() => {
          const sentence = [...document.querySelectorAll("#articles .s.framed")].at(-1).getBoundingClientRect();
          const why = document.querySelector("#why").getBoundingClientRect();
          return sentence.top >= 0 && sentence.bottom <= why.top + 1;
        }"""
    )
    for button in page.locator("#why button:visible").all():
        assert button.bounding_box()["height"] >= 43.5


def test_a_file_can_be_dropped_on_the_page(visit: Visit) -> None:
    page = visit()
    dropped = page.evaluate_handle(
        """() => {
            const dropped = new DataTransfer();
            dropped.items.add(new File(["It was a shameful surrender to a corrupt clique."], "story.txt"));
            return dropped;
        }"""
    )
    page.dispatch_event("#drop", "drop", {"dataTransfer": dropped})
    page.locator("#status", has_text="1 sentence read.").wait_for()
    assert page.locator("#articles .kicker").inner_text() == "story.txt"


def test_an_example_shows_what_the_screen_does(visit: Visit) -> None:
    page = visit()
    page.get_by_role("button", name="Show an example").click()
    page.locator("#status", has_text=" read.").wait_for()
    assert page.locator("#articles .s.framed").count() >= 2
    assert page.locator("#articles .quote").count() >= 1
    assert page.locator("#articles .attributed").count() >= 1


def test_what_is_given_last_is_read(visit: Visit, tmp_path: Path) -> None:
    page = visit()
    file = tmp_path / "two.txt"
    file.write_text("Twelve members voted for it. Nine voted against it.", encoding="utf-8")
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="Read it").click()
    page.locator("#status", has_text="2 sentences read.").wait_for()
    read(page)
    assert page.locator("#articles .s").count() == 5


def test_a_refused_text_leaves_no_older_result_and_no_older_numbers(visit: Visit) -> None:
    page = visit()
    read(page)
    page.route(
        "**/api/v1/annotate", lambda route: route.fulfill(content_type="application/x-ndjson", body="")
    )
    page.fill("#text", "Another text.")
    page.get_by_role("button", name="Read it").click()
    page.locator("#problems .error").wait_for()
    assert not page.locator("#result").is_visible()
    page.unroute("**/api/v1/annotate")
    read(page, "Photo: Reuters")
    assert "0 %" not in page.locator("#whose-words").inner_text()


def test_of_several_articles_each_has_its_own_rate(visit: Visit, tmp_path: Path) -> None:
    page = visit()
    file = tmp_path / "two.csv"
    loud = "It was a shameful surrender to a clique of corrupt contractors."
    file.write_text(f"outlet,text\nSund Post,{loud}\nBay,Twelve members voted for it.\n", encoding="utf-8")
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="Read it").click()
    page.locator("#status", has_text="2 sentences read.").wait_for()
    assert [text for text in page.locator("#articles header").all_inner_texts() if text] == [
        "Sund Post · two.csv:2\n\n1 of 1 own sentences frame", "Bay · two.csv:3\n\n0 of 1 own sentences frame",
    ]  # fmt: skip
    assert "in these 2 articles" in page.locator("#share-words").inner_text()
