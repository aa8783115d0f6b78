"""Many machines: slices of a corpus handed to workers by Ray Data; the same rows as on one machine.

Every slice is one task. A worker that dies costs its slice, which another makes again under the same names. Results
come in the order of the slices, so that whatever is told or kept of them is in the order of the corpus.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.engine.local import Outcome
from framing.engine.slice_worker import Done, Job, SliceWorker, came_before, first_places_in
from framing.errors import FramingError, InputError, MissingExtraError
from framing.output.summary import Summary
from framing.reading.slices import Slice, cut
from framing.types import Reject, Unit

if TYPE_CHECKING:
    import pyarrow as pa

    from framing.reading import Corpus
    from framing.reading.corpus import PartReader

# Without Ray's notion of clusters all of its processes listen on loopback; asked for 127.0.0.1 it takes another address.
LOOPBACK_ONLY = "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"
# Results are counts and names; Ray takes no less than 75 MiB.
OBJECT_STORE_BYTES = 96 << 20
# Ray itself tries for minutes.
ANSWER_SECONDS = 10


@contextmanager
def ray_cluster(address: str | None, workers: int | None = None) -> Iterator[None]:
    """Join the cluster at `address`, or start one of `workers` processors here that only this machine can reach.

    Errors: MissingExtraError without Ray, InputError where no cluster answers.
    """
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # before Ray is imported: nobody is told that it runs
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # its notes on itself are no message to a user
    if address is None:
        os.environ[LOOPBACK_ONLY] = "0"
    try:
        import ray
        import ray.data
    except ImportError:
        raise MissingExtraError("--engine ray", "cluster") from None
    on_terminate = signal.getsignal(signal.SIGTERM)
    options: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    try:
        if address is None:
            options |= {
                "include_dashboard": False,
                "object_store_memory": OBJECT_STORE_BYTES,
                "num_cpus": workers,
            }
        else:
            _knock(address)
        with _hushed():
            ray.init(address or "local", **options)
    except (ConnectionError, RuntimeError, ValueError, OSError) as error:
        raise InputError(address or "ray", "a Ray cluster must answer", str(error)) from error
    try:
        signal.signal(signal.SIGTERM, on_terminate)  # Ray puts its own in place
        yield
    finally:
        ray.shutdown()


def _knock(address: str) -> None:
    """Raises InputError for what is no address, OSError where nobody answers."""
    host, _, port = address.rpartition(":")
    if address != "auto" and ("/" in host or not host or not port.isdigit()):
        raise InputError(address, "a cluster's address must read HOST:PORT, or auto", repr(address))
    if host:
        socket.create_connection((host.strip("[]"), int(port)), ANSWER_SECONDS).close()


@contextmanager
def _hushed() -> Iterator[None]:
    """Standard error shut: there Ray's own code says that it was told to say nothing. What fails is raised."""
    error = os.dup(2)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(error, 2)
        os.close(error)


def annotate_on_ray(
    corpus: Corpus,
    job: Job,
    take: Callable[[Done], None],
    refuse: Callable[[Reject], None],
    strict: bool = False,
    address: str | None = None,
    workers: int | None = None,
) -> Outcome:
    """Score the corpus slice by slice, by at most `workers` workers; `take` is told of each slice, in order.

    `strict` raises the first refusal as InputError. Errors: see `ray_cluster`; and the first FramingError of a worker.
    When it returns or raises, nobody is at work on the output any more (in a cluster joined: is told to stop).
    """
    units = refused = 0
    with ray_cluster(address, workers), closing(_results(corpus, job, workers)) as results:
        for done in results:
            for reject in done.rejects:
                if strict:
                    raise InputError(reject.source, reject.rule, reject.found)
                refuse(reject)
            take(done)
            units, refused = units + done.units, refused + len(done.rejects)
    return Outcome(units, refused)


def _results(corpus: Corpus, job: Job, workers: int | None) -> Generator[Done, None, None]:
    """The manifests' refusals, then what became of each slice, in order."""
    yield Done(0, corpus.refused, (), Summary())
    slices = cut(corpus)
    again: dict[int, dict[str, str]] = {}
    if corpus.read.unit is Unit.ARTICLE and len(slices) > 1:
        again = came_before(_first_places(corpus.read, slices))
    tasks = [{"slice": one, "first_places": again.get(one.number, {})} for one in slices]
    from ray.data import ActorPoolStrategy

    # All that were asked for at once: Ray adds to a pool only after it has watched it, seconds that a short run lacks. One
    # is enough to begin, where a cluster has no room for more.
    pool = ActorPoolStrategy(min_size=1, initial_size=workers, max_size=workers)
    data = _dataset(tasks).map_batches(
        _Worker, batch_size=1, compute=pool, fn_constructor_args=(job,), num_cpus=1
    )
    batches = data.iter_batches(batch_size=1, batch_format="numpy", prefetch_batches=0)
    with closing(iter(batches)) as results:
        for batch in results:
            done = batch["done"][0]
            if isinstance(done, FramingError):
                raise done
            yield done


class _Worker:
    """A `SliceWorker` behind Ray's batches. What the program refuses comes back as a value, and is not tried again."""

    def __init__(self, job: Job) -> None:
        self._refused: FramingError | None = None
        try:
            self._annotate = SliceWorker(job)
        except FramingError as error:
            self._refused = error

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        try:
            if self._refused is not None:
                raise self._refused
            done: Done | FramingError = self._annotate(batch["slice"][0], batch["first_places"][0])
        except FramingError as error:
            done = error
        return {"done": _one(done)}


def _first_places(read: PartReader, slices: Sequence[Slice]) -> Iterator[pa.Table]:
    """The ids of all articles: they are read once without being scored, 7 % of the time that scoring takes (demo corpus)."""

    def places(batch: dict[str, Any]) -> pa.Table:
        return first_places_in(read, batch["slice"][0])

    tasks = _dataset([{"slice": one} for one in slices]).map_batches(places, batch_size=1, num_cpus=1)
    yield from tasks.iter_batches(batch_size=None, batch_format="pyarrow")


def _dataset(tasks: list[dict[str, Any]]) -> Any:
    """A block a task: what a lost worker was at is one, and what waited for it."""
    import ray

    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = context.print_on_execution_start = False
    context.execution_options.preserve_order = True
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    return ray.data.from_items(tasks, override_num_blocks=len(tasks))


def _one(value: object) -> Any:
    """A column of one Python object."""
    import numpy as np

    column = np.empty(1, dtype=object)
    column[0] = value
    return column
