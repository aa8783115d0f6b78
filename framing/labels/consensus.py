"""From several annotators' labels to one: the majority's answer to each question, or none."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TypeVar

from framing.types import Annotation, GoldLabel

T = TypeVar("T")


def by_sentence(labels: Iterable[Annotation]) -> dict[str, list[Annotation]]:
    """The labels of each sentence, by its id, in the order of first sight."""
    found: defaultdict[str, list[Annotation]] = defaultdict(list)
    for label in labels:
        found[label.sentence].append(label)
    return dict(found)


def majority(labels: Iterable[Annotation], adjudicator: str | None = None) -> list[GoldLabel]:
    """One label a sentence, by article and offset; ties are `None`.

    A device holds if more than half of the annotators who were asked marked it, wherever its span. Where
    `adjudicator` has answered a question, that answer counts and no other.
    """
    return sorted(
        (_gold(group, adjudicator) for group in by_sentence(labels).values()),
        key=lambda gold: (gold.article, gold.article_hash or "", gold.start, gold.end),
    )


def _gold(labels: list[Annotation], adjudicator: str | None) -> GoldLabel:
    judge = next((label for label in labels if label.annotator == adjudicator), None)
    first = labels[0]

    return GoldLabel(
        first.article,
        first.article_hash,
        first.start,
        first.end,
        voice=_answer([label.voice for label in labels], judge.voice if judge else None),
        editorial=_answer([label.editorial for label in labels], judge.editorial if judge else None),
        charged=_answer([label.charged for label in labels], judge.charged if judge else None),
        devices=_devices([judge] if judge and judge.devices is not None else labels),
        annotators=len(labels),
    )


def _answer(votes: list[T | None], ruled: T | None) -> T | None:
    return ruled if ruled is not None else _most([vote for vote in votes if vote is not None])


def _devices(labels: list[Annotation]) -> frozenset[str]:
    asked = [{d.device for d in label.devices} for label in labels if label.devices is not None]
    marked = Counter(name for names in asked for name in names)
    return frozenset(name for name, count in marked.items() if count * 2 > len(asked))


def _most(answers: list[T]) -> T | None:
    """The answer that more than half gave."""
    for answer, count in Counter(answers).most_common(1):
        if count * 2 > len(answers):
            return answer
    return None
