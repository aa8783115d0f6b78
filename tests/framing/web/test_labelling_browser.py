"""The Label screen in a real browser: by keys alone, by touch on a phone, in two windows, for a screen reader."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from framing.labels import read_all, read_labels
from framing.types import DeviceSpan, Span

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
pytestmark = pytest.mark.browser
SENTENCES = (
    "The ferry left two hours late.",
    "In a shameful surrender to a crony of the mayor, the board closed the school.",
    "Photo: the pier at low tide.",
    "“We had hoped for more time,” the shepherd said.",
    "Voters have waited 🌊 long enough.",
    "The auditor found <img src=x onerror=alert(1)> that 212,000 crowns had been paid twice.",
    "The next session is planned for 14 April.",
)
LEAST_TOUCH = 44  # pixels, of WCAG 2.5.5


@dataclass(frozen=True, slots=True)
class App:
    """A running app: its address and where its labels are."""

    url: str
    labels: Path

    def last(self, who: str) -> dict[str, Any]:
        """What stands in the annotator's file, by sentence."""
        return {one.sentence: one for one in read_labels(self.labels / f"{who}.jsonl")}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("label")
    rows = [
        {"id": f"s{i}", "article": f"a{i}", "outlet": "Sund Post", "start": 0, "end": len(text), "text": text,
         "before": SENTENCES[i - 1] if i else None}
        for i, text in enumerate(SENTENCES)
    ]  # fmt: skip
    (folder / "queue.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    command = [
        str(Path(sys.executable).with_name("framing")),
        "serve",
        "--port",
        "0",
        "--queue",
        "queue.jsonl",
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=folder) as process:
        assert process.stderr is not None
        try:
            first = process.stderr.readline()
            assert first.startswith("Open http"), first + process.stderr.read()
            yield App(first.split()[1], folder / "labels")
        finally:
            process.terminate()


@pytest.fixture
def opened(chromium: Any, app: App) -> Iterator[Callable[..., Any]]:
    """Opens an annotator's screen in a window of its own; an error in a script fails the test."""
    contexts, errors = [], []

    def open_screen(who: str, **options: Any) -> Any:
        contexts.append(chromium.new_context(**options))
        page = contexts[-1].new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{app.url}/label?name={who}")
        expect(page.locator("#work")).to_be_visible()
        return page

    yield open_screen
    for context in contexts:
        context.close()
    assert not errors


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def counted(page: Any, text: str) -> None:
    expect(page.locator("#count")).to_contain_text(text)


def middle(page: Any, word: str) -> tuple[float, float]:
    """Where the middle of a word of the sentence is on the screen, whatever the machine's fonts."""
    x, y = page.evaluate(
        """(word) => {
          const range = document.createRange();
          for (const node of document.querySelector("#sentence").childNodes) {
            const text = node.firstChild ?? node;
            const at = text.data.indexOf(word);
            if (at < 0) continue;
            range.setStart(text, at);
            range.setEnd(text, at + word.length);
            const { x, y, width, height } = range.getBoundingClientRect();
            return [x + width / 2, y + height / 2];
          }
        }""",
        word,
    )
    return x, y


def test_five_sentences_by_keys_alone_and_one_undone(chromium: Any, app: App) -> None:
    page = chromium.new_page()
    page.goto(f"{app.url}/label")
    for _ in range(12):  # the skip link, the navigation, then the field
        if page.evaluate("() => document.activeElement.id") == "name":
            break
        press(page, "Tab")
    page.keyboard.type("anna")
    press(page, "Enter")
    expect(page.locator("#sentence")).to_have_text(SENTENCES[0])
    press(page, "o", "n", "p")
    counted(page, "1 judged")
    # The words that carry it: from "shameful" on, one more.
    press(page, "o", "e", *["ArrowRight"] * 3, "Shift+ArrowRight", "1", "Enter")
    counted(page, "2 judged")
    press(page, "x")  # furniture answers everything
    counted(page, "3 judged")
    press(page, "q", "n", "p")
    counted(page, "4 judged")
    press(page, "o", "n", "p")
    counted(page, "5 judged")
    press(page, "u")
    counted(page, "4 judged")
    expect(page.locator("#sentence")).to_have_text(SENTENCES[4])
    expect(page.get_by_role("button", name="Neutral")).to_have_attribute("aria-pressed", "true")
    press(page, "e", "6", "g", "w")
    page.keyboard.type("who has?")
    press(page, "Enter")
    counted(page, "5 judged, 2 to go")
    page.reload()
    counted(page, "5 judged, 2 to go")
    expect(page.locator("#sentence")).to_have_text(SENTENCES[5])
    said = app.last("anna")
    assert [said[f"s{i}"].editorial for i in range(5)] == [0, 1, 0, 0, 1]
    assert said["s1"].devices == (DeviceSpan("loaded_wording", Span(5, 23)),)
    assert SENTENCES[1][5:23] == "shameful surrender"
    assert (said["s1"].charged, said["s2"].voice, said["s3"].voice) == (1, "non_content", "quote")
    assert (said["s4"].confidence, said["s4"].note) == (1, "who has?")
    assert len(list(read_all(app.labels / "anna.jsonl"))) == 7


