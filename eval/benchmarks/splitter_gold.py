"""Paragraphs with known sentence boundaries, from five sources, for the comparison of splitters."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from eval.corpora import babe
from eval.corpora import seesaw as seesaw_corpus
from framing.errors import InputError

HERE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of text; `ends` are the ends of its sentences but the last, in code points."""

    text: str
    ends: tuple[int, ...]


def joined(sentences: Iterable[str]) -> Paragraph:
    """Sentences joined by one space."""
    text, ends = "", []
    for sentence in sentences:
        text = f"{text} {sentence}" if text else sentence
        ends.append(len(text))
    return Paragraph(text, tuple(ends[:-1]))


def hard() -> list[Paragraph]:
    """The invented paragraphs."""
    content = json.loads((HERE / "splitter_hard.json").read_text(encoding="utf-8"))
    return [joined(sentences) for sentences in content["paragraphs"]]


def articles(folder: Path) -> list[Paragraph]:
    """The lines of the real pages with their hand-set boundaries."""
    gold = json.loads((HERE / "splitter_articles.json").read_text(encoding="utf-8"))
    paragraphs = []
    for name, entry in gold["files"].items():
        raw = (folder / name).read_bytes()
        if (found := hashlib.sha256(raw).hexdigest()) != entry["sha256"]:
            raise InputError(str(folder / name), f"must have SHA-256 {entry['sha256']}", found)
        text = raw.decode("utf-8")
        for start, end, *ends in entry["lines"]:
            paragraphs.append(Paragraph(text[start:end], tuple(e - start for e in ends)))
    return paragraphs


def seesaw(data: Path) -> list[Paragraph]:
    """SEESAW articles with a break inside no sentence, each as one long line (silver)."""
    return [
        joined(article.sentences)
        for article in seesaw_corpus.read(data)
        if not any("\n" in s for s in article.sentences)
    ]


def babe_single(data: Path) -> list[Paragraph]:
    """BABE sentences, each alone."""
    return [Paragraph(example.text, ()) for example in babe.read(data)]


def babe_pairs(data: Path) -> list[Paragraph]:
    """BABE sentences two by two, where the first ends as a sentence does."""
    texts = [e.text for e in babe.read(data) if e.text.rstrip("\"'”’)")[-1:] in set(".?!")]
    return [joined(pair) for pair in zip(texts[::2], texts[1::2], strict=False)]
