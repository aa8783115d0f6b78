"""What contradicts the wire tells none of it, however few of its words are others; and what only looks as if it did."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from framing.comparison import Fate, Retold

Beside = Callable[[str, str], Retold]


@pytest.mark.parametrize(
    ("wire", "outlet"),
    [
        ("The court will rule on the toll on Tuesday.", "The court will rule on the toll on Friday."),
        ("The hall is open from Monday to Thursday.", "The hall is open from Monday to Saturday."),
        ("The council moved the vote to March.", "The council moved the vote to October."),
        ("The council moved the vote to March 3.", "The council moved the vote to 9 March."),
    ],
)
def test_another_day_or_month_is_another_date(beside: Beside, wire: str, outlet: str) -> None:
    assert beside(wire, outlet).fate is Fate.ADDED


@pytest.mark.parametrize(
    "outlet",
    [
        "The court heard the toll case, which was lodged on Friday.",
        "The court heard the toll case on Tuesday.",
        "The court heard the toll case yesterday, which was lodged on Friday.",
        "The court heard the toll case on the 14th, which was lodged on Friday.",
    ],
)
def test_a_day_that_one_side_leaves_out_or_counts_is_no_other_date(beside: Beside, outlet: str) -> None:
    wire = "The court heard the toll case on Tuesday, which was lodged on Friday."
    assert beside(wire, outlet).fate in (Fate.KEPT, Fate.REWORDED)


def test_two_days_may_be_of_two_things(beside: Beside) -> None:
    wire = "On Sunday the ferry with 40 pupils on board ran aground off Lund."
    outlet = (
        "The ferry with 40 pupils on board that ran aground off Lund will be looked at for damage on Tuesday."
    )
    assert beside(wire, outlet).fate is Fate.REWORDED
