"""Which articles of a corpus are on one event: the words and word pairs they share, within a few days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from framing.types import Article

if TYPE_CHECKING:
    from scipy.sparse import csr_array

# So many days may lie between two articles on one event. SEESAW, dates from addresses: B-cubed F1 0.965 at 3, 0.958
# at 7, 0.952 at 14, 0.914 without dates.
DAYS = 3
# Average cosine from which groups of articles are one event. Best on either half of SEESAW's events.
SAME_EVENT = 0.11
# Where a date is missing an accident of topic is likelier: the cosine counts as this part of itself.
UNDATED = 0.62
# Words of more of the articles tell nothing apart. Not fewer: an event may be most of its corpus.
NEARLY_ALL = 0.9
# A report says what it is about early, and the rest costs time.
CHARACTERS = 6_000
# Cosines under this are taken for none, or ten thousand articles would have fifty million.
FLOOR = 0.02
# The most articles that are set beside each other all at once: 0.5 GB.
MOST_TOGETHER = 8_000
ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Event:
    """Articles on one event, as places in the corpus; `words` are those that tell it from the others."""

    articles: tuple[int, ...]
    words: tuple[str, ...]


def find_events(articles: Sequence[Article], days: int = DAYS) -> list[Event]:
    """The events of `articles`, largest first, then by first article; an article alone is an event of its own."""
    if not articles:
        return []
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [f"{article.title or ''}\n{article.text[:CHARACTERS]}" for article in articles]
    few = len(texts) < 3
    every = {"sublinear_tf": True, "stop_words": "english", "ngram_range": (1, 2), "dtype": np.float32}
    vectorizer = TfidfVectorizer(**every, min_df=1 if few else 2, max_df=1.0 if few else NEARLY_ALL)
    try:
        vectors = vectorizer.fit_transform(texts)
    except ValueError:  # no word is left: copies of one text have them all in common, others none
        vectorizer = TfidfVectorizer(**every)
        try:
            vectors = vectorizer.fit_transform(texts)
        except ValueError:
            return [Event((place,), ()) for place in range(len(articles))]
    near = _near(vectors, _days(articles), days)
    labels = _clusters(near)
    names = vectorizer.get_feature_names_out()
    groups: dict[int, list[int]] = {}
    for place, label in enumerate(labels):
        groups.setdefault(int(label), []).append(place)
    ordered = sorted(groups.values(), key=lambda group: (-len(group), group[0]))
    return [Event(tuple(group), _words(vectors[group], names)) for group in ordered]


def _days(articles: Sequence[Article]) -> NDArray[np.float64]:
    """Day numbers, NaN where there is no date."""
    return np.array(
        [date.fromisoformat(a.published[:10]).toordinal() if a.published else np.nan for a in articles]
    )


def _near(vectors: csr_array, day: NDArray[np.float64], days: int) -> csr_array:
    """Cosines of all pairs, as far as dates allow them, of shape (articles, articles)."""
    from scipy.sparse import csr_array, vstack

    blocks = []
    for start in range(0, vectors.shape[0], ROWS_AT_ONCE):
        cosine = (vectors[start : start + ROWS_AT_ONCE] @ vectors.T).tocoo()
        gap = np.abs(day[cosine.row + start] - day[cosine.col])
        values = np.where(np.isnan(gap), UNDATED * cosine.data, cosine.data)
        keep = (values >= FLOOR) & ~(gap > days)
        shape = (cosine.shape[0], vectors.shape[0])
        blocks.append(csr_array((values[keep], (cosine.row[keep], cosine.col[keep])), shape=shape))
    return csr_array(vstack(blocks, format="csr"))


def _clusters(near: csr_array) -> NDArray[np.int64]:
    """Average linkage. Groups that no pair over the threshold joins are clustered each by itself."""
    labels = np.full(near.shape[0], -1, dtype=np.int64)
    count = 0
    for part in _parts(near, np.arange(near.shape[0]), SAME_EVENT):
        found = (
            _average_linkage(near[part][:, part].toarray()) if len(part) > 1 else np.zeros(1, dtype=np.int64)
        )
        labels[part] = found + count
        count += int(found.max()) + 1
    return labels


def _parts(near: csr_array, places: NDArray[np.int64], edge: float) -> list[NDArray[np.int64]]:
    """Connected parts of the pairs over `edge`; one that is too large is parted at stronger pairs."""
    from scipy.sparse.csgraph import connected_components

    inside = near[places][:, places]
    inside.data = np.where(inside.data >= edge, inside.data, 0)
    inside.eliminate_zeros()
    _, label = connected_components(inside, directed=False)
    order = np.argsort(label, kind="stable")
    parts: list[NDArray[np.int64]] = []
    for group in np.split(order, np.flatnonzero(np.diff(label[order])) + 1):
        part = places[group]
        parts += _parts(near, part, edge * 1.2) if len(part) > MOST_TOGETHER else [part]
    return parts


def _average_linkage(cosine: NDArray[np.float32]) -> NDArray[np.int64]:
    """Clusters of articles whose average cosine is `SAME_EVENT` or more, numbered from 0."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    distance = np.clip(1 - np.maximum(cosine, cosine.T), 0, 1)
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance, checks=False), method="average")
    return np.asarray(fcluster(tree, 1 - SAME_EVENT, criterion="distance"), dtype=np.int64) - 1


def _words(vectors: csr_array, names: NDArray[Any], most: int = 5) -> tuple[str, ...]:
    """The weightiest words of some articles; a pair stands for the words in it."""
    weight = np.asarray(vectors.mean(axis=0)).ravel()
    found: list[str] = []
    for place in np.argsort(-weight, kind="stable")[: 4 * most]:
        word = str(names[place])
        if weight[place] > 0 and not any(word in other or other in word for other in found):
            found.append(word)
    return tuple(found[:most])
