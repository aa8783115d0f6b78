"""`open_corpus`: files, folders and standard input as one stream of articles and refusals."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import InputError
from framing.reading.folder import is_remote, local_path
from framing.reading.manifest import read_manifests
from framing.reading.names import MANIFEST
from framing.reading.options import ReadOptions
from framing.reading.parquet import ParquetTable
from framing.reading.parts import Part, TablePart, make_part, unreadable, without_columns
from framing.reading.sources import READ_ERRORS, Source, check_room, find_sources
from framing.reading.tables import reject
from framing.reading.values import converter, unify
from framing.types import Article, Reject, Unit

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class PartReader:
    """Reads parts of a corpus as the corpus does; may be sent to other processes.

    `extra` are the corpus' columns that travel through.
    """

    unit: Unit
    extra: pa.Schema

    def __call__(
        self, parts: Iterable[tuple[str, Part]], first_places: dict[str, str]
    ) -> Iterator[Article | Reject]:
        """The units of `parts` (with their places), in order.

        `first_places` knows by its id where an article came before, and learns of those that come: one that
        comes again is refused.
        """
        for place, part in parts:
            conform = self._conformer(part)
            for unit in _guarded(part, place):
                if isinstance(unit, Reject):
                    yield unit
                    continue
                if self.unit is Unit.ARTICLE:
                    first = first_places.setdefault(unit.id, unit.source)
                    if first != unit.source:
                        yield reject(
                            unit.source, "ids must be unique in one run", f"'{unit.id}', first at {first}"
                        )
                        continue
                yield conform(unit)

    def _conformer(self, part: Part) -> Callable[[Article], Article]:
        names: list[str] = self.extra.names
        if not names:
            return lambda article: article
        converters = {name: converter(part.columns.get(name), self.extra.field(name).type) for name in names}

        def conform(article: Article) -> Article:
            extra: dict[str, Any] = {}
            for name, convert in converters.items():
                value = article.extra.get(name)
                extra[name] = value if convert is None or value is None else convert(value)
            return replace(article, extra=extra)

        return conform


class Corpus:
    """What was found behind the inputs. It can be iterated more than once.

    `extra` are the input's columns that travel through to the output; every Article's `extra` has them
    all, `None` where its file has no such column. `files` are the files behind the inputs on this machine, `addresses`
    those elsewhere, `kept_whole` what no output may be: both, where they are of this machine, and manifests. `copied` are
    the places of what had to be copied to be read, such as standard input. `total` counts the units, refused ones included,
    where that is cheap to know. Memory is bounded but for the ids, which must be unique in one run. `refused` are lines of
    manifests; then come `parts` (with their places), as `read` reads them.
    """

    extra: pa.Schema
    total: int | None
    files: tuple[Path, ...]
    addresses: tuple[str, ...]
    kept_whole: tuple[Path, ...]
    copied: tuple[str, ...]
    refused: tuple[Reject, ...]
    parts: tuple[tuple[str, Part], ...]
    read: PartReader

    def __init__(self, inputs: Sequence[str], options: ReadOptions) -> None:
        spool = Path(tempfile.mkdtemp(prefix="framing-")).resolve()
        weakref.finalize(self, shutil.rmtree, spool, ignore_errors=True)
        sources = find_sources(inputs, spool, any_ending=options.format is not None)
        files = [source for source in sources if source.refused is None]
        manifests = read_manifests(files)
        self.refused = tuple(manifests.rejects)
        self.parts = tuple(
            (source.place, make_part(source, manifests.entry(source.path), options, spool))
            for source in sources
        )
        if options.columns and all(without_columns(part) for _, part in self.parts):
            rule = "columns are named of tables (CSV, JSONL, Parquet); name the format where it is not told"
            raise InputError(self.parts[0][0], rule, "plain text or pages alone")
        columns = [part.columns for _, part in self.parts if part.columns]
        if options.unit is Unit.ARTICLE:
            columns += manifests.columns
        tables = [part.table for _, part in self.parts if isinstance(part, TablePart)]
        self.extra = unify(columns, frozenset().union(*(table.long for table in tables)))
        self.read = PartReader(options.unit, self.extra)
        self.files = tuple(source.path for source in files)
        self.addresses = tuple(source.place for source in files if is_remote(source.place))
        named = [path for address in self.addresses if (path := local_path(address))]
        beside = {path.with_name(MANIFEST) for path in named}
        self.kept_whole = (*self.files, *manifests.files, *named, *beside)
        self.copied = tuple(
            source.place
            for source, (_, part) in zip(sources, self.parts, strict=True)
            if _is_copy(source, part, spool)
        )
        totals = [part.total for _, part in self.parts]
        self.total = None if None in totals else sum(total or 0 for total in totals)

    def __iter__(self) -> Iterator[Article | Reject]:
        yield from self.refused
        yield from self.read(self.parts, {})


def _is_copy(source: Source, part: Part, spool: Path) -> bool:
    """Whether what is read of `source` lies in `spool`: standard input, what came from an address, what was unpacked."""
    file = source.path if source.opener is None else None
    if isinstance(part, TablePart) and isinstance(part.table, ParquetTable):
        file = part.table.file if isinstance(part.table.file, Path) else None
    return file is not None and file.is_relative_to(spool)


def _guarded(part: Part, place: str) -> Iterator[Article | Reject]:
    """The part's units; damage met on the way is told, and the corpus goes on with the next file."""
    try:
        yield from part
    except InputError as error:
        yield reject(error.place, error.rule, error.found)
    except READ_ERRORS as error:
        check_room(error)
        yield unreadable(place, error)


def open_corpus(
    inputs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]], options: ReadOptions | None = None
) -> Corpus:
    """The corpus behind files, folders and `-`, one or several; tables are looked through once for their columns.

    Errors: InputError when an input does not exist, and when columns are named where no table is read.
    """
    given = [inputs] if isinstance(inputs, str | os.PathLike) else inputs
    return Corpus([os.fspath(one) for one in given], options or ReadOptions())
