"""The sentences that recipes may train on, so that nothing of them is reported or calibrated on.

Corpora share sentences: articles reprint each other, and one sentence stands in two corpora. Splits by article
do not see that; keys of sentences do.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from eval.corpora import anno_lexical, babe, newssd, semeval
from eval.corpora.examples import Example, sentence_key
from framing.sentences import split_article
from framing.types import Article


def trained_keys(data: Path) -> frozenset[str]:
    """Keys of every sentence in the training parts of the corpora."""
    parts: list[Iterable[str]] = [
        (e.key for e in anno_lexical.read(data, "train")),
        (e.key for e in babe.split(babe.read(data), "train")),
        (e.key for e in newssd.read(data, "train")),
        (
            sentence_key(sentence.text)
            for marked in semeval.read(data, "train")
            for sentence in split_article(Article(text=marked.text, id=marked.id, source=marked.id))
        ),
    ]
    return frozenset(key for part in parts for key in part)


def unseen(examples: list[Example], trained: frozenset[str]) -> list[Example]:
    """The examples whose sentence stands in no training part."""
    return [e for e in examples if e.key not in trained]
