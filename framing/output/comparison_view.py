"""What the page of a comparison shows: plain values, so that the template only lays them out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from framing.comparison import Comparison, Fate, Link, Retold, Telling
from framing.output.report_view import SHADES
from framing.types import AnnotatedArticle, ScoredSentence, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a sentence; `changed` if the other side has not these words."""

    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One sentence on one side. `sources` are the numbers of the reference's sentences that it tells, or its own."""

    pieces: tuple[Piece, ...]
    sources: str
    shade: int
    editorial: str | None
    is_editorial: bool
    outlet: str | None = None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """Sentences side by side: none of the reference where one was added, none of the outlet where one was left out."""

    fate: str
    reference: tuple[Cell, ...]
    outlet: Cell | None


@dataclass(frozen=True, slots=True)
class TellingView:
    """One article beside the reference. `strip` is its sentences at a glance: fate, shade, anchor."""

    anchor: str
    outlet: str
    title: str
    published: str | None
    counts: dict[str, int]
    editorial: dict[str, int]
    rows: tuple[Row, ...]
    strip: tuple[Cell, ...]
    fates: tuple[str, ...]


def view_telling(comparison: Comparison, telling: Telling, number: int) -> TellingView:
    """The view of one telling; `number` counts from 1."""
    article = telling.article.article
    return TellingView(
        anchor=f"telling-{number}",
        outlet=name_of(telling.article),
        title=article.title or f"Article {number}",
        published=article.published,
        counts={fate.value: telling.count(fate) for fate in Fate},
        editorial={
            fate.value: sum(s.scored.editorial_label == 1 for s in telling.sentences if s.fate is fate)
            for fate in (Fate.KEPT, Fate.REWORDED, Fate.ADDED)
        },
        rows=tuple(_rows(comparison, telling, number)),
        strip=tuple(
            _cell(s.scored, (), s, anchor=f"s{number}-{place}") for place, s in enumerate(telling.sentences)
        ),
        fates=tuple(s.fate.value if s.fate else "none" for s in telling.sentences),
    )


def name_of(annotated: AnnotatedArticle) -> str:
    """The outlet, else the article's id."""
    return annotated.article.outlet or annotated.article.id


def _rows(comparison: Comparison, telling: Telling, number: int) -> Iterator[Row]:
    """In the outlet's order; what was left out stands after what it followed in the reference."""
    missing = _missing_after(telling)
    yield from _left_out(comparison, missing.get(-1, ()))
    for place, retold in enumerate(telling.sentences):
        yield Row(
            retold.fate.value if retold.fate else "none",
            tuple(_reference_cell(comparison, link) for link in retold.links),
            _cell(retold.scored, retold.new if retold.links else (), retold, anchor=f"s{number}-{place}"),
        )
        yield from _left_out(comparison, missing.get(place, ()))


def _missing_after(telling: Telling) -> dict[int, list[int]]:
    """The reference's omitted sentences by the place of the outlet's sentence after which they stand."""
    first: dict[int, int] = {}
    for place, retold in enumerate(telling.sentences):
        for link in retold.links:
            first.setdefault(link.source, place)
    after: dict[int, list[int]] = {}
    at = -1
    for source, fate in enumerate(telling.fates):
        at = first.get(source, at)
        if fate is Fate.OMITTED:
            after.setdefault(at, []).append(source)
    return after


def _left_out(comparison: Comparison, sources: Sequence[int]) -> Iterator[Row]:
    for source in sources:
        yield Row(Fate.OMITTED.value, (_reference_cell(comparison, Link(source, 0.0)),), None)


def _reference_cell(comparison: Comparison, link: Link) -> Cell:
    source = comparison.reference[link.source]
    outlet = None if comparison.wire else name_of(source.article)
    return _cell(source.scored, link.gone, outlet=outlet, sources=str(link.source))


def _cell(
    scored: ScoredSentence,
    changed: Sequence[Span],
    retold: Retold | None = None,
    *,
    anchor: str | None = None,
    outlet: str | None = None,
    sources: str = "",
) -> Cell:
    score = scored.prediction.editorial
    return Cell(
        pieces=tuple(_pieces(scored.sentence.text, changed)),
        sources=" ".join(str(link.source) for link in retold.links) if retold else sources,
        shade=0 if score is None else sum(score >= low for low in SHADES),
        editorial=None if score is None else f"{score:.2f}",
        is_editorial=scored.editorial_label == 1,
        outlet=outlet,
        anchor=anchor,
    )


def _pieces(text: str, changed: Sequence[Span]) -> Iterator[Piece]:
    edges = sorted({0, len(text), *(edge for span in changed for edge in span)})
    for start, end in pairwise(edges):
        yield Piece(text[start:end], any(span.start <= start < span.end for span in changed))
