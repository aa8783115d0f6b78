"""Labels that are chosen beside labels drawn at random: how many a head needs (base that never saw the corpus)."""

from __future__ import annotations

from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from eval.metrics import macro_f1
from eval.retrain import corpora
from eval.store import Result
from eval.validity.twins import Recorder
from framing.annotator import Annotator
from framing.refit import Head, refit
from framing.refit.next import OPEN, most_telling

Ints = NDArray[np.int64]

BATCH, MOST = 50, 500
DRAWS = 12
# Of the articles, this share is scored and never labelled.
TEST_SHARE = 0.25


def measure_next(annotator: Annotator, data: Path) -> Result:
    """Macro-F1 and AUROC by the number of labels, both ways, of every corpus that the base never saw."""
    artefact = annotator.model.artefact
    rows: list[dict[str, Any]] = []
    for corpus in corpora(artefact, data):
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
            way: [study.run(seed, chosen=way == "next") for seed in range(DRAWS)]
            for way in ("random", "next")
        }
        for size in range(BATCH, MOST + 1, BATCH):
            row: dict[str, Any] = {"corpus": corpus.title, "labels": size}
            for place, figure in enumerate(("", ", AUROC")):
                row |= {
                    f"{way}{figure}": mean(found[size][place] for found in some) for way, some in runs.items()
                }
            rows.append(row)
    return Result(
        name="next_labels",
        title="What to label next: chosen beside drawn at random",
        command="framing evaluate retrain --model FOLDER",
        rows=rows,
        note=(
            f"Macro-F1 and AUROC of a refitted head on a quarter of the articles, means of {DRAWS} draws; in batches of "
            f"{BATCH}, each chosen by the base's scores and the labels so far. The way to choose was settled by "
            "NewsSD-ENG's AUROC."
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

    def run(self, seed: int, *, chosen: bool) -> dict[int, tuple[float, float]]:
        """Macro-F1 and AUROC by the number of labels, drawn at random or `chosen`."""
        random = np.random.default_rng(seed)
        articles = random.permutation(self.groups.max() + 1)
        test = np.isin(self.groups, articles[: int(TEST_SHARE * len(articles))])
        pool = np.flatnonzero(~test)
        taken = np.zeros(0, dtype=np.int64)
        found = {}
        while len(taken) < MOST:
            rest = np.setdiff1d(pool, taken)
            new = self._chosen(pool, taken) if chosen else random.permutation(rest)[:BATCH]
            taken = np.concatenate([taken, new])
            head = refit(self.before, self.hidden[taken], self.labels[taken], self.groups[taken])
            scores = head.scores(self.hidden[test])
            said = (scores >= head.threshold).astype(np.int64)
            found[len(taken)] = (
                macro_f1(self.labels[test], said),
                float(roc_auc_score(self.labels[test], scores)),
            )
        return found

    def _chosen(self, pool: Ints, taken: Ints) -> Ints:
        scores, names = self.before.scores(self.hidden[pool]), self.outlets[pool].tolist()
        answers = np.where(np.isin(pool, taken), self.labels[pool], OPEN)
        return pool[most_telling(scores, self.before.threshold, names, self.vectors[pool], answers, BATCH)]
