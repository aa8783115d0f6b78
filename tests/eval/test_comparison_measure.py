"""The measure of alignment: what it counts, and that the program holds the figures that are claimed for it."""

from __future__ import annotations

from pathlib import Path

import pytest

import framing
from eval.comparison import (
    PASSES,
    TOLD,
    Judged,
    Pass,
    agreed,
    beside,
    f1,
    left_out,
    measure_alignment,
    read_pass,
)
from eval.events import b_cubed, measure_events, url_date
from framing.comparison import Fate

A, B = ("post", 0, 10), ("post", 11, 20)
W, V = ("wire", 0, 9), ("wire", 10, 30)


def judge(**fates: tuple[Fate, set[tuple[str, int, int]]]) -> Pass:
    places = {"a": A, "b": B}
    judged = {places[name]: Judged(fate, frozenset(wire)) for name, (fate, wire) in fates.items()}
    return Pass(judged, left_out(judged, [("post", W), ("post", V)]))


def test_f1_counts_hits_against_everything_found_or_true() -> None:
    assert f1([(True, True), (True, False), (False, True), (False, False)]) == pytest.approx(0.5)
    assert f1([(False, False)]) == 1.0


def test_two_judges_are_compared_on_told_added_omitted_and_links() -> None:
    one = judge(a=(Fate.KEPT, {W}), b=(Fate.ADDED, set()))
    other = judge(a=(Fate.REWORDED, {W, V}), b=(Fate.ADDED, set()))
    found = beside(one, other)
    assert (found["n"], found["told"], found["added"]) == (2, 1.0, 1.0)
    assert found["omitted"] == 0.0, "one leaves out a sentence that the other tells"
    assert found["links"] == pytest.approx(2 / 3)
    both = agreed(one, other)
    assert list(both.judged) == [B]
    assert both.omitted == {("post", W): False}


def test_the_passes_judge_every_sentence_of_every_outlet_with_spans_of_the_corpus(root: Path) -> None:
    folder = root / "annotations" / "demo"
    first, second = (read_pass(folder, name) for name in PASSES)
    assert first.judged.keys() == second.judged.keys()
    assert len(first.judged) == 478
    wire = {place for _, place in first.omitted}
    for one in (*first.judged.values(), *second.judged.values()):
        assert bool(one.wire) == (one.fate in TOLD)
        assert one.wire <= wire
    assert sum(first.omitted.values()) >= 150


def test_the_program_holds_what_is_claimed_for_it(root: Path) -> None:
    result = measure_alignment(framing.load(), root / "annotations" / "demo")
    rows = {(row["events"], row["compared"]): row for row in result.rows}
    seen = rows["looked at", "program, where both agree"]
    unseen = rows["not looked at", "program, where both agree"]
    # A little under what was measured, so that another processor's last digits break nothing.
    assert float(str(seen["told"])) > 0.94
    assert float(str(unseen["told"])) > 0.86
    assert min(float(str(row[name])) for row in (seen, unseen) for name in ("added", "omitted")) > 0.87


def test_b_cubed_on_a_case_worked_by_hand() -> None:
    # {a, b} and {c} against {a} and {b, c}: precision (1/2 + 1/2 + 1) / 3, recall (1 + 1/2 + 1/2) / 3.
    assert b_cubed([0, 0, 1], ["x", "y", "y"]) == (pytest.approx(2 / 3), pytest.approx(2 / 3))


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.org/2015/03/20/politics/a.html", "2015-03-20"),
        ("https://example.org/news/2015/mar/2/a/", "2015-03-02"),
        ("https://example.org/2015/13/45/a", None),
        ("https://example.org/a", None),
        (None, None),
    ],
)
def test_dates_of_addresses(url: str | None, day: str | None) -> None:
    assert url_date(url) == day


@pytest.mark.slow
def test_events_are_found_again_on_real_triplets(shared: Path) -> None:
    with_dates, without = measure_events(shared / "data").rows
    assert float(str(with_dates["B-cubed F1"])) > 0.95
    assert float(str(without["B-cubed F1"])) > 0.9
