"""Before and after on held-out labels, the learning curve, and two models in one pass."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from eval.corpora.examples import sentence_key
from eval.corpora.trained import keys_of
from eval.metrics import macro_f1
from eval.scored import Scored
from eval.validity import Validity, elsewhere, write_report
from eval.validity.curve import Curve, continuation, learning_curve
from eval.validity.held_out import HeldOut, cross_fitted, metric_rows, outlet_rows, paired_test
from eval.validity.twins import twins
from framing.annotator import Annotator
from framing.model import Calibration, load_model, open_artefact
from framing.refit import Head, HeadReader, Labelled, write_model
from framing.types import Article, Unit

WIDTH = 8
BEFORE = Head(np.eye(WIDTH)[0], 0.0, Calibration(), 0.5)


def made(count: int = 200, outlets: int = 2) -> tuple[np.ndarray, Labelled]:
    """Hidden states whose labels another direction than BEFORE's tells."""
    random = np.random.default_rng(4)
    hidden = random.normal(size=(count, WIDTH)) * 2
    labels = (hidden[:, 1] + random.logistic(size=count) * 0.5 > 0).astype(np.int64)
    names = tuple(f"outlet {n % outlets}" for n in range(count))
    given = Labelled(
        tuple(f"t{n}" for n in range(count)), labels, tuple(f"a{n // 2}" for n in range(count)), names, {}
    )
    return hidden, given


def held(before: list[int], after: list[int], labels: list[int]) -> HeldOut:
    one, two, truth = (np.array(column) for column in (before, after, labels))
    scores = [np.where(said == 1, 0.8, 0.2) for said in (one, two)]
    return HeldOut(truth, *scores, one, two, np.arange(len(truth)), (None,) * len(truth))


def test_figures_before_and_after_are_those_of_the_labels() -> None:
    found = held([0, 1, 1, 0] * 20, [0, 1, 0, 1] * 20, [0, 1, 0, 1] * 20)
    rows = {row["metric"]: row for row in metric_rows(found)}
    assert rows["macro-F1"]["before"] == pytest.approx(macro_f1(found.labels, found.said_before))
    assert rows["macro-F1"]["after"] == 1
    assert rows["AUROC"]["after"] == 1
    assert rows["log loss"]["after"] == pytest.approx(-np.log(0.8))
    assert paired_test(found) == {
        "only after right": 40,
        "only before right": 0,
        "p": pytest.approx(2 * 0.5**40),
    }


def test_better_is_what_cannot_be_chance() -> None:
    labels = [0, 1] * 40
    flipped = [1 - label for label in labels]
    worse_half = labels[:40] + flipped[40:]
    one = Validity("m", "b", "editorial", "", held(worse_half, labels, labels))
    assert one.better
    assert "is shown to be better" in one.verdict
    same = Validity("m", "b", "editorial", "", held(labels, labels, labels))
    assert not same.better
    slight = labels.copy()
    slight[0] = 1 - slight[0]
    assert not Validity("m", "b", "editorial", "", held(slight, labels, labels)).better
    assert not Validity("m", "b", "editorial", "", held(labels, worse_half, labels)).better


def test_a_refit_is_better_on_labels_it_did_not_see() -> None:
    hidden, given = made()
    found = cross_fitted(BEFORE, hidden, given, given.groups())
    assert found.gain.low is not None
    assert found.gain.low > 0.1
    again = cross_fitted(BEFORE, hidden, given, given.groups())
    np.testing.assert_array_equal(found.after, again.after)


def test_labels_turned_at_random_are_not_learned() -> None:
    hidden, given = made()
    noise = np.random.default_rng(0).integers(0, 2, len(given))
    shuffled = Labelled(given.texts, noise, given.articles, given.outlets, {})
    found = cross_fitted(BEFORE, hidden, shuffled, shuffled.groups())
    assert found.gain.low is not None
    assert found.gain.low < 0


def test_outlets_with_labels_enough_are_left_out_in_turn() -> None:
    hidden, given = made(outlets=3)
    rows = list(outlet_rows(BEFORE, hidden, given))
    assert [row["outlet left out"] for row in rows] == ["outlet 0", "outlet 1", "outlet 2"]
    assert all(row["macro-F1 after"] > row["macro-F1 before"] for row in rows)
    alone = Labelled(given.texts, given.labels, given.articles, ("outlet 0",) * len(given), {})
    assert list(outlet_rows(BEFORE, hidden, alone)) == []


def test_more_labels_are_worth_what_the_curve_says() -> None:
    sizes = [50.0, 100.0, 200.0]
    values = [0.8 - 1 / np.sqrt(size) for size in sizes]
    assert continuation(sizes, values) == pytest.approx(1 / np.sqrt(200) - 1 / np.sqrt(300))
    assert continuation(sizes, [0.7] * 3) == pytest.approx(0)


def test_a_curve_has_a_point_a_share_and_a_gain_with_an_interval() -> None:
    hidden, given = made(120)
    found = learning_curve(BEFORE, hidden, given, cross_fitted(BEFORE, hidden, given, given.groups()))
    assert found.sizes == tuple(sorted(found.sizes))
    assert found.sizes[-1] == pytest.approx(96, abs=2)
    assert found.gain is not None
    assert found.gain.low is not None


