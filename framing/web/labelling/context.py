"""The sentences around each sentence of a queue, from the scores table that it was drawn from.

The codebook has a sentence judged inside its own article; a sample holds only what was drawn.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from framing.errors import InputError
from framing.output.scores import column_names, scan_scores
from framing.web.labelling.queue import Item, Queue

_ARTICLE, _COLUMNS = "article_id", ("article_id", "start", "text")
# By article: where its sentences start, in order, and what they are.
_Sentences = dict[str, list[tuple[int, str]]]


def with_neighbours(queue: Queue, scores: Path) -> Queue:
    """The queue with the sentence before and after each, where `scores` has them and the queue has neither.

    Only the queue's articles are kept in memory. A sentence whose text is another there gets no neighbours.
    """
    if not set(_COLUMNS) <= set(column_names(scores)):
        return queue
    articles = _articles(scores, {item.task.article for item in queue.items})
    return replace(
        queue, items=tuple(_placed(item, articles.get(item.task.article, [])) for item in queue.items)
    )


def _articles(scores: Path, wanted: set[str]) -> _Sentences:
    names = pa.array(sorted(wanted), pa.string())
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for batch in scan_scores(scores, _COLUMNS):
        article = batch[_ARTICLE].cast(pa.string())
        here = batch.filter(pc.is_in(article, value_set=names))
        for row, start in zip(here.to_pylist(), _starts(here, scores), strict=True):
            if start is not None and row["text"]:
                found[str(row[_ARTICLE])].append((start, row["text"]))
    return {article: sorted(sentences) for article, sentences in found.items()}


def _starts(batch: pa.RecordBatch, scores: Path) -> list[int | None]:
    try:
        starts: list[int | None] = batch["start"].cast(pa.int64()).to_pylist()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise InputError(str(scores), "'start' must hold whole numbers", str(error)) from error
    return starts


def _placed(item: Item, sentences: list[tuple[int, str]]) -> Item:
    place = bisect_left(sentences, (item.task.start, item.text))
    here = sentences[place : place + 1] == [(item.task.start, item.text)]
    if item.before or item.after or not here:
        return item
    before = sentences[place - 1][1] if place else None
    after = sentences[place + 1][1] if place + 1 < len(sentences) else None
    return replace(item, before=before, after=after)
