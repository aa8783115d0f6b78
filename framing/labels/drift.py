"""Whether an annotator's standard moved while labelling, and whether a second look gives the first answer.

Moved: the cumulated sum of how far each answer lies from what the others said of the same sentence (from the
annotator's own mean where nobody else answered), against the same sum with the order shuffled. Comparing with the
others keeps a run of partisan articles from looking like a change of mind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from framing.labels.store import last_words
from framing.types import Annotation

SHUFFLES = 999
# Fewer answers, or fewer different times, and the order is not known well enough to say anything.
LEAST_ANSWERS = 30


@dataclass(frozen=True, slots=True)
class Drift:
    """One annotator and question. `early` and `late`: mean answer of the first and of the last third; `p`: the share
    of shuffled orders that wander as far; `None` if there are too few answers or times to tell. `beside` are those
    whose answers were compared with; of two people it cannot be told which of them moved."""

    annotator: str
    question: str
    answers: int
    early: float | None
    late: float | None
    p: float | None
    beside: tuple[str, ...]
    looked_again: int
    same_again: int


def drift(rows: Iterable[Annotation], seed: int = 0) -> list[Drift]:
    """The drift of every annotator on `editorial` and `charged`; `rows` with every revision."""
    rows = list(rows)
    last = last_words(rows)
    who = sorted({row.annotator for row in rows})
    return [
        found
        for question in ("editorial", "charged")
        for person in who
        if (found := _drift(person, question, rows, last, seed)) is not None
    ]


def _drift(
    person: str, question: str, rows: Sequence[Annotation], last: Sequence[Annotation], seed: int
) -> Drift | None:
    others: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in last:
        said = getattr(row, question)
        if said is not None and row.annotator != person:
            others[row.sentence][row.annotator] = said
    mine = [row for row in last if row.annotator == person and getattr(row, question) is not None]
    if not mine:
        return None
    ordered = sorted(mine, key=lambda row: row.time)
    answers = np.array([getattr(row, question) for row in ordered], dtype=np.float64)
    shared = np.array([row.sentence in others for row in ordered])
    against = shared.sum() >= LEAST_ANSWERS
    beside = sorted({who for row in mine if against for who in others.get(row.sentence, ())})
    again = _again([row for row in rows if row.annotator == person], question)
    third = len(answers) // 3
    if len(answers) < LEAST_ANSWERS or len({row.time for row in ordered}) < LEAST_ANSWERS:
        return Drift(person, question, len(answers), None, None, None, tuple(beside), *again)
    if against:
        means = [
            np.mean(list(others[row.sentence].values())) for row, s in zip(ordered, shared, strict=True) if s
        ]
        apart = answers[shared] - np.array(means)
    else:
        apart = answers
    return Drift(
        person,
        question,
        len(answers),
        float(answers[:third].mean()),
        float(answers[-third:].mean()),
        _wandering(apart, seed),
        tuple(beside),
        *again,
    )


def _wandering(apart: np.ndarray[tuple[int], np.dtype[np.float64]], seed: int) -> float:
    """The share of orders whose cumulated sum wanders at least as far as the one that was."""
    centred = apart - apart.mean()
    generator = np.random.default_rng(seed)
    shuffled = generator.permuted(np.tile(centred, (SHUFFLES, 1)), axis=1)
    seen = np.abs(np.cumsum(centred)).max()
    by_chance = np.abs(np.cumsum(shuffled, axis=1)).max(axis=1)
    # The order that was is one of the orders; sums of the same numbers differ in the last digit.
    return float((1 + (by_chance >= seen - 1e-9).sum()) / (SHUFFLES + 1))


def _again(rows: Sequence[Annotation], question: str) -> tuple[int, int]:
    """Sentences that the annotator judged more than once, and those of them that got one answer."""
    said: defaultdict[str, set[int]] = defaultdict(set)
    times: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        answer = getattr(row, question)
        if answer is not None:
            said[row.sentence].add(answer)
            times[row.sentence] += 1
    twice = [sentence for sentence, count in times.items() if count > 1]
    return len(twice), sum(len(said[sentence]) == 1 for sentence in twice)
