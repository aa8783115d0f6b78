"""Which models there are, and which is the default."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from framing.errors import InputError
from framing.model import DEFAULT, open_artefact
from framing.model.registry import (
    REPORT,
    Choice,
    choose,
    chosen_name,
    folder_of,
    home,
    known,
    name_of,
    read_validity,
)


@pytest.fixture(autouse=True)
def roof(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FRAMING_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "fjord-1"
    shutil.copytree(DEFAULT, folder)
    return folder


def report(folder: Path, better: object) -> None:
    text = json.dumps({"better": better, "verdict": "as good as before"})
    (folder / REPORT).write_text(text, encoding="utf-8")


def test_without_a_choice_it_is_the_shipped_one(roof: Path) -> None:
    assert folder_of(None) == DEFAULT
    assert [(one.name, one.chosen) for one in known()] == [("shipped", True), ("fast", False)]
    assert not roof.exists()


def test_a_better_model_becomes_the_default_and_is_copied(model: Path) -> None:
    report(model, True)
    choice = choose(str(model))
    folder = choice.folder
    assert choice == Choice(folder)
    shutil.rmtree(model)
    assert folder_of(None) == folder == home() / "models" / "fjord-1"
    assert [(one.name, one.chosen) for one in known()] == [
        ("shipped", False),
        ("fast", False),
        ("fjord-1", True),
    ]
    assert folder_of("fjord-1") == folder


def test_a_folder_where_the_program_runs_is_not_the_default_of_its_name(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(model, True)
    folder = choose(str(model)).folder
    monkeypatch.chdir(tmp_path)
    assert folder_of(None) == folder
    assert folder_of("fjord-1") == Path("fjord-1"), "a folder that was named is taken as it is"
    assert (name_of(folder), name_of(DEFAULT), name_of(model)) == ("fjord-1", "shipped", None)


@pytest.mark.parametrize(
    ("better", "said"), [(False, "as good as before"), ("true", "as good"), (None, "as good")]
)
def test_one_not_shown_to_be_better_is_refused_unless_forced(model: Path, better: object, said: str) -> None:
    report(model, better)
    with pytest.raises(InputError, match=said):
        choose(str(model))
    assert chosen_name() == "shipped"
    assert choose(str(model), force=True).overruled == "as good as before"
    assert chosen_name() == "fjord-1"


def test_one_without_a_report_or_with_a_broken_one_is_refused(model: Path) -> None:
    with pytest.raises(InputError, match="no validity report"):
        choose(str(model))
    (model / REPORT).write_text("[1", encoding="utf-8")
    assert read_validity(model) is None
    with pytest.raises(InputError, match="no validity report"):
        choose(str(model))


@pytest.mark.parametrize("name", ["shipped", "my model"])
def test_a_name_that_cannot_be_told_again_is_refused(model: Path, name: str) -> None:
    other = model.rename(model.with_name(name))
    with pytest.raises(InputError, match="a model's name"):
        choose(str(other), force=True)


def test_there_is_a_way_back(model: Path) -> None:
    choose(str(model), force=True)
    assert choose("shipped") == Choice(DEFAULT)
    assert folder_of(None) == DEFAULT


def test_a_newer_model_of_the_name_replaces_the_older(model: Path) -> None:
    choose(str(model), force=True)
    report(model, True)
    choose(str(model))
    validity = read_validity(folder_of("fjord-1"))
    assert validity is not None
    assert validity["better"] is True


def test_another_model_of_the_name_is_kept_under_its_hash(model: Path) -> None:
    choose(str(model), force=True)
    (before,) = (one for one in known() if one.chosen)
    assert before.artefact is not None
    settings = json.loads((model / "framing.json").read_text(encoding="utf-8"))
    settings["thresholds"]["editorial"] = 0.9
    (model / "framing.json").write_text(json.dumps(settings), encoding="utf-8")
    moved = choose(str(model), force=True).moved
    assert moved is not None
    assert moved.name == f"fjord-1-{before.artefact.hash}"
    assert open_artefact(moved).hash == before.artefact.hash != open_artefact(folder_of(None)).hash
    assert choose(str(model), force=True).moved is None


def test_what_is_clearly_worse_is_told_though_the_labels_speak_for_it(model: Path) -> None:
    rows = [{"figure": "names", "clearly worse": "yes"}, {"figure": "typing", "clearly worse": "no"}]
    found = {"better": True, "behaviour": rows, "corpora": [{"set": "news", "clearly worse": "yes"}]}
    (model / REPORT).write_text(json.dumps(found), encoding="utf-8")
    assert choose(str(model)).worse == ("names", "news")


def test_a_default_whose_folder_is_gone_says_how_to_go_back(model: Path) -> None:
    choose(str(model), force=True)
    shutil.rmtree(folder_of(None))
    with pytest.raises(InputError, match="framing model use shipped"):
        folder_of(None)


def test_a_broken_model_is_listed_with_what_is_wrong_and_cannot_be_chosen(model: Path) -> None:
    choose(str(model), force=True)
    (folder_of("fjord-1") / "model.onnx").write_bytes(b"cut short")
    broken = known()[-1]
    assert broken.artefact is None
    assert "SHA-256" in (broken.problem or "")


@pytest.mark.parametrize("name", ["nobody", "../fjord-1", ""])
def test_an_unknown_name_is_refused_with_those_there_are(name: str) -> None:
    if not name:
        assert folder_of(".") == Path()
        return
    with pytest.raises(InputError, match="shipped"):
        folder_of(name)
