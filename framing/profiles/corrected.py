"""Each group's rate put right by the hand labels of a recorded sample, with what a reader must know of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from framing.errors import InputError
from framing.profiles import ppi
from framing.profiles.answers import Answers
from framing.profiles.design import Design
from framing.profiles.flaws import Flaw, of_group, of_labels
from framing.profiles.groups import Group, Grouping
from framing.profiles.questions import Question
from framing.profiles.rates import Rate, corrected
from framing.profiles.universe import Key, Universe
from framing.types import Estimate

ALL = "(all)"
CORRECTED = "corrected by hand labels (prediction-powered, design-based)"


@dataclass(frozen=True, slots=True)
class CorrectedProfile:
    """One group. `raw` is the model's rate, its interval over articles and blind to the model's errors; `hand`
    is the rate of the labels alone, `corrected` the one to report.

    `sentences` are those that the question is asked of. Precision, recall and agreement are the model's on
    this group, weighted as the sample was drawn. `effective` is the number of independent labels that would
    give as narrow an interval; `score_weight` is lambda (0: the model did not help), `gain` the share of the
    hand rate's variance that the scores took away.
    """

    key: Key
    articles: int
    sentences: int
    labels: int
    raw: Estimate
    hand: Estimate | None
    corrected: Estimate | None
    precision: float | None
    recall: float | None
    agreement: float | None
    effective: float | None
    score_weight: float
    gain: float
    flaws: tuple[Flaw, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """All groups, highest corrected rate first; `whole` is all of them together.

    `rates` are what differences and ranks are made from, `covariances` those of groups that share articles.
    """

    question: Question
    profiles: tuple[CorrectedProfile, ...]
    whole: CorrectedProfile | None
    flaws: tuple[Flaw, ...]
    rates: dict[Key, Rate]
    covariances: dict[tuple[Key, Key], float]


def correct(
    universe: Universe,
    design: Design,
    answers: Answers,
    level: float = 0.95,
    same_scores: bool = True,
    beyond: bool = False,
) -> Correction:
    """Correct the rate of every group of `universe` by the `answers` to the sample of `design`.

    `same_scores`: the scores are those that the strata were cut by, so that the strata's sizes are known in
    every group. With `beyond` the intervals are for the groups beyond these articles, as if more would come.
    Raises `InputError` where the same scores hold more than the sample was drawn from: its labels know nothing of that.
    """
    if tuple(universe.within) != design.by:
        raise ValueError(f"the universe must be counted within {design.by}, found {universe.within}")
    if same_scores:
        _check_frame(universe, design)
    groups = Grouping(universe, design, answers, same_scores, None).groups()
    labelled = [group.labelled for group in groups if group.labelled is not None]
    pooled = ppi.pooled_lambda(labelled)
    made = [_profile(group, pooled, level, beyond) for group in groups]
    profiles = sorted((profile for profile, _ in made), key=_order)
    rates = {g.key: rate for g, (_, rate) in zip(groups, made, strict=True) if rate and not g.left_out}
    whole = None
    if len(groups) > 1:
        (together,) = Grouping(universe, design, answers, same_scores, ALL).groups()
        whole = _profile(together, pooled, level, beyond)[0]
    return Correction(
        universe.question,
        tuple(profiles),
        whole,
        tuple(of_labels(universe, design, answers, same_scores)),
        rates,
        _covariances([g for g in groups if g.key in rates], rates),
    )


def _check_frame(universe: Universe, design: Design) -> None:
    """Refuse articles or sentences of the sample's groups that could not have been drawn."""
    articles, sentences = universe.sizes()
    for part in design.parts:
        were, are = part.articles, articles.get(part.key, 0)
        drawn_from, here = sum(stratum.sentences for stratum in part.strata), sentences.get(part.key, 0)
        if are > were or here > drawn_from:
            rule = (
                f"'{' / '.join(part.key)}' must be as the sample was drawn from: {were} articles "
                f"(by '{design.article}') with {drawn_from} sentences"
            )
            raise InputError(
                "scores", rule, f"{are} articles (by '{universe.article}') with {here} sentences"
            )


def _profile(group: Group, pooled: float, level: float, beyond: bool) -> tuple[CorrectedProfile, Rate | None]:
    s = group.labelled
    rate = alone = None
    hand = best = None
    if s is not None:
        rate, alone = corrected(group.score_mean, s, pooled, group.article_sums() if beyond else None)
        hand, best = (_with_left_out(r.estimate(level), group.left_out) for r in (alone, rate))
    precision, recall, agreement = _agreement(group)
    effective = None if rate is None else min(rate.effective, float(group.sentences))
    profile = CorrectedProfile(
        key=group.key,
        articles=group.articles,
        sentences=group.sentences,
        labels=s.n if s else 0,
        raw=group.raw(level),
        hand=hand,
        corrected=best,
        precision=precision,
        recall=recall,
        agreement=agreement,
        effective=effective,
        score_weight=rate.lam if rate else 0.0,
        gain=1 - alone.effective / rate.effective if rate and alone and rate.lam else 0.0,
        flaws=tuple(of_group(group, beyond)),
    )
    return profile, rate


def _with_left_out(estimate: Estimate, share: float) -> Estimate:
    """Room for the part without labels: it may have any rate from 0 to 1, so the interval grows by that."""
    if not share or estimate.low is None or estimate.high is None:
        return estimate
    low, high = (1 - share) * estimate.low, (1 - share) * estimate.high + share
    method = f"{estimate.method}; parts without labels may have any rate"
    return Estimate(estimate.value, low, high, estimate.level, method, estimate.n)


def _agreement(group: Group) -> tuple[float | None, float | None, float | None]:
    """Precision, recall and share of agreement of the model's labels with the hand's."""
    s, said = group.labelled, group.said
    if s is None:
        return None, None, None
    both = float(s.weight @ (s.y * said))
    claimed, true = float(s.weight @ said), float(s.weight @ s.y)
    same = float(s.weight @ (s.y == said) / s.weight.sum())
    # Sums of weights in another order may differ in the last digit: a share is 1 at most.
    precision, recall = (min(1.0, both / part) if part else None for part in (claimed, true))
    return precision, recall, min(1.0, same)


def _covariances(groups: Sequence[Group], rates: dict[Key, Rate]) -> dict[tuple[Key, Key], float]:
    """Covariance of the groups that have labels of the same articles, not all of which were drawn."""
    found: dict[tuple[Key, Key], float] = {}
    names = np.unique(np.concatenate([g.clusters for g in groups])) if groups else np.empty(0, object)
    # One code an article across all groups, in place of its place in its group.
    held = [
        (g.key, replace(g.labelled, article=np.searchsorted(names, g.clusters)), set(g.clusters))
        for g in groups
        if g.labelled is not None and (g.labelled.article_share < 1).any()
    ]
    for place, (one, a, mine) in enumerate(held):
        for other, b, theirs in held[place + 1 :]:
            if not mine.isdisjoint(theirs):
                u, v = (s.y - rates[key].lam * s.f for key, s in ((one, a), (other, b)))
                found[one, other] = ppi.likeness(u, a, (v, b))
    return found


def _order(profile: CorrectedProfile) -> tuple[bool, float, Key]:
    rate = profile.corrected
    return rate is None, -rate.value if rate else 0.0, profile.key
