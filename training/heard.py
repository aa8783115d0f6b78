"""PolNeAR's articles as items: every sentence whole, its words tagged as source, cue and content.

Nothing else is asked of them. A piece of an attribution that lies in another sentence is that sentence's own: a
quotation that runs on is content there, with no cue beside it.
"""

from __future__ import annotations

from collections.abc import Iterable

from eval.corpora.polnear import PolnearArticle
from framing.sentences import split_article
from framing.types import Article
from training.items import VOICE_TAGS, Item, Mark

FEWEST_WORDS = 3


def polnear_items(articles: Iterable[PolnearArticle]) -> list[Item]:
    """One item a sentence of three words or more, with the tags `source`, `cue` and `content`."""
    items = []
    for marked in articles:
        spans = [
            (tag, span)
            for attribution in marked.attributions
            for tag, pieces in zip(
                VOICE_TAGS, (attribution.source, attribution.cue, attribution.content), strict=True
            )
            for span in pieces
        ]
        for sentence in split_article(Article(text=marked.text, id=marked.name, source=marked.name)):
            if len(sentence.text.split()) < FEWEST_WORDS:
                continue
            marks = {
                Mark(tag, max(span.start - sentence.start, 0), min(span.end, sentence.end) - sentence.start)
                for tag, span in spans
                if span.start < sentence.end and span.end > sentence.start
            }
            items.append(Item(sentence.text, marks=tuple(sorted(marks)), searched=frozenset(VOICE_TAGS)))
    return items
