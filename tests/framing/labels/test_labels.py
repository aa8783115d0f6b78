from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from framing.errors import InputError
from framing.labels import majority, read_labels
from framing.types import Voice


def row(**changes: Any) -> dict[str, Any]:
    base = {
        "annotator": "a", "time": "2025-01-01T00:00:00Z", "codebook": "1", "article": "x", "article_hash": "h",
        "start": 0, "end": 5, "voice": "outlet", "editorial": 1, "charged": 0,
        "devices": [{"device": "labelling", "start": 0, "end": 2}], "confidence": 3, "note": None, "blind": True,
    }  # fmt: skip
    return base | changes


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return path


def test_the_last_word_of_an_annotator_counts(tmp_path: Path) -> None:
    (label,) = read_labels(write(tmp_path / "a.jsonl", row(), row(editorial=0, devices=[])))
    assert (label.editorial, label.devices) == (0, ())


def test_a_later_judgement_counts_wherever_it_stands(tmp_path: Path) -> None:
    later = row(editorial=0, devices=[], time="2025-01-02T00:00:00Z")
    (label,) = read_labels(write(tmp_path / "a.jsonl", later, row()))
    assert label.editorial == 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"voice": "narrator"}, "narrator"),
        ({"editorial": 2}, "2"),
        ({"end": 0}, "0 and 0"),
        ({"article": None}, "no article"),
        ({"start": "0"}, "'start' must be a number, found '0'"),
        ({"editorial": True}, "'editorial' must be one of 0, 1, found True"),
        ({"voice": ["outlet"]}, "'voice' must be one of"),
        ({"devices": ["labelling"]}, "a device must be"),
        ({"devices": [{"start": 0, "end": 2}]}, "a device must be"),
        ({"devices": [{"device": "labelling", "start": 3, "end": 6}]}, "inside the sentence"),
        ({"devices": "labelling"}, "'devices' must be a list"),
        ({"time": "yesterday"}, "'time' must read like"),
        ({"annotator": "../a"}, "'annotator' must be of letters"),
        ({"confidence": 4}, "'confidence' must be one of 1, 2, 3"),
        ({"blind": 1}, "'blind' must be true or false"),
    ],
)
def test_a_row_that_breaks_the_form_is_named_by_line(
    tmp_path: Path, change: dict[str, Any], told: str
) -> None:
    with pytest.raises(InputError, match=rf"a\.jsonl:2: .*{told}"):
        read_labels(write(tmp_path / "a.jsonl", row(), row(**change)))


def test_the_majority_answers_and_a_tie_does_not(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", row(), row(start=6, end=9))
    write(
        tmp_path / "b.jsonl",
        row(annotator="b"),
        row(annotator="b", start=6, end=9, editorial=0, voice="quote", devices=[]),
    )
    write(tmp_path / "c.jsonl", row(annotator="c", editorial=0, devices=[]))
    first, second = majority(read_labels(tmp_path))
    assert (first.editorial, first.voice, first.devices, first.annotators) == (
        1,
        Voice.OUTLET,
        {"labelling"},
        3,
    )
    assert (second.editorial, second.voice, second.devices) == (None, None, frozenset())


def test_a_folder_without_labels_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="labels are a"):
        read_labels(tmp_path)
