"""The sentences on which annotators differ, those most worth talking about first.

A dispute is worth talking about when the sides are even, when those who differ are sure of it, and when it is
about the main question. What one annotator called a guess is hardly a dispute.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from framing.labels.consensus import by_sentence
from framing.types import Annotation

# A sentence may differ on several questions; the main one weighs as much as the others together.
WEIGHTS = {"editorial": 3.0, "charged": 1.0, "voice": 1.0, "devices": 1.0}
# An annotator who gave no confidence is taken to be as sure as most rows are.
USUAL_CONFIDENCE = 3
# Fewer sentences may be disputed by chance, every one of them.
FEWEST_SETTLED = 5


@dataclass(frozen=True, slots=True)
class Dispute:
    """One sentence, its labels by annotator, the questions on which they differ, and how much it matters."""

    labels: tuple[Annotation, ...]
    questions: tuple[str, ...]
    weight: float

    @property
    def text(self) -> str | None:
        """The sentence, if any of the labels keeps it."""
        return next((label.text for label in self.labels if label.text), None)


def disputes(labels: Sequence[Annotation]) -> list[Dispute]:
    """Every sentence with two answers to one question, the weightiest first."""
    found = []
    for group in by_sentence(labels).values():
        weights = {name: weight * _split(group, name) for name, weight in WEIGHTS.items()}
        questions = tuple(name for name, weight in weights.items() if weight)
        if questions:
            ordered = tuple(sorted(group, key=lambda label: label.annotator))
            found.append(Dispute(ordered, questions, sum(weights.values())))
    return sorted(found, key=lambda d: (-d.weight, d.labels[0].article, d.labels[0].start))


def settling(labels: Sequence[Annotation]) -> list[str]:
    """The annotators who answered nothing but what two others or more differ on: adjudicators, by all they did."""
    groups = list(by_sentence(labels).values())
    found = []
    for who in sorted({label.annotator for label in labels}):
        others = [[label for label in group if label.annotator != who] for group in groups]
        theirs = [any(label.annotator == who for label in group) for group in groups]
        differ = [any(_split(group, name) for name in WEIGHTS) for group in others]
        answered = [d for d, t in zip(differ, theirs, strict=True) if t]
        if len(answered) >= FEWEST_SETTLED and all(answered) and not all(theirs):
            found.append(who)
    return found


def _split(group: Sequence[Annotation], name: str) -> float:
    """How even and how sure the sides are: 0 without a dispute, 1 at most."""
    sides: Counter[Hashable] = Counter()
    for label in group:
        said = _said(label, name)
        if said is not None:
            sides[said] += label.confidence or USUAL_CONFIDENCE
    if len(sides) < 2:
        return 0.0
    next_most = sides.most_common(2)[1][1]
    asked = sum(_said(label, name) is not None for label in group)
    return 2 * next_most / (USUAL_CONFIDENCE * asked)


def _said(label: Annotation, name: str) -> Hashable:
    if name != "devices":
        return getattr(label, name)  # type: ignore[no-any-return]
    return None if label.devices is None else frozenset(d.device for d in label.devices)
