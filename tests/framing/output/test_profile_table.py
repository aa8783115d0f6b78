"""Profiles as text, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow.csv

from framing.output import print_profiles, write_profiles
from framing.output.columns import PROFILE_COLUMNS
from framing.types import Estimate, OutletProfile

PROFILES = [
    OutletProfile(
        "Aube, daily", 12, 80, 60, Estimate(0.25, 0.1, 0.4, 0.95, "a", 60), None, ("first", "second")
    ),
    OutletProfile("Brunnen", 1, 4, 3, Estimate(0.0, None, None, 0.95, "b", 3), None),
]


def test_csv_is_the_dictionary(tmp_path: Path) -> None:
    write_profiles(tmp_path / "p.csv", PROFILES, "sig")
    types = {c.name: c.arrow for c in PROFILE_COLUMNS}
    table = pyarrow.csv.read_csv(
        tmp_path / "p.csv", convert_options=pyarrow.csv.ConvertOptions(column_types=types)
    )
    assert [(f.name, f.type) for f in table.schema] == list(types.items())
    first = table.to_pylist()[0]
    assert (first["outlet"], first["editorial_low"], first["warnings"]) == (
        "Aube, daily",
        0.1,
        "first; second",
    )
    assert first["correction"] == "raw model rate, not corrected"
    assert (first["charged_quote_rate"], first["charged_quote_n"]) == (None, 0)


def test_json_holds_the_same(tmp_path: Path) -> None:
    write_profiles(tmp_path / "p.json", PROFILES, "sig", group="topic")
    read = json.loads((tmp_path / "p.json").read_text("utf-8"))
    assert read["signature"] == "sig"
    assert [row["topic"] for row in read["profiles"]] == ["Aube, daily", "Brunnen"]
    assert list(read["profiles"][0]) == ["topic", *(c.name for c in PROFILE_COLUMNS[1:])]
    assert read["profiles"][1]["editorial_low"] is None


def test_the_first_column_is_named_after_the_group(tmp_path: Path) -> None:
    write_profiles(tmp_path / "p.csv", PROFILES, "sig", group="topic")
    with (tmp_path / "p.csv").open(newline="") as file:
        assert next(csv.reader(file))[0] == "topic"


def test_plain_text_is_aligned_and_says_what_the_rates_are() -> None:
    out = io.StringIO()
    print_profiles(PROFILES, "sig", out)
    head, first, second, *rest = out.getvalue().splitlines()
    assert len(head) == len(first) == len(second)
    assert "25.0 %  [10.0, 40.0]" in first
    assert rest[:2] == ["! Aube, daily: first", "! Aube, daily: second"]
    assert "raw model rate, not corrected" in rest[2]
    assert "\x1b" not in out.getvalue()


def test_a_terminal_gets_the_same_figures_and_no_markup_from_names() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    out = Terminal()
    odd = OutletProfile("[red]Aube[/red]", 1, 4, 3, None, None)
    print_profiles([odd, PROFILES[0]], "sig", out)
    assert "[red]Aube[/red]" in out.getvalue()
    assert "25.0\u00a0%" in out.getvalue()
