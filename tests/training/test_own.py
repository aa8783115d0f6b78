from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the train extra")

from framing.errors import InputError
from training.sources import Asked, gather, parse_source

ROWS = [
    ('The craven council said "we had no choice at all".', 1),
    ("The council met.", 0),
    ("It was a scandal.", 0.6),
]


def write(path: Path, rows: list[tuple[object, object]], columns: tuple[str, str] = ("text", "label")) -> str:
    path.write_text("".join(json.dumps(dict(zip(columns, row, strict=True))) + "\n" for row in rows))
    return str(path)


def test_own_labels_answer_the_head_they_are_named_for(tmp_path: Path) -> None:
    place = write(tmp_path / "mine.jsonl", list(ROWS))
    charged = gather((f"charged={place}*2",), tmp_path)
    assert [item.charged for item in charged] == [1.0, 0.0, 0.6]
    assert all(item.editorial != item.editorial and item.weight == 2 for item in charged)
    assert "choice" in charged[0].text
    editorial = gather((f"editorial={place}",), tmp_path)
    assert "choice" not in editorial[0].text, "the outlet's own words, as the annotator will score them"


def test_a_folder_that_datasets_saved(tmp_path: Path) -> None:
    from datasets import Dataset

    Dataset.from_dict({"text": ["One here.", "Two here."], "label": [0, 1]}).save_to_disk(tmp_path / "saved")
    assert [item.charged for item in gather((f"charged={tmp_path / 'saved'}",), tmp_path)] == [0.0, 1.0]


@pytest.mark.parametrize(
    ("rows", "columns", "told"),
    [
        ([("a b", 2)], ("text", "label"), "row 1: 'label' must lie between 0 and 1, found 2"),
        ([("a b", 1), ("", 0)], ("text", "label"), "row 2: 'text' must not be empty"),
        ([("a b", 1)], ("sentence", "label"), "columns 'text' and 'label', found columns sentence, label"),
    ],
)
def test_bad_labels_are_told_by_row(
    tmp_path: Path, rows: list[tuple[object, object]], columns: tuple[str, str], told: str
) -> None:
    with pytest.raises(InputError, match=told):
        gather((f"charged={write(tmp_path / 'mine.jsonl', rows, columns)}",), tmp_path)


@pytest.mark.parametrize("name", ["nobody", "loud=labels.csv", "charged="])
def test_a_name_that_is_no_source(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"HEAD=PLACE"):
        gather((name,), tmp_path)


def test_weights() -> None:
    assert parse_source("babe") == Asked("babe")
    assert parse_source("newssd_eng*3") == Asked("newssd_eng", 3.0)
    assert parse_source("outlets%8*0.5") == Asked("outlets", 0.5, 8)
    with pytest.raises(InputError, match="number"):
        parse_source("babe*x")
