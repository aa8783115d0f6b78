"""How much of one article another tells, on real triplets: of the same event, and of different ones as a control.

SEESAW says which articles are of one event and nothing of their sentences, so this cannot tell whether a link is
right. What is found between different events is wrong, though, and shows how much of the rest may be chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np

from eval.corpora import seesaw
from eval.corpora.examples import bucket
from eval.significance import between, interval, weighted_mean
from eval.store import Result
from framing.annotator import Annotator
from framing.comparison import Fate, compare
from framing.reading import read_article
from framing.types import AnnotatedArticle

TRIPLETS = 40
# A hash of the event decides which are measured: the same on every machine.
BUCKETS = 1 << 32
# Beyond this an article is no news report but a transcript or a feature, and half of the time would go into it.
MOST_SENTENCES = 60


@dataclass(frozen=True, slots=True)
class Shares:
    """Of one article beside another: sentences compared, told, kept."""

    sentences: int
    told: int
    kept: int


def measure_shared(annotator: Annotator, data: Path, triplets: int = TRIPLETS) -> Result:
    """Sentences told by another article of the event, and by one of another event."""
    events = _events(Annotator(annotator.model, embeddings=True), data, triplets)
    same = [
        (number, shares(one, other))
        for number, event in enumerate(events)
        for one in event
        for other in event
        if one is not other
    ]
    following = [*events[1:], *events[:1]]
    different = [
        (number, shares(one, other))
        for number, (event, next_one) in enumerate(zip(events, following, strict=True))
        for one, other in zip(event, next_one, strict=False)
    ]
    return Result(
        name="comparison-seesaw",
        title="Sentences that another article tells too, of the same event and of another",
        command="framing evaluate comparison",
        rows=[_row("the same event", same), _row("another event", different)],
        note=(
            f"SEESAW, {len(events)} events of three outlets. Told: the share of an article's sentences that are kept or "
            "reworded from the other's, as the program finds them. There is no truth by sentence: what is told from "
            "another event is false, what is told from the same one is not known to be true. 95 %: bootstrap over "
            "events."
        ),
        signature=str(annotator.signature),
    )


def shares(telling: AnnotatedArticle, reference: AnnotatedArticle) -> Shares:
    """What `telling` has of `reference`."""
    found = compare([telling], reference).tellings[0]
    kept, told = found.count(Fate.KEPT), found.count(Fate.KEPT) + found.count(Fate.REWORDED)
    return Shares(told + found.count(Fate.ADDED), told, kept)


def _events(annotator: Annotator, data: Path, triplets: int) -> list[list[AnnotatedArticle]]:
    articles = sorted(seesaw.read(data), key=lambda a: (bucket(a.event, BUCKETS), a.event))
    events = []
    for _, group in groupby(articles, key=lambda a: a.event):
        texts = ["\n".join([a.title, *a.sentences[:MOST_SENTENCES]]) for a in group if a.sentences]
        read = [read_article(text, clean=False, language=None) for text in texts]
        if len({article.text for article in read}) > 1:
            events.append(list(annotator.annotate_many(read)))
        if len(events) == triplets:
            break
    return events


def _row(name: str, found: Sequence[tuple[int, Shares]]) -> dict[str, object]:
    compared = [(event, one) for event, one in found if one.sentences]
    told = np.array([one.told / one.sentences for _, one in compared])
    estimate = interval(weighted_mean(told), [event for event, _ in compared])
    return {
        "compared with": name,
        "pairs": len(compared),
        "sentences": sum(one.sentences for _, one in compared),
        "told": estimate.value,
        "95 %": between(estimate),
        "kept": float(np.mean([one.kept / one.sentences for _, one in compared])),
    }
