"""The coefficients against published examples, another library, and themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.labels.agreement import agreement
from framing.labels.reliability import alpha, cohen, coincidences, fleiss, krippendorff_alpha
from framing.labels.resampled import LEAST_ARTICLES, estimate
from framing.labels.span_agreement import span_agreement
from framing.types import Annotation, DeviceSpan, Span

Make = Callable[..., Annotation]


def test_alpha_is_that_of_the_published_example() -> None:
    # Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section C: nominal data, four
    # observers, missing values; he gives alpha = 0.743.
    nan = None
    a = [1, 2, 3, 3, 2, 1, 4, 1, 2, nan, nan, nan]
    b = [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nan, 3]
    c = [nan, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nan]
    d = [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nan]
    units = [[v for v in unit if v is not None] for unit in zip(a, b, c, d, strict=True)]
    assert krippendorff_alpha(units) == pytest.approx(0.743, abs=0.0005)


def test_cohen_is_that_of_the_table_worked_by_hand() -> None:
    # Agreed 35 of 50; by chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5; kappa (0.7 - 0.5) / 0.5.
    assert float(cohen(np.array([[20.0, 5.0], [10.0, 15.0]]))) == pytest.approx(0.4)


def test_fleiss_is_that_of_the_published_kind_of_table() -> None:
    # The table of fourteen raters, ten subjects and five categories that textbooks work through: 0.210.
    table = np.array(
        [
            [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
            [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
        ],
        dtype=float,
    )  # fmt: skip
    same = (table * (table - 1)).sum(axis=1) / (14 * 13)
    found = fleiss(table.sum(axis=0), np.array(same.sum()), np.array(10.0))
    assert float(found) == pytest.approx(0.210, abs=0.0005)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=40))
def test_cohen_is_scikit_learns(pairs: list[tuple[int, int]]) -> None:
    from sklearn.metrics import cohen_kappa_score

    counts = np.zeros((3, 3))
    for first, second in pairs:
        counts[first, second] += 1
    found = float(cohen(counts))
    if len({a for pair in pairs for a in pair}) > 1:
        assert found == pytest.approx(cohen_kappa_score(*zip(*pairs, strict=True)))
    else:
        assert np.isnan(found)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.integers(0, 3), max_size=5), min_size=1, max_size=20))
def test_alpha_by_coincidences_is_alpha_by_its_definition(units: list[list[int]]) -> None:
    pairable = [unit for unit in units if len(unit) > 1]
    values = [value for unit in pairable for value in unit]
    n = len(values)
    observed = sum(
        sum(a != b for i, a in enumerate(unit) for j, b in enumerate(unit) if i != j) / (len(unit) - 1)
        for unit in pairable
    )
    expected = sum(a != b for i, a in enumerate(values) for j, b in enumerate(values) if i != j)
    found = krippendorff_alpha(units)
    if expected == 0:
        assert found is None
    else:
        assert found == pytest.approx(1 - (n - 1) * observed / expected)


def test_alpha_at_its_ends() -> None:
    assert krippendorff_alpha([[1, 1], [2, 2]]) == 1.0
    assert krippendorff_alpha([[1, 1], [1, 1]]) is None
    assert krippendorff_alpha([[1], [2]]) is None
    assert krippendorff_alpha([[0, 1], [1, 0]]) == pytest.approx(-0.5)


@pytest.mark.slow
def test_the_interval_of_alpha_covers() -> None:
    generator = np.random.default_rng(3)

    def article() -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        rate, slips = generator.beta(2, 5), generator.beta(1, 8)
        truth = generator.random(12) < rate
        answers = (truth[:, None] ^ (generator.random((12, 3)) < slips)).astype(int)
        return sum((coincidences(row.tolist(), 2) for row in answers), np.zeros((2, 2)))

    truth = float(alpha(sum((article() for _ in range(8000)), np.zeros((2, 2)))))
    covered = 0
    for seed in range(200):
        found = estimate({str(i): article() for i in range(20)}, alpha, 1, 0.95, seed)
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        covered += found.low <= truth <= found.high
    assert 0.90 <= covered / 200 <= 0.99


def test_few_articles_have_a_value_and_no_interval(label: Make) -> None:
    def labels(articles: int) -> list[Annotation]:
        return [
            label(article=f"a{i}", article_hash=f"{i:016x}", annotator=who, editorial=said, devices=None)
            for i in range(articles)
            for who, said in (("anna", i % 2), ("ben", i % 2 if i % 5 else 1 - i % 2))
        ]

    few, enough = (
        next(row for row in agreement(labels(n)) if row.question == "editorial")
        for n in (LEAST_ARTICLES - 1, LEAST_ARTICLES)
    )
    assert few.estimate is not None
    assert few.estimate.low is None
    assert enough.estimate is not None
    assert enough.estimate.low is not None
    assert enough.estimate.high is not None
    assert enough.estimate.low <= enough.estimate.value <= enough.estimate.high


def test_pairs_outlets_and_everybody_have_their_own_rows(label: Make) -> None:
    labels = [
        label(article=f"{outlet}{i}", article_hash=f"{i:015x}{ord(outlet[0]) % 10}", outlet=outlet, annotator=who,
              editorial=int(i % 3 == 0), charged=None, devices=None, voice=None)
        for outlet in ("Aube", "Brunnen")
        for i in range(9)
        for who in ("anna", "ben", "cleo")
    ]  # fmt: skip
    labels[0] = replace(labels[0], editorial=0)
    rows = agreement(labels)
    assert {row.question for row in rows} == {"editorial"}
    assert {row.among for row in rows} == {
        "all",
        "anna & ben",
        "anna & cleo",
        "ben & cleo",
        "Aube",
        "Brunnen",
    }
    by_among = {row.among: row.estimate.value for row in rows if row.estimate and row.coefficient != "agreed"}
    assert by_among["Brunnen"] == 1.0
    assert by_among["ben & cleo"] == 1.0
    assert by_among["anna & ben"] < 1
    assert next(row for row in rows if row.among == "all").marked == 6


def test_fleiss_is_of_the_sentences_with_the_commonest_number_of_answers(label: Make) -> None:
    """Five annotators in turns, three a sentence, and one sentence that a fourth answered too."""
    people = ("anna", "ben", "cleo", "dora", "emil")
    said = [(1, 1, 0), (0, 0, 0), (1, 1, 1), (0, 1, 0), (0, 0, 0), (1, 0, 1)]
    labels = [
        label(article=f"a{n}", article_hash=f"{n:016x}", annotator=people[(n + k) % 5], editorial=answer,
              charged=None, devices=None, voice=None)
        for n, answers in enumerate(said)
        for k, answer in enumerate(answers)
    ]  # fmt: skip
    more = label(article="a0", article_hash=f"{0:016x}", annotator=people[3], editorial=0, charged=None,
                 devices=None, voice=None)  # fmt: skip

    def fleiss_of(given: list[Annotation]) -> tuple[float, int]:
        row = next(row for row in agreement(given, details=False) if row.coefficient == "Fleiss' kappa")
        assert row.estimate is not None
        return row.estimate.value, row.sentences

    table = np.array([[3 - sum(answers), sum(answers)] for answers in said], dtype=float)
    same = ((table * (table - 1)).sum(axis=1) / 6).sum()
    wanted = float(fleiss(table.sum(axis=0), np.array(same), np.array(6.0)))
    assert fleiss_of(labels) == (pytest.approx(wanted), 6)
    assert fleiss_of([*labels, more])[1] == 5


def test_an_unasked_question_is_no_answer(label: Make) -> None:
    rows = agreement([label(annotator="a", devices=None, charged=None), label(annotator="b")])
    assert {row.question for row in rows} == {"voice", "editorial"}


def test_spans_are_compared_by_words_and_device(label: Make) -> None:
    def one(who: str, *devices: DeviceSpan) -> Annotation:
        return label(annotator=who, devices=devices)

    caved, again, council = Span(12, 21), Span(22, 27), Span(4, 11)
    anna = one("anna", DeviceSpan("loaded_wording", caved), DeviceSpan("labelling", council))
    ben = one(
        "ben",
        DeviceSpan("loaded_wording", Span(12, 17)),
        DeviceSpan("loaded_wording", again),
        DeviceSpan("labelling", council),
    )
    found = {
        (row.question, row.coefficient): row.estimate.value
        for row in span_agreement([anna, ben])
        if row.estimate is not None
    }
    assert found["labelling", "span F1, exact"] == 1.0
    assert found["loaded_wording", "span F1, exact"] == 0.0
    # One of anna's one and ben's two overlaps: 2 * 1 / 3.
    assert found["loaded_wording", "span F1, overlap"] == pytest.approx(2 / 3)
    assert found["any device", "span F1, exact"] == pytest.approx(2 / 5)
    assert found["labelling", "span alpha, characters"] == 1.0
    assert 0 < found["loaded_wording", "span alpha, characters"] < 1


def test_a_device_of_the_whole_sentence_covers_it(label: Make) -> None:
    whole = label(annotator="a", devices=(DeviceSpan("vague_source"),))
    spanned = label(annotator="b", devices=(DeviceSpan("vague_source", Span(0, 27)),))
    found = [row.estimate.value for row in span_agreement([whole, spanned]) if row.estimate]
    assert found[:2] == [1.0, 1.0]
