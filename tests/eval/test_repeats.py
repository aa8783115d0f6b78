from __future__ import annotations

import pytest

from eval.benchmarks.repeats import count_repeats
from framing.types import Article, Reject

WIRE = "The ferry to Holm was cancelled on Monday after a storm broke two of its moorings."
FURNITURE = "Read more."


def article(number: int, outlet: str, *lines: str) -> Article:
    return Article("\n".join(lines), str(number), f"invented:{number}", outlet=outlet)


def test_repeats_are_counted_in_groups_in_the_run_and_across_outlets() -> None:
    own = [f"The council of Brint met for the time number {n} to talk about its harbour." for n in range(40)]
    articles = [article(n, ("Sund Post", "Brint Herald")[n % 2], own[n], FURNITURE) for n in range(40)]
    copies = [article(41, "Sund Post", WIRE), article(42, "Brint Herald", WIRE)]
    refused = Reject("invented:43", "the text must not be empty", "''")
    figures = count_repeats([*articles, refused, *copies], None).figures()
    assert (figures["articles"], figures["sentences"]) == (42, 82)
    assert figures["distinct"] == pytest.approx(42 / 82)
    assert figures["distinct, of 8 words or more"] == pytest.approx(41 / 42)
    assert figures["distinct in groups of 32 articles, which one pass sees"] == pytest.approx(43 / 82)
    assert figures["in more than one outlet"] == pytest.approx(42 / 82)


def test_no_more_articles_are_read_than_asked_for() -> None:
    assert count_repeats(iter([article(n, "Sund Post", WIRE) for n in range(9)]), 4).articles == 4
    assert count_repeats([], None).figures()["distinct"] == 0
