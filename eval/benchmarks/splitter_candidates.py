"""The sentence splitters compared: each is a function from one line of text to the ends of its sentences."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from typing import Any

Split = Callable[[str], list[int]]


def trimmed(text: str, ends: list[int]) -> list[int]:
    """Ends moved back over white space, so that candidates that keep it in the sentence compare equal."""
    return [len(text[:end].rstrip()) if text[end - 1 : end].isspace() else end for end in ends]


def _regex() -> Split:
    pattern = re.compile(r"[.?!…][\"'”’)\]]*(?=\s+[\"'“‘(\[]*[A-Z0-9])")
    return lambda text: [m.end() for m in pattern.finditer(text)]


def _sentencex() -> Split:
    boundaries: Any = importlib.import_module("sentencex").get_sentence_boundaries
    return lambda text: trimmed(text, [b["end_index"] for b in boundaries("en", text)])


def _pysbd() -> Split:
    segmenter: Any = importlib.import_module("pysbd").Segmenter(language="en", clean=False, char_span=True)
    return lambda text: trimmed(text, [span.end for span in segmenter.segment(text)])


def _syntok() -> Split:
    analyze: Any = importlib.import_module("syntok.segmenter").analyze
    return lambda text: [
        sentence[-1].offset + len(sentence[-1].value) for paragraph in analyze(text) for sentence in paragraph
    ]


def _blingfire() -> Split:
    library: Any = importlib.import_module("blingfire")

    def split(text: str) -> list[int]:
        return [end for _, end in library.text_to_sentences_and_offsets(text)[1]]

    return split


def _framing() -> Split:
    from framing.sentences.split import sentence_spans

    return lambda text: [span.end for span in sentence_spans(text)]


CANDIDATES: dict[str, tuple[str | None, Callable[[], Split]]] = {
    "regex": (None, _regex),
    "sentencex": ("sentencex", _sentencex),
    "pysbd": ("pysbd", _pysbd),
    "syntok": ("syntok", _syntok),
    "blingfire": ("blingfire", _blingfire),
    "framing": (None, _framing),
}