def test_a_held_or_foreign_key_judges_nothing(opened: Any) -> None:
    page = opened("held")
    press(page, "k")
    expect(page.locator("#codebook")).to_be_visible()
    press(page, "x", "Escape")
    expect(page.locator("#codebook")).to_be_hidden()
    press(page, "Control+x")
    page.keyboard.down("x")
    counted(page, "1 judged")
    for _ in range(5):
        page.keyboard.down("x")  # the browser repeats a key that is held
    page.keyboard.up("x")
    press(page, "?")
    page.get_by_role("checkbox").uncheck()
    press(page, "Escape", "x", "s")
    page.reload()
    counted(page, "1 judged, 6 to go")
    press(page, "x")
    page.reload()
    counted(page, "1 judged, 6 to go")


def test_a_key_right_after_the_codebook_closes_judges(opened: Any, app: App) -> None:
    page = opened("quick")
    press(page, "k")
    expect(page.locator("#codebook")).to_be_visible()
    # In the frame of the closing, when the focus is still inside.
    page.evaluate(
        """() => {
          const dialog = document.querySelector("#codebook");
          const inside = dialog.querySelector("button, input, a");
          dialog.close();
          inside.dispatchEvent(new KeyboardEvent("keydown", { key: "x", bubbles: true }));
        }"""
    )
    counted(page, "1 judged")


def test_on_a_phone_by_touch(opened: Any, app: App) -> None:
    size = {"width": 390, "height": 844}
    page = opened("ben", viewport=size, has_touch=True, is_mobile=True)
    page.get_by_role("button", name="Skip").tap()
    counted(page, "1 skipped")
    page.get_by_role("button", name="Outlet", exact=True).or_(page.locator(".voice button").first).tap()
    for word in ("shameful", "crony"):
        page.touchscreen.tap(*middle(page, word))
    page.get_by_role("button", name="Editorial").tap()
    page.locator(".devices button").nth(1).tap()
    page.get_by_role("button", name="Save").tap()
    counted(page, "1 judged")
    said = app.last("ben")
    ((device, span),) = [(mark.device, mark.span) for mark in said["s1"].devices]
    assert (device, SENTENCES[1][span.start : span.end]) == ("labelling", "shameful surrender to a crony")
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Undo").tap()
    counted(page, "0 judged")


def test_offsets_count_code_points(opened: Any, app: App) -> None:
    page = opened("points")
    for number in range(1, 5):
        press(page, "s")
        counted(page, f"{number} skipped")
    press(page, "o", "ArrowLeft", "Shift+ArrowLeft", "6", "p", "Enter")
    counted(page, "1 judged")
    (mark,) = app.last("points")["s4"].devices
    assert SENTENCES[4][mark.span.start : mark.span.end] == "long enough"


def test_a_mouse_selects_words_whole(opened: Any) -> None:
    page = opened("mouse")
    press(page, "x")
    counted(page, "1 judged")
    page.mouse.move(*middle(page, "shameful"))
    page.mouse.down()
    page.mouse.move(*middle(page, "surrender"), steps=5)
    page.mouse.up()
    press(page, "o", "1")
    expect(page.locator("#marks")).to_contain_text("“shameful surrender”")
    page.get_by_role("button", name="Take off").click()
    expect(page.locator("#marks li")).to_have_count(0)


