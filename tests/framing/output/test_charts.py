"""Charts by the ending: real files, the data in them, offline."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from framing.errors import OutputError
from framing.output import write_chart
from framing.output.charts import profile_chart
from framing.types import Estimate, OutletProfile

SIGNATURE = "framing:0.1.0|model:invented|codebook:1|splitter:1|threshold:0.5|interval:x|resamples:10|seed:0"


def rate(value: float, low: float | None, high: float | None) -> Estimate:
    return Estimate(value, low, high, 0.95, "invented", 100)


PROFILES = [
    OutletProfile("The Coast Sentinel", 61, 500, 400, rate(0.66, 0.61, 0.70), rate(0.9, 0.8, 0.97)),
    OutletProfile("Vale & District Evening Gazette (Sunday edition)", 1, 9, 8, rate(0.4, None, None), None),
    OutletProfile("Northern Wire", 46, 300, 290, rate(0.014, 0.004, 0.035), rate(0.2, 0.1, 0.3)),
]


@pytest.mark.parametrize(("ending", "magic"), [(".png", b"\x89PNG"), (".pdf", b"%PDF")])
def test_images_are_what_they_say(tmp_path: Path, ending: str, magic: bytes) -> None:
    write_chart(tmp_path / f"c{ending}", PROFILES, SIGNATURE)
    content = (tmp_path / f"c{ending}").read_bytes()
    assert content.startswith(magic)
    assert len(content) > 10_000


def test_svg_holds_outlets_in_order_the_caveat_and_the_signature(tmp_path: Path) -> None:
    write_chart(tmp_path / "c.svg", PROFILES, SIGNATURE)
    text = re.sub(r"<[^>]+>", "\n", (tmp_path / "c.svg").read_text("utf-8"))
    places = [
        text.index(name) for name in ("Coast Sentinel (61 articles)", "Vale", "Northern Wire (46 articles)")
    ]
    assert places == sorted(places)
    assert "(1 article)" in text
    assert "aw model rate, not corrected" in text
    assert "seed:0" in text


def test_the_page_needs_no_network(tmp_path: Path) -> None:
    write_chart(tmp_path / "c.html", PROFILES, SIGNATURE)
    html = (tmp_path / "c.html").read_text("utf-8")
    assert not re.findall(r"<(?:script|link)[^>]+(?:src|href)=", html)


def test_axes_start_at_zero_and_end_above_the_highest_interval() -> None:
    spec = profile_chart(PROFILES, SIGNATURE).to_dict()
    domains = set(re.findall(r"'domain': \[0, (\d+)\]", str(spec)))
    assert domains == {"80", "100"}


def test_nothing_to_draw_is_an_empty_chart(tmp_path: Path) -> None:
    write_chart(tmp_path / "c.svg", [], SIGNATURE)
    assert "<svg" in (tmp_path / "c.svg").read_text("utf-8")


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"found '\.bmp'"):
        write_chart(tmp_path / "c.bmp", PROFILES, SIGNATURE)
