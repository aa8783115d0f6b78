"""PolNeAR: every attribution in US political news, as source, cue and content spans.

Source: github.com/networkdynamics/PolNeAR (Newell, Margolin and Ruths, LREC 2018); licence unstated. Brat
stand-off files, one an annotator, beside the article's text. Quirks handled here: spans may be in several
pieces (`start end;start end`); some contents hold newlines, so that a record runs over several lines of the
file; the covered text is checked, and a span that does not match it is dropped (none does when files are
decoded without newline translation); some articles were annotated by more than one person, kept apart by
`annotator`; the tags Discuss and Discard are the annotators' remarks and are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from framing.errors import InputError
from framing.types import Span

NAME = "polnear"
LICENCE = "unstated"

SPAN = re.compile(r"^(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t", re.MULTILINE)
EVENT = re.compile(r"^E\d+\tAttribution\S*:T\d+(.*)$", re.MULTILINE)
ROLE = re.compile(r"(Source|Cue|Content)\d*:(T\d+)")


@dataclass(frozen=True, slots=True)
class GoldAttribution:
    """One attribution; each role is the pieces of text that fill it, in order, `source` possibly empty."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


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
        yield PolnearArticle(name, annotator, text, tuple(_attributions(_exact(path), text)))


def one_each(articles: Iterator[PolnearArticle]) -> list[PolnearArticle]:
    """One annotation an article: the first annotator's, so that no article counts twice."""
    first: dict[str, PolnearArticle] = {}
    for article in articles:
        first.setdefault(article.name, article)
    return list(first.values())


def _exact(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def _attributions(record: str, text: str) -> Iterator[GoldAttribution]:
    spans = {m[1]: pieces for m in SPAN.finditer(record) if (pieces := _pieces(m, record, text))}
    for event in EVENT.finditer(record):
        roles: dict[str, list[Span]] = {"Source": [], "Cue": [], "Content": []}
        for role, key in ROLE.findall(event[1]):
            roles[role].extend(spans.get(key, ()))
        if roles["Content"]:
            yield GoldAttribution(*(tuple(sorted(roles[name])) for name in ("Source", "Cue", "Content")))


def _pieces(match: re.Match[str], record: str, text: str) -> tuple[Span, ...]:
    """The span's pieces, or none where the record's copy of the text does not agree with the offsets."""
    pieces = tuple(Span(*map(int, piece.split())) for piece in match[3].split(";"))
    said = "".join(record[match.end() : match.end() + 2 * sum(b - a + 1 for a, b in pieces)].split())
    return pieces if said.startswith("".join("".join(text[a:b].split()) for a, b in pieces)) else ()
