"""How far annotators agree: Krippendorff's alpha for nominal labels (Krippendorff 2011)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence

from eval.store import Result
from framing.types import Annotation


def krippendorff_alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Alpha over units, each the labels it got (any number, absent ones left out); 1 is perfect, 0 chance.

    `None` where nothing can be said: fewer than two labels on every unit, or one label throughout.
    """
    pairable = [labels for labels in units if len(labels) > 1]
    totals: Counter[Hashable] = Counter(label for labels in pairable for label in labels)
    n = totals.total()
    observed = 0.0
    for labels in pairable:
        counts = Counter(labels)
        same = sum(count * (count - 1) for count in counts.values())
        observed += (len(labels) * (len(labels) - 1) - same) / (len(labels) - 1)
    expected = n * n - sum(count * count for count in totals.values())
    if n == 0 or expected == 0:
        return None
    return 1.0 - (n - 1) * observed / expected


def agreement(labels: Sequence[Annotation]) -> Result:
    """Alpha of voice, editorial, charged and each device, over all annotators."""
    units: defaultdict[tuple[str, int, int], list[Annotation]] = defaultdict(list)
    for label in labels:
        units[(label.article_hash, label.start, label.end)].append(label)
    groups = list(units.values())
    rows: list[dict[str, object]] = []
    for name in ("voice", "editorial", "charged"):
        answers = [[getattr(a, name) for a in g if getattr(a, name) is not None] for g in groups]
        rows.append({"question": name, "alpha": krippendorff_alpha(answers), "marked": None})
    for device in sorted({d.device for label in labels for d in label.devices}):
        held = [[any(d.device == device for d in a.devices) for a in g] for g in groups]
        marked = sum(any(answers) for answers in held)
        rows.append({"question": device, "alpha": krippendorff_alpha(held), "marked": marked})
    return Result(
        name="agreement",
        title="Agreement of the demo corpus's labelling passes",
        command="framing evaluate agreement",
        rows=rows,
        note=(
            f"Krippendorff's alpha, nominal, {len({a.annotator for a in labels})} passes over {len(groups)} "
            "sentences; 'marked': sentences on which some pass marked the device. The passes were made by "
            "separate runs of a language model, so this tells how clear the codebook is to such a model."
        ),
    )
