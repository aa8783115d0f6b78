"""Charts by the ending: real files, the numbers in them, offline; and what is drawn of many groups."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from framing.errors import OutputError
from framing.output.charts import (
    GroupRates,
    Picture,
    Rated,
    calibration_picture,
    device_picture,
    month_picture,
    of_profiles,
    profile_picture,
    write_picture,
)
from framing.output.charts.look import NARROW, WIDE, signature_lines
from framing.profiles.calibrated import calibration_curve
from framing.profiles.ppi import Labelled
from framing.types import Estimate, OutletProfile

SIGNATURE = "framing:0.1.0|model:invented|codebook:1|splitter:1|threshold:0.5|interval:x|resamples:10|seed:0"
NOTE = "Rates: invented."
LONG = (
    "The Vale & District Evening Gazette, with which is incorporated the Harbour Advertiser and Tide Tables"
)
HOSTILE = "Courier </script><script>alert('x')</script> \\ \"quoted\""


def rate(value: float, low: float | None, high: float | None) -> Estimate:
    return Estimate(value, low, high, 0.95, "invented", 100)


def group(name: str, size: int = 100, *, month: str | None = None, labelled: bool = True) -> GroupRates:
    key = (name,) if month is None else (name, month)
    corrected = rate(0.5, 0.41, 0.59) if labelled else None
    return GroupRates(key, 7, size, rate(0.3, 0.25, 0.35), corrected)


def rated(*groups: GroupRates, name: str = "editorial") -> Rated:
    return Rated(name, "own-voice sentences", groups, corrected=True)


PROFILES = [
    OutletProfile("The Coast Sentinel", 61, 500, 400, rate(0.66, 0.61, 0.70), rate(0.9, 0.8, 0.97)),
    OutletProfile(LONG, 1, 9, 8, rate(0.4, None, None), None),
    OutletProfile("Northern Wire", 46, 300, 290, rate(0.014, 0.004, 0.035), rate(0.2, 0.1, 0.3)),
]


def curve() -> Picture:
    generator = np.random.default_rng(1)
    f = generator.random(120)
    n = np.arange(120)
    y = (generator.random(120) < f).astype(float)
    s = Labelled(y, f, n * 0, n // 3, np.full(120, 5.0), np.full(120, 0.2), np.ones(120))
    return calibration_picture(calibration_curve(s), "editorial", "own-voice sentences", SIGNATURE)


PICTURES: dict[str, Callable[[], Picture]] = {
    "profile": lambda: profile_picture(of_profiles(PROFILES), SIGNATURE, NOTE),
    "corrected": lambda: profile_picture(
        [rated(group(HOSTILE), group("Aube", labelled=False))], SIGNATURE, NOTE
    ),
    "devices": lambda: device_picture([rated(group(HOSTILE), name="device_labelling")], SIGNATURE, NOTE),
    "months": lambda: month_picture(rated(group(HOSTILE, month="2025-02")), SIGNATURE, NOTE),
    "calibration": curve,
}


def words(svg: str) -> str:
    return re.sub(r"<[^>]+>", "\n", svg)


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_is_drawn_with_title_and_signature(tmp_path: Path, name: str) -> None:
    picture = PICTURES[name]()
    write_picture(tmp_path / "c.svg", picture)
    shown = words((tmp_path / "c.svg").read_text("utf-8"))
    assert picture.title in shown.replace("\n", " ")
    for line in signature_lines(SIGNATURE, WIDE.caption):
        assert line in shown


@pytest.mark.parametrize(("ending", "magic"), [(".png", b"\x89PNG"), (".pdf", b"%PDF")])
def test_images_are_what_they_say(tmp_path: Path, ending: str, magic: bytes) -> None:
    write_picture(tmp_path / f"c{ending}", PICTURES["corrected"]())
    content = (tmp_path / f"c{ending}").read_bytes()
    assert content.startswith(magic)
    assert len(content) > 10_000


class Elements(HTMLParser):
    """The elements of a page and the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes.update(name for name, _ in attrs)


@pytest.mark.parametrize("name", PICTURES)
def test_the_page_fetches_nothing_and_no_name_breaks_out_of_it(tmp_path: Path, name: str) -> None:
    picture = PICTURES[name]()
    write_picture(tmp_path / "c.html", picture)
    html = (tmp_path / "c.html").read_text("utf-8")
    page = Elements()
    page.feed(html)
    assert page.names.count("script") == 3
    assert not {"src", "href", "onerror"} & page.attributes
    assert "default-src 'none'" in html
    (inside,) = re.findall(r'<script type="application/json" id="charts">(.*?)</script>', html)
    assert set(json.loads(inside)) == {"wide", "narrow"}
    assert page.names.count("tr") == 1 + len(picture.numbers)


