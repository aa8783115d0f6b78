"""A behavioural suite (Ribeiro et al. 2020, CheckList): what the score must and must not react to."""

from __future__ import annotations

from collections.abc import Iterator

from eval.behaviour.innocent import measure_innocent
from eval.behaviour.loading import measure_loaded
from eval.behaviour.sentences import every_sentence
from eval.behaviour.stability import measure_stability
from eval.behaviour.swapping import measure_swaps
from eval.store import Result
from framing.annotator import Annotator

__all__ = ["every_sentence", "measure_behaviour"]


def measure_behaviour(annotator: Annotator) -> Iterator[Result]:
    """Every part of the suite."""
    yield from measure_swaps(annotator)
    yield measure_loaded(annotator)
    yield measure_stability(annotator)
    yield measure_innocent(annotator)
