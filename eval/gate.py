"""The gate: figures that a shipped artefact must not fall under, on sentences that no artefact trains on.

eval/baseline.json pins a bound for every figure and the SHA-256 of every corpus file that was read for it, and
eval/baseline-fast.json those of the fast tier. A figure over sentences of another corpus would say nothing, so a changed
corpus fails and is not measured. Where one is absent none is, with a reason: what a model was trained on is told by all of
them. Behaviour and demo need no corpus and are always measured.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.figures import CORPORA, Figure, corpus_figures, corpus_hashes, own_figures
from eval.store import Result
from eval.suites import Run, demo_folder
from framing.errors import InputError
from framing.model.artefact import SHIPPED

BASELINE = Path(__file__).parent / "baseline.json"
# Shipped models with floors of their own; every other model is held to the default's.
OF_THEIR_OWN = {SHIPPED["fast"]: BASELINE.with_name("baseline-fast.json")}
# A floor lies two standard errors under the figure: a model that is no worse passes, whatever its seed.
SLACK = 2.0
DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Bound:
    """What a figure is held to: at least `bound` where `higher` is better, else at most."""

    name: str
    bound: float
    higher: bool

    def broken_by(self, value: float) -> bool:
        """Whether the value lies on the wrong side."""
        return value < self.bound if self.higher else value > self.bound

    def looser_than(self, other: Bound) -> bool:
        """Whether this bound asks less than `other`."""
        return self.bound < other.bound if self.higher else self.bound > other.bound


@dataclass(frozen=True, slots=True)
class Verdict:
    """The table of figures and bounds, a line for each broken bound, and one for each thing not measured."""

    result: Result
    broken: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()


def check(run: Run, baseline: Path | None = None) -> Verdict:
    """Measure and hold to the bounds, the model's own by default. Raises InputError where there are none."""
    pinned = _read(baseline or _baseline_of(run))
    bounds = {b["name"]: Bound(**b) for b in pinned["bounds"]}
    figures, changed, skipped = _measure(run, pinned["corpora"])
    broken = [*changed, *judge(figures, bounds, whole=not (changed or skipped))]
    return Verdict(_table(run, figures, bounds), tuple(broken), tuple(skipped))


def judge(figures: Sequence[Figure], bounds: dict[str, Bound], *, whole: bool) -> list[str]:
    """A line for each bound that is broken; where all was measured (`whole`), for each that nothing answers too."""
    found = {figure.name: figure for figure in figures}
    lines = []
    for name, bound in bounds.items():
        if name in found:
            value = found[name].value
            if bound.broken_by(value):
                side = "under its floor" if bound.higher else "over its ceiling"
                lines.append(
                    f"{name}: {value:.4f} is {abs(value - bound.bound):.4f} {side} of {bound.bound:.3f}"
                )
        elif whole:
            lines.append(f"{name}: pinned in the baseline, but nothing measures it")
    return lines


def renew(run: Run, allow_lower: bool = False, baseline: Path | None = None) -> Verdict:
    """Set the bounds from this model's figures less the slack; none is loosened unless `allow_lower`.

    Raises InputError where the corpora are not all there: a baseline without them would let anything pass.
    """
    baseline = baseline or _baseline_of(run)
    figures, _, skipped = _measure(run, {})
    if skipped:
        raise InputError(str(baseline), "floors are set with every corpus at hand", skipped[0])
    old = {b["name"]: Bound(**b) for b in _read(baseline)["bounds"]} if baseline.exists() else {}
    bounds, kept = ratchet(old, [bound_of(f) for f in figures], allow_lower)
    page = {
        "signature": str(run.annotator.signature),
        "slack": f"{SLACK:g} bootstrap standard errors",
        "corpora": corpus_hashes(run.data),
        "bounds": [{"name": b.name, "bound": b.bound, "higher": b.higher} for b in bounds.values()],
    }
    baseline.write_text(json.dumps(page, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return Verdict(_table(run, figures, bounds), skipped=tuple(kept))


def bound_of(figure: Figure) -> Bound:
    """The bound that a figure sets: itself less the slack, on its worse side, in thousandths.

    Rounded outward: to the nearest, two sentences of 104 (0.0192) were over the ceiling that they set (0.019).
    """
    slack, unit = SLACK * figure.error, 10**DECIMALS
    value = round((figure.value - slack if figure.higher else figure.value + slack) * unit, 6)
    outward = math.floor(value) if figure.higher else math.ceil(value)
    return Bound(figure.name, outward / unit, figure.higher)


def ratchet(
    old: dict[str, Bound], new: Sequence[Bound], allow_lower: bool
) -> tuple[dict[str, Bound], list[str]]:
    """The bounds that hold from now on, and a line for each old one kept because the new one asks less."""
    bounds, kept = {b.name: b for b in new}, []
    for name, before in old.items():
        if allow_lower:
            continue
        if name not in bounds or bounds[name].looser_than(before):
            said = f"{bounds[name].bound:.3f}" if name in bounds else "nothing"
            kept.append(
                f"{name}: stays at {before.bound:.3f}, since {said} asks less (--allow-lower lets it)"
            )
            bounds[name] = before
    return bounds, kept


def _measure(run: Run, pins: Mapping[str, str]) -> tuple[list[Figure], list[str], list[str]]:
    """The figures, a line for each corpus that is not as pinned, and one for what was not measured."""
    figures = own_figures(run.annotator, demo_folder())
    try:
        hashes = corpus_hashes(run.data)
    except InputError as error:
        return figures, [], [f"every corpus: {error}"]
    changed = [
        f"{name}: the corpus has changed since the floors were set: SHA-256 {found}, pinned {pins[name]}"
        for name, found in hashes.items()
        if name in pins and found != pins[name]
    ]
    changed += [
        f"{name}: pinned in the baseline, but nothing reads it" for name in pins if name not in CORPORA
    ]
    absent = [name for name in CORPORA if name not in hashes]
    if absent:
        return figures, changed, [f"every corpus: {run.data} holds no {', '.join(absent)}"]
    return figures if changed else figures + corpus_figures(run.annotator, run.data), changed, []


def _baseline_of(run: Run) -> Path:
    return OF_THEIR_OWN.get(run.annotator.model.artefact.folder, BASELINE)


def _read(baseline: Path) -> dict[str, Any]:
    try:
        page: dict[str, Any] = json.loads(baseline.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(
            str(baseline), "floors must be set first (framing evaluate gate --set-floors)", "no such file"
        ) from None
    return page


def _table(run: Run, figures: Sequence[Figure], bounds: dict[str, Bound]) -> Result:
    rows = [
        {
            "figure": f.name,
            "value": f.value,
            "bound": f"{'≥' if f.higher else '≤'} {bounds[f.name].bound:.3f}" if f.name in bounds else None,
            "holds": None if f.name not in bounds else "no" if bounds[f.name].broken_by(f.value) else "yes",
        }
        for f in figures
    ]
    return Result("gate", "The gate", "framing evaluate gate", rows, signature=str(run.annotator.signature))
