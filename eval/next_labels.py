"""Labels chosen by doubt beside labels drawn at random: how many a head needs (BABE, base that never saw it)."""

from __future__ import annotations

from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.corpora import babe
from eval.metrics import macro_f1
from eval.retrain import corpora
from eval.store import Result
from eval.validity.twins import Recorder
from framing.annotator import Annotator
from framing.labels.next import most_doubtful, most_unlike
from framing.refit import Head, refit

Ints = NDArray[np.int64]

BATCH, MOST = 50, 500
DRAWS = 6
# Of the articles, this share is scored and never labelled.
TEST_SHARE = 0.25


def measure_next(annotator: Annotator, data: Path) -> Result | None:
    """Macro-F1 by the number of labels, both ways; None where the base has seen BABE."""
    artefact = annotator.model.artefact
    corpus = next((c for c in corpora(artefact, data) if c.examples[0].corpus == babe.NAME), None)
    if corpus is None:
        return None
    recorder = Recorder(artefact, corpus.head)
    known = recorder.known(corpus.asked)
    study = _Study(
        recorder.before,
        np.array([hidden for _, hidden in known]),
        np.array([said.embedding for said, _ in known]),
        corpus.labels,
        corpus.groups,
        [e.outlet or "" for e in corpus.examples],
    )
    runs = {
        way: [study.run(seed, chosen=way == "next") for seed in range(DRAWS)] for way in ("random", "next")
    }
    rows: list[dict[str, Any]] = [
        {"labels": size} | {way: mean(found[size] for found in some) for way, some in runs.items()}
        for size in range(BATCH, MOST + 1, BATCH)
    ]
    return Result(
        name="next_labels",
        title="What to label next: chosen by doubt beside drawn at random (BABE, charged)",
        command="framing evaluate retrain --model FOLDER",
        rows=rows,
        note=(
            f"Macro-F1 of a refitted head on a quarter of the articles, means of {DRAWS} draws; in batches of "
            f"{BATCH}, each chosen with the head that the labels so far made."
        ),
        signature=str(annotator.signature),
    )


class _Study:
    """A pool to label from and sentences to measure on; arrays by sentence."""

    def __init__(
        self,
        before: Head,
        hidden: NDArray[np.float64],
        vectors: NDArray[np.float32],
        labels: Ints,
        groups: Ints,
        outlets: list[str],
    ) -> None:
        self.before, self.hidden, self.vectors = before, hidden, vectors
        self.labels, self.groups, self.outlets = labels, groups, np.array(outlets, dtype=object)

    def run(self, seed: int, *, chosen: bool) -> dict[int, float]:
        """Macro-F1 by the number of labels, drawn at random or `chosen`."""
        random = np.random.default_rng(seed)
        articles = random.permutation(self.groups.max() + 1)
        test = np.isin(self.groups, articles[: int(TEST_SHARE * len(articles))])
        pool = np.flatnonzero(~test)
        taken = np.zeros(0, dtype=np.int64)
        head, found = self.before, {}
        while len(taken) < MOST:
            rest = np.setdiff1d(pool, taken)
            new = self._chosen(head, rest) if chosen else random.permutation(rest)[:BATCH]
            taken = np.concatenate([taken, new])
            head = refit(self.before, self.hidden[taken], self.labels[taken], self.groups[taken])
            said = (head.scores(self.hidden[test]) >= head.threshold).astype(np.int64)
            found[len(taken)] = macro_f1(self.labels[test], said)
        return found

    def _chosen(self, head: Head, rest: Ints) -> Ints:
        scores = head.scores(self.hidden[rest])
        pool = most_doubtful(scores, head.threshold, self.outlets[rest].tolist(), BATCH)
        return rest[pool.rows[most_unlike(pool, self.vectors[rest][pool.rows])]]
