"""What the labels did to everything else: behaviour, the demo corpus, and the research corpora where they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from eval.corpora.examples import sentence_key
from eval.corpora.trained import keys_of, trained_keys
from eval.figures import Figure, own_figures
from eval.scored import scored_sets
from eval.significance import between, difference, weighted_auroc, weighted_macro_f1
from framing.annotator import Annotator

# Sentences of each corpus of single sentences.
AT_MOST = 1000
# A figure is worse where it moved by more than this many of its standard errors.
CLEARLY = 2.0


def behaviour_rows(before: Annotator, after: Annotator, demo: Path | None) -> list[dict[str, Any]]:
    """The behavioural suite's figures and the demo corpus's, before and after."""
    pairs = zip(own_figures(before, demo), own_figures(after, demo), strict=True)
    return [_moved(one, two) for one, two in pairs]


def _moved(before: Figure, after: Figure) -> dict[str, Any]:
    worse = (before.value - after.value) * (1 if before.higher else -1)
    return {
        "figure": before.name,
        "better is": "more" if before.higher else "less",
        "before": before.value,
        "after": after.value,
        "clearly worse": "yes" if worse > CLEARLY * before.error else "no",
    }


def corpus_rows(
    before: Annotator, after: Annotator, data: Path, own: Collection[str] = ()
) -> Iterator[dict[str, Any]]:
    """The held-out parts of the research corpora, less the texts that were labelled: what was forgotten.

    Clearly worse: the whole interval of the difference lies below 0.
    """
    keys = frozenset(map(sentence_key, own))
    sets = [scored_sets(annotator, data, AT_MOST) for annotator in (before, after)]
    for pair in zip(*sets, strict=True):
        if np.array_equal(pair[0].scores, pair[1].scores):
            continue  # the other head's
        one, two = (part.without(keys) for part in pair)
        if not one.texts:
            continue
        said = [
            (part.scores >= annotator.thresholds[part.head]).astype(np.int64)
            for annotator, part in ((before, one), (after, two))
        ]
        f1 = [weighted_macro_f1(one.labels, found) for found in said]
        auroc = [weighted_auroc(one.labels, part.scores) for part in (one, two)]
        moved = difference(f1[1], f1[0], one.groups)
        ones = np.ones(len(one.labels))
        yield {
            "set": one.title,
            "head": one.head,
            "n": len(one.labels),
            "macro-F1 before": f1[0](ones),
            "macro-F1 after": f1[1](ones),
            "difference": moved.value,
            "95 % of it": between(moved),
            "AUROC before": auroc[0](ones),
            "AUROC after": auroc[1](ones),
            "clearly worse": "yes" if moved.high is not None and moved.high < 0 else "no",
        }


def taught_before(own: Iterable[str], data: Path) -> str | None:
    """A line on labels whose sentences stand in the base's own training parts, which flatter it; None of none."""
    keys = trained_keys(data)
    count = sum(not keys.isdisjoint(keys_of(text)) for text in own)
    return (
        f"{count} of the labelled sentences are of parts that the shipped models were trained on."
        if count
        else None
    )
