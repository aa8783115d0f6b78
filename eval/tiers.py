"""The fast tier beside the default on the sentences that neither trained on: what speed costs, set by set."""

from __future__ import annotations

from pathlib import Path

from eval.against import labels, pairs
from eval.metrics import measure
from eval.significance import between, difference, weighted_macro_f1
from eval.store import Result
from framing.annotator import Annotator


def measure_tiers(default: Annotator, fast: Annotator, data: Path) -> Result:
    """Macro-F1 and AUROC of both tiers on every held-out set, and what the fast one loses."""
    rows = []
    for slow, quick in pairs(default, fast, data):
        one, two = labels(default, slow), labels(fast, quick)
        loss = difference(
            weighted_macro_f1(slow.labels, one), weighted_macro_f1(slow.labels, two), slow.groups
        )
        whole, small = (
            measure(part.labels, part.scores, annotator.thresholds[part.head])
            for part, annotator in ((slow, default), (quick, fast))
        )
        rows.append(
            {
                "set": slow.title,
                "head": slow.head,
                "n": whole.n,
                "default": whole.macro_f1,
                "fast": small.macro_f1,
                "loss": loss.value,
                "95 %": between(loss),
                "AUROC, default": whole.auroc,
                "AUROC, fast": small.auroc,
            }
        )
    return Result(
        name="tiers",
        title="What the fast tier costs",
        command="framing evaluate tiers",
        rows=rows,
        note=(
            "Macro-F1 of both tiers on the sets of `framing evaluate artefact`, and how much the fast one has less "
            "(paired bootstrap, articles drawn whole where they are known). How fast they are: "
            "`python -m eval.benchmarks.speed`."
        ),
        signature=f"{default.signature}|fast:{fast.model.artefact.name}-{fast.model.artefact.hash}",
    )
