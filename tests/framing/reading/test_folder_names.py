"""What lies in a folder beside the articles is not read as articles, and is told without many words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from framing.errors import InputError
from framing.reading import ReadOptions, open_corpus
from framing.types import Article, Reject

TEXT = "The ferry to Holm was cancelled on {}.\n"


def write(folder: Path, *names: str) -> None:
    for number, name in enumerate(names):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.format(f"day {len(name)} of week {number}"), encoding="utf-8")


def read(*inputs: str | Path, **options: Any) -> tuple[list[str], list[Reject]]:
    """The places of the articles, and what was refused."""
    units = list(open_corpus([str(one) for one in inputs], ReadOptions(**options)))
    return [u.source for u in units if isinstance(u, Article)], [u for u in units if isinstance(u, Reject)]


@pytest.mark.parametrize(
    "name", ["a.txt", "a.TEXT", "a.md", "a.txt.gz", "a", "a.1", "U.S. ferry is late", "_a.txt"]
)
def test_read_in_a_folder(tmp_path: Path, name: str) -> None:
    write(tmp_path, name)
    assert read(tmp_path) == ([str(tmp_path / name)], [])


@pytest.mark.parametrize(
    "name", ["a.rtf", "a.js", "a.css", "a.EML", "~$a.docx", "a.txt~", "a.bak.gz", "a.php"]
)
def test_refused_in_a_folder_but_read_when_named(tmp_path: Path, name: str) -> None:
    write(tmp_path, "a/x.txt", f"a/{name}")
    path = tmp_path / "a" / name
    places, (refused,) = read(tmp_path)
    assert places == [str(tmp_path / "a" / "x.txt")]
    assert (refused.source, refused.found) == (str(path), repr(name))
    assert "must end in one of .txt" in refused.rule
    assert read(path) == ([str(path)], [])
    assert read(tmp_path, path)[0] == [str(tmp_path / "a" / "x.txt"), str(path)]


def test_many_are_told_in_one_line_a_folder(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", *(f"{n}.js" for n in range(300)), "sub/1.css", "sub/2.css")
    places, rejects = read(tmp_path, tmp_path)
    assert places == [str(tmp_path / "b.txt")]
    assert [r.source for r in rejects] == [str(tmp_path), str(tmp_path / "sub")]
    assert rejects[0].found.startswith("300 files: '0.js', '1.js'")
    assert rejects[1].found == "2 files: '1.css', '2.css'"


def test_a_format_reads_whatever_a_folder_holds(tmp_path: Path) -> None:
    write(tmp_path, "a.php", "b.txt")
    assert read(tmp_path, format="text") == ([str(tmp_path / "a.php"), str(tmp_path / "b.txt")], [])


def test_the_parts_of_a_saved_page_are_told_in_one_line(tmp_path: Path) -> None:
    write(tmp_path, "ferry_files/frame.html", "ferry_files/a.js", "ferry_files/more/x.txt", "old_files/y.txt")
    page = "".join(f"<p>{TEXT.format(day)}</p>" for day in ("Monday", "Tuesday", "Friday"))
    (tmp_path / "ferry.html").write_text(f"<html><body><article>{page}</article></body></html>")
    places, (refused,) = read(tmp_path)
    assert places == [str(tmp_path / "ferry.html"), str(tmp_path / "old_files" / "y.txt")]
    assert refused.source == str(tmp_path / "ferry_files")
    assert refused.found == "those of 'ferry.html'"
    assert len(read(tmp_path / "ferry_files")[0]) == 1, "named itself, it is a folder like any"


def test_a_folder_of_nothing_that_can_be_read_is_told(tmp_path: Path) -> None:
    write(tmp_path, "a.js", "b.js")
    corpus = open_corpus([str(tmp_path)])
    assert (corpus.files, len(list(corpus))) == ((), 1)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="an input folder must hold files"):
        open_corpus([str(tmp_path / "empty")])


def test_a_bucket_is_sorted_out_as_the_folder_is(tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec")
    store = fsspec.filesystem("memory")
    here = tmp_path / "in"
    write(
        here, "a.txt", "b.js", "c/d.txt", "c/e.css", "c/f.css", "g.html", "g_files/h.txt", "g_files/i/j.txt"
    )
    store.put(str(here), "/sorted/in", recursive=True)
    try:
        there = read("memory://sorted/in/")
        assert read("memory://sorted/in/b.js")[0] == ["memory://sorted/in/b.js"]
    finally:
        store.rm("/sorted", recursive=True)
    places, rejects = read(here)
    assert there[0] == [place.replace(str(here), "memory://sorted/in") for place in places]
    told = {
        (r.source.replace("memory://sorted/in", str(here)).rstrip("/"), r.rule, r.found) for r in there[1]
    }
    assert told == {(r.source, r.rule, r.found) for r in rejects}
    assert len(told) == 4, "of b.js, of c, of g's parts, and of g.html, which holds no article"


@pytest.mark.parametrize("options", [{}, {"format": "text"}, {"encoding": "cp1252"}])
def test_rtf_is_refused_whatever_it_is_called(tmp_path: Path, options: dict[str, str]) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"{\\rtf1\\ansi\\deff0 {\\fonttbl {\\f0 Times;}} The ferry was late on Monday.\\par}")
    places, (refused,) = read(path, **options)
    assert not places
    assert (refused.source, refused.rule) == (str(path), "must be text")
    assert refused.found.startswith("an RTF file")
