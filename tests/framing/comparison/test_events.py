"""Events of a corpus: what belongs together, what dates part, and that nothing is lost."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from framing.comparison.events import find_events
from framing.types import Article

FERRY = "The ferry Solveig ran aground on a rock off Halden in fog; fishermen took {} passengers ashore, Fjordline said."
MILL = "Norr Paper will close its mill at Vestre in June, and {} workers lose their jobs, the union of paper workers said."
OTHERS = (
    "A barn with prize sheep burned down near Lund and the farmer blames a heater bought last winter.",
    "The orchestra opens its season with two symphonies under a conductor from abroad.",
    "Schools in the north report a shortage of chemistry teachers for a third year.",
    "An old map of the coast was sold at auction to a museum for a record price.",
)


def article(text: str, name: int, day: str | None = "2025-11-03") -> Article:
    return Article(text=text, id=str(name), source=str(name), published=day)


def test_tellings_of_one_event_come_together_and_others_stay_alone() -> None:
    texts = [
        FERRY.format(212),
        *OTHERS,
        MILL.format(340),
        FERRY.format("all"),
        MILL.format("all"),
        FERRY.format("the"),
    ]
    found = find_events([article(text, n) for n, text in enumerate(texts)])
    assert [event.articles for event in found][:2] == [(0, 6, 8), (5, 7)]
    assert all(len(event.articles) == 1 for event in found[2:])
    assert any("ferry" in word or "solveig" in word for word in found[0].words)


def test_the_same_words_weeks_apart_are_another_event() -> None:
    texts = [FERRY.format(212), FERRY.format("all"), FERRY.format("the"), *OTHERS]
    days = ["2025-11-03", "2025-11-05", "2025-12-20", *["2025-11-03"] * len(OTHERS)]
    made = [article(text, n, day) for n, (text, day) in enumerate(zip(texts, days, strict=True))]
    assert find_events(made)[0].articles == (0, 1)
    assert find_events(made, days=60)[0].articles == (0, 1, 2)


def test_no_article_one_article_and_articles_without_words() -> None:
    assert find_events([]) == []
    assert [event.articles for event in find_events([article("Rain.", 0)])] == [(0,)]
    assert [event.articles for event in find_events([article("…", 0), article("and the", 1)])] == [(0,), (1,)]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([FERRY, MILL, *OTHERS, "?"]), st.sampled_from(["2025-11-03", "2025-11-09", None])
        ),
        max_size=12,
    )
)
def test_every_article_is_in_exactly_one_event(rows: list[tuple[str, str | None]]) -> None:
    found = find_events([article(text, n, day) for n, (text, day) in enumerate(rows)])
    assert sorted(place for event in found for place in event.articles) == list(range(len(rows)))


def test_copies_of_one_text_are_one_event_however_many() -> None:
    for count in (2, 3, 5, 20):
        found = find_events([article(FERRY.format(212), n) for n in range(count)])
        assert [len(event.articles) for event in found] == [count]


def test_an_event_may_be_most_of_its_corpus() -> None:
    tellings = [f"{FERRY.format(n)} {MILL.format(n) if n % 2 else OTHERS[n % 4]}" for n in range(12)]
    found = find_events([article(text, n) for n, text in enumerate([*tellings, *OTHERS])])
    assert len(found[0].articles) >= len(tellings)