def test_a_double_click_answers_once(opened: Any) -> None:
    page = opened("double")
    page.locator(".voice button").last.dblclick()  # furniture ends the sentence with the first click
    counted(page, "1 judged")
    expect(page.locator("#sentence")).to_have_text(SENTENCES[1])
    page.wait_for_timeout(300)
    counted(page, "1 judged")
    expect(page.locator("button[aria-pressed=true]")).to_have_count(0)


def test_two_windows_neither_lose_nor_double(opened: Any, app: App) -> None:
    first, second = opened("twice"), opened("twice")
    press(first, "x")
    counted(first, "1 judged")
    press(second, "o", "n", "p")
    expect(second.locator("#problem")).to_contain_text("Another window")
    expect(second.locator("#sentence")).to_have_text(SENTENCES[1])
    press(second, "x")
    counted(second, "2 judged")
    assert [row.voice for row in read_all(app.labels / "twice.jsonl")] == ["non_content"] * 2


def test_what_was_not_saved_stays_on_the_screen(opened: Any) -> None:
    page = opened("offline")
    page.context.set_offline(True)
    press(page, "o", "n", "p")
    expect(page.locator("#problem")).to_contain_text("Not saved")
    expect(page.locator("#sentence")).to_have_text(SENTENCES[0])
    page.context.set_offline(False)
    press(page, "Enter")
    counted(page, "1 judged")


def test_the_end_leads_back_to_what_was_skipped(opened: Any) -> None:
    page = opened("last")
    press(page, "s")
    counted(page, "1 skipped")
    for number in range(1, len(SENTENCES)):
        # Whatever a sentence holds is text.
        expect(page.locator("#sentence")).to_have_text(SENTENCES[number])
        press(page, "x")
        counted(page, f"{number} judged")
    expect(page.get_by_role("heading", name="That was the last one")).to_be_visible()
    page.get_by_role("button", name="Look at the skipped ones").click()
    expect(page.locator("#sentence")).to_have_text(SENTENCES[0])
    press(page, "o", "n", "p")
    expect(page.locator("#end-text")).to_have_text("You have judged 7. Thank you.")


def test_the_coordinator_sees_how_far_everybody_is(opened: Any, app: App) -> None:
    for who in ("cora", "dan"):
        page = opened(who)
        press(page, "x")
        counted(page, "1 judged")
    page.goto(f"{app.url}/label/progress")
    row = page.get_by_role("row", name="cora")
    expect(row.get_by_role("cell").first).to_have_text("1")
    expect(page.get_by_role("table", name="Agreement").get_by_role("row", name="editorial")).to_be_visible()


def test_touch_targets_are_big_enough(opened: Any) -> None:
    page = opened("thumb", viewport={"width": 390, "height": 844}, has_touch=True)
    page.get_by_role("button", name="Editorial").tap()
    small = page.evaluate(
        """(least) => [...document.querySelectorAll("#desk button, #desk a, #desk input")]
            .map((one) => [one.textContent || one.id, one.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.height < least || box.width < least))
            .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)""",
        LEAST_TOUCH,
    )
    assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_keeps_anybody_from_using_it(opened: Any, app: App, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    page = opened("axe", color_scheme=scheme, bypass_csp=True)
    press(page, "o", "e", "ArrowRight", "1")
    pages = [axe.run(page)]
    press(page, "k")
    pages.append(axe.run(page))
    for path in ("/label", "/label/progress", "/label/codebook"):
        page.goto(app.url + path)
        pages.append(axe.run(page))
    serious = [
        (fault["id"], [node["html"][:120] for node in fault["nodes"]])
        for found in pages
        for fault in found.response["violations"]
        if fault["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_a_screen_reader_hears_the_next_sentence(opened: Any) -> None:
    page = opened("ear")
    live = page.locator("[aria-live=polite]", has=page.locator("#sentence"))
    expect(live).to_have_text(SENTENCES[0])
    press(page, "x")
    expect(live).to_have_text(SENTENCES[1])
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_have_count(1)