def test_svg_holds_outlets_in_order_the_caveat_and_the_number_of_articles(tmp_path: Path) -> None:
    write_picture(tmp_path / "c.svg", PICTURES["profile"]())
    text = words((tmp_path / "c.svg").read_text("utf-8"))
    places = [
        text.index(name) for name in ("Coast Sentinel (61 articles)", "Vale", "Northern Wire (46 articles)")
    ]
    assert places == sorted(places)
    assert "(1 article)" in text
    assert "Raw model rate, not corrected" in text


def test_a_long_name_is_cut_at_four_lines_and_keeps_its_articles(tmp_path: Path) -> None:
    write_picture(tmp_path / "c.svg", profile_picture([rated(group(LONG + LONG))], SIGNATURE, NOTE))
    text = words((tmp_path / "c.svg").read_text("utf-8"))
    assert "…" in text
    assert "(7 articles)" in text
    assert "Tide Tables" not in text


def test_of_many_groups_the_largest_are_drawn_and_it_says_so(tmp_path: Path) -> None:
    groups = [group(f"Outlet {number}", size=number) for number in range(1, 251)]
    picture = profile_picture([rated(*groups)], SIGNATURE, NOTE, most=30)
    assert {row["group"] for row in picture.numbers} == {f"Outlet {number}" for number in range(221, 251)}
    write_picture(tmp_path / "c.svg", picture)
    text = words((tmp_path / "c.svg").read_text("utf-8"))
    assert "The 30 of 250 with the most sentences (by outlet)." in text
    assert "Outlet 221 (7 articles)" in text
    assert "Outlet 220 (7 articles)" not in text


def test_the_numbers_are_those_that_were_given() -> None:
    picture = profile_picture([rated(group("Aube"), group("Brunnen", labelled=False))], SIGNATURE, NOTE)
    found = [(r["group"], r["kind"], r["rate, %"], r["interval"]) for r in picture.numbers]
    assert found == [
        ("Aube", "corrected by hand labels", "50.0", "[41.0, 59.0]"),
        ("Aube", "raw model rate", "30.0", "[25.0, 35.0]"),
        ("Brunnen", "raw model rate", "30.0", "[25.0, 35.0]"),
    ]


def marks(specification: Any, name: str) -> list[dict[str, Any]]:
    """The rows of data in any part of a specification that have the column `name`."""
    if isinstance(specification, dict):
        values = specification.get("values")
        mine = (
            [row for row in values if isinstance(row, dict) and name in row]
            if isinstance(values, list)
            else []
        )
        return mine + [row for part in specification.values() for row in marks(part, name)]
    if isinstance(specification, list):
        return [row for part in specification for row in marks(part, name)]
    return []


def test_a_month_without_a_rate_breaks_the_line_and_undated_sentences_are_counted() -> None:
    groups = [group("Aube", month=m) for m in ("2024-12", "2025-03")] + [group("Aube", 33, month="(unknown)")]
    picture = month_picture(rated(*groups), SIGNATURE, NOTE)
    drawn = picture.draw(WIDE).to_dict()
    by_month = {row["month"]: row["rate"] for row in marks(drawn, "month")}
    assert by_month == {"2024-12-01": 50.0, "2025-01-01": None, "2025-02-01": None, "2025-03-01": 50.0}
    assert "33 sentences without a month are left out" in json.dumps(drawn)
    nothing = month_picture(rated(group("Aube", month="(unknown)")), SIGNATURE, NOTE)
    assert nothing.numbers == []
    assert nothing.draw(NARROW).to_dict()


def test_a_month_alone_stands_between_its_neighbours() -> None:
    drawn = json.dumps(
        month_picture(rated(group("Aube", month="2025-01")), SIGNATURE, NOTE).draw(WIDE).to_dict()
    )
    assert '"domain": ["2024-12-01", "2025-02-01"]' in drawn


def test_a_cell_without_a_label_shows_no_number() -> None:
    asked = [rated(group("Aube"), group("Brunnen", labelled=False), name="device_labelling")]
    cells = marks(device_picture(asked, SIGNATURE, NOTE).draw(WIDE).to_dict(), "number")
    assert {(c["place"], c["number"]) for c in cells} == {(0, "50.0"), (1, "–")}


def test_axes_start_at_zero_and_end_above_the_highest_interval() -> None:
    specification = PICTURES["profile"]().draw(WIDE).to_dict()
    domains = set(re.findall(r"'domain': \[0, (\d+)\]", str(specification)))
    assert {"80", "100"} <= domains


@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_nothing_to_draw_is_an_empty_chart(layout: Any) -> None:
    assert profile_picture(of_profiles([]), SIGNATURE, NOTE).draw(layout).to_dict()


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"found '\.bmp'"):
        write_picture(tmp_path / "c.bmp", PICTURES["profile"]())
