"""The comparison of splitters: gold boundaries and counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.benchmarks.splitter_gold import Paragraph, articles, hard, joined
from eval.benchmarks.splitters import measure
from framing.errors import InputError
from framing.sentences.split import sentence_spans


def test_joined_sentences_know_their_ends() -> None:
    assert joined(["It rained.", "It stopped.", "Ok."]) == Paragraph("It rained. It stopped. Ok.", (10, 22))


def test_measure_counts_boundaries_and_whole_paragraphs() -> None:
    paragraphs = [joined(["It rained.", "It stopped."]), joined(["Mr. Orr left."])]
    row = measure(lambda text: [i + 1 for i, c in enumerate(text) if c == "."], paragraphs).row(
        "dots", "here"
    )
    assert (row["precision"], row["recall"], row["exact"]) == (0.5, 1.0, 0.5)


def test_hard_list_is_consistent() -> None:
    paragraphs = hard()
    assert len(paragraphs) >= 60
    assert all(0 < end < len(p.text) for p in paragraphs for end in p.ends)


def test_hand_set_boundaries_of_real_pages(shared: Path) -> None:
    paragraphs = articles(shared / "articles")
    count = measure(lambda text: [s.end for s in sentence_spans(text)], paragraphs)
    assert count.paragraphs == 322
    assert count.whole >= 320


def test_changed_pages_are_refused(tmp_path: Path) -> None:
    for name in (
        "almayadeen.txt",
        "almayadeen_page.txt",
        "deheza.txt",
        "panamatimes.txt",
        "wire_reprint.txt",
    ):
        (tmp_path / name).write_text("changed", encoding="utf-8")
    with pytest.raises(InputError, match="SHA-256"):
        articles(tmp_path)
