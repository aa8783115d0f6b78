"""PolNeAR: every attribution in US political news, as source, cue and content spans.

Source: github.com/networkdynamics/PolNeAR (Newell, Margolin and Ruths, LREC 2018); licence unstated. Brat
stand-off files, one an annotator, beside the article's text. Quirks handled here: spans may be in several
pieces (`start end;start end`); some contents hold newlines, so that a record runs over several lines of the
file; the covered text is checked, and a span that does not match it is dropped (none does when files are
decoded without newline translation); some articles were annotated by more than one person, kept apart by
`annotator`; the tags Discuss and Discard are the annotators' remarks and are dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.corpora.examples import bucket
from framing.errors import InputError
from framing.labels.formats.brat import GoldAttribution, attributions

__all__ = ["GoldAttribution", "PolnearArticle", "one_each", "part", "read"]

NAME = "polnear"
LICENCE = "unstated"

# Bucket of a hash of the article's name: no shipped model trains on it.
CALIBRATION_BUCKET = 1


@dataclass(frozen=True, slots=True)
class PolnearArticle:
    """One article as one person annotated it."""

    name: str
    annotator: str
    text: str
    attributions: tuple[GoldAttribution, ...]


def read(folder: Path, split: str) -> Iterator[PolnearArticle]:
    """The part `train` (919 annotations of 840 articles) or `dev` (94 of 84), by name and annotator."""
    base = folder / NAME / split
    paths = sorted((base / "attributions").glob("*.ann"))
    if not paths:
        raise InputError(str(base), "holds attributions/*.ann and text/*.txt", "no annotation")
    for path in paths:
        name, annotator = path.stem.rsplit("_", 1)
        text = _exact(base / "text" / f"{name}.txt")
        yield PolnearArticle(name, annotator, text, tuple(attributions(_exact(path), text)))


def part(folder: Path, name: str) -> Iterator[PolnearArticle]:
    """Of the publisher's `train`: the part `train` (nine tenths of its articles) or `calibration`."""
    for article in read(folder, "train"):
        if (bucket(article.name) == CALIBRATION_BUCKET) == (name == "calibration"):
            yield article


def one_each(articles: Iterator[PolnearArticle]) -> list[PolnearArticle]:
    """One annotation an article: the first annotator's, so that no article counts twice."""
    first: dict[str, PolnearArticle] = {}
    for article in articles:
        first.setdefault(article.name, article)
    return list(first.values())


def _exact(path: Path) -> str:
    return path.read_bytes().decode("utf-8")
