"""The readers on the real files: counts as published, and the traps they must step over."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from eval.corpora import anno_lexical, babe, newssd, semeval
from eval.corpora.resolve import data_folder
from framing.errors import InputError


def test_babe(shared: Path) -> None:
    examples = babe.read(shared / "data")
    assert len(examples) == 3673
    assert sum(e.label for e in examples) == 1810
    assert not any("\xa0" in e.text or e.text.startswith("\ufeff") for e in examples)
    parts = [babe.split(examples, name) for name in ("train", "calibration", "test")]
    assert sum(map(len, parts)) == len(examples)
    groups = [{e.group for e in part} for part in parts]
    assert not any(a & b for a, b in combinations(groups, 2))


def test_anno_lexical(shared: Path) -> None:
    assert [len(anno_lexical.read(shared / "data", part)) for part in ("train", "dev", "test")] == [
        33831,
        7249,
        7250,
    ]


def test_newssd(shared: Path) -> None:
    parts = [newssd.read(shared / "data", part) for part in ("train", "val", "test")]
    assert [len(part) for part in parts] == [731, 99, 219]
    assert not any(e.text.endswith("\n") for part in parts for e in part)


def test_semeval_marks_lie_in_their_articles(shared: Path) -> None:
    articles = [a for part in ("train", "calibration", "test") for a in semeval.read(shared / "data", part)]
    assert len(articles) == 536
    marks = [(a, span) for a in articles for _, span in a.marks]
    assert len(marks) == 9002
    assert all(0 <= span.start < span.end <= len(a.text) for a, span in marks)


def test_a_folder_that_is_not_there_says_how_to_name_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="FRAMING_DATA"):
        data_folder(tmp_path / "nowhere")
    with pytest.raises(InputError, match=r"final_labels_SG2\.csv"):
        babe.read(tmp_path)
