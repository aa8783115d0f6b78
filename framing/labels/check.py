"""What in a set of labels should be looked at again: findings of one kind after the other, each with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from framing.labels.consensus import by_sentence
from framing.labels.duplicates import alike
from framing.labels.suspect import out_of_fold, suspects
from framing.types import Annotation, Voice

QUESTIONS = ("editorial", "charged")
# The codebook's rule 5 under `charged`: what loads a word loads the sentence.
_LOADING = frozenset({"loaded_wording", "labelling"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: its kind, the label or labels it is about, and why. `score` orders findings of a
    kind, the worst first."""

    kind: str
    labels: tuple[Annotation, ...]
    why: str
    score: float = 0.0


def contradictions(labels: Sequence[Annotation]) -> Iterator[Finding]:
    """Labels whose answers cannot all be right by the codebook."""
    for one in labels:
        for why in _broken(one):
            yield Finding("contradiction", (one,), why)


def _broken(one: Annotation) -> Iterator[str]:
    if one.voice is Voice.NON_CONTENT and (one.editorial or one.charged):
        yield "furniture is neither editorial nor charged"
    if one.devices is None:
        return
    ours = {d.device for d in one.devices if ":" not in d.device}
    if one.editorial == 1 and not one.devices:
        yield "editorial, and no device"
    if one.editorial == 0 and ours:
        yield "a device, and not editorial"
    if one.charged == 0 and ours & _LOADING:
        yield f"{', '.join(sorted(ours & _LOADING))}, and not charged"


def changed_texts(labels: Sequence[Annotation]) -> Iterator[Finding]:
    """Sentences whose labels keep different texts: they were not put the same question."""
    for group in by_sentence(labels).values():
        texts = {one.text for one in group if one.text is not None}
        if len(texts) > 1:
            yield Finding("two texts", tuple(group), "one sentence, different words")


def unlike_twins(labels: Sequence[Annotation]) -> Iterator[Finding]:
    """The same sentence, or nearly the same, in two places with two answers by one annotator or consensus."""
    for question in QUESTIONS:
        answered = [one for one in labels if one.text and getattr(one, question) is not None]
        for who in sorted({one.annotator for one in answered}):
            mine = [one for one in answered if one.annotator == who]
            for i, j, likeness in alike([one.text or "" for one in mine]):
                first, second = mine[i], mine[j]
                if first.sentence != second.sentence and getattr(first, question) != getattr(
                    second, question
                ):
                    how = "the same words" if likeness == 1 else f"{likeness:.0%} of the word pairs"
                    yield Finding("twins", (first, second), f"{question}: {how}, two answers", likeness)


def leaks(labels: Sequence[Annotation], test: Sequence[Annotation]) -> Iterator[Finding]:
    """Sentences that stand in both sets, and articles that do."""
    seen = {one.sentence: one for one in labels if one.text}
    held = {one.sentence: one for one in test if one.text}
    left, right = list(seen.values()), list(held.values())
    for i, j, likeness in alike([o.text or "" for o in left], [o.text or "" for o in right]):
        how = "the same words" if likeness == 1 else f"{likeness:.0%} of the word pairs"
        yield Finding("leak", (left[i], right[j]), how, likeness)
    every = {one.sentence: one for one in labels}
    for sentence in {one.sentence: one for one in test}:
        if sentence in every and not (sentence in seen and sentence in held):
            yield Finding("leak", (every[sentence],), "the same sentence", 1.0)
    here = Counter(one.article for one in labels)
    for article, group in _by_article(test).items():
        if article in here:
            why = f"an article in both: {here[article]} labels here, {len(group)} there"
            yield Finding("leak", (group[0],), why, 0.5)


def _by_article(labels: Sequence[Annotation]) -> dict[str, list[Annotation]]:
    found: dict[str, list[Annotation]] = {}
    for one in labels:
        found.setdefault(one.article, []).append(one)
    return found


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Likely errors of one question, with how well the scores tell the answers apart (area under the ROC curve):
    near 0.5 they are guesses."""

    question: str
    source: str
    auroc: float
    findings: tuple[Finding, ...]


def likely_errors(
    labels: Sequence[Annotation], question: str, scores: Mapping[str, float] | None = None
) -> Suspicion | None:
    """Labels that scores contradict: `scores` by sentence of a model that never saw them, else out of fold.

    An answer that several annotators gave is one finding. `None` where nothing can be said: too few labels of
    a kind, or neither text nor scores.
    """
    from sklearn.metrics import roc_auc_score

    given_by: dict[tuple[str, int], list[Annotation]] = {}
    for one in labels:
        known = one.text is not None if scores is None else one.sentence in scores
        if known and getattr(one, question) is not None:
            given_by.setdefault((one.sentence, getattr(one, question)), []).append(one)
    groups = list(given_by.values())
    given = np.array([answer for _, answer in given_by], dtype=np.int64)
    if len(set(given.tolist())) < 2:
        return None
    if scores is not None:
        source = "score"
        found = np.array([scores[sentence] for sentence, _ in given_by], dtype=np.float64)
    else:
        source = "out-of-fold score"
        trained = out_of_fold([g[0].text or "" for g in groups], given, [g[0].article for g in groups])
        if trained is None:
            return None
        found = trained
    findings = tuple(
        Finding(
            "likely error",
            tuple(groups[i]),
            f"{question} {given[i]}, {source} {found[i]:.2f}",
            float(abs(found[i] - given[i])),
        )
        for i in suspects(given, found)
    )
    return Suspicion(question, source, float(roc_auc_score(given, found)), findings)


def by_reading(labels: Sequence[Annotation]) -> list[Finding]:
    """Everything that one set of labels shows without scores."""
    return list(chain(contradictions(labels), changed_texts(labels), unlike_twins(labels)))
