"""The draw: probabilities that are true, articles first, the same by the seed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.errors import InputError
from framing.profiles.design import read_design
from framing.profiles.pool import Plan, draw_sample
from framing.profiles.questions import question
from framing.profiles.sampling import allocate, articles_to_draw, cut, draw
from framing.profiles.universe import BINS

SIGNATURE = "framing:0.1.0|model:invented"


def table(seed: int = 0, articles: int = 40) -> pa.Table:
    """Three outlets of different sizes, 4 to 12 sentences an article."""
    generator = np.random.default_rng(seed)
    rows = []
    for outlet, share in (("Aube", 1.0), ("Brunnen", 0.5), ("Cimon", 0.1)):
        for article in range(int(articles * share)):
            for i in range(int(generator.integers(4, 13))):
                rows.append(
                    {
                        "article_id": f"{article}",  # the same ids in every outlet
                        "outlet": outlet,
                        "sentence_id": f"{outlet}-{article}-{i}",
                        "start": 100 * i,
                        "end": 100 * i + 80,
                        "text": f"The council of {outlet} met again, for the {i + 1}th time.",
                        "voice": str(generator.choice(["outlet", "quote", "mixed"])),
                        "quote_share": 0.3,
                        "editorial": float(generator.beta(1, 3)),
                        "editorial_label": 0,
                        "signature": SIGNATURE,
                    }
                )
    return pa.Table.from_pylist(rows)


def scan(made: pa.Table):  # type: ignore[no-untyped-def]
    def batches(columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        yield from made.select(list(columns)).to_batches(max_chunksize=97)

    return batches


def drawn(made: pa.Table, plan: Plan):  # type: ignore[no-untyped-def]
    return draw_sample(scan(made), made.column_names, question("editorial", made.column_names), plan)


@given(st.lists(st.integers(1, 300), min_size=1, max_size=12), st.integers(0, 900), st.booleans())
@settings(max_examples=80, deadline=None)
def test_allocation_gives_all_it_can_and_no_more_than_there_is(
    sizes: list[int], labels: int, proportional: bool
) -> None:
    given_ = allocate(labels, sizes, proportional)
    assert all(0 <= n <= size for n, size in zip(given_, sizes, strict=True))
    least = sum(min(2, size) for size in sizes)
    assert sum(given_) == min(sum(sizes), max(labels, least))


def test_equal_allocation_is_equal_where_groups_are_large() -> None:
    assert allocate(100, [500, 800, 3], proportional=False) == [49, 48, 3]


def test_articles_to_draw_grow_with_the_labels_and_short_articles_need_more() -> None:
    assert articles_to_draw(30, 500, 5000, 1) == 30
    assert articles_to_draw(30, 500, 5000, 3) == 10
    assert articles_to_draw(30, 500, 600, 3) == 38
    assert articles_to_draw(30, 20, 5000, 1) == 20


@given(st.integers(0, 1000), st.integers(10, 200))
@settings(max_examples=50, deadline=None)
def test_strata_partition_the_scores_and_none_is_empty(seed: int, labels: int) -> None:
    pool = np.random.default_rng(seed).beta(0.5, 2, 300)
    ends = cut((pool * BINS).astype(int), labels)
    assert ends == sorted(set(ends))
    assert ends[-1] == BINS
    held = np.bincount(np.searchsorted(ends, (pool * BINS).astype(int), side="right"), minlength=len(ends))
    assert held.min() >= 2


def test_inclusion_probabilities_are_the_frequencies() -> None:
    pool, whole = np.array([10] * 6 + [900] * 4), np.bincount([10] * 6 + [900] * 4, minlength=BINS)
    generator, times = np.random.default_rng(0), np.zeros(10)
    for _ in range(2000):
        took = draw(pool, whole, 5, generator)
        times[took.places] += 1
    expected = np.array([s.drawn / s.in_drawn for s in took.strata for _ in range(s.in_drawn)])
    assert times / 2000 == pytest.approx(expected, abs=0.04)


def test_weights_bring_the_sample_back_to_the_corpus() -> None:
    made = table(1)
    design, rows = drawn(made, Plan(60))
    own = [r for r in made.to_pylist() if r["voice"] != "quote"]
    for part in design.parts:
        assert sum(s.sentences for s in part.strata) == sum(r["outlet"] == part.key[0] for r in own)
    # Over many draws the weighted count is the true one; in one draw it is near.
    total = np.mean([sum(1 / r["inclusion"] for r in drawn(made, Plan(60, seed=s))[1]) for s in range(30)])
    assert total == pytest.approx(len(own), rel=0.05)
    assert len(rows) == 60


def test_articles_come_first() -> None:
    design, rows = drawn(table(2), Plan(30, per_article=3))
    for part in design.parts:
        mine = {r["article"] for r in rows if r["outlet"] == part.key[0]}
        assert len(mine) <= part.articles_drawn <= part.articles
    assert min(part.article_share for part in design.parts) < 0.5


def test_the_same_seed_draws_the_same_whatever_the_order_of_rows() -> None:
    made = table(3)
    turned = made.take(list(range(made.num_rows - 1, -1, -1)))
    assert drawn(made, Plan(40, seed=5)) == drawn(turned, Plan(40, seed=5))
    assert drawn(made, Plan(40, seed=5))[0].id != drawn(made, Plan(40, seed=6))[0].id


def test_rows_are_blind_in_random_order_and_name_their_design() -> None:
    design, rows = drawn(table(4), Plan(60))
    assert all("score" not in row and row["label"] is None and row["blind"] for row in rows)
    assert {row["design"] for row in rows} == {design.id}
    outlets = [row["outlet"] for row in rows]
    assert outlets != sorted(outlets)
    assert "score" in drawn(table(4), Plan(60, blind=False))[1][0]


def test_only_sentences_of_the_question_are_drawn() -> None:
    made = table(5)
    voices = dict(zip(made["sentence_id"].to_pylist(), made["voice"].to_pylist(), strict=True))
    assert "quote" not in Counter(voices[row["id"]] for row in drawn(made, Plan(80))[1])


def test_too_few_labels_are_refused_with_the_number_needed() -> None:
    with pytest.raises(InputError, match="2 labels for each of 3 groups, 6 at least, found 4"):
        drawn(table(6), Plan(4))


def test_an_id_that_comes_twice_is_refused() -> None:
    made = table(7)
    same = made.set_column(2, "sentence_id", pa.array(["one"] * made.num_rows))
    with pytest.raises(InputError, match="'sentence_id' must be unique"):
        drawn(same, Plan(20))


def test_the_design_survives_its_file_and_tells_when_it_was_changed(tmp_path: Path) -> None:
    design, _ = drawn(table(8), Plan(30))
    path = tmp_path / "s.design.json"
    path.write_text(design.to_json())
    assert read_design(path) == design
    raw = json.loads(design.to_json())
    raw["sample"][0]["inclusion"] = 0.5
    path.write_text(json.dumps(raw))
    with pytest.raises(InputError, match="as it was drawn"):
        read_design(path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"design": "other"}', '{"design": "articles-then-sentences", "format": 1}'])  # fmt: skip
def test_what_is_no_design_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.design.json").write_text(text)
    with pytest.raises(InputError, match="design"):
        read_design(tmp_path / "x.design.json")
