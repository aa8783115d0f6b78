"""The figures that the gate holds, each with its standard error: few enough for five minutes on one core.

Sets whose labels are people's or publishers' are gated; the project's own test articles are reported elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.behaviour.innocent import called
from eval.behaviour.loading import loaded
from eval.behaviour.sentences import every_sentence, swaps
from eval.behaviour.stability import changed_pairs, moved
from eval.behaviour.swapping import HEADS, Swapped, swapped, total
from eval.corpora import semeval
from eval.corpora.examples import sentence_key
from eval.corpora.trained import trained_keys
from eval.demo import pairs
from eval.scored import SEMEVAL, Scored, held_out_sets, scored_sets
from eval.significance import (
    Metric,
    standard_error,
    weighted_auroc,
    weighted_macro_f1,
    weighted_mean,
)
from framing.annotator import Annotator
from framing.model.artefact import file_sha256
from framing.reading import open_corpus
from framing.sentences import split_article
from framing.types import Article

# Of the largest set, Anno-lexical's test (7,233): the standard error of macro-F1 is 0.011 with these.
AT_MOST = 1500
# What the gated figures are read from: the held-out sentences, and the training parts whose sentences are left out.
CORPORA = (
    "babe/final_labels_SG2.csv",
    "babe/raw_labels_SG2.csv",
    "anno_lexical/train.parquet",
    "anno_lexical/test.parquet",
    "newssd_eng/train.csv",
    "newssd_eng/test.csv",
    "semeval2023_task3/train-labels-spans.txt",
    "semeval2023_task3/train-articles",
    "outlets/articles.jsonl.gz",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured quantity, its standard error, and whether higher is better."""

    name: str
    value: float
    error: float
    higher: bool


def corpus_hashes(data: Path) -> dict[str, str]:
    """SHA-256 by name of every file of CORPORA that is there; of a folder, over its files' names and hashes."""
    return {name: _sha256(data / name) for name in CORPORA if (data / name).exists()}


def _sha256(path: Path) -> str:
    if path.is_file():
        return file_sha256(path)
    parts = [f"{file.name} {file_sha256(file)}" for file in sorted(path.glob("*"))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def corpus_figures(annotator: Annotator, data: Path) -> list[Figure]:
    """Macro-F1 and AUROC of the held-out sets. Raises InputError where a corpus is absent."""
    return [
        figure
        for part in scored_sets(annotator, data, AT_MOST, project=False)
        for figure in _of(part, annotator.thresholds[part.head])
    ]


def _of(part: Scored, threshold: float) -> Iterator[Figure]:
    predicted = (part.scores >= threshold).astype(np.int64)
    metrics: dict[str, Metric] = {
        "macro-F1": weighted_macro_f1(part.labels, predicted),
        "AUROC": weighted_auroc(part.labels, part.scores),
    }
    for name, metric in metrics.items():
        value = metric(np.ones(len(part.labels)))
        yield Figure(f"{part.title}: {part.head} {name}", value, standard_error(metric, part.groups), True)


def own_figures(annotator: Annotator, demo: Path | None) -> list[Figure]:
    """The behavioural suite and, where its folder is given, the demo corpus: no research corpus needed."""
    return [
        *(_demo(annotator, demo) if demo else ()),
        *_swaps(annotator),
        *_loaded(annotator),
        *_stable(annotator),
        *_innocent(annotator),
    ]


def _demo(annotator: Annotator, folder: Path) -> Iterator[Figure]:
    found = [p for p in pairs(annotator, folder) if p.gold.editorial is not None]
    labels = np.array([p.gold.editorial or 0 for p in found])
    scores = np.array([p.found.prediction.editorial or 0.0 for p in found])
    metric = weighted_auroc(labels, scores)
    articles = [p.article for p in found]
    yield Figure(
        "demo: editorial AUROC", metric(np.ones(len(labels))), standard_error(metric, articles), True
    )


def _swaps(annotator: Annotator) -> Iterator[Figure]:
    for head in HEADS:
        kinds = [swapped(annotator, swap, head) for swap in swaps()]
        movement, flips = total(kinds)
        # Where nothing flips, chance could still flip one template.
        least = 1 / sum(len(kind.labels) for kind in kinds)
        moving, flipping = (_template_error(kinds, attribute) for attribute in ("scores", "labels"))
        yield Figure(f"behaviour: {head} movement of another name", movement, moving, False)
        yield Figure(f"behaviour: {head} flips by another name", flips, max(flipping, least), False)


def _template_error(kinds: list[Swapped], attribute: str) -> float:
    """The standard error over templates of the mean over kinds."""
    variances = []
    for kind in kinds:
        table = getattr(kind, attribute)
        spread = [np.abs(row[:, None] - row[None, :]).sum() / (len(row) * (len(row) - 1)) for row in table]
        variances.append(np.var(spread, ddof=1) / len(spread))
    return float(np.sqrt(np.sum(variances)) / len(kinds))


def _loaded(annotator: Annotator) -> Iterator[Figure]:
    for head in HEADS:
        found = loaded(annotator, head)
        yield _share(
            f"behaviour: {head} flips by a loaded word", (found.before == 0) & (found.after == 1), True
        )


def _stable(annotator: Annotator) -> Iterator[Figure]:
    chosen = changed_pairs()
    for head in HEADS:
        found = moved(annotator, chosen, head)
        yield _share(f"behaviour: {head} movement by typing", found.movement, False)


def _innocent(annotator: Annotator) -> Iterator[Figure]:
    for name, title in (("facts", "ugly facts"), ("quoted", "quoted opinion")):
        labels = [label for group in called(annotator, name).values() for label in group]
        yield _share(f"behaviour: {title} called editorial", np.array(labels), False)


def _share(name: str, values: np.ndarray, higher: bool) -> Figure:
    """A mean over sentences; at none or all of them, chance could still move it by one sentence."""
    metric = weighted_mean(values.astype(float))
    places = list(range(len(values)))
    error = max(standard_error(metric, places), 1 / len(values))
    return Figure(name, metric(np.ones(len(values))), error, higher)


def measured_texts(data: Path, demo: Path) -> dict[str, list[str]]:
    """Every sentence behind the gate's figures, by where it comes from."""
    trained = trained_keys(data)
    marked = (Article(text=m.text, id=m.id, source=m.id) for m in semeval.read(data, "test"))
    shown = (unit for unit in open_corpus([str(demo / "articles")]) if isinstance(unit, Article))
    return {
        **{part.title: [e.text for e in part.examples] for part in held_out_sets(data)},
        SEMEVAL: [t for a in marked for t in _sentences(a) if sentence_key(t) not in trained],
        "demo": [t for a in shown for t in _sentences(a)],
        "behaviour": every_sentence(),
    }


def _sentences(article: Article) -> list[str]:
    return [sentence.text for sentence in split_article(article)]
