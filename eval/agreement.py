"""How far labelling passes agree: Krippendorff's alpha for nominal labels, of the demo corpus and of real articles."""

from __future__ import annotations

from collections.abc import Sequence

from eval.corpora.outlets import Judged, Judgement
from eval.store import Result
from framing.labels.agreement import EVERYBODY
from framing.labels.agreement import agreement as coefficients
from framing.labels.consensus import by_sentence
from framing.labels.reliability import krippendorff_alpha
from framing.types import Annotation

HEADS = ("editorial", "charged")
CHARGED_MARK = "charged"

Pairs = Sequence[tuple[Judgement, Judgement]]


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


def agreement_of_passes(first: Sequence[Judged], second: Sequence[Judged]) -> Result:
    """Alpha of two passes over the same real articles, by question."""
    pairs = shared_judgements(first, second)
    devices = device_alphas(pairs)
    marked = {name: sum(any(_marks(one, name) for one in pair) for pair in pairs) for name in devices}
    return Result(
        name="agreement-passes",
        title="Agreement of the two passes over real articles",
        command="framing evaluate agreement",
        rows=[
            {"question": name, "alpha": alpha, "marked": marked.get(name)}
            for name, alpha in (head_alphas(pairs) | devices).items()
        ],
        note=(
            f"Krippendorff's alpha, nominal, over {len(pairs):,} sentences that neither pass took for furniture. A "
            "close call is a third answer, or a 0 where the row says so; 'marked': sentences on which a pass marked "
            "the device. Both passes were made by runs of one language model."
        ),
    )


def shared_judgements(first: Sequence[Judged], second: Sequence[Judged]) -> list[tuple[Judgement, Judgement]]:
    """The judgements of sentences that both passes read and neither took for furniture."""
    others = {judged.article.id: judged.judgements for judged in second}
    return [
        (one, two)
        for judged in first
        for span, one in judged.judgements.items()
        if (two := others.get(judged.article.id, {}).get(span)) and not one.furniture and not two.furniture
    ]


def head_alphas(pairs: Pairs) -> dict[str, float | None]:
    """Alpha of each head, with a close call as a third answer and as a 0."""
    found: dict[str, float | None] = {}
    for head in HEADS:
        answers = [[getattr(one, head) for one in pair] for pair in pairs]
        found[head] = krippendorff_alpha(answers)
        found[f"{head}, close calls as 0"] = krippendorff_alpha([[a == 1 for a in pair] for pair in answers])
    return found


def device_alphas(pairs: Pairs) -> dict[str, float | None]:
    """Alpha of whether a sentence holds the device, by device."""
    names = {name for pair in pairs for one in pair for name, _ in one.marks} - {CHARGED_MARK}
    return {
        name: krippendorff_alpha([[_marks(one, name) for one in pair] for pair in pairs])
        for name in sorted(names)
    }


def _marks(judgement: Judgement, device: str) -> bool:
    return any(name == device for name, _ in judgement.marks)
