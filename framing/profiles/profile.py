"""What each outlet did: rates over its sentences with intervals over its articles.

The rates count a model's labels and are not corrected by hand labels: a model errs, and errs differently
from outlet to outlet. The interval covers the drawing of articles, not the model's error.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from framing.profiles.bootstrap import AT_EDGE, NO_INTERVAL, estimate
from framing.profiles.counts import UNKNOWN, Group, Tally
from framing.types import Estimate, OutletProfile, content_hash

RAW_RATE = "raw model rate, not corrected"
# Named in the signature: which family of intervals made the numbers; each estimate says its own method.
INTERVAL = "articles-bootstrap-or-korn-graubard"
FEW_ARTICLES = 10


def profile(
    table: pa.Table,
    by: Sequence[str] = ("outlet",),
    level: float = 0.95,
    resamples: int = 2000,
    seed: int = 0,
    article: str = "article_id",
) -> list[OutletProfile]:
    """Profiles of the groups of a scores table, highest editorial rate first.

    `by` names the columns to group by, `article` the column that tells which article a sentence is from.
    Raises `InputError` for a missing column, a sentence without an article or an unknown voice.
    """
    tally = Tally(by, article)
    tally.add_batch(table)
    return profile_tally(tally, level, resamples, seed)


def profile_tally(
    tally: Tally, level: float = 0.95, resamples: int = 2000, seed: int = 0
) -> list[OutletProfile]:
    """Profiles of everything that was added to `tally`."""
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, found {level}")
    if resamples < 1:
        raise ValueError(f"resamples must be at least 1, found {resamples}")
    return sorted((_profile(group, level, resamples, seed) for group in tally.groups()), key=_order)


def _profile(group: Group, level: float, resamples: int, seed: int) -> OutletProfile:
    def rate(kind: str) -> Estimate | None:
        count, hits = {
            "editorial": (group.own_voice, group.editorial),
            "charged": (group.quoting, group.charged),
        }[kind]
        # A stream of its own for each group and rate: adding an outlet moves nobody else's interval.
        stream = [seed, int(content_hash(group.name, kind), 16)]
        return estimate(count, hits, level=level, resamples=resamples, seed=stream)

    editorial = rate("editorial")
    return OutletProfile(
        outlet=group.name,
        articles=group.articles,
        sentences=int(group.sentences.sum()),
        own_voice_sentences=int(group.own_voice.sum()),
        editorial_rate=editorial,
        charged_quote_rate=rate("charged"),
        warnings=tuple(_warnings(group, editorial)),
        keys=group.keys,
    )


def _warnings(group: Group, editorial: Estimate | None) -> list[str]:
    """What a reader of the editorial rate has to know."""
    found = []
    if group.name == UNKNOWN:
        found.append("what these articles belong to is not given")
    if unsure := int(group.unsure.sum()):
        labelled = int(group.own_voice.sum())
        found.append(
            f"the model abstained on {unsure} of {labelled + unsure} own-voice sentences: "
            f"the editorial rate is of the other {labelled}"
        )
        if editorial is None:
            return found
        if not group.editorial.any():
            found.append(
                "in none of them was it sure enough to say editorial: the rate says nothing of the outlet"
            )
    if editorial is None:
        return [*found, "no sentence in the outlet's own voice"]
    if editorial.method == NO_INTERVAL:
        found.append("1 article: no interval")
    elif group.articles < FEW_ARTICLES:
        found.append(f"only {group.articles} articles: a small-sample interval, wide")
    if editorial.method == AT_EDGE:
        found.append(f"rate is {editorial.value:g}: the bound takes each article as one observation")
    return found


def _order(row: OutletProfile) -> tuple[bool, float, str]:
    rate = row.editorial_rate
    return (rate is None, -rate.value if rate else 0.0, row.outlet)
