"""A corpus cut into slices, each of which can be read alone, by another process: the same cuts for the same input."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from framing.reading.corpus import Corpus
from framing.reading.parquet import ParquetTable
from framing.reading.parts import Part, TablePart
from framing.types import Unit

# A slice is at most a few minutes of work for one worker (some 100,000 sentences), which is what is lost with it; at
# least as many units as are scored together; and in between an input makes this many, for workers to share.
MOST_UNITS = {Unit.ARTICLE: 4_096, Unit.SENTENCE: 131_072}
FEWEST_UNITS = {Unit.ARTICLE: 32, Unit.SENTENCE: 1_024}
SLICES = 64


@dataclass(frozen=True, slots=True)
class Slice:
    """Neighbouring parts of a corpus, with their places; the slices in order are the corpus."""

    number: int
    parts: tuple[tuple[str, Part], ...]


def cut(corpus: Corpus) -> list[Slice]:
    """The slices of `corpus`: small files together, a large Parquet file in several, any other file in one."""
    unit = corpus.read.unit
    size = min(MOST_UNITS[unit], max(FEWEST_UNITS[unit], -(-(corpus.total or 0) // SLICES)))
    slices: list[Slice] = []
    held: list[tuple[str, Part]] = []
    units = 0
    for place, whole in corpus.parts:
        for part in _pieces(whole, size):
            weight = part.total or 0
            if held and units + weight > size:
                slices.append(Slice(len(slices), tuple(held)))
                held, units = [], 0
            held.append((place, part))
            units += weight
    if held:
        slices.append(Slice(len(slices), tuple(held)))
    return slices


def _pieces(part: Part, size: int) -> Iterator[Part]:
    """A Parquet file's rows, `size` at a time; any other part as it is."""
    if (
        not isinstance(part, TablePart)
        or not isinstance(part.table, ParquetTable)
        or part.table.total <= size
    ):
        yield part
        return
    rows = part.table.total
    for start in range(0, rows, size):
        yield part.over(part.table.between(start, min(start + size, rows)))
