"""How far annotators agree: on each question, each device and their spans; over all, by pair, by outlet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from framing.labels.consensus import by_sentence
from framing.labels.reliability import agreed, alpha, cohen, coincidences, fleiss
from framing.labels.resampled import estimate
from framing.types import Annotation, Estimate

Floats = NDArray[np.float64]
QUESTIONS = ("voice", "editorial", "charged")
EVERYBODY = "all"


@dataclass(frozen=True, slots=True)
class Agreement:
    """One coefficient. `among`: "all", "anna & ben", or an outlet; `marked`: sentences on which somebody said
    yes (questions of yes or no); `estimate` is `None` where the coefficient is undefined."""

    question: str
    among: str
    coefficient: str
    estimate: Estimate | None
    sentences: int
    articles: int
    marked: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One sentence and one question: who answered what."""

    article: str
    outlet: str | None
    answers: Mapping[str, Hashable]


def agreement(
    labels: Sequence[Annotation], level: float = 0.95, seed: int = 0, details: bool = True
) -> list[Agreement]:
    """Every coefficient of every question that two annotators or more answered of one sentence.

    Without `details` only those among all, not by pair and outlet. Fleiss' kappa is of the sentences with the
    commonest number of answers. Leave an adjudicator out: who sees the disputed sentences alone agrees less.
    """
    groups = list(by_sentence(labels).values())
    found: list[Agreement] = []
    for name in [*QUESTIONS, *device_names(labels)]:
        asked = [one for one in _asked(groups, name) if len(one.answers) > 1]
        if asked:
            found += _question(name, asked, level, seed, details)
    return found


def device_names(labels: Iterable[Annotation]) -> list[str]:
    """The devices that anybody marked."""
    return sorted({d.device for label in labels for d in label.devices or ()})


def _asked(groups: Iterable[Sequence[Annotation]], name: str) -> Iterator[Asked]:
    for group in groups:
        found = {label.annotator: _said(label, name) for label in group}
        answers = {who: said for who, said in found.items() if said is not None}
        outlet = next((label.outlet for label in group if label.outlet), None)
        yield Asked(group[0].article, outlet, answers)


def _said(label: Annotation, name: str) -> Hashable:
    if name in QUESTIONS:
        return getattr(label, name)  # type: ignore[no-any-return]
    return None if label.devices is None else int(any(d.device == name for d in label.devices))


def _question(name: str, asked: list[Asked], level: float, seed: int, details: bool) -> Iterator[Agreement]:
    who = sorted({person for one in asked for person in one.answers})
    code = {
        said: i for i, said in enumerate(sorted({a for one in asked for a in one.answers.values()}, key=str))
    }
    yes_no = name != "voice"

    def row(among: str, kind: str, part: list[Asked], count: Callable[[Asked], Floats | None],
            statistic: Callable[[Floats], Floats]) -> Agreement:  # fmt: skip
        counts, n, marked = defaultdict[str, Floats | float](float), 0, 0
        for one in part:
            counted = count(one)
            if counted is not None:
                counts[one.article] = counts[one.article] + counted
                n += 1
                marked += yes_no and 1 in one.answers.values()
        value = estimate({k: np.asarray(v) for k, v in counts.items()}, statistic, n, level, seed)
        return Agreement(name, among, kind, value, n, len(counts), marked if yes_no else None)

    def pairs(one: Asked) -> Floats:
        return coincidences([code[said] for said in one.answers.values()], len(code))

    yield row(EVERYBODY, "Krippendorff's alpha", asked, pairs, alpha)
    yield row(EVERYBODY, "agreed", asked, pairs, agreed)
    if len(who) > 2:
        # Of as many answers each, whoever gave them: of most sentences that so many answered.
        answers = Counter(len(one.answers) for one in asked)
        raters = max(answers, key=lambda n: (answers[n], n))
        yield row(EVERYBODY, "Fleiss' kappa", asked, lambda one: _fleiss_counts(one, raters, code), _fleiss)
    if not details:
        return
    for first, second in combinations(who, 2):
        count = _confusion(first, second, code)
        if any(count(one) is not None for one in asked):
            yield row(f"{first} & {second}", "Cohen's kappa", asked, count, cohen)
    outlets = sorted({one.outlet for one in asked if one.outlet})
    for outlet in outlets if len(outlets) > 1 else []:
        part = [one for one in asked if one.outlet == outlet]
        yield row(outlet, "Krippendorff's alpha", part, pairs, alpha)


def _confusion(first: str, second: str, code: Mapping[Hashable, int]) -> Callable[[Asked], Floats | None]:
    def count(one: Asked) -> Floats | None:
        if first not in one.answers or second not in one.answers:
            return None
        found = np.zeros((len(code), len(code)))
        found[code[one.answers[first]], code[one.answers[second]]] = 1
        return found

    return count


def _fleiss_counts(one: Asked, raters: int, code: Mapping[Hashable, int]) -> Floats | None:
    """Answers by category, then the share of pairs that agree, then one for the sentence."""
    if len(one.answers) != raters:
        return None
    given = np.bincount([code[said] for said in one.answers.values()], minlength=len(code)).astype(np.float64)
    same = (given * (given - 1)).sum() / (raters * (raters - 1))
    return np.array([*given, same, 1.0])


def _fleiss(counts: Floats) -> Floats:
    return fleiss(counts[..., :-2], counts[..., -2], counts[..., -1])
