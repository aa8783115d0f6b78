"""The annotator model of Dawid and Skene (1979): what is true and how each annotator errs, estimated together.

Each annotator has a table of how often each true category gets each answer; sentences have a probability of
each category. EM goes from the vote to both. Against a vote it helps where annotators differ in care or lean;
with two annotators, or few sentences each, the tables are guesses and a vote is as good.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MOST_ROUNDS = 200
_CLOSE = 1e-6
# One answer of the table's diagonal and a tenth off it: an annotator with few answers is taken to be decent.
_PRIOR_RIGHT, _PRIOR_WRONG = 1.0, 0.1


@dataclass(frozen=True, slots=True)
class AnnotatorModel:
    """What came out. `posterior` (sentences, categories); `tables` by annotator (true, answered); `prior` the
    share of each category; `rounds` of EM, `MOST_ROUNDS` if it did not settle."""

    categories: tuple[Hashable, ...]
    posterior: Floats
    tables: Mapping[str, Floats]
    prior: Floats
    rounds: int

    @property
    def answers(self) -> list[Hashable | None]:
        """The likelier category of each sentence; `None` where two are equally likely."""
        best = self.posterior.max(axis=1, keepdims=True)
        tied = np.isclose(self.posterior, best, atol=1e-9).sum(axis=1) > 1
        return [
            None if t else self.categories[i]
            for i, t in zip(self.posterior.argmax(axis=1), tied, strict=True)
        ]

    def skill(self, annotator: str) -> float:
        """The share of the annotator's answers that the model takes to be right."""
        return float((self.prior * np.diag(self.tables[annotator])).sum())


def dawid_skene(votes: Sequence[Mapping[str, Hashable]]) -> AnnotatorModel:
    """Fit the model; `votes` are each sentence's answers by annotator, at least one a sentence."""
    categories = tuple(sorted({said for vote in votes for said in vote.values()}, key=str))
    code = {said: i for i, said in enumerate(categories)}
    who = sorted({person for vote in votes for person in vote})
    # given[a, i, k]: annotator a answered k of sentence i.
    given = np.zeros((len(who), len(votes), len(categories)))
    for i, vote in enumerate(votes):
        for person, said in vote.items():
            given[who.index(person), i, code[said]] = 1.0
    posterior = given.sum(axis=0) / given.sum(axis=(0, 2))[:, None]
    smooth = np.where(np.eye(len(categories), dtype=bool), _PRIOR_RIGHT, _PRIOR_WRONG)
    rounds = 0
    while True:
        rounds += 1
        prior = (posterior.sum(axis=0) + 1) / (len(votes) + len(categories))
        tables = np.einsum("it,aik->atk", posterior, given) + smooth
        tables /= tables.sum(axis=2, keepdims=True)
        log = np.log(prior) + np.einsum("aik,atk->it", given, np.log(tables))
        log -= log.max(axis=1, keepdims=True)
        new = np.exp(log)
        new /= new.sum(axis=1, keepdims=True)
        moved = np.abs(new - posterior).max()
        posterior = new
        if moved < _CLOSE or rounds >= MOST_ROUNDS:
            return AnnotatorModel(categories, posterior, dict(zip(who, tables, strict=True)), prior, rounds)
