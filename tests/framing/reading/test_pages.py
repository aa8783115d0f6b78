"""Cleaning measured on whole pages, line by line. Run with `-s` for the table."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from framing.reading import CleanedPage, clean_page, open_corpus
from framing.types import Article

HERE = Path(__file__).parent
PAGES = sorted(path.parent for path in HERE.glob("pages/*/page.txt"))
HTML_PAGES = sorted(path.parent for path in HERE.glob("pages_html/*/page.html"))
FLOOR = 0.97


def lines_of(text: str) -> list[str]:
    return [line for line in (raw.replace("\xa0", " ").strip() for raw in text.split("\n")) if line]


def content_lines(page: CleanedPage) -> list[str]:
    """The lines of the cleaned text without those marked as no content."""
    kept, at = [], 0
    for start, end in (*page.non_content, (len(page.text), len(page.text))):
        kept += lines_of(page.text[at:start])
        at = end
    return kept


def line_scores(found: list[str], wanted: list[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 over lines, each line counted as often as it stands."""
    common = sum((Counter(found) & Counter(wanted)).values())
    precision = common / len(found) if found else 0.0
    recall = common / len(wanted) if wanted else 0.0
    return precision, recall, 2 * common / (len(found) + len(wanted)) if found or wanted else 1.0


def test_the_measure_itself() -> None:
    assert line_scores(["a", "b"], ["a", "b"]) == (1.0, 1.0, 1.0)
    assert line_scores(["a", "x"], ["a", "b", "c", "d"]) == (0.5, 0.25, pytest.approx(1 / 3))
    assert line_scores(["a", "a"], ["a"])[0] == 0.5


def test_there_are_enough_pages() -> None:
    assert len(PAGES) >= 14
    assert len(HTML_PAGES) >= 2


@pytest.mark.parametrize("folder", PAGES, ids=lambda folder: folder.name)
def test_page(folder: Path) -> None:
    page = clean_page((folder / "page.txt").read_text(encoding="utf-8"))
    wanted = lines_of((folder / "body.txt").read_text(encoding="utf-8"))
    precision, recall, f1 = line_scores(content_lines(page), wanted)
    print(f"{folder.name:22} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")
    assert f1 >= FLOOR
    assert not Counter(wanted) - Counter(content_lines(page)), "a line of the body was lost"


@pytest.mark.parametrize("folder", PAGES, ids=lambda folder: folder.name)
def test_a_body_by_itself_stays_as_it_is(folder: Path) -> None:
    body = "\n\n".join(lines_of((folder / "body.txt").read_text(encoding="utf-8")))
    assert clean_page(body) == CleanedPage(body)


@pytest.mark.parametrize("folder", PAGES, ids=lambda folder: folder.name)
def test_cleaning_twice_changes_nothing(folder: Path) -> None:
    once = clean_page((folder / "page.txt").read_text(encoding="utf-8"))
    assert clean_page(once.text).text == once.text


@pytest.mark.parametrize("folder", HTML_PAGES, ids=lambda folder: folder.name)
def test_html_page(folder: Path) -> None:
    (article,) = open_corpus([str(folder / "page.html")])
    assert isinstance(article, Article)
    wanted = lines_of((folder / "body.txt").read_text(encoding="utf-8"))
    precision, recall, f1 = line_scores(lines_of(article.text), wanted)
    print(f"{folder.name:22} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")
    assert f1 >= FLOOR


def test_html_metadata() -> None:
    (article,) = open_corpus([str(HERE / "pages_html/harbour/page.html")])
    assert isinstance(article, Article)
    assert (article.title, article.outlet) == ("Harbour pilots end their strike", "Coastline Courier")
    assert (article.published, article.language) == ("2024-02-19", "en")
    assert article.url == "https://courier.example/2024/02/pilots"
