"""What fails of a design's assumptions, in words and as codes that a program can read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.profiles.counts import UNKNOWN
from framing.profiles.questions import OWN
from framing.profiles.rates import SMALL_SAMPLE

if TYPE_CHECKING:
    from framing.profiles.answers import Answers
    from framing.profiles.design import Design
    from framing.profiles.groups import Group
    from framing.profiles.universe import Universe

FEW_ARTICLES = 10
# From this share on, labellers and the program's rules disagree on whose words the sentences are.
OFTEN_NOT_OWN = 0.05


@dataclass(frozen=True, slots=True)
class Flaw:
    """A failed assumption: `code` for programs, `text` for people."""

    code: str
    text: str


def of_labels(universe: Universe, design: Design, answers: Answers, same_scores: bool) -> Iterator[Flaw]:
    """Flaws of the labels as a whole."""
    if answers.outside_sample:
        yield Flaw(
            "outside-sample",
            f"{_labels(answers.outside_sample)} of sentences that are not in the recorded sample: refused",
        )
    if answers.chosen_by_model:
        yield Flaw("chosen-by-model", f"{_labels(answers.chosen_by_model)} not chosen by the sample: refused")
    if answers.ties:
        yield Flaw(
            "tie",
            f"{answers.ties} sentences on which the annotators are divided: left out. These are the hard ones, not some by "
            "chance: rate, interval and agreement are of the sentences they agree on, until a third person decides the others",
        )
    if answers.answered_twice:
        yield Flaw(
            "answered-twice",
            f"{answers.answered_twice} sentences that one annotator answered in two ways: the last answer counts",
        )
    if answers.saw_scores or not design.blind:
        count = answers.saw_scores or len(answers.values)
        yield Flaw("not-blind", f"{_labels(count)} made with scores or suggestions on screen")
    if answers.designs and answers.designs != {design.id}:
        yield Flaw("other-design", "the labels name another sample's design")
    missing = len(design.sample) - len(answers.values) - answers.ties
    if missing > 0:
        yield Flaw(
            "labels-missing",
            f"{missing} of {len(design.sample)} sampled sentences have no label: taken as missing by chance "
            "within an outlet and stratum (true of a sample labelled from the top)",
        )
    lost = len(answers.values) - len(set(universe.found["id"].to_pylist()) & answers.values.keys())
    if lost:
        yield Flaw("not-in-scores", f"{_labels(lost)} of sentences that the scores do not have: left out")
    if not same_scores:
        yield Flaw(
            "other-scores",
            "the scores are not those that the sample was drawn from: it still corrects them, without "
            "its strata where groups are not its own",
        )


def of_group(group: Group, beyond: bool) -> Iterator[Flaw]:
    """Flaws of one group's rate."""
    s = group.labelled
    if group.key and set(group.key) == {UNKNOWN}:
        yield Flaw("no-name", "what these articles belong to is not given")
    if s is None:
        yield Flaw("no-labels", "no label: the rate cannot be corrected, and the raw one may be far off")
        return
    if group.left_out:
        yield Flaw(
            "part-without-labels",
            f"{100 * group.left_out:.1f} % of the sentences are of {', '.join(group.unlabelled)}, without a "
            "label: the interval lets them have any rate",
        )
    drawn = len(set(s.article.tolist()))
    # Whether other articles than those drawn are meant: then a single one says nothing of how much they differ.
    others = beyond or bool((s.article_share < 1).any())
    if s.n < 2:
        yield Flaw("one-label", "1 label: no interval")
    elif drawn == 1 and others:
        yield Flaw("one-article", "labels of 1 article, where more are meant: no interval")
    else:
        if s.n < SMALL_SAMPLE and (s.inclusion < 1).any():  # of all that there are, few are no small sample
            yield Flaw("few-labels", f"only {s.n} labels: a small-sample interval, wide")
        if s.y.sum() in (0, s.n):
            yield Flaw("all-alike", f"all {s.n} labels are {int(s.y[0])}: the interval is the exact one")
    if 1 < drawn < FEW_ARTICLES and others:
        yield Flaw("few-articles", f"labels of only {drawn} articles: the interval may be too narrow")
    if group.not_own > OFTEN_NOT_OWN * s.n and group.among == OWN:
        yield Flaw(
            "not-own-voice",
            f"labellers took {group.not_own} of {s.n} sentences for quotation or no content, the program for "
            "the outlet's own voice",
        )


def _labels(count: int) -> str:
    return f"{count} label{'' if count == 1 else 's'}"
