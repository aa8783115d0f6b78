"""`framing annotate --engine ray`: its options, and what it refuses before any work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from framing.annotator import Annotator
    from framing.engine.slice_worker import Job
    from framing.reading import Corpus


@dataclass(frozen=True, slots=True)
class Machines:
    """A Ray cluster: the one at `address`, or one started for this run; at most `workers` workers."""

    address: str | None
    workers: int | None


def engine_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --engine, --address and --workers."""
    for option in (
        click.option(
            "--workers", type=click.IntRange(1), metavar="N",
            help="With --engine ray: at most so many workers, one processor each [default: as many as there are].",
        ),
        click.option(
            "--address",
            help="With --engine ray: a running cluster, as in `ray status --address`; without it one is started on this "
            "machine for the run. Its machines must find the same files, program and model at the same places.",
        ),
        click.option(
            "--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True,
            help="Where to score: 'ray' hands the input to many workers, and makes a folder of the same rows.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


def chosen_machines(
    engine: str,
    address: str | None,
    workers: int | None,
    inputs: Sequence[str],
    output: str,
    report: Path | None,
    cache: Path | None,
) -> Machines | None:
    """The cluster to use; None for this machine. Raises UsageError for what only one machine can do."""
    from framing.output.dataset_folder import is_dataset
    from framing.reading.sources import STDIN

    if engine == "local":
        if address is not None or workers is not None:
            raise click.UsageError("--address and --workers need --engine ray")
        return None
    if not is_dataset(output):
        raise click.UsageError("--engine ray needs an output folder, ending in /")
    for given, what in ((report, "--report"), (cache, "--cache")):
        if given is not None:
            raise click.UsageError(f"{what} is of one machine: not with --engine ray")
    if STDIN in inputs:
        raise click.UsageError(
            "standard input is of one machine: --engine ray needs files, folders or addresses"
        )
    return Machines(address, workers)


def job_for(
    corpus: Corpus, annotator: Annotator, output: str, partition: tuple[str, ...], model: Path
) -> Job:
    """What the workers must know. Raises UsageError for an input that they cannot read."""
    from framing.engine.slice_worker import Job
    from framing.model.artefact import SHIPPED
    from framing.reading.folder import is_remote

    if corpus.copied:
        raise click.UsageError(
            "with --engine ray every worker reads its input where it lies: at an address that is Parquet, and here "
            f"Parquet that is not gzipped, found {corpus.copied[0]}"
        )
    return Job(
        corpus.read,
        output if is_remote(output) else f"{Path(output).resolve()}/",
        partition,
        str(annotator.signature),
        # Shipped models lie where each machine has the package.
        {folder: name for name, folder in SHIPPED.items()}.get(model) or str(model.resolve()),
        annotator.thresholds["editorial"] if annotator.abstain is None else None,
        annotator.abstain,
        annotator.embeddings,
    )
