"""Compare and Profiles in a real browser, and every page's accessibility, widths and colours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Visit = Callable[..., Any]
WIRE = (
    "The council voted on Monday to raise the harbour tolls by 12 percent from next spring. "
    "The quay was last repaired in 1998. Police said nobody was arrested outside the hall."
)
SUND = (
    "The city council voted on Monday to raise harbour tolls by 12 percent. "
    "It was a shameful surrender to a clique of corrupt contractors."
)
BAY = "Police said that nobody was arrested outside the hall. The quay was last repaired in 1998."
# Serious and critical faults keep people out; the others are told by a linter's taste.
KEEPS_OUT = ("serious", "critical")


def compare(page: Any) -> None:
    page.get_by_role("button", name="Add another telling").click()
    for place, (outlet, text) in enumerate((("Northern Wire", WIRE), ("Sund Post", SUND), ("Bay", BAY))):
        telling = page.locator(".telling").nth(place)
        telling.locator("[name=outlet]").fill(outlet)
        telling.locator("[name=text]").fill(text)
    page.get_by_label("This is the wire").first.check()
    page.get_by_role("button", name="Compare", exact=True).click()
    page.locator("#rows .cell").first.wait_for()


def test_tellings_stand_on_both_sides_of_the_wire_and_light_up(visit: Visit) -> None:
    page = visit("/compare")
    compare(page)
    assert page.locator("#rows .heads p").all_inner_texts() == ["Sund Post", "Northern Wire (wire)", "Bay"]
    assert page.locator("#rows .middle .cell").count() == 3
    assert page.locator("#rows .cell.added.framed").count() == 1
    assert page.locator("#rows .nothing.omitted").count() == 3
    first = page.locator("#rows .side:not(.middle) .cell[role=button]").first
    first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#rows .middle .cell.lit").count() == 1
    assert first.get_attribute("aria-pressed") == "true"
    page.keyboard.press("Enter")
    assert page.locator("#rows .lit").count() == 0


def test_the_comparison_can_be_kept_as_a_page(visit: Visit, tmp_path: Path) -> None:
    page = visit("/compare", accept_downloads=True)
    compare(page)
    with page.expect_download() as kept:
        page.get_by_role("button", name="Save as a page").click()
    kept.value.save_as(tmp_path / "kept.html")
    text = (tmp_path / "kept.html").read_text("utf-8")
    assert "shameful surrender" in text
    assert "Northern Wire" in text


def test_too_few_tellings_are_told_without_asking(visit: Visit) -> None:
    page = visit("/compare")
    page.get_by_role("button", name="Compare", exact=True).click()
    assert "two tellings" in page.locator("#problems").inner_text()


def test_tellings_without_a_name_go_by_the_number_of_their_box(visit: Visit) -> None:
    page = visit("/compare")
    page.get_by_role("button", name="Add another telling").click()
    for place, text in enumerate((SUND, WIRE, BAY)):
        page.locator(".telling").nth(place).locator("[name=text]").fill(text)
    page.get_by_label("This is the wire").nth(1).check()
    page.get_by_role("button", name="Compare", exact=True).click()
    page.locator("#rows .cell").first.wait_for()
    assert page.locator("#rows .heads p").all_inner_texts() == ["Telling 1", "Telling 2 (wire)", "Telling 3"]
    assert page.locator("#counts th").all_inner_texts() == ["Telling 1", "Telling 3"]
    page.get_by_label("None of them is the wire").check()
    page.get_by_role("button", name="Compare", exact=True).click()
    page.locator("#rows .who").first.wait_for()
    whose = dict(
        zip(
            page.locator("#rows .middle .cell").all_inner_texts(),
            page.locator("#rows .who").all_inner_texts(),
            strict=True,
        )
    )
    assert {name.strip() for name in whose.values()} <= {"Telling 1", "Telling 2", "Telling 3"}
    for told, name in whose.items():
        place = int(name.strip().removeprefix("Telling ")) - 1
        assert told.removeprefix(name).strip() in (SUND, WIRE, BAY)[place]


def test_the_token_is_entered_in_a_browser_and_leads_on(
    chromium: Any, live_with_token: tuple[str, str]
) -> None:
    address, token = live_with_token
    page = chromium.new_page()
    page.goto(f"{address}/compare")
    for given, seen in (("guess", "That is not the token"), (token, "One event, told twice")):
        page.get_by_label("Token").fill(given)
        page.get_by_role("button", name="Enter").click()
        page.get_by_text(seen).wait_for()
    page.close()


def test_a_dot_leads_to_its_sentences_and_the_address_can_be_sent_on(visit: Visit) -> None:
    page = visit("/profiles")
    page.locator("#rows tr").first.wait_for()
    assert page.locator("#rows th a").all_inner_texts() == ["Sund Post", "Harbour & Bay"]
    page.locator("#rows tr").first.locator("svg").click()
    page.locator("#list li").first.wait_for()
    assert page.locator("#sentences-title").inner_text() == "Sund Post"
    assert "Tolls <b>" in page.locator("#list").inner_text()
    again = visit(page.evaluate("location.pathname + location.search"))
    again.locator("#list li").first.wait_for()
    assert again.locator("#list").inner_text() == page.locator("#list").inner_text()
    page.go_back()
    page.locator("#sentences").wait_for(state="hidden")


def test_filters_by_topic_and_time_change_the_table(visit: Visit) -> None:
    page = visit("/profiles")
    page.locator("#rows tr").first.wait_for()
    page.select_option("#by", "month")
    page.locator("#rows a", has_text="2025-02").wait_for()
    assert page.locator("#rows th a").all_inner_texts() == ["2025-01", "2025-02"]
    page.fill("#since", "2025-02-01")
    page.locator("#rows a", has_text="2025-01").wait_for(state="detached")
    page.locator("#rows a", has_text="2025-02").click()
    page.locator("#list li").first.wait_for()
    assert "2025-01-11" not in page.locator("#list").inner_text()
    page.get_by_role("button", name="Clear filters").click()
    page.locator("#rows a", has_text="2025-01").wait_for()


def read(page: Any) -> None:
    page.fill("#text", SUND)
    page.get_by_role("button", name="Read it").click()
    page.locator("#status", has_text=" read.").wait_for()
    page.locator("#articles mark").first.click()


def profiles(page: Any) -> None:
    page.locator("#rows a").first.click()
    page.locator("#list li").first.wait_for()


def nothing(page: Any) -> None:
    page.locator("h1").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_keeps_anybody_out(visit: Visit, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    found = []
    for path, use in (
        ("/", read),
        ("/compare", compare),
        ("/profiles", profiles),
        ("/enter", nothing),
        ("/label", nothing),
    ):
        page = visit(path, width, scheme)
        use(page)
        for fault in axe.run(page).response["violations"]:
            if fault["impact"] in KEEPS_OUT:
                found.append((path, fault["id"], [node["html"][:200] for node in fault["nodes"]][:3]))
        # Nobody has to scroll sideways.
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.context.close()
    assert found == []