def test_the_report_says_the_same_to_people_and_programs(tmp_path: Path) -> None:
    labels = [0, 1] * 20
    validity = Validity(
        "mine", "default-0", "charged", "Held out by article.", held([0] * 40, labels, labels),
        left_out={"tie": 2}, curve=Curve((10.0, 20.0), (0.5, 0.6), None), notes=("The demo corpus: not here.",),
    )  # fmt: skip
    page = write_report(validity, tmp_path).read_text(encoding="utf-8")
    raw = json.loads((tmp_path / "validity.json").read_text(encoding="utf-8"))
    assert raw["better"] is True
    assert raw["verdict"] in page
    for part in ("2 tie", "Too few points", "The demo corpus: not here.", "| 20 | 0.600 |"):
        assert part in page


def test_what_was_forgotten_is_told_of_the_head_that_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    labels, groups = np.array([0, 1] * 10), tuple(f"a{n}" for n in range(20))
    right, wrong = np.where(labels == 1, 0.9, 0.1), np.full(20, 0.9)

    def sets(annotator: SimpleNamespace, *_: object) -> list[Scored]:
        parts = (("news", "charged", annotator.scores), ("other", "editorial", right))
        return [Scored(title, head, ("t",) * 20, labels, scores, groups) for title, head, scores in parts]

    monkeypatch.setattr(elsewhere, "scored_sets", sets)
    thresholds = {"charged": 0.5, "editorial": 0.5}
    pair = [SimpleNamespace(scores=scores, thresholds=thresholds) for scores in (right, wrong)]
    (row,) = elsewhere.corpus_rows(*cast("list[Annotator]", pair), Path())
    assert (row["set"], row["macro-F1 before"], row["AUROC after"]) == ("news", 1, 0.5)
    assert row["difference"] == pytest.approx(1 / 3 - 1)


def test_twins_say_what_their_folders_say(tmp_path: Path) -> None:
    artefact = open_artefact()
    reader = HeadReader(artefact, "charged")
    turned = Head(-reader.before.weight, 0.3, Calibration(0.9, 0.1), 0.4)
    write_model(reader, turned, tmp_path / "turned", {})
    texts = ["The bridge opened on Monday.", "It was a grotesque waste of money."]
    articles = [Article(text=t, id=t, source="", unit=Unit.SENTENCE) for t in texts]
    pair = twins(artefact, open_artefact(tmp_path / "turned"), "charged", turned)
    for annotator, folder in zip(pair, (None, tmp_path / "turned"), strict=True):
        found = [a.sentences[0].prediction for a in annotator.annotate_many(articles)]
        wanted = load_model(folder).predict(texts)
        np.testing.assert_allclose([p.charged for p in found], wanted["charged"], atol=1e-5)
        np.testing.assert_allclose([p.editorial for p in found], wanted["editorial"], atol=1e-5)


def test_held_out_labels_of_one_class_have_no_auroc_and_still_a_report(tmp_path: Path) -> None:
    found = held([0] * 20, [1] * 20, [1] * 20)
    row = next(row for row in metric_rows(found) if row["metric"] == "AUROC")
    assert row["before"] is row["after"] is row["difference"] is None
    assert row["95 % of it"] == "–"
    page = write_report(Validity("m", "b", "editorial", "", found), tmp_path).read_text(encoding="utf-8")
    assert "| AUROC | – |" in page
    assert "NaN" not in (tmp_path / "validity.json").read_text(encoding="utf-8")


def test_an_outlet_whose_labels_are_of_one_class_has_no_macro_f1() -> None:
    hidden, given = made(outlets=3)
    here = np.array([name == "outlet 1" for name in given.outlets])
    one = Labelled(given.texts, np.where(here, 1, given.labels), given.articles, given.outlets, {})
    rows = {row["outlet left out"]: row for row in outlet_rows(BEFORE, hidden, one)}
    told = [
        rows["outlet 1"][name] for name in ("macro-F1 before", "macro-F1 after", "difference", "95 % of it")
    ]
    assert told == [None, None, None, "–"]
    assert rows["outlet 0"]["macro-F1 after"] is not None


def test_what_was_forgotten_is_not_measured_on_what_was_labelled() -> None:
    labels = np.array([0, 1, 0, 1])
    texts = (
        "The bridge opened.",
        "A grotesque waste.",
        'In a shameful retreat, the council dropped it, saying "it costs too much".',
        "Rain fell.",
    )
    part = Scored("news", "charged", texts, labels, labels.astype(float), ("a", "b", "c", "d"))
    left = part.without(frozenset({sentence_key("a GROTESQUE waste")}))
    assert left.texts == (texts[0], *texts[2:])
    assert left.groups == ("a", "c", "d")
    assert left.labels.tolist() == [0, 0, 1]
    own = next(key for key in keys_of(texts[2]) if key != sentence_key(texts[2]))
    assert texts[2] not in part.without(frozenset({own})).texts


def test_labels_that_the_base_was_taught_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elsewhere, "trained_keys", lambda _: frozenset({sentence_key("Rain fell.")}))
    told = elsewhere.taught_before(["Rain fell!", "Snow fell."], Path())
    assert told is not None
    assert told.startswith("1 of the labelled sentences")
    assert elsewhere.taught_before(["Snow fell."], Path()) is None


def test_what_is_clearly_worse_is_named_whether_behaviour_or_corpus() -> None:
    rows = [{"figure": "names", "clearly worse": "yes"}, {"figure": "typing", "clearly worse": "no"}]
    corpora = [{"set": "news", "clearly worse": "yes"}]
    labels = [0, 1] * 20
    found = Validity("m", "b", "editorial", "", held(labels, labels, labels), behaviour=rows, corpora=corpora)
    assert found.worse == ["names", "news"]
