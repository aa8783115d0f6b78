"""The scores file behind the Profiles screen: what it can be filtered by, its profiles, its sentences.

The file is read anew for each question, batch by batch, so that it may be larger than memory and may be
written anew while the app runs; only the needed columns are read.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from framing.output.scores import column_names, scan_scores
from framing.profiles import NEEDED, OWN_VOICE, Tally, profile_tally
from framing.profiles.counts import as_text, key_column, key_columns, one_of
from framing.types import OutletProfile

LEVEL, RESAMPLES, SEED = 0.95, 2000, 0
# What a list of sentences shows of each, where the table has it.
SHOWN = (
    "sentence_id", "article_id", "outlet", "title", "published", "topic", "url", "text", "voice",
    "editorial", "editorial_label", "charged", "charged_label", "rationale", "charged_rationale",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles: of an outlet, on a topic, published from `since` to `until` (ISO dates, both counted)."""

    outlet: str | None = None
    topic: str | None = None
    since: str | None = None
    until: str | None = None

    @property
    def columns(self) -> list[str]:
        """The columns that the filters look at."""
        dated = self.since is not None or self.until is not None
        asked = {"outlet": self.outlet is not None, "topic": self.topic is not None, "published": dated}
        return [name for name, wanted in asked.items() if wanted]

    def pick(self, table: pa.Table) -> pa.Table:
        """The rows that pass; an article without a date passes no filter of time."""
        for name, value in (("outlet", self.outlet), ("topic", self.topic)):
            if value is not None:
                table = table.filter(pc.equal(key_column(table, name), value))
        if "published" not in self.columns:
            return table
        day = pc.utf8_slice_codeunits(as_text(table["published"]), 0, len("2025-01-31"))
        for end, passes in ((self.since, pc.greater_equal), (self.until, pc.less_equal)):
            if end is not None:
                kept = pc.fill_null(passes(day, end), False)
                table, day = table.filter(kept), day.filter(kept)
        return table


@dataclass(frozen=True, slots=True)
class Choices:
    """What the table can be filtered by: names with their number of sentences, and its first and last day."""

    outlets: tuple[tuple[str, int], ...]
    topics: tuple[tuple[str, int], ...]
    first: str | None
    last: str | None


class ScoresTable:
    """A scores file that `framing annotate` wrote. Raises `InputError` for one that cannot be read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def choices(self) -> Choices:
        """The outlets, topics and days of the table; none of what it has no column for."""
        present = column_names(self.path)
        counted = {name: Counter[str]() for name in ("outlet", "topic") if name in present}
        days: set[str] = set()
        for table in self._tables([*counted, *(["published"] if "published" in present else [])], Filters()):
            for name, counter in counted.items():
                for group in pc.value_counts(key_column(table, name)).to_pylist():
                    counter[group["values"]] += group["counts"]
            if "published" in present:
                days.update(day[:10] for day in pc.unique(as_text(table["published"])).to_pylist() if day)
        named = {name: tuple(sorted(counter.items())) for name, counter in counted.items()}
        return Choices(
            named.get("outlet", ()), named.get("topic", ()), min(days, default=None), max(days, default=None)
        )

    def profiles(self, by: str, filters: Filters) -> tuple[list[OutletProfile], set[str]]:
        """The profiles of the groups of `by` among the articles that pass, and the signatures found."""
        tally, signatures = Tally((by,)), set[str]()
        present = column_names(self.path)
        columns = [*key_columns((by,), present), "article_id", *NEEDED, "signature"]
        for table in self._tables(columns, filters):
            tally.add_batch(table)
            signatures.update(s for s in pc.unique(table["signature"]).to_pylist() if s)
        return profile_tally(tally, LEVEL, RESAMPLES, SEED), signatures

    def sentences(self, filters: Filters, first: int, most: int) -> tuple[list[dict[str, Any]], int]:
        """The own-voice sentences that pass, highest score first: `most` of them from the place `first` on,
        and how many there are."""
        present = column_names(self.path)
        shown = [name for name in SHOWN if name in present]
        needed = [*shown, *(name for name in ("voice", "editorial") if name not in shown)]
        count, place = 0, 0
        # A heap of as many as are shown: (score, place in the table, row), the lowest in front.
        best: list[tuple[float, int, dict[str, Any]]] = []
        for table in self._tables(needed, filters):
            own = pc.and_(one_of(as_text(table["voice"]), OWN_VOICE), pc.is_valid(table["editorial"]))
            table = table.filter(own)
            order = pc.sort_indices(table, [("editorial", "descending")])[: first + most]
            for index, row in zip(order.to_pylist(), table.take(order).to_pylist(), strict=True):
                entry = (row["editorial"], -(place + index), row)
                (heapq.heappush if len(best) < first + most else heapq.heappushpop)(best, entry)
            count += table.num_rows
            place += table.num_rows
        rows = [row for _, _, row in sorted(best, key=lambda entry: entry[:2], reverse=True)]
        return [{name: row.get(name) for name in SHOWN} for row in rows[first:]], count

    def _tables(self, columns: list[str], filters: Filters) -> Iterator[pa.Table]:
        """The table batch by batch, with the rows that pass."""
        names = list(dict.fromkeys([*columns, *filters.columns]))
        for batch in scan_scores(self.path, names):
            yield filters.pick(pa.Table.from_batches([batch]))
