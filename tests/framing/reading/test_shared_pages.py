"""Cleaning held against real pages and real articles, where the research data is at hand."""

from __future__ import annotations

import gzip
import json
import random
from itertools import islice
from pathlib import Path

import pytest

from framing.reading import clean_page


def lines_of(text: str) -> list[str]:
    return [line for line in (raw.replace("\xa0", " ").strip() for raw in text.split("\n")) if line]


@pytest.fixture
def articles(shared: Path) -> Path:
    return shared / "articles"


def test_copied_page_gives_the_body(articles: Path) -> None:
    page = clean_page((articles / "almayadeen_page.txt").read_text(encoding="utf-8"))
    body = lines_of((articles / "almayadeen.txt").read_text(encoding="utf-8"))
    assert lines_of(page.text) == body
    assert len(page.non_content) == sum(line.startswith(("Read next:", "Read more:")) for line in body) == 3


# The line on which each tail begins, counted in lines that are not blank, and what goes above it.
@pytest.mark.parametrize(("name", "above"), [("wire_reprint", 1), ("panamatimes", 3), ("deheza", 4)])
def test_tail_goes_and_body_stays(articles: Path, name: str, above: int) -> None:
    lines = lines_of((articles / f"{name}.txt").read_text(encoding="utf-8"))
    tails = ("More to explorer", "Newsletter", "Important Notice")
    tail = next(index for index, line in enumerate(lines) if line in tails)
    kept = lines_of(clean_page("\n\n".join(lines)).text)
    assert kept[-1] == lines[tail - 1]
    assert len(kept) == tail - above
    assert set(kept) <= set(lines[:tail])


def test_running_text_is_left_alone(shared: Path) -> None:
    with gzip.open(shared / "data/outlets/articles.jsonl.gz", "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in islice(file, 3000)]
    sample = random.Random(11).sample(texts, 300)
    words = removed = 0
    for text in sample:
        words += len(text.split())
        removed += sum(len(line.text.split()) for line in clean_page(text).removed)
    assert removed / words < 0.01  # measured 0.006 to 0.008: advertisements, captions and sign-up lines
