"""The groups of a universe with their labels, as arrays that `ppi` takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from framing.profiles.answers import Answers
from framing.profiles.design import Design
from framing.profiles.interval import over_articles
from framing.profiles.ppi import ArticleSums, Codes, Floats, Labelled
from framing.profiles.universe import BINS, Key, Rows, Universe, codes_of
from framing.profiles.weights import Cell, weigh
from framing.types import Estimate

# Code of what has no place in the design.
_NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Articles:
    """The articles of a group, one place each: sentences, sum of scores, model labels, part of the design."""

    n: Floats
    f: Floats
    hits: Floats
    part: Codes


@dataclass(frozen=True, slots=True)
class Group:
    """One group: its articles, and its labels if it has any.

    `said` are the model's labels of the labelled sentences, `label_article` their articles' places in `all`,
    `clusters` their articles' names; `not_own` how many of them the labellers took for nobody's or somebody else's words. `unlabelled` are the
    outlets of the group without labels.
    """

    key: Key
    among: str
    all: Articles
    labelled: Labelled | None
    said: Floats
    label_article: Codes
    clusters: NDArray[np.object_]
    not_own: int
    unlabelled: tuple[str, ...]

    @property
    def articles(self) -> int:
        """Number of articles."""
        return len(self.all.n)

    @property
    def sentences(self) -> int:
        """Number of sentences that the question is asked of."""
        return int(self.all.n.sum())

    def raw(self, level: float) -> Estimate:
        """The share of sentences with the model's label 1, with an interval over articles."""
        return over_articles(self.all.n.astype(np.int64), self.all.hits.astype(np.int64), level)

    @property
    def left_out(self) -> float:
        """The share of the sentences in outlets without labels."""
        return 1 - float(self.all.n[self._represented].sum() / self.all.n.sum()) if self.unlabelled else 0.0

    @property
    def score_mean(self) -> float:
        """The mean score over the outlets with labels."""
        here = self._represented
        return float(self.all.f[here].sum() / self.all.n[here].sum())

    @property
    def _represented(self) -> NDArray[np.bool_]:
        return np.isin(self.all.part, np.unique(self.all.part[self.label_article]))

    def article_sums(self) -> ArticleSums:
        """The articles' sums of scores around the group's mean."""
        around = np.where(self._represented, self.all.f - self.all.n * self.score_mean, 0.0)
        count = int(self._represented.sum())
        return ArticleSums(count, float(around @ around), around[self.label_article])


