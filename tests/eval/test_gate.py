from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import eval.gate
from eval.cli import evaluate
from eval.figures import CORPORA, Figure, corpus_hashes, own_figures
from eval.gate import Bound, Verdict, bound_of, check, judge, ratchet, renew
from eval.remember import Remembering
from eval.suites import DEMO, Run
from framing.annotator import Annotator
from framing.errors import InputError
from framing.model.artefact import SHIPPED

F1 = Figure("set: macro-F1", 0.80, 0.01, higher=True)
ECE = Figure("set: flips", 0.03, 0.004, higher=False)


def test_a_bound_lies_two_standard_errors_on_the_worse_side() -> None:
    assert bound_of(F1) == Bound(F1.name, 0.78, True)
    assert bound_of(ECE) == Bound(ECE.name, 0.038, False)
    none_of_104 = Figure("facts", 0.0, 1 / 104, higher=False)
    assert not bound_of(none_of_104).broken_by(2 / 104), "rounding takes nothing of the slack away"
    assert bound_of(none_of_104).broken_by(3 / 104)


def test_a_broken_bound_says_by_how_much() -> None:
    bounds = {F1.name: Bound(F1.name, 0.82, True), ECE.name: Bound(ECE.name, 0.02, False)}
    assert judge([F1, ECE], bounds, whole=True) == [
        "set: macro-F1: 0.8000 is 0.0200 under its floor of 0.820",
        "set: flips: 0.0300 is 0.0100 over its ceiling of 0.020",
    ]
    assert judge([F1, ECE], {F1.name: bound_of(F1), ECE.name: bound_of(ECE)}, whole=True) == []


def test_a_bound_that_nothing_answers_breaks_only_where_all_was_measured() -> None:
    bounds = {"gone": Bound("gone", 0.5, True)}
    assert judge([F1], bounds, whole=False) == []
    assert "nothing measures it" in judge([F1], bounds, whole=True)[0]


def test_bounds_are_tightened_freely_and_loosened_with_a_flag() -> None:
    old = {
        F1.name: Bound(F1.name, 0.79, True),
        ECE.name: Bound(ECE.name, 0.05, False),
        "gone": Bound("gone", 0.5, True),
    }
    bounds, kept = ratchet(old, [bound_of(F1), bound_of(ECE)], allow_lower=False)
    assert bounds[F1.name].bound == 0.79
    assert bounds[ECE.name].bound == 0.038
    assert bounds["gone"].bound == 0.5
    assert len(kept) == 2
    bounds, kept = ratchet(old, [bound_of(F1), bound_of(ECE)], allow_lower=True)
    assert {b.name: b.bound for b in bounds.values()} == {F1.name: 0.78, ECE.name: 0.038}
    assert not kept


@pytest.fixture
def run(words: Callable[..., Annotator], tmp_path: Path) -> Run:
    """A run of a model of words, with no corpora at hand."""
    made = Run(corpora=tmp_path / "none")
    made.__dict__["annotator"] = Remembering(words("shameful", "reckless").model)
    return made


def test_without_corpora_behaviour_and_demo_are_still_held(run: Run, tmp_path: Path) -> None:
    baseline = tmp_path / "baseline.json"
    figures = own_figures(run.annotator, DEMO)
    bounds = [bound_of(f) for f in figures]
    page = {
        "corpora": {"babe/x.csv": "0"},
        "bounds": [{"name": b.name, "bound": b.bound, "higher": b.higher} for b in bounds],
    }
    baseline.write_text(json.dumps(page), encoding="utf-8")
    verdict = check(run, baseline)
    assert not verdict.broken
    assert "FRAMING_DATA" in verdict.skipped[0]
    page["bounds"] = [
        {"name": b.name, "bound": b.bound + (0.2 if b.higher else -0.2), "higher": b.higher} for b in bounds
    ]
    baseline.write_text(json.dumps(page), encoding="utf-8")
    assert len(check(run, baseline).broken) >= len(bounds) - 1


def test_a_corpus_that_has_changed_or_cannot_be_read_breaks_the_gate(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    baseline = tmp_path / "baseline.json"
    for name in CORPORA:
        (tmp_path / "none" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "none" / name).write_text("no table\n", encoding="utf-8")
    pins = corpus_hashes(tmp_path / "none")
    monkeypatch.setattr(eval.gate, "own_figures", lambda *_: [])

    def unreadable(*_: object) -> list[Figure]:
        raise InputError("x.txt:3", "must have 4 columns", "2")

    monkeypatch.setattr(eval.gate, "corpus_figures", unreadable)

    def checked(changes: dict[str, str]) -> Verdict:
        baseline.write_text(json.dumps({"corpora": pins | changes, "bounds": []}), encoding="utf-8")
        return check(run, baseline)

    assert "babe/final_labels_SG2.csv: the corpus has changed" in checked({CORPORA[0]: "0"}).broken[0]
    assert "nothing reads it" in checked({"gone.csv": "0"}).broken[0]
    with pytest.raises(InputError, match="4 columns"):
        checked({})
    (tmp_path / "none" / CORPORA[-1]).unlink()
    verdict = checked({})
    assert not verdict.broken
    assert CORPORA[-1] in verdict.skipped[0]


def test_floors_are_not_set_without_corpora(run: Run, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="every corpus"):
        renew(run, baseline=tmp_path / "baseline.json")
    with pytest.raises(InputError, match="--set-floors"):
        check(run, tmp_path / "baseline.json")


def test_a_broken_gate_is_an_exit_code_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    from eval.store import Result

    broken = Verdict(
        Result("gate", "The gate", "x", []), broken=("set: 0.1 under",), skipped=("corpora: away",)
    )
    monkeypatch.setattr(eval.gate, "check", lambda _: broken)
    found = CliRunner().invoke(evaluate, ["gate"])
    assert found.exit_code == 1
    assert "0.1 under" in found.stderr
    assert "skipped: corpora" in found.stderr


@pytest.mark.parametrize("arguments", [["--set-floors"], ["gate", "--allow-lower"], ["demo", "--set-floors"]])
def test_floors_are_set_by_the_gate_alone(arguments: list[str]) -> None:
    assert CliRunner().invoke(evaluate, arguments).exit_code == 2


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_a_shipped_artefact_holds_its_floors(name: str) -> None:
    """The gate of the continuous build; without corpora it holds behaviour and demo."""
    verdict = check(Run(Path(name)))
    assert not verdict.broken, verdict.broken
    assert verdict.result.rows
