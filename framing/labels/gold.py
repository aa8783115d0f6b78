"""One label a sentence out of several annotators' rows, as a row like theirs that says how it came about.

The annotator of such a row is the method (`majority`, `dawid-skene`), so that it is never taken for a person's.
An adjudicator is an annotator like any other, whose rows are named as the last word.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from framing.labels.consensus import by_sentence, majority
from framing.labels.dawid_skene import AnnotatorModel, dawid_skene
from framing.types import Annotation, DeviceSpan, Voice

VOTE, MODEL = "majority", "dawid-skene"
_QUESTIONS = ("voice", "editorial", "charged")


@dataclass(frozen=True, slots=True)
class Consensus:
    """The rows, one a sentence; how many sentences have no answer to `editorial` because of a tie; how many the
    adjudicator settled; the models that were fitted, by question (none for a vote)."""

    labels: list[Annotation]
    ties: int
    adjudicated: int
    models: Mapping[str, AnnotatorModel]


def consensus(
    labels: Sequence[Annotation], method: str, time: str, adjudicator: str | None = None
) -> Consensus:
    """The consensus by `method` (`VOTE` or `MODEL`), at `time`; the adjudicator's answers stand as they are."""
    groups = list(by_sentence(labels).values())
    judged = [next((one for one in group if one.annotator == adjudicator), None) for group in groups]
    voters = [[one for one in group if one.annotator != adjudicator] for group in groups]
    models: dict[str, AnnotatorModel] = {}
    answers: dict[str, list[Hashable]] = {}
    for name in _QUESTIONS:
        votes = [_votes(group, name) for group in voters]
        answers[name] = _fitted(votes, name, models) if method == MODEL else _voted(voters, name)
    found, ties, adjudicated = [], 0, 0
    for i, group in enumerate(groups):
        judge = judged[i]
        said = {name: answers[name][i] for name in _QUESTIONS}
        if judge is not None:
            adjudicated += 1
            said |= {n: v for n in _QUESTIONS if (v := getattr(judge, n)) is not None}
        ties += said["editorial"] is None and any(one.editorial is not None for one in group)
        found.append(_row(group, judge, said, method, time))
    return Consensus(found, ties, adjudicated, models)


def _votes(group: Sequence[Annotation], name: str) -> dict[str, Hashable]:
    return {one.annotator: said for one in group if (said := getattr(one, name)) is not None}


def _voted(voters: Sequence[Sequence[Annotation]], name: str) -> list[Hashable]:
    return [getattr(majority(group)[0], name) if group else None for group in voters]


def _fitted(
    votes: Sequence[dict[str, Hashable]], name: str, models: dict[str, AnnotatorModel]
) -> list[Hashable]:
    answered = [i for i, vote in enumerate(votes) if vote]
    found: list[Hashable] = [None] * len(votes)
    if answered:
        models[name] = dawid_skene([votes[i] for i in answered])
        for i, said in zip(answered, models[name].answers, strict=True):
            found[i] = said
    return found


def _row(
    group: Sequence[Annotation],
    judge: Annotation | None,
    said: Mapping[str, Hashable],
    method: str,
    time: str,
) -> Annotation:
    editorial = cast("int | None", said["editorial"])
    devices = judge.devices if judge and judge.devices is not None else _devices(group, editorial)
    first = group[0]
    return replace(
        first,
        annotator=method,
        time=time,
        voice=cast("Voice | None", said["voice"]),
        editorial=editorial,
        charged=cast("int | None", said["charged"]),
        devices=devices,
        confidence=None,
        note=f"adjudicated by {judge.annotator}" if judge else f"{len(group)} annotators",
        blind=all(one.blind for one in group),
        text=_first(group, lambda one: one.text),
        outlet=_first(group, lambda one: one.outlet),
        id=_first(group, lambda one: one.id),
        design=_first(group, lambda one: one.design),
        chosen_by=_first(group, lambda one: one.chosen_by),
    )


def _devices(group: Sequence[Annotation], editorial: int | None) -> tuple[DeviceSpan, ...] | None:
    """The devices of more than half, each with the span that most of those who marked it gave."""
    asked = [one.devices for one in group if one.devices is not None]
    if not asked:
        return None
    if editorial == 0:
        return ()
    found = []
    for name in sorted({d.device for devices in asked for d in devices}):
        holders = [[d for d in devices if d.device == name] for devices in asked]
        holders = [marks for marks in holders if marks]
        if 2 * len(holders) > len(asked):
            spans = [mark for marks in holders for mark in marks]
            found.append(max(spans, key=lambda mark: (spans.count(mark), mark.span or (0, 0))))
    # Editorial, and no device in common: that says nothing about devices, not that there are none.
    return tuple(found) if found or editorial != 1 else None


def _first(group: Sequence[Annotation], of: Callable[[Annotation], str | None]) -> str | None:
    return next((found for one in group if (found := of(one)) is not None), None)
