"""How far the demo corpus's labelling passes agree: Krippendorff's alpha for nominal labels."""

from __future__ import annotations

from collections.abc import Sequence

from eval.store import Result
from framing.labels.agreement import EVERYBODY
from framing.labels.agreement import agreement as coefficients
from framing.labels.consensus import by_sentence
from framing.labels.reliability import krippendorff_alpha
from framing.types import Annotation

__all__ = ["agreement", "krippendorff_alpha"]


def agreement(labels: Sequence[Annotation]) -> Result:
    """Alpha of voice, editorial, charged and each device, over all annotators."""
    rows: list[dict[str, object]] = [
        {"question": one.question, "alpha": one.estimate and one.estimate.value,
         "marked": None if one.question in ("voice", "editorial", "charged") else one.marked}
        for one in coefficients(labels)
        if one.among == EVERYBODY and one.coefficient.endswith("alpha")
    ]  # fmt: skip
    return Result(
        name="agreement",
        title="Agreement of the demo corpus's labelling passes",
        command="framing evaluate agreement",
        rows=rows,
        note=(
            f"Krippendorff's alpha, nominal, {len({a.annotator for a in labels})} passes over "
            f"{len(by_sentence(labels))} sentences; 'marked': sentences on which some pass marked the device. The "
            "passes were made by separate runs of a language model, so this tells how clear the codebook is to "
            "such a model."
        ),
    )
