"""For the coordinator: how far the annotators of a queue agree, so far."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from framing.labels.agreement import Agreement as Row
from framing.labels.agreement import agreement
from framing.labels.consensus import by_sentence
from framing.labels.store import ENDING, read_labels
from framing.types import Annotation
from framing.web.labelling.service import Labelling


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One coefficient of one question among all annotators; no value where it is undefined."""

    question: str
    coefficient: str
    value: float | None
    low: float | None
    high: float | None
    sentences: int


class Agreement:
    """The coefficients over the label files, counted anew only when a file has changed, by one at a time."""

    def __init__(self, labelling: Labelling) -> None:
        self._labelling = labelling
        self._lock = threading.Lock()
        self._state: object = None
        self._found: tuple[list[Coefficient], int] = ([], 0)

    def __call__(self) -> tuple[list[Coefficient], int]:
        """The coefficients, and how many sentences two people or more have judged."""
        folder = self._labelling.folder
        with self._lock:
            state = [(file.name, file.stat().st_size) for file in sorted(folder.glob("*" + ENDING))]
            if state and state != self._state:
                wanted = self._labelling.queue.by_sentence
                self._found = _counted([one for one in read_labels(folder) if one.sentence in wanted])
                self._state = state
            return self._found


def _counted(labels: list[Annotation]) -> tuple[list[Coefficient], int]:
    shared = [group for group in by_sentence(labels).values() if len(group) > 1]
    # Without pairs and outlets: with ten people and 300 sentences those take 13 s, these half a second.
    rows = agreement([one for group in shared for one in group], details=False)
    return [_coefficient(row) for row in rows], len(shared)


def _coefficient(row: Row) -> Coefficient:
    value = row.estimate
    if value is None:
        return Coefficient(row.question, row.coefficient, None, None, None, row.sentences)
    return Coefficient(row.question, row.coefficient, value.value, value.low, value.high, row.sentences)
