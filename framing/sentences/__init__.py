"""Sentences of an article with code-point offsets, and whose voice each is in."""

from __future__ import annotations

from framing.sentences.article import as_sentence, split_article
from framing.sentences.own_words import OwnWords, own_words
from framing.sentences.quoted import quoted_words, speakers_of
from framing.sentences.speakers import Naming, with_speakers
from framing.sentences.split import SPLITTER

__all__ = [
    "SPLITTER",
    "Naming",
    "OwnWords",
    "as_sentence",
    "own_words",
    "quoted_words",
    "speakers_of",
    "split_article",
    "with_speakers",
]
