from __future__ import annotations

import json
from pathlib import Path

import pytest

import framing
from eval.agreement import agreement_of_passes
from eval.corpora.outlets import Judged, Judgement
from eval.demo import measure_demo, pairs
from eval.store import Result, load_all, save, table
from eval.suites import demo_folder
from eval.write_up import write_results
from framing.errors import InputError
from framing.types import Article, Span


@pytest.fixture(scope="module")
def annotator() -> framing.Annotator:
    return framing.load()


def test_the_demo_is_cut_as_it_was_labelled(annotator: framing.Annotator, root: Path) -> None:
    found = pairs(annotator, root / "annotations" / "demo")
    assert len(found) == 582
    assert sum(pair.exact for pair in found) / len(found) > 0.98


def test_the_model_orders_the_demo_outlets_sensibly(annotator: framing.Annotator, root: Path) -> None:
    rows = {str(r["outlet"]): r for r in measure_demo(annotator, root / "annotations" / "demo").rows}
    wire = float(str(rows["Northern Wire"]["by model"]))
    for outlet in ("Evening Flash", "Hearth and Nation", "Kestria World"):
        assert wire < float(str(rows[outlet]["by model"]))


def test_without_the_projects_folder_there_is_no_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eval.suites.DEMO", tmp_path / "annotations" / "demo")
    with pytest.raises(
        InputError, match=r"demo: the demo corpus lies in the project's own folder.*make demo"
    ):
        demo_folder()


def test_results_survive_the_way_to_the_page(tmp_path: Path) -> None:
    result = Result(
        "a", "A title", "a command", [{"x": 0.12345, "y": None}, {"x": 1, "z": "w"}], "a note", "sig"
    )
    save(result, tmp_path)
    assert load_all(tmp_path) == [result]
    page = write_results(tmp_path, tmp_path / "page.md").read_text(encoding="utf-8")
    for part in ("A title", "`a command`", "0.123", "–", "a note", "`sig`"):
        assert part in page
    assert table(result.rows).count("\n") == 3


def test_the_page_is_written_from_the_kept_results(root: Path, tmp_path: Path) -> None:
    fresh = write_results(root / "eval" / "results", tmp_path / "page.md").read_text(encoding="utf-8")
    assert (root / "eval" / "RESULTS.md").read_text(encoding="utf-8") == fresh


def test_every_figure_of_the_artefact_is_of_the_artefact_that_ships(
    annotator: framing.Annotator, root: Path
) -> None:
    for name in ("artefact", "demo", "founding"):
        kept = json.loads((root / "eval" / "results" / f"{name}.json").read_text(encoding="utf-8"))
        assert kept["signature"] == str(annotator.signature), name


def test_two_passes_agree_as_their_answers_do() -> None:
    article = Article("One. Two. Three.", "a", "t", outlet="Paper")
    spans = [Span(0, 4), Span(5, 9), Span(10, 16)]
    loud, quiet = Judgement(1, 1, (("labelling", Span(0, 3)),)), Judgement(0, 0)
    close, signup = Judgement(0.5, 0), Judgement(0, 0, furniture=True)

    def judged(*answers: Judgement) -> list[Judged]:
        return [Judged(article, "p", dict(zip(spans, answers, strict=True)))]

    found = agreement_of_passes(judged(loud, quiet, signup), judged(loud, close, signup))
    alphas = {row["question"]: row["alpha"] for row in found.rows}
    assert alphas["editorial, close calls as 0"] == alphas["labelling"] == alphas["charged"] == 1
    assert alphas["editorial"] is not None
    assert alphas["editorial"] < 1
    assert "2 sentences" in found.note
    assert next(row["marked"] for row in found.rows if row["question"] == "labelling") == 1
