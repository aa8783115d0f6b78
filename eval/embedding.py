"""Whether the sentence embedding knows the same event: nearest sentences and articles of SEESAW.

An embedding is any function from sentences to vectors: the artefact's; as a floor, words without order; and, where it is
installed, that of the encoder which the artefact started from, three times as wide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from eval import base_encoder
from eval.corpora import seesaw
from eval.corpora.examples import bucket
from eval.significance import between, interval, weighted_auroc, weighted_mean
from eval.store import Result
from framing.annotator import Annotator

# A hundred events, three articles each, the opening of each article: some 3,500 sentences, a minute on one core.
TRIPLETS = 100
OPENING = 12
# A hash of the event decides which are measured: the same on every machine.
BUCKETS = 1 << 32

Embed = Callable[[Sequence[str]], NDArray[np.floating]]


@dataclass(frozen=True, slots=True)
class Opening:
    """The first sentences of one article."""

    event: str
    sentences: tuple[str, ...]


def openings(data: Path, triplets: int = TRIPLETS) -> list[Opening]:
    """The openings of `triplets` events' articles, chosen by a hash of the event."""
    articles = sorted(seesaw.read(data), key=lambda a: (bucket(a.event, BUCKETS), a.event))
    found: list[Opening] = []
    for _, (event, group) in zip(range(triplets), groupby(articles, key=lambda a: a.event), strict=False):
        found += [Opening(event, a.sentences[:OPENING]) for a in group if a.sentences]
    return found


def measure_embedding(annotator: Annotator, data: Path) -> Result:
    """The artefact's embedding beside words without order and the encoder that it started from."""
    embeds: dict[str, Embed] = {
        "the artefact": lambda texts: annotator.model.predict(texts).embedding,
        "TF-IDF of words": tfidf,
    }
    if base_encoder.can_embed():
        embeds["the base encoder"] = base_encoder.embed
    return compare_embeddings(embeds, data, str(annotator.signature))


def compare_embeddings(embeds: Mapping[str, Embed], data: Path, signature: str = "") -> Result:
    """Every embedding on the same sentences; each returns an array of shape (sentences, size), of any length."""
    articles = openings(data)
    texts = [text for article in articles for text in article.sentences]
    rows = [{"embedding": name, **same_event(articles, embed(texts))} for name, embed in embeds.items()]
    return Result(
        name="embedding",
        title="Sentences of the same event, by embedding",
        command="framing evaluate embedding",
        rows=rows,
        note=(
            f"SEESAW: {len({a.event for a in articles})} events, {len(articles)} articles of three outlets an event, "
            f"the first {OPENING} sentences of each: {len(texts)}. P@1: sentences whose nearest sentence of another "
            "article, by cosine, is of the same event; by chance: what a random sentence would give. Article AUROC: "
            "pairs of articles by the mean of their sentences' best matches, same event or not. 95 %: bootstrap "
            "over events."
        ),
        signature=signature,
    )


def tfidf(texts: Sequence[str]) -> NDArray[np.float64]:
    """TF-IDF of single words, as dense vectors."""
    return np.asarray(TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(texts).toarray())


def same_event(articles: Sequence[Opening], vectors: NDArray[np.floating]) -> dict[str, object]:
    """P@1 of sentences and AUROC of article pairs; `vectors` has a row for each sentence, in order."""
    lengths = [len(article.sentences) for article in articles]
    starts = np.cumsum([0, *lengths[:-1]])
    article = np.repeat(np.arange(len(articles)), lengths)
    _, event = np.unique([a.event for a in articles], return_inverse=True)
    cosine = _cosines(vectors)
    cosine[article[:, None] == article[None, :]] = -np.inf
    hit = event[article[cosine.argmax(axis=1)]] == event[article]
    nearest = interval(weighted_mean(hit.astype(float)), event[article].tolist())
    return {
        "P@1": nearest.value,
        "95 %": between(nearest),
        "by chance": _chance(event[article], article),
        "article AUROC": _article_auroc(cosine, starts, lengths, event),
    }


def _cosines(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    unit = np.asarray(vectors, dtype=np.float32)
    unit = unit / np.maximum(np.linalg.norm(unit, axis=1, keepdims=True), 1e-9)
    return np.asarray(unit @ unit.T)


def _chance(event: NDArray[np.int64], article: NDArray[np.int64]) -> float:
    """The share of same-event sentences among those of other articles, mean over sentences."""
    same = np.bincount(event)[event] - np.bincount(article)[article]
    return float(np.mean(same / (len(event) - np.bincount(article)[article])))


def _article_auroc(
    cosine: NDArray[np.float32], starts: NDArray[np.int64], lengths: list[int], event: NDArray[np.int64]
) -> float:
    best = np.maximum.reduceat(cosine, starts, axis=1)
    mean = np.add.reduceat(best, starts, axis=0) / np.array(lengths)[:, None]
    both = (mean + mean.T) / 2
    one, other = np.triu_indices(len(lengths), k=1)
    same = (event[one] == event[other]).astype(np.int64)
    return weighted_auroc(same, both[one, other].astype(float))(np.ones(len(same)))
