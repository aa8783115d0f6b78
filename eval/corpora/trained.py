"""The sentences that recipes may train on, so that nothing of them is reported or calibrated on.

Corpora share sentences: articles reprint each other, and one sentence stands in two corpora. Splits by article
do not see that; keys of sentences do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from eval.corpora import anno_lexical, babe, contrast, newssd, outlets, polnear, semeval
from eval.corpora.examples import Example, sentence_key
from framing.sentences import as_sentence, own_words, split_article
from framing.types import Article, Sentence, Unit


@lru_cache(maxsize=4)
def trained_keys(data: Path) -> frozenset[str]:
    """Keys of every sentence in the training parts of the corpora, whole and as the outlet's own words alone.

    The latter are what `editorial` is trained on, and one sentence's own words can be another sentence.
    """
    marked = (Article(text=m.text, id=m.id, source=m.id) for m in semeval.read(data, "train"))
    judged = (j.article for j in outlets.read(data, "train"))
    heard = (Article(text=p.text, id=p.name, source=p.name) for p in polnear.part(data, "train"))
    voiced = [e.text for e in (*babe.split(babe.read(data), "train"), *newssd.read(data, "train"))]
    voiced += [w.text for w in (*contrast.pairs("train"), *contrast.named())]
    found = {e.key for e in anno_lexical.read(data, "train")}
    for article in (*marked, *judged, *heard):
        found.update(_keys(split_article(article)))
    for text in voiced:
        found.update(keys_of(text))
    return frozenset(found)


def keys_of(text: str) -> Iterator[str]:
    """Keys of one sentence, whole and as the outlet's own words alone."""
    return _keys([as_sentence(Article(text, "", "", unit=Unit.SENTENCE))])


def _keys(sentences: Iterable[Sentence]) -> Iterator[str]:
    for sentence in sentences:
        yield sentence_key(sentence.text)
        if own := own_words(sentence):
            yield sentence_key(own.text)


def unseen(examples: list[Example], trained: frozenset[str]) -> list[Example]:
    """The examples whose sentence stands in no training part."""
    return [e for e in examples if e.key not in trained]