class Grouping:
    """Everything of a universe and its labels by group; `together` takes all sentences as one group."""

    def __init__(
        self, universe: Universe, design: Design, answers: Answers, same_scores: bool, together: str | None
    ) -> None:
        self.universe, self.design, self.same_scores = universe, design, same_scores
        self.articles, self.cells = universe.articles, universe.cells
        self.labels = _labelled_rows(universe.found, answers)
        self.together = together
        self.names = [(together,)] if together else sorted(codes_of(self.articles, universe.by)[1])
        self.part_of = {part.key: place for place, part in enumerate(design.parts)}
        self._drawn = {row.id: row for row in design.sample}
        self._answers = answers

    def groups(self) -> list[Group]:
        """The groups in order of their names."""
        clusters = _joined(self.articles, [*self.universe.within, "article"])
        parts = self._parts(self.articles)
        sizes = self._cell_sizes(parts)
        numbers = {c: self.articles[c].to_numpy().astype(float) for c in ("n", "f", "hits")}
        labels = self._by_group(self.labels)
        found = []
        for code, rows in enumerate(self._by_group(self.articles)):
            all_ = Articles(numbers["n"][rows], numbers["f"][rows], numbers["hits"][rows], parts[rows])
            found.append(self._group(code, all_, clusters[rows], labels[code], sizes[code]))
        return found

    def _group(
        self, code: int, all_: Articles, clusters: NDArray[np.object_], rows: Rows, sizes: dict[Cell, float]
    ) -> Group:
        table = self.labels.take(pa.array(rows))
        place = {name: i for i, name in enumerate(clusters)}
        article = np.array(
            [place[name] for name in _joined(table, [*self.universe.within, "article"])], np.int64
        )
        drawn = [self._drawn[i] for i in table["id"].to_pylist()]
        part = np.array([row.part for row in drawn], np.int64)
        with_labels = set(part.tolist())
        without = sorted(
            {" / ".join(self.design.parts[p].key) if p != _NOWHERE else "outlets outside the sample"
             for p in set(all_.part.tolist()) - with_labels}
        )  # fmt: skip
        return Group(
            key=self.names[code],
            among=self.universe.question.among,
            all=all_,
            labelled=self._labelled(table, part, article, sizes) if drawn else None,
            said=table["hits"].to_numpy().astype(float),
            label_article=article,
            clusters=clusters[article],
            not_own=sum(row.id in self._answers.not_own for row in drawn),
            unlabelled=tuple(without) if drawn else (),
        )

    def _labelled(self, table: pa.Table, part: Codes, article: Codes, sizes: dict[Cell, float]) -> Labelled:
        drawn = [self._drawn[i] for i in table["id"].to_pylist()]
        stratum = np.array([row.stratum if self._has_strata else 0 for row in drawn], np.int64)
        codes, weight = weigh(part, stratum, np.array([row.inclusion for row in drawn]), sizes)
        return Labelled(
            y=np.array([self._answers.values[row.id] for row in drawn], float),
            f=table["f"].to_numpy().astype(float),
            stratum=codes,
            article=article,
            weight=weight,
            # What was drawn and labelled of the cell: also right where labels are missing by chance.
            inclusion=np.minimum(1, 1 / weight),
            article_share=np.array([self.design.parts[p].article_share for p in part]),
        )

    @property
    def _own_groups(self) -> bool:
        return self.universe.by == self.design.by and self.together is None

    @property
    def _has_strata(self) -> bool:
        """Whether the strata's sizes in every group are known."""
        return self.same_scores or self._own_groups or self.together is not None

    def _cell_sizes(self, parts: Codes) -> list[dict[Cell, float]]:
        """For each group its sentences by cell of the design."""
        found: list[dict[Cell, float]] = [defaultdict(float) for _ in self.names]
        if self.same_scores:
            part, n = self._parts(self.cells), self.cells["n"].to_numpy()
            stratum = self._strata(part)
            by_group = self._by_group(self.cells)
        elif self._has_strata:
            for key, one in self.part_of.items():
                group = 0 if self.together is not None else self._place.get(key)
                for h, s in enumerate(self.design.parts[one].strata if group is not None else ()):
                    found[group or 0][one, h] += s.sentences
            return found
        else:
            part, n = parts, self.articles["n"].to_numpy()
            stratum = np.zeros(len(part), np.int64)
            by_group = self._by_group(self.articles)
        width = int(stratum.max(initial=0)) + 1
        for sizes, rows in zip(found, by_group, strict=True):
            held = np.bincount((part[rows] - _NOWHERE) * width + stratum[rows], n[rows])
            for code in np.flatnonzero(held):
                sizes[int(code) // width + _NOWHERE, int(code) % width] = float(held[code])
        return found

    @property
    def _place(self) -> dict[Key, int]:
        return {name: place for place, name in enumerate(self.names)}

    def _strata(self, part: Codes) -> Codes:
        """The stratum of each cell row, by its bin."""
        held = self.cells["bin"].to_numpy()
        stratum = np.zeros(len(part), np.int64)
        upto = np.full((len(self.design.parts), BINS), 0, np.int64)
        for place, one in enumerate(self.design.parts):
            upto[place] = np.searchsorted([s.upto for s in one.strata], np.arange(BINS), side="right")
        known = part != _NOWHERE
        stratum[known] = upto[part[known], held[known]]
        return stratum

    def _parts(self, table: pa.Table) -> Codes:
        """The part of the design that each row is of."""
        codes, names = codes_of(table, self.universe.within)
        return np.array([self.part_of.get(name, _NOWHERE) for name in names], np.int64)[codes]

    def _by_group(self, table: pa.Table) -> list[Rows]:
        """The rows of each group."""
        if self.together is not None:
            return [np.arange(table.num_rows)]
        codes, names = codes_of(table, self.universe.by)
        mine = np.array([self._place[name] for name in names], np.int64)[codes]
        order = np.argsort(mine, kind="stable")
        ends = np.searchsorted(mine[order], np.arange(len(self.names) + 1))
        return [order[ends[i] : ends[i + 1]] for i in range(len(self.names))]


def _labelled_rows(found: pa.Table, answers: Answers) -> pa.Table:
    """The sampled sentences that have an answer."""
    return found.filter(pa.array([i in answers.values for i in found["id"].to_pylist()], pa.bool_()))


def _joined(table: pa.Table, names: Sequence[str]) -> NDArray[np.object_]:
    """Texts that tell the articles apart: an id may come again in another outlet."""
    codes, keys = codes_of(table, names)
    joined = np.empty(len(keys), dtype=object)
    joined[:] = ["\x1f".join(key) for key in keys]
    return joined[codes]
