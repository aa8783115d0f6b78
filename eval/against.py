"""Two model folders on the same held-out sentences: is one better, and did making it smaller cost anything?"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from eval.scored import Scored, scored_sets
from eval.significance import between, difference, mcnemar, weighted_auroc, weighted_macro_f1
from eval.store import Result
from framing.annotator import Annotator
from framing.errors import InputError


def measure_against(annotator: Annotator, other: Annotator, data: Path) -> Result:
    """Macro-F1 and AUROC of `annotator` less those of `other`, with intervals, and McNemar's test."""
    rows = []
    for here, there in pairs(annotator, other, data):
        one, two = (labels(annotator, here), labels(other, there))
        f1 = difference(weighted_macro_f1(here.labels, one), weighted_macro_f1(here.labels, two), here.groups)
        auroc = difference(
            weighted_auroc(here.labels, here.scores), weighted_auroc(here.labels, there.scores), here.groups
        )
        test = mcnemar(here.labels, one, two)
        rows.append(
            {
                "set": here.title,
                "head": here.head,
                "n": len(here.labels),
                "macro-F1 difference": f1.value,
                "95 %": between(f1),
                "AUROC difference": auroc.value,
                "95 % of AUROC": between(auroc),
                "only this right": test.only_one,
                "only the other": test.only_other,
                "McNemar p": test.p,
            }
        )
    return Result(
        name="against",
        title="Two models beside each other",
        command="framing evaluate artefact --against OTHER",
        rows=rows,
        note=(
            "This model less the other. Intervals: paired bootstrap, articles drawn whole where they are known. "
            "McNemar's test is exact; it takes sentences for independent, so within whole articles it is too sure."
        ),
        signature=_both(annotator, other),
    )


def measure_precision(annotator: Annotator, exact: Annotator, data: Path) -> Result:
    """What `annotator`, the smaller of two copies of one model, loses beside `exact`."""
    rows = []
    for here, there in pairs(annotator, exact, data):
        one, two = labels(annotator, here), labels(exact, there)
        moved = np.abs(here.scores - there.scores)
        loss = difference(
            weighted_macro_f1(here.labels, two), weighted_macro_f1(here.labels, one), here.groups
        )
        rows.append(
            {
                "set": here.title,
                "head": here.head,
                "n": len(here.labels),
                "macro-F1 loss": loss.value,
                "95 %": between(loss),
                "score difference, mean": float(moved.mean()),
                "at most": float(moved.max()),
                "labels changed": float(np.mean(one != two)),
            }
        )
    return Result(
        name="precision",
        title="The artefact beside the same weights in 32 bits",
        command="framing evaluate precision --against FOLDER",
        rows=rows,
        note="Loss: macro-F1 of the other model less that of this one. Score difference: absolute, by sentence.",
        signature=_both(annotator, exact),
    )


def pairs(annotator: Annotator, other: Annotator, data: Path) -> list[tuple[Scored, Scored]]:
    """Every held-out set as each of the two scores it. Raises InputError where they are not the same sentences."""
    found = list(zip(scored_sets(annotator, data), scored_sets(other, data), strict=True))
    for here, there in found:
        # Which sentences there are follows from the splitter and the rules of voice, never from the model.
        if here.texts != there.texts:
            raise InputError(here.title, "both models must score the same sentences", "different ones")
    return found


def labels(annotator: Annotator, part: Scored) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """A set's scores as labels, at the model's threshold for its head."""
    return (part.scores >= annotator.thresholds[part.head]).astype(np.int64)


def _both(annotator: Annotator, other: Annotator) -> str:
    return f"{annotator.signature}|against:{other.model.artefact.name}-{other.model.artefact.hash}"
