"""Whether `framing events` finds the triplets of SEESAW again: B-cubed, with dates from addresses and without."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from datetime import date
from pathlib import Path

from eval.corpora import seesaw
from eval.store import Result
from framing.comparison.events import find_events
from framing.types import Article

_DATED = re.compile(r"/(20\d\d)[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?:[/-]|$)")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905


def measure_events(data: Path) -> Result:
    """B-cubed of the events found among all of SEESAW's published articles."""
    articles = list(seesaw.read(data))
    truth = [article.event for article in articles]
    dates = [url_date(article.url) for article in articles]
    rows = [
        {"dates": name, **_measured(articles, given, truth)}
        for name, given in (("of the address", dates), ("none", [None] * len(articles)))
    ]
    return Result(
        name="events",
        title="Events of SEESAW found again",
        command="framing evaluate comparison",
        rows=rows,
        note=(
            f"{len(articles)} articles of {len(set(truth))} events, train and valid, in one heap. B-cubed: of an article's "
            "group the share that is of its event (precision), of its event the share that is in its group (recall), "
            f"mean over articles. {sum(d is not None for d in dates)} articles have a date in their address. The "
            "threshold of the cosine is the one that either half of the events would choose; the days and the part for "
            "missing dates were chosen on all. Some of SEESAW's events are one event told on the same day."
        ),
    )


def _measured(
    articles: Sequence[seesaw.SeesawArticle], dates: Sequence[str | None], truth: Sequence[str]
) -> dict[str, object]:
    made = [
        Article("\n".join(article.sentences), str(place), "", title=article.title, published=day)
        for place, (article, day) in enumerate(zip(articles, dates, strict=True))
    ]
    groups = find_events(made)
    found = {place: number for number, event in enumerate(groups) for place in event.articles}
    precision, recall = b_cubed([found[place] for place in range(len(made))], truth)
    return {
        "groups": len(groups),
        "B-cubed F1": 2 * precision * recall / (precision + recall),
        "precision": precision,
        "recall": recall,
    }


def b_cubed(found: Sequence[Hashable], truth: Sequence[Hashable]) -> tuple[float, float]:
    """Precision and recall (Bagga and Baldwin 1998) of one group an item against one class an item."""
    both, groups, classes = Counter(zip(found, truth, strict=True)), Counter(found), Counter(truth)
    precision = sum(both[g, c] / groups[g] for g, c in zip(found, truth, strict=True)) / len(truth)
    recall = sum(both[g, c] / classes[c] for g, c in zip(found, truth, strict=True)) / len(truth)
    return precision, recall


def url_date(url: str | None) -> str | None:
    """The ISO date in an address ("/2015/03/20/", "/2015/mar/20/"), or None."""
    found = _DATED.search(url.lower()) if url else None
    if not found:
        return None
    month = int(found[2]) if found[2].isdigit() else _MONTHS.index(found[2]) + 1 if found[2] in _MONTHS else 0
    try:
        return date(int(found[1]), month, int(found[3])).isoformat()
    except ValueError:
        return None
