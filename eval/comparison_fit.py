"""Fits the odds of the comparison (framing/comparison/odds.json): `python -m eval.comparison_fit`.

On the events of annotations/retold and those of the demo corpus that were looked at while rules were made. It is judged
on events that were left out of the fit; the demo's other events have no part in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from eval.comparison import (
    SEEN,
    TOLD,
    Judged,
    Pass,
    Place,
    agreed,
    annotated_events,
    beside,
    left_out,
    partners_of,
    read_articles,
    read_pass,
    without_meaning,
)
from eval.retold import read_retold
from framing.annotator import Annotator
from framing.comparison import Fate
from framing.comparison.align import Pair, linked, pairs
from framing.comparison.compare import read_event
from framing.comparison.odds import FILE, VALUES, Odds
from framing.comparison.statements import Statement
from framing.model import load_model
from framing.types import AnnotatedArticle

DEMO = Path(__file__).parents[1] / "annotations" / "demo"


@dataclass(frozen=True, slots=True)
class Telling:
    """One article of `event` beside the wire of `wire_event`: its pairs, and of each whether it is a true link."""

    event: str
    wire_event: str
    places: tuple[Place | None, ...]
    wire: tuple[Place | None, ...]
    statements: tuple[Statement, ...]
    pairs: Mapping[tuple[int, int], Pair]
    true: Mapping[tuple[int, int], bool]


def tellings(events: Mapping[str, Sequence[AnnotatedArticle]], truth: Pass) -> list[Telling]:
    """Every telling of every event beside its own wire and beside the next event's, of which it tells nothing."""
    names = sorted(events)
    wires = {
        name: next(article for article in events[name] if article.article.role == "wire") for name in names
    }
    return [
        telling
        for name, following in zip(names, (*names[1:], names[0]), strict=True)
        for wire_event in (name, following)
        for telling in _beside(
            name,
            [one for one in events[name] if one is not wires[name]],
            wire_event,
            wires[wire_event],
            truth,
        )
    ]


def _beside(
    event: str, articles: Sequence[AnnotatedArticle], wire_event: str, wire: AnnotatedArticle, truth: Pass
) -> Iterator[Telling]:
    *read, reference = read_event([*articles, wire])
    asked = sorted({place for _, place in truth.omitted if place[0] == wire.article.id})
    sources = tuple(partners_of(wire, asked))
    for article, statements in zip(articles, read, strict=True):
        hand = sorted(place for place in truth.judged if place[0] == article.article.id)
        places = tuple(partners_of(article, hand))
        near = pairs(statements, reference)
        true = {
            (place, at): sources[at] in truth.judged[mine].wire
            for place, at in near
            if (mine := places[place]) is not None
        }
        yield Telling(event, wire_event, places, sources, statements, near, true)


def fit(found: Sequence[Telling]) -> Odds:
    """The regression of true links on the values of all pairs that do not contradict each other."""
    rows = [
        (pair.values, one.true[at])
        for one in found
        for at, pair in one.pairs.items()
        if at in one.true and pair.conflict is None
    ]
    values = np.array([row for row, _ in rows])
    scaled = make_pipeline(StandardScaler(), LogisticRegression(max_iter=3000))
    scaled.fit(values, np.array([true for _, true in rows]))
    scaler, regression = scaled[0], scaled[1]
    weights: NDArray[np.float64] = regression.coef_[0] / scaler.scale_
    intercept = float(regression.intercept_[0] - weights @ scaler.mean_)
    return Odds(round(intercept, 4), tuple(round(float(w), 4) for w in weights))


def judge(found: Sequence[Telling], by_event: Mapping[str, Odds]) -> dict[Place, Judged]:
    """What the odds of its event say of each sentence."""
    judged = {}
    for one in found:
        odds = by_event[one.event]
        likely = {at: odds.probability(pair.values) for at, pair in one.pairs.items()}
        links = linked(one.statements, one.pairs, likely)
        for place, mine in zip(one.places, links, strict=True):
            if place is not None:
                partners = frozenset(p for link in mine if (p := one.wire[link.source]) is not None)
                judged[place] = Judged(Fate.REWORDED if mine else Fate.ADDED, partners)
    return judged


def held_out(found: Sequence[Telling], truth: Pass) -> dict[str, float]:
    """F1 of told, added, omitted and links on all events, each judged by a fit on those that it has no part in; and the
    share of sentences that are said to tell another event's wire, all of them falsely."""
    by_event = {
        event: fit([one for one in found if event not in (one.event, one.wire_event)])
        for event in sorted({one.event for one in found})
    }
    judged = judge([one for one in found if one.event == one.wire_event], by_event)
    said = {place: judged.get(place, Judged(Fate.ADDED, frozenset())) for place in truth.judged}
    figures = beside(Pass(said, left_out(said, truth.omitted)), truth)
    strange = judge([one for one in found if one.event != one.wire_event], by_event)
    told = {name: round(float(str(figures[name])), 3) for name in ("told", "added", "omitted", "links")}
    return told | {
        "of another event": round(sum(one.fate in TOLD for one in strange.values()) / len(strange), 3)
    }


def material(annotator: Annotator, words_alone: bool) -> tuple[list[Telling], Pass]:
    """All tellings to fit on, and what is true of them."""
    retold, passes = read_retold()
    truth = agreed(*passes)
    events = annotated_events(annotator, [article for articles in retold.values() for article in articles])
    first, second = (
        read_pass(DEMO, name).of(lambda place: place.startswith(SEEN)) for name in ("first", "second")
    )
    both = agreed(first, second)
    looked_at = {e: a for e, a in annotated_events(annotator, read_articles(DEMO)).items() if e in SEEN}
    every = Pass({**truth.judged, **both.judged}, {**truth.omitted, **both.omitted})
    read = {**events, **looked_at}
    if words_alone:
        read = {event: without_meaning(articles) for event, articles in read.items()}
    return tellings(read, every), every


@click.command()
@click.option("--model", default=None, help="Whose embeddings [default: the shipped model].")
def main(model: str | None) -> None:
    """Fit the odds with and without meaning, and write them."""
    first, second = read_retold()[1]
    click.echo(f"annotations/retold, second pass beside the first: {beside(second, first)}")
    annotator = Annotator(load_model(model), embeddings=True)
    written: dict[str, object] = {}
    for name, words_alone in (("meaning", False), ("words", True)):
        found, truth = material(annotator, words_alone)
        figures = held_out(found, truth)
        odds = fit(found)
        click.echo(f"{name}, events left out in turn: {figures}")
        written[name] = {
            "intercept": odds.intercept,
            "weights": dict(zip(VALUES, odds.weights, strict=True)),
            "left_out": figures | {"sentences": len(truth.judged)},
        }
    FILE.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
