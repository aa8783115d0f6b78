"""What `framing evaluate` can measure: one function a suite, each a generator of results.

Corpora and models are opened when a suite first asks for them, and every sentence is scored once a run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import click

from eval.store import Result
from framing.annotator import Annotator
from framing.errors import InputError

CHECKOUT = Path(__file__).resolve().parent.parent
DEMO = CHECKOUT / "annotations" / "demo"


@dataclass(frozen=True)
class Run:
    """What the command line was given: model folder, corpora's folder, model folder to compare with."""

    model: Path | None = None
    corpora: Path | None = None
    against: Path | None = None

    @cached_property
    def annotator(self) -> Annotator:
        """The measured model; what it scored once it remembers."""
        from eval.remember import remembering

        return remembering(self.model)

    @cached_property
    def other(self) -> Annotator:
        """The model of `--against`; click.UsageError without one."""
        from eval.remember import remembering

        if self.against is None:
            raise click.UsageError("this suite compares two models: give --against FOLDER")
        return remembering(self.against)

    @cached_property
    def data(self) -> Path:
        """The corpora's folder; InputError where there is none."""
        from eval.corpora.resolve import data_folder

        return data_folder(self.corpora)


def demo_folder() -> Path:
    """The folder of the demo corpus; InputError where only the program is installed."""
    if not DEMO.is_dir():
        rule = (
            "the demo corpus lies in the project's own folder: run this from there, installed by `make demo`"
        )
        raise InputError(str(DEMO), rule, "no such folder")
    return DEMO


Suite = Callable[[Run], Iterator[Result]]


def _artefact(run: Run) -> Iterator[Result]:
    from eval.held_out import measure_artefact

    yield measure_artefact(run.annotator, run.data)
    if run.against:
        from eval.against import measure_against

        yield measure_against(run.annotator, run.other, run.data)


def _demo(run: Run) -> Iterator[Result]:
    from eval.demo import measure_demo

    yield measure_demo(run.annotator, demo_folder())


def _coverage(run: Run) -> Iterator[Result]:
    from eval.coverage_tables import measure_coverage
    from eval.populations import babe_population, demo_population, own_population, unseen_population

    unseen, demo = unseen_population(run.annotator, run.data), demo_population(run.annotator, demo_folder())
    corpora = [own_population(run.data), babe_population(run.data), unseen, demo]
    yield from measure_coverage([one for one in corpora if one], signature=str(run.annotator.signature))


def _agreement(run: Run) -> Iterator[Result]:
    from eval.agreement import agreement, agreement_of_passes
    from eval.corpora import outlets
    from framing.labels import read_labels

    yield agreement(read_labels(demo_folder() / "labels"))
    yield agreement_of_passes(*(list(outlets.read(run.data, "test", who)) for who in ("p1", "p2")))


def _founding(run: Run) -> Iterator[Result]:
    from eval.founding import measure_founding

    yield measure_founding(run.annotator, run.data.parent / "articles")


def _voice(run: Run) -> Iterator[Result]:
    from eval.voice import measure_voice

    yield measure_voice(run.annotator, run.data)


def _behaviour(run: Run) -> Iterator[Result]:
    from eval.behaviour import measure_behaviour

    yield from measure_behaviour(run.annotator)


def _quoted(run: Run) -> Iterator[Result]:
    from eval.quoted import measure_quoted

    yield measure_quoted(run.annotator, run.data)


def _rationale(run: Run) -> Iterator[Result]:
    from eval.rationale import measure_rationale

    yield from measure_rationale(run.annotator, run.data)


def _embedding(run: Run) -> Iterator[Result]:
    from eval.embedding import measure_embedding

    yield measure_embedding(run.annotator, run.data)


def _calibration(run: Run) -> Iterator[Result]:
    from eval.calibration import measure_calibration

    yield from measure_calibration(run.annotator, run.data)


def _devices(run: Run) -> Iterator[Result]:
    from eval.devices import measure_devices

    yield measure_devices(run.annotator, run.data)


def _tiers(run: Run) -> Iterator[Result]:
    from eval.remember import remembering
    from eval.tiers import measure_tiers

    yield measure_tiers(run.annotator, remembering(Path("fast")), run.data)


def _retrain(run: Run) -> Iterator[Result]:
    from eval.next_labels import measure_next
    from eval.retrain import measure_retrain

    yield measure_retrain(run.annotator, run.data)
    yield measure_next(run.annotator, run.data)


def _comparison(run: Run) -> Iterator[Result]:
    from eval.comparison import measure_alignment
    from eval.comparison_shared import measure_shared
    from eval.events import measure_events

    yield measure_alignment(run.annotator, demo_folder())
    yield measure_events(run.data)
    yield measure_shared(run.annotator, run.data)


def _precision(run: Run) -> Iterator[Result]:
    from eval.against import measure_precision

    yield measure_precision(run.annotator, run.other, run.data)


SUITES: dict[str, Suite] = {
    "artefact": _artefact,
    "calibration": _calibration,
    "behaviour": _behaviour,
    "quoted": _quoted,
    "rationale": _rationale,
    "devices": _devices,
    "embedding": _embedding,
    "tiers": _tiers,
    "precision": _precision,
    "retrain": _retrain,
    "demo": _demo,
    "agreement": _agreement,
    "founding": _founding,
    "comparison": _comparison,
    "voice": _voice,
    "coverage": _coverage,
}
