"""How far annotators agree on a device's words, on sentences where both were asked for devices.

A device without a span is the whole sentence's. `exact`: the same span; `overlap`: each span matched with at
most one that it shares a character with; both as F1 pooled over pairs of annotators. `alpha`: Krippendorff's,
each character of a sentence being in the device or not, so that near misses count for what they share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from framing.labels.agreement import EVERYBODY, Agreement, device_names
from framing.labels.consensus import by_sentence
from framing.labels.reliability import alpha, f1
from framing.labels.resampled import estimate
from framing.types import Annotation, Span

Floats = NDArray[np.float64]
ANY = "any device"


def span_agreement(labels: Sequence[Annotation], level: float = 0.95, seed: int = 0) -> list[Agreement]:
    """Three coefficients of each device that anybody marked, and of all devices taken together."""
    asked = [label for label in labels if label.devices is not None]
    groups = [group for group in by_sentence(asked).values() if len(group) > 1]
    found: list[Agreement] = []
    for name in [ANY, *device_names(asked)]:
        found += _device(name, groups, level, seed)
    return found


def _device(name: str, groups: list[list[Annotation]], level: float, seed: int) -> Iterator[Agreement]:
    matches, inside = defaultdict[str, Floats | float](float), defaultdict[str, Floats | float](float)
    marked = 0
    for group in groups:
        length = group[0].end - group[0].start
        spans = [_spans(label, name, length) for label in group]
        marked += any(spans)
        article = group[0].article
        for first, second in combinations(spans, 2):
            matches[article] = matches[article] + _matched(first, second)
        inside[article] = inside[article] + _characters(spans, length)
    if not marked:
        return
    sums = {article: np.asarray(found) for article, found in matches.items()}
    characters = {article: np.asarray(found) for article, found in inside.items()}

    def row(kind: str, value_of: int | None) -> Agreement:
        if value_of is None:
            value = estimate(characters, alpha, len(groups), level, seed)
        else:
            value = estimate(
                sums, lambda c: f1(c[..., value_of], c[..., 2], c[..., 3]), len(groups), level, seed
            )
        return Agreement(name, EVERYBODY, kind, value, len(groups), len(sums), marked)

    yield row("span F1, exact", 0)
    yield row("span F1, overlap", 1)
    yield row("span alpha, characters", None)


def _spans(label: Annotation, name: str, length: int) -> list[tuple[str, Span]]:
    return sorted(
        {(d.device, d.span or Span(0, length)) for d in label.devices or () if name in (ANY, d.device)},
        key=lambda mark: (mark[1], mark[0]),
    )


def _matched(first: list[tuple[str, Span]], second: list[tuple[str, Span]]) -> Floats:
    """Spans that are the same, spans that overlap (each matched once, from the left), spans of each."""
    exact = len(set(first) & set(second))
    free, overlapping = list(second), 0
    for device, span in first:
        for other in free:
            if other[0] == device and other[1].start < span.end and span.start < other[1].end:
                free.remove(other)
                overlapping += 1
                break
    return np.array([exact, overlapping, len(first), len(second)], dtype=np.float64)


def _characters(spans: list[list[tuple[str, Span]]], length: int) -> Floats:
    """The coincidence matrix of the sentence's characters: outside or inside."""
    covered = np.zeros((len(spans), length), dtype=bool)
    for row, marks in zip(covered, spans, strict=True):
        for _, span in marks:
            row[span.start : span.end] = True
    m = len(spans)
    yes = covered.sum(axis=0).astype(np.float64)
    no = m - yes
    found = np.array([[(no * (no - 1)).sum(), (no * yes).sum()], [(no * yes).sum(), (yes * (yes - 1)).sum()]])
    return found / (m - 1)
