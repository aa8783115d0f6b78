from __future__ import annotations

import json
from pathlib import Path

import pytest

import framing
from eval.demo import measure_demo, pairs
from eval.store import Result, load_all, save, table
from eval.write_up import write_results


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
