"""The events that the comparison's odds are fitted on, and the fit."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

import framing
from eval.comparison import TOLD
from eval.comparison_fit import Telling, fit, held_out, material
from eval.retold import FOLDER, read_retold
from framing.comparison.align import Pair
from framing.comparison.odds import VALUES, fitted
from framing.comparison.similarity import Nearness
from framing.sentences import split_article


def test_every_sentence_of_a_retold_event_is_judged_and_cut_as_the_program_cuts_it() -> None:
    events, passes = read_retold()
    assert sorted(events) == sorted(path.stem for path in FOLDER.glob("*.json"))
    wires = {articles[0].id for articles in events.values()}
    for articles in events.values():
        assert [article.role for article in articles] == ["wire", *["outlet"] * 4]
        for article in articles[1:]:
            cut = [(article.id, s.start, s.end) for s in split_article(article)]
            for judged in (one.judged for one in passes):
                assert cut == sorted(place for place in judged if place[0] == article.id)
    for one in (judged for said in passes for judged in said.judged.values()):
        assert bool(one.wire) == (one.fate in TOLD)
        assert {place[0] for place in one.wire} <= wires


def test_every_link_of_a_retold_event_is_to_its_own_wire() -> None:
    for path in FOLDER.glob("*.json"):
        row = json.loads(path.read_text(encoding="utf-8"))
        numbers = range(len(row["wire"]["sentences"]))
        for retelling in row["retellings"]:
            for sentence in retelling["sentences"]:
                assert set(sentence["wire"]) <= set(numbers), (path, sentence["text"])
                assert sentence["text"] == sentence["text"].strip()


def test_the_fit_finds_what_decides() -> None:
    random = np.random.default_rng(3)
    near = Nearness(0, 0, 1, 0, 0, 0, None, frozenset(), frozenset())
    values = random.normal(size=(600, len(VALUES)))
    loud = VALUES.index("leaner")
    true = values[:, loud] + 0.1 * random.normal(size=600) > 0.5
    pairs = {(n, 0): Pair(near, tuple(row), None) for n, row in enumerate(values.tolist())}
    telling = Telling("a", "a", (), (), (), pairs, {at: bool(true[at[0]]) for at in pairs})
    odds = fit([telling])
    assert int(np.argmax(np.abs(odds.weights))) == loud
    found = np.array([odds.probability(row) for row in values.tolist()])
    assert np.mean((found > 0.5) == true) > 0.95
    # A pair that contradicts itself teaches nothing.
    wrong = {at: replace(pair, conflict="numbers") for at, pair in pairs.items()}
    other = Telling("a", "a", (), (), (), wrong, {at: not true[at[0]] for at in pairs})
    assert fit([telling, other]) == odds


@pytest.mark.slow
def test_the_shipped_odds_are_those_of_the_shipped_model() -> None:
    found, truth = material(framing.load(), words_alone=False)
    odds, shipped = fit(found), fitted(with_meaning=True)
    # Another processor's last digits move a weight a little.
    np.testing.assert_allclose(
        (odds.intercept, *odds.weights), (shipped.intercept, *shipped.weights), atol=0.2
    )
    figures = held_out(found, truth)
    assert figures["told"] > 0.83
    assert figures["of another event"] < 0.03
