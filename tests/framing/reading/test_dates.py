"""Dates: the clear ones become ISO dates, the others are dropped and told."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.reading.dates import iso_date


@pytest.mark.parametrize(
    "value",
    [
        "2022-10-03",
        "20221003",
        "2022-10-03T10:28:00Z",
        "2022-10-03 10:28:00+02:00",
        "2022/10/03",
        "3 Oct 2022",
        "3rd October 2022",
        "October 3, 2022",
        "Oct. 3, 2022 10:28 AM EDT",
        "Monday, 3 October 2022",
        "Mon, 03 Oct 2022 10:28:00 GMT",
        "Published: 3 Oct 2022",
        datetime(2022, 10, 3, 23, 59, tzinfo=UTC),
        date(2022, 10, 3),
    ],
)
def test_clear_dates(value: object) -> None:
    assert iso_date(value) == "2022-10-03"


@pytest.mark.parametrize(
    "value",
    ["", "3rd Oct", "2022", "October 2022", "03/10/2022", "10/3/22", "3 Oct 22", "yesterday", "1664755200", 1664755200,
     "2022-13-45", "n/a", "10:28", "x" * 500, None, 20221003],
)  # fmt: skip
def test_unclear_dates(value: object) -> None:
    assert iso_date(value) is None


def test_day_over_twelve_is_clear_either_way() -> None:
    assert iso_date("25/12/2022") == iso_date("12/25/2022") == "2022-12-25"


@given(
    st.dates(date(1600, 1, 1), date(2100, 1, 1)),
    st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%b %d, %Y", "%Y%m%d"]),
)
def test_round_trip(day: date, form: str) -> None:
    assert iso_date(day.strftime(form)) == day.isoformat()


def test_unclear_date_is_told_and_the_article_kept(read) -> None:
    rows = '{"text": "Rain.", "date": "03/10/2022"}\n{"text": "Hail.", "date": " "}\n'
    articles, (note,) = read({"a.jsonl": rows})
    assert [a.published for a in articles] == [None, None]
    assert note.rule == "'published' must be an ISO date or a clear one; the article was kept without it"
    assert note.found == "'03/10/2022'"
