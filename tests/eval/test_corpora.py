"""The readers on the real files: counts as published, and the traps they must step over."""

from __future__ import annotations

import gzip
import json
from itertools import combinations
from pathlib import Path

import pytest

from eval.corpora import anno_lexical, babe, newssd, outlets, semeval
from eval.corpora.resolve import data_folder
from eval.quoted import READ_AGAIN, all_quoted, outside_quotation
from framing.errors import InputError
from framing.types import Span, content_hash


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
    with pytest.raises(InputError, match=r"babe.*SG2\.csv"):
        babe.read(tmp_path)


def test_labels_of_real_articles_find_their_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The regime closed the school.\n\nIt rained."
    row = {"id": "7", "outlet": "Paper", "text": text}
    (tmp_path / "outlets").mkdir()
    with gzip.open(tmp_path / "outlets" / "articles.jsonl.gz", "wt", encoding="utf-8") as handle:
        handle.write(json.dumps(row) + "\n")
    labels = {
        "article_hash": content_hash("Paper", text),
        "annotator": "t1",
        "codebook": "1",
        "part": "train",
    }
    judged = [[0, 29, 1, 0.5, ["labelling", 4, 10]], [31, 41, "x"]]
    monkeypatch.setattr(outlets, "LABELS", tmp_path / "labels")
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "t1.jsonl").write_text(
        json.dumps(labels | {"sentences": judged}), encoding="utf-8"
    )
    (found,) = outlets.read(tmp_path, "train")
    first, last = found.judgements[Span(0, 29)], found.judgements[Span(31, 41)]
    assert (first.editorial, first.charged, first.marks) == (1, 0.5, (("labelling", Span(4, 10)),))
    assert last.furniture
    assert list(outlets.read(tmp_path, "test")) == []
    assert list(outlets.read(tmp_path, "train", "t2")) == []
    with gzip.open(tmp_path / "outlets" / "articles.jsonl.gz", "wt", encoding="utf-8") as handle:
        handle.write(json.dumps(row | {"text": "Another text."}) + "\n")
    with pytest.raises(InputError, match=r"t1\.jsonl:1.*must hold the article"):
        list(outlets.read(tmp_path, "train"))


def test_both_passes_over_quoted_opinion_read_the_same_marked_quotations(shared: Path) -> None:
    marked = {m.id: m for m in semeval.read(shared / "data", "test")}
    read = [json.loads(line) for path in READ_AGAIN.glob("*.jsonl") for line in path.read_text().splitlines()]
    assert {len(passes) for passes in outside_quotation().values()} == {2}
    assert len(read) == 2 * len(outside_quotation())
    for row in read:
        article, start = marked[row["article"]], row["start"]
        marks = [
            Span(mark.start - start, mark.end - start)
            for _, mark in article.marks
            if mark.start < row["end"] and mark.end > start
        ]
        assert all_quoted(article.text[start : row["end"]], marks), row
