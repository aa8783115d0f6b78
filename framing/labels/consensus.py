"""From several annotators' labels to one: the majority's answer to each question, or none."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TypeVar

from framing.types import Annotation, GoldLabel

T = TypeVar("T")


def majority(labels: Iterable[Annotation]) -> list[GoldLabel]:
    """One label a sentence, by article and offset; ties are `None`.

    A device holds if more than half of the annotators marked it, wherever its span.
    """
    by_sentence: defaultdict[tuple[str, str, int, int], list[Annotation]] = defaultdict(list)
    for label in labels:
        by_sentence[(label.article, label.article_hash, label.start, label.end)].append(label)
    return [_gold(key, by_sentence[key]) for key in sorted(by_sentence)]


def _gold(key: tuple[str, str, int, int], labels: list[Annotation]) -> GoldLabel:
    marked = Counter(name for label in labels for name in {d.device for d in label.devices})
    charged = [label.charged for label in labels if label.charged is not None]
    return GoldLabel(
        *key,
        voice=_most([label.voice for label in labels]),
        editorial=_most([label.editorial for label in labels]),
        charged=_most(charged),
        devices=frozenset(name for name, count in marked.items() if count * 2 > len(labels)),
        annotators=len(labels),
    )


def _most(answers: list[T]) -> T | None:
    """The answer that more than half gave."""
    for answer, count in Counter(answers).most_common(1):
        if count * 2 > len(answers):
            return answer
    return None
