"""The validity report of a model folder: validity.json for programs, VALIDITY.md for people."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eval.significance import between
from eval.store import table
from eval.validity.curve import MORE, Curve
from eval.validity.held_out import HeldOut, metric_rows, paired_test
from framing.model.registry import REPORT
from framing.types import Estimate

PAGE = "VALIDITY.md"


@dataclass(frozen=True, slots=True)
class Validity:
    """Everything that says whether a model is better than the one it was made from.

    `how` says how labels were held out, `known` what of them the base has seen. Absent parts were not measured:
    `notes` say why.
    """

    model: str
    base: str
    head: str
    how: str
    held: HeldOut
    left_out: Mapping[str, int] = field(default_factory=dict)
    curve: Curve | None = None
    outlets: Sequence[Mapping[str, Any]] = ()
    behaviour: Sequence[Mapping[str, Any]] = ()
    corpora: Sequence[Mapping[str, Any]] = ()
    notes: Sequence[str] = ()
    known: str | None = None

    @property
    def gain(self) -> Estimate:
        """Macro-F1 after less before on held-out labels."""
        return self.held.gain

    @property
    def better(self) -> bool:
        """Whether it is shown to be better: the interval of the gain lies above 0."""
        low = self.gain.low
        return low is not None and low > 0

    @property
    def worse(self) -> list[str]:
        """The figures beside the labels that are clearly worse."""
        rows = [*self.behaviour, *self.corpora]
        return [str(row.get("figure", row.get("set"))) for row in rows if row["clearly worse"] == "yes"]

    @property
    def verdict(self) -> str:
        """One sentence for people."""
        gain = self.gain
        word = "is shown to be better" if self.better else "is not shown to be better"
        return (
            f"`{self.head}` {word} than {self.base} on labels held out: macro-F1 {gain.value:+.3f} "
            f"(95 %: {between(gain)}; {len(self.held.labels)} labels, {len(set(self.held.groups.tolist()))} "
            "groups)."
        )


def write_report(found: Validity, folder: Path) -> Path:
    """Write both forms of the report into a model folder; the path of the page."""
    gain = found.gain
    raw = {
        "model": found.model,
        "base": found.base,
        "head": found.head,
        "better": found.better,
        "verdict": found.verdict,
        "gain": {"value": gain.value, "low": gain.low, "high": gain.high, "level": gain.level},
        "how": found.how,
        "labels": len(found.held.labels),
        "left_out": dict(found.left_out),
        "known": found.known,
        "held_out": metric_rows(found.held),
        "paired_test": paired_test(found.held),
        "learning_curve": found.curve.rows() if found.curve else [],
        "more_labels": _gain(found.curve),
        "outlets_left_out": list(found.outlets),
        "behaviour": list(found.behaviour),
        "corpora": list(found.corpora),
        "notes": list(found.notes),
    }
    (folder / REPORT).write_text(json.dumps(raw, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    page = folder / PAGE
    page.write_text(_page(found, raw), encoding="utf-8")
    return page


def _gain(curve: Curve | None) -> dict[str, Any] | None:
    if curve is None or curve.gain is None:
        return None
    return {"labels": MORE, "value": curve.gain.value, "low": curve.gain.low, "high": curve.gain.high}


def _page(found: Validity, raw: Mapping[str, Any]) -> str:
    test = raw["paired_test"]
    parts = [
        f"# {found.model}: is it better?\n\n{found.verdict} {found.how}",
        f"## On your labels, before and after\n\n{table(raw['held_out'])}\n\nIntervals: bootstrap over groups, "
        f"paired for the differences. Log loss and calibration error: less is better. McNemar's exact test: only "
        f"after right {test['only after right']}, only before right {test['only before right']}, p {test['p']:.3f}.",
    ]
    if found.left_out:
        told = ", ".join(f"{count} {reason}" for reason, count in found.left_out.items())
        parts.append(f"Labelled sentences that could not be used: {told}.")
    if found.known:
        parts.append(f'**{found.known} On them "before" is better than it is on new sentences.**')
    if found.curve and found.curve.sizes:
        parts.append(f"## More labels\n\n{table(found.curve.rows())}\n\n{_told(found.curve)}")
    for title, rows, note in (
        ("Outlets left out", found.outlets, "Each refitted on the labels of the other outlets."),
        ("Behaviour", found.behaviour, "Clearly worse: by more than two standard errors."),
        (
            "What was forgotten",
            found.corpora,
            "Held-out parts of the research corpora, less what is among the labels. "
            "Clearly worse: the interval lies below 0.",
        ),
    ):
        if rows:
            parts.append(f"## {title}\n\n{table([dict(row) for row in rows])}\n\n{note}")
    if found.notes:
        parts.append("## Not measured\n\n" + "\n".join(f"- {note}" for note in found.notes))
    return "\n\n".join(parts) + "\n"


def _told(curve: Curve) -> str:
    if curve.gain is None:
        return f"Too few points to say what {MORE} more labels would bring."
    return (
        f"If it goes on as it went, {MORE} more labels bring macro-F1 {curve.gain.value:+.3f} "
        f"(95 %: {between(curve.gain)}; the interval knows nothing of the curve's form)."
    )
