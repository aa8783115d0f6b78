"""Corpora labelled throughout by hand, with model scores out of fold: truths that a sample can be held to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline

from eval.corpora import babe
from eval.corpora.examples import Example
from eval.demo import pairs
from eval.held_out import scores as scores_of
from eval.out_of_fold import read_scores
from framing.annotator import Annotator
from framing.profiles import OWN_VOICE

FOLDS = 5
# With fewer sentences an outlet has no rate to speak of (BABE has outlets of 1 and 5).
LEAST_SENTENCES = 30
# Worse on purpose: this share of the scores is turned round.
TURNED = 0.3
# A model that is blind to an outlet gives each of its sentences this score.
BLIND_SCORE = 0.05

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Population:
    """Sentences with label, score, outlet and article (codes from 0); `names` are the outlets'."""

    name: str
    y: Floats
    f: Floats
    outlet: NDArray[np.int64]
    article: NDArray[np.int64]
    names: tuple[str, ...]

    def rows(self, outlet: int) -> NDArray[np.int64]:
        """The sentences of one outlet."""
        return np.flatnonzero(self.outlet == outlet)


def babe_population(data: Path) -> Population:
    """BABE's outlets, scored out of fold (articles kept whole) by TF-IDF with logistic regression."""
    examples = babe.read(data)
    texts = np.array([e.text for e in examples], dtype=object)
    y = np.array([e.label for e in examples], dtype=float)
    groups = np.unique([e.group for e in examples], return_inverse=True)[1]
    f = np.zeros(len(y))
    for train, test in GroupKFold(FOLDS).split(texts, y, groups):
        model = make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LogisticRegression(C=4.0, max_iter=1000)
        )
        f[test] = model.fit(texts[train], y[train]).predict_proba(texts[test])[:, 1]
    return _of_examples("BABE, TF-IDF out of fold", examples, f)


def own_population(data: Path) -> Population | None:
    """BABE's outlets with scores out of fold, articles kept whole; None where none are kept.

    They are of the shipped recipe without its last stage: the last one whose folds with whole articles were trained.
    """
    examples, scores = babe.read(data), read_scores("babe-grouped-unpaired")
    if not scores:
        return None
    f = np.array([scores[e.key] for e in examples])
    return _of_examples("BABE, recipe unpaired out of fold", examples, f)


def unseen_population(annotator: Annotator, data: Path) -> Population:
    """The fifth of BABE's articles that no shipped model trains on, with the shipped model's scores."""
    examples = babe.read(data)
    unseen = [*babe.split(examples, "test"), *babe.split(examples, "calibration")]
    found = scores_of(annotator, [e.text for e in unseen], "charged")
    return _of_examples("BABE, an unseen fifth, shipped model", unseen, found)


def _of_examples(name: str, examples: list[Example], f: Floats) -> Population:
    """The outlets with enough sentences."""
    sizes = Counter(e.outlet for e in examples)
    kept = np.array([e.outlet is not None and sizes[e.outlet] >= LEAST_SENTENCES for e in examples])
    names, codes = np.unique(np.array([e.outlet or "" for e in examples])[kept], return_inverse=True)
    articles = np.unique([e.group for e in examples], return_inverse=True)[1]
    y = np.array([e.label for e in examples], dtype=float)
    return Population(name, y[kept], f[kept], codes, articles[kept], tuple(names.tolist()))


def demo_population(annotator: Annotator, folder: Path) -> Population:
    """The demo corpus's own-voice sentences with the shipped model's scores; it never saw them."""
    found = [
        p for p in pairs(annotator, folder)
        if p.gold.editorial is not None and p.found.sentence.voice in OWN_VOICE
    ]  # fmt: skip
    names, codes = np.unique([p.outlet for p in found], return_inverse=True)
    return Population(
        "demo corpus, shipped model",
        np.array([p.gold.editorial for p in found], dtype=float),
        np.array([p.found.prediction.editorial or 0.0 for p in found]),
        codes,
        np.unique([p.article for p in found], return_inverse=True)[1],
        tuple(names.tolist()),
    )


def made_worse(population: Population, seed: int = 0) -> Population:
    """The same with `TURNED` of the scores turned round, whatever the truth."""
    turned = np.random.default_rng(seed).random(len(population.f)) < TURNED
    f = np.where(turned, 1 - population.f, population.f)
    return replace(population, name=f"{population.name}, {TURNED:.0%} turned round", f=f)


def made_blind(population: Population, outlet: int) -> Population:
    """The same with one outlet's sentences all scored alike, and low."""
    f = np.where(population.outlet == outlet, BLIND_SCORE, population.f)
    return replace(population, name=f"{population.name}, blind to {population.names[outlet]}", f=f)


def split_evenly(population: Population, outlet: int, tries: int = 2000, seed: int = 0) -> NDArray[np.int64]:
    """Cuts an outlet's articles into two halves of equal truth; 0 or 1 for each of its sentences.

    Of `tries` random cuts the one whose halves differ least in their rate.
    """
    rows = population.rows(outlet)
    articles = np.unique(population.article[rows], return_inverse=True)[1]
    y, generator = population.y[rows], np.random.default_rng(seed)
    best, least = np.zeros(len(rows), dtype=np.int64), np.inf
    for _ in range(tries):
        half = generator.permutation(articles.max() + 1)[articles] % 2
        if abs(y[half == 0].mean() - y[half == 1].mean()) < least:
            best, least = half, float(abs(y[half == 0].mean() - y[half == 1].mean()))
    return best
