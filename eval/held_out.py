"""An artefact on the sentences that no shipped model trains on: a tenth of BABE, the publishers' test parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.corpora import anno_lexical, babe, newssd, semeval
from eval.corpora.examples import Example, sentence_key
from eval.corpora.trained import trained_keys, unseen
from eval.metrics import Metrics, measure
from eval.store import Result
from framing.annotator import Annotator
from framing.types import Article, Unit


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A set of sentences, the head it asks, and how it is to be called in a table."""

    title: str
    head: str
    examples: list[Example]


def held_out_sets(data: Path) -> list[HeldOut]:
    """The sets of single sentences, read from the corpora's folder."""
    trained = trained_keys(data)
    return [
        HeldOut("BABE, a tenth", "charged", unseen(babe.split(babe.read(data), "test"), trained)),
        HeldOut("Anno-lexical test (silver)", "charged", unseen(anno_lexical.read(data, "test"), trained)),
        HeldOut("NewsSD-ENG test", "editorial", unseen(newssd.read(data, "test"), trained)),
    ]


def scores(annotator: Annotator, texts: Sequence[str], head: str) -> NDArray[np.float64]:
    """The scores a user would get for these sentences, shape (texts,)."""
    articles = (Article(text=text, id=str(i), source="", unit=Unit.SENTENCE) for i, text in enumerate(texts))
    found = [getattr(a.sentences[0].prediction, head) for a in annotator.annotate_many(articles)]
    return np.array([0.0 if score is None else score for score in found])


def measure_artefact(annotator: Annotator, data: Path) -> Result:
    """Metrics of the artefact on every held-out set, through the whole program."""
    rows: list[dict[str, object]] = []
    for part in held_out_sets(data):
        found = scores(annotator, [e.text for e in part.examples], part.head)
        metrics = measure([e.label for e in part.examples], found, annotator.thresholds[part.head])
        rows.append({"set": part.title, "head": part.head, **_row(metrics)})
    rows.append(_whole_articles(annotator, data))
    return Result(
        name="artefact",
        title="The shipped artefact on sentences it never saw",
        command="framing evaluate artefact",
        rows=rows,
        note=(
            "Sentences as a user would give them, through the whole program: BABE a tenth of its articles, "
            "Anno-lexical and NewsSD-ENG the publishers' test parts, SemEval-2023 task 3 a tenth of its "
            "articles read whole (editorial: a persuasion mark among the outlet's own words). Sentences that "
            "stand in a training part too, of any corpus, are left out. ECE: expected "
            "calibration error over ten bins of equal size."
        ),
        signature=str(annotator.signature),
    )


def _whole_articles(annotator: Annotator, data: Path) -> dict[str, object]:
    """The sentences of SemEval's held-out articles, each read inside its article."""
    trained = trained_keys(data)
    labels, found = [], []
    for marked in semeval.read(data, "test"):
        article = Article(text=marked.text, id=marked.id, source=marked.id)
        for scored in annotator.annotate(article).sentences:
            label, _ = semeval.judge(scored.sentence, marked)
            seen = sentence_key(scored.sentence.text) in trained
            if label is not None and scored.prediction.editorial is not None and not seen:
                labels.append(label)
                found.append(scored.prediction.editorial)
    metrics = measure(labels, found, annotator.thresholds["editorial"])
    return {"set": "SemEval-2023, a tenth", "head": "editorial", **_row(metrics)}


def _row(metrics: Metrics) -> dict[str, float]:
    return {
        "n": metrics.n,
        "macro-F1": metrics.macro_f1,
        "precision": metrics.precision,
        "recall": metrics.recall,
        "AUROC": metrics.auroc,
        "ECE": metrics.calibration_error,
    }
