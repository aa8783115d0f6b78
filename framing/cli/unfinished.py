"""What a broken-off `framing annotate` leaves, so that the same command goes on from there.

Scores are kept by text in OUT.unfinished while a run lasts, and taken away when its output stands; those of an output
at an address are kept among the program's own files on this machine. Everything but the scoring is done again, so that
each row comes once whatever was in the making when the run was killed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from framing.errors import OutputError
from framing.files import try_lock
from framing.model import KeptScores, Model
from framing.model.registry import home
from framing.output.dataset_folder import folder_here, is_dataset
from framing.output.whole import check_writable, half_written_name
from framing.reading.folder import is_remote
from framing.types import content_hash

ENDING = ".unfinished"


@contextmanager
def going_on(output: str, model: Model, cache: Path | None, quiet: bool) -> Iterator[None]:
    """Let `model` keep what it says beside `output` until the block ends well, or in the folder `cache` for good.

    Refuses a second run to the same output while one is at work.
    """
    if cache is not None:
        with alone(output):
            model.kept = _open_cache(cache, model)
            yield
            model.kept.close()
        return
    place = _place(output)
    with alone(output):
        kept = model.kept = KeptScores(place, model.artefact.hash)
        if not is_dataset(output):
            _tidy(check_writable(Path(output)))
        if len(kept) and not quiet:
            click.echo(f"going on: {len(kept)} scores of an unfinished run, from {place}", err=True)
        try:
            yield
        except BaseException:
            if not len(kept):
                kept.remove()
            else:
                kept.close()
                click.echo(f"{place} keeps what was scored: the same command goes on from there", err=True)
            raise
        kept.remove()


def _open_cache(folder: Path, model: Model) -> KeptScores:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(str(folder), "the cache must be a folder", str(error.strerror)) from error
    return KeptScores(folder / f"{model.artefact.name}-{model.artefact.hash}.sqlite", model.artefact.hash)


def _place(output: str) -> Path:
    """Where the scores of an unfinished run to `output` are kept."""
    if is_remote(output):
        folder = home() / "unfinished"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{content_hash(output)}{ENDING}"
    target = folder_here(output) if is_dataset(output) else check_writable(Path(output))
    return target.with_name(target.name + ENDING)


@contextmanager
def alone(output: str) -> Iterator[None]:
    """Refuse a second run to the same output while one is at work, by a lock that dies with the process."""
    place = _place(output)
    lock = place.with_name(f"{place.name}-lock")
    try:
        handle = lock.open("ab", buffering=0)
    except OSError as error:
        raise OutputError(str(lock), "the output's folder must take files", str(error.strerror)) from error
    with handle:
        if not try_lock(handle):
            raise OutputError(str(place), "one run at a time writes an output", "another run at work")
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)


def _tidy(target: Path) -> None:
    """Take away the half-written files of killed runs; nobody else is writing this output."""
    half_written = half_written_name(target)
    for leftover in target.parent.iterdir():
        if half_written.fullmatch(leftover.name):
            with contextlib.suppress(OSError):
                leftover.unlink()
