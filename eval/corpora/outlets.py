"""Whole articles of 245 outlets, with the project's own labels beside them: the text is not part of the project.

Source of the text: Baly et al. 2020, "We Can Detect Your Bias", its authors' repository
Article-Bias-Prediction; licence Apache-2.0. The labels lie in annotations/outlets, by article hash and
offsets; annotations/README.md says how they were made (by runs of a language model, no human coder yet).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.corpora.resolve import corpus_file
from framing.errors import InputError
from framing.types import Article, Span, content_hash

NAME = "outlets"
LICENCE = "Apache-2.0 (labels and text)"
LABELS = Path(__file__).parents[2] / "annotations" / "outlets"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One sentence's labels: 0, 1, or 0.5 for a close call. `marks` are devices with spans in the sentence;
    the name `charged` marks loaded words of somebody else."""

    editorial: float
    charged: float
    marks: tuple[tuple[str, Span], ...] = ()
    furniture: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """An article and one pass's judgement of each of its sentences, by their span."""

    article: Article
    annotator: str
    judgements: dict[Span, Judgement]


def read(folder: Path, part: str, annotator: str | None = None) -> Iterator[Judged]:
    """The labelled articles of `part` (`train`, `calibration`, or `test`: outlets that no other part has).

    `test` was read twice, by annotators `p1` and `p2`: name one.
    """
    texts = _texts(corpus_file(folder, "outlets/articles.jsonl.gz"))
    for path in sorted(LABELS.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            row = json.loads(line)
            if row["part"] != part or annotator not in (None, row["annotator"]):
                continue
            article = texts.get(row["article_hash"])
            if article is None:
                raise InputError(f"{path}:{number}", "the corpus must hold the article", row["article_hash"])
            judgements = {Span(s[0], s[1]): _judgement(s[2:]) for s in row["sentences"]}
            yield Judged(article, row["annotator"], judgements)


def articles(folder: Path) -> Iterator[Article]:
    """Every article of the corpus, labelled or not."""
    return iter(_texts(corpus_file(folder, "outlets/articles.jsonl.gz")).values())


def _judgement(cells: list[object]) -> Judgement:
    """From `[editorial, charged, [device, start, end]...]`, or `["x"]` for furniture."""
    if cells == ["x"]:
        return Judgement(0, 0, furniture=True)
    editorial, charged, *marks = cells
    return Judgement(
        float(str(editorial)),
        float(str(charged)),
        tuple((str(m[0]), Span(int(m[1]), int(m[2]))) for m in marks if isinstance(m, list)),
    )


def _texts(path: Path) -> dict[str, Article]:
    """Every article by its content hash."""
    found = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            article = Article(text=row["text"], id=row["id"], source=row["id"], outlet=row["outlet"])
            found[content_hash(article.outlet, article.text)] = article
    return found
