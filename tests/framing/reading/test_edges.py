"""Edges that a user met: short pages, colliding column names, codecs that are no encodings, absurd manifests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from framing.errors import InputError
from framing.reading import ReadOptions, open_corpus
from framing.types import Article, Reject, Unit

BRIEF = (
    "<html><head><title>Bridge</title></head><body><main><article><h1>Bridge</h1>"
    "<p>The bridge opened on Tuesday.</p><p>About 300 people crossed it in the first hour.</p>"
    "</article></main></body></html>"
)


def test_news_in_brief_keeps_its_paragraphs(tmp_path: Path) -> None:
    (tmp_path / "brief.html").write_text(BRIEF)
    (article,) = open_corpus([str(tmp_path)])
    assert isinstance(article, Article)
    lines = article.text.split("\n")
    assert "The bridge opened on Tuesday." in lines
    assert "About 300 people crossed it in the first hour." in lines


def test_no_column_is_lost_to_a_name_that_collides(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("text,a,a,a_2\nThe council met.,1,2,3\n")
    (row,) = open_corpus([str(tmp_path / "t.csv")], ReadOptions(unit=Unit.SENTENCE))
    assert isinstance(row, Article)
    assert sorted(str(value) for value in row.extra.values()) == ["1", "2", "3", "The council met."]
    assert row.extra["a_2"] == "3"


@pytest.mark.parametrize("name", ["base64", "rot13", "hex", "klingon"])
def test_a_codec_that_is_no_text_encoding_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="encoding"):
        ReadOptions(encoding=name)


def test_a_manifest_with_an_absurd_name_costs_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The council met on Monday and approved the budget.\n")
    rows = [{"file": "x" * 5000}, {"file": "a.txt", "outlet": "Sund Post"}]
    (tmp_path / "manifest.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    found = list(open_corpus([str(tmp_path)]))
    assert [u.outlet for u in found if isinstance(u, Article)] == ["Sund Post"]
    assert len([u for u in found if isinstance(u, Reject)]) == 1


def test_a_file_named_twice_is_one_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The council met on Monday.\n")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    assert len(list(open_corpus([str(tmp_path / "a.txt"), str(tmp_path)]))) == 1
