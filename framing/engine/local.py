"""One machine: corpus in, rows out, refusals beside them; bad input never stops the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from framing.annotator import Annotator
from framing.errors import InputError
from framing.types import AnnotatedArticle, Article, Reject


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many units were scored and how many refusals were written down."""

    units: int
    rejects: int


def annotate_corpus(
    corpus: Iterable[Article | Reject],
    annotator: Annotator,
    write: Callable[[AnnotatedArticle], None],
    refuse: Callable[[Reject], None],
    strict: bool = False,
) -> Outcome:
    """Score the corpus in order. `strict` raises the first refusal as InputError instead of noting it."""
    refused = 0

    def note(reject: Reject) -> None:
        nonlocal refused
        if strict:
            raise InputError(reject.source, reject.rule, reject.found)
        refused += 1
        refuse(reject)

    units = 0
    for annotated in annotator.annotate_many(_accepted(corpus, note)):
        write(annotated)
        units += 1
    return Outcome(units, refused)


def _accepted(corpus: Iterable[Article | Reject], note: Callable[[Reject], None]) -> Iterator[Article]:
    for unit in corpus:
        if isinstance(unit, Reject):
            note(unit)
        else:
            yield unit
