"""What the charts of rates show: for each group its raw rate, its corrected one, or both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.output.corrected_table import Report
from framing.output.device_names import device_name
from framing.output.profile_table import names_of
from framing.output.score_columns import DEVICE
from framing.profiles import CorrectedProfile
from framing.profiles.counts import SEPARATOR
from framing.profiles.interval import over_articles
from framing.profiles.universe import Key, Universe, slices
from framing.types import Estimate, OutletProfile


@dataclass(frozen=True, slots=True)
class GroupRates:
    """One group's rates of one question; `sentences` are those that it is asked of."""

    key: Key
    articles: int
    sentences: int
    raw: Estimate | None
    corrected: Estimate | None = None

    @property
    def name(self) -> str:
        """The group's names in one."""
        return SEPARATOR.join(self.key)

    @property
    def best(self) -> Estimate | None:
        """The corrected rate, or the raw one where there is none."""
        return self.corrected or self.raw


@dataclass(frozen=True, slots=True)
class Rated:
    """The rates of one question by group; `whole` is all groups together, `corrected` says that labels were."""

    name: str
    among: str
    groups: tuple[GroupRates, ...]
    whole: GroupRates | None = None
    corrected: bool = False

    @property
    def title(self) -> str:
        """What the numbers are: `editorial, % of own-voice sentences`."""
        name = device_name(self.name.removeprefix(DEVICE)) if self.name.startswith(DEVICE) else self.name
        return f"{name}, % of {self.among}"


def of_profiles(profiles: Sequence[OutletProfile]) -> list[Rated]:
    """Raw rates, of the outlet's own voice and of its quotes."""
    kinds = (
        ("editorial", "own-voice sentences", "editorial_rate"),
        ("charged", "sentences that quote", "charged_quote_rate"),
    )
    return [
        Rated(
            name,
            among,
            tuple(
                GroupRates(names_of(p), p.articles, rate.n if rate else 0, rate)
                for p in profiles
                for rate in (getattr(p, attribute),)
            ),
        )
        for name, among, attribute in kinds
    ]


def of_report(report: Report) -> list[Rated]:
    """Corrected and raw rates, a question each."""
    return [
        Rated(
            one.question.name,
            one.question.among,
            tuple(_group(p) for p in one.profiles),
            _group(one.whole) if one.whole else None,
            corrected=True,
        )
        for one in report.corrections
    ]


def of_universe(universe: Universe, level: float) -> Rated:
    """Raw rates of everything that was counted, highest first."""
    table, asked = universe.articles, universe.question
    groups = []
    for part in slices(table, universe.by):
        count, hits = (np.asarray(table[name].to_numpy()[part.rows], np.int64) for name in ("n", "hits"))
        groups.append(GroupRates(part.key, len(count), int(count.sum()), over_articles(count, hits, level)))
    groups.sort(key=lambda group: (-group.raw.value if group.raw else 0.0, group.key))
    return Rated(asked.name, asked.among, tuple(groups))


def largest(groups: Sequence[GroupRates], most: int) -> tuple[GroupRates, ...]:
    """The `most` groups with the most sentences, in the order they came in."""
    by_size = sorted(groups, key=lambda group: (-group.sentences, group.key))
    kept = {group.key for group in by_size[:most]}
    return tuple(group for group in groups if group.key in kept)


def _group(profile: CorrectedProfile) -> GroupRates:
    return GroupRates(profile.key, profile.articles, profile.sentences, profile.raw, profile.corrected)
