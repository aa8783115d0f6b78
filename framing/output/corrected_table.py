"""Corrected profiles as a table on the terminal, as CSV and as JSON."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from framing.output.columns import CORRECTED_COLUMNS
from framing.output.profile_table import ENDINGS, interval, percent, print_cells
from framing.output.whole import WholeFile, check_ending
from framing.profiles.compare import Difference, Place
from framing.profiles.corrected import CORRECTED, CorrectedProfile, Correction
from framing.profiles.counts import SEPARATOR
from framing.profiles.flaws import Flaw
from framing.types import Estimate

CORPUS, BEYOND = "these articles", "beyond these articles"
_HEAD = (
    "articles", "sentences", "labels", "by hand", "raw model", "corrected", "interval", "prec.", "recall",
    "agree", "eff. n",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """Everything one call of `framing profile --labels` found, ready to be printed or written."""

    by: tuple[str, ...]
    corrections: tuple[Correction, ...]
    differences: dict[str, list[Difference]]
    ranks: dict[str, list[Place]]
    level: float
    beyond: bool
    signature: str

    @property
    def note(self) -> str:
        """What the figures are."""
        where = BEYOND if self.beyond else CORPUS
        ordered = (self.ranks or self.differences) and not self.beyond
        too = (
            " So are ranks and differences: other articles may rank otherwise (--beyond)." if ordered else ""
        )
        return f"Rates: {CORRECTED}. Intervals ({100 * self.level:g} %) are for {where}.{too}"

    def rows(self, correction: Correction) -> list[CorrectedProfile]:
        """The groups, then all of them together."""
        return [*correction.profiles, *([correction.whole] if correction.whole else [])]


def write_report(path: str | os.PathLike[str], report: Report) -> None:
    """Write it to `path`, CSV or JSON by the ending; differences and ranks go into JSON only."""
    ending = check_ending(Path(path), ENDINGS)
    text = as_csv(report) if ending == ".csv" else as_json(report)
    with WholeFile(path) as file:
        file.write(text.encode("utf-8"))


def as_csv(report: Report) -> str:
    """The columns of `CORRECTED_COLUMNS`, the first one for each of `by`; absent is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*report.by, *(column.name for column in CORRECTED_COLUMNS[1:])])
    for correction in report.corrections:
        for profile in report.rows(correction):
            row = _row(profile, correction, report)
            row["warning_codes"] = "; ".join(flaw.code for flaw in profile.flaws)
            row["warnings"] = "; ".join(flaw.text for flaw in profile.flaws)
            writer.writerow(row.values())
    return out.getvalue()


def as_json(report: Report) -> str:
    """`{"by", "note", "signature", "warnings", "profiles", "differences", "ranks"}`."""
    profiles = [
        _row(profile, correction, report)
        | {"warning_codes": [flaw.code for flaw in profile.flaws], "warnings": _flaws(profile.flaws)}
        for correction in report.corrections
        for profile in report.rows(correction)
    ]
    whole: dict[str, Any] = {
        "by": list(report.by),
        "note": report.note,
        "signature": report.signature,
        "warnings": {c.question.name: _flaws(c.flaws) for c in report.corrections},
        "profiles": profiles,
    }
    if report.differences:
        whole["differences"] = [
            {"of": of, **_difference(d)} for of, found in report.differences.items() for d in found
        ]
    if report.ranks:
        whole["ranks"] = [
            {"of": of, "group": p.name, "best": p.best, "worst": p.worst, "letters": p.letters.split()}
            for of, found in report.ranks.items()
            for p in found
        ]
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def print_report(report: Report, file: IO[str]) -> None:
    """Tables, warnings, note and signature on `file`."""
    for correction in report.corrections:
        if len(report.corrections) > 1:
            print(f"{correction.question.name}, of {correction.question.among}", file=file)
        rows = [_cells(profile, len(report.by)) for profile in report.rows(correction)]
        print_cells((*report.by, *_HEAD), rows, file, left=len(report.by))
        name = correction.question.name
        if name in report.ranks:
            _print_ranks(report.ranks[name], report, file)
        if name in report.differences:
            _print_differences(report.differences[name], file)
        for line in warnings(correction, report):
            print(line, file=file)
    print(report.note, report.signature, sep="\n", file=file)


def warnings(correction: Correction, report: Report) -> list[str]:
    """A line for each failed assumption: `! group: text [code]`."""
    lines = [f"! labels: {flaw.text} [{flaw.code}]" for flaw in correction.flaws]
    for profile in report.rows(correction):
        name = SEPARATOR.join(profile.key)
        lines += [f"! {name}: {flaw.text} [{flaw.code}]" for flaw in profile.flaws]
    return lines


def _row(profile: CorrectedProfile, correction: Correction, report: Report) -> dict[str, Any]:
    names = [*profile.key, *[""] * (len(report.by) - len(profile.key))]
    best = profile.corrected
    return {
        **dict(zip(report.by, names, strict=True)),
        "of": correction.question.name,
        "articles": profile.articles,
        "sentences": profile.sentences,
        "labels": profile.labels,
        **_flat("corrected", best),
        "method": best.method if best else None,
        **_flat("hand", profile.hand),
        "raw_rate": profile.raw.value,
        "precision": profile.precision,
        "recall": profile.recall,
        "agreement": profile.agreement,
        "effective_n": profile.effective,
        "score_weight": profile.score_weight if best else None,
        "level": report.level,
        "covers": BEYOND if report.beyond else CORPUS,
        "correction": CORRECTED if best else None,
        "warning_codes": None,
        "warnings": None,
        "signature": report.signature,
    }


def _flat(name: str, rate: Estimate | None) -> dict[str, float | None]:
    ends = (rate.value, rate.low, rate.high) if rate else (None, None, None)
    return dict(zip((f"{name}_rate", f"{name}_low", f"{name}_high"), ends, strict=True))


def _flaws(flaws: Sequence[Flaw]) -> list[dict[str, str]]:
    return [{"code": flaw.code, "text": flaw.text} for flaw in flaws]


def _difference(d: Difference) -> dict[str, Any]:
    e = d.estimate
    ends = {"difference": e.value, "low": e.low, "high": e.high}
    return {"first": d.first, "second": d.second, **ends, "p": d.p, "adjusted_p": d.adjusted_p}


def _cells(profile: CorrectedProfile, groups: int) -> list[str]:
    rates = (profile.precision, profile.recall, profile.agreement)
    return [
        *profile.key,
        *[""] * (groups - len(profile.key)),
        str(profile.articles),
        str(profile.sentences),
        str(profile.labels),
        percent(profile.hand.value) if profile.hand else "–",
        percent(profile.raw.value),
        percent(profile.corrected.value) if profile.corrected else "–",
        interval(profile.corrected),
        *("–" if rate is None else f"{rate:.2f}" for rate in rates),
        # An interval that could not be told from labels of every sentence has no number of labels to be worth.
        "–" if profile.effective is None else f"{profile.effective:.0f}",
    ]


def _print_ranks(ranks: Sequence[Place], report: Report, file: IO[str]) -> None:
    print(
        f"\nRank, highest rate first; groups with a letter in common cannot be told apart "
        f"({100 * (1 - report.level):g} %, Holm over all pairs):",
        file=file,
    )
    rows = [
        [p.name, str(p.best) if p.best == p.worst else f"{p.best} to {p.worst}", p.letters] for p in ranks
    ]
    print_cells((SEPARATOR.join(report.by), "rank", "letters"), rows, file)
    print(file=file)


def _print_differences(found: Sequence[Difference], file: IO[str]) -> None:
    rows = [
        [
            f"{d.first} less {d.second}",
            percent(d.estimate.value),
            interval(d.estimate),
            _p(d.p),
            _p(d.adjusted_p),
        ]
        for d in found
    ]
    print("\nDifferences, in percentage points:", file=file)
    print_cells(("groups", "difference", "interval", "p", "p (Holm)"), rows, file)
    print(file=file)


def _p(p: float) -> str:
    return "<0.001" if p < 0.001 else f"{p:.3f}"
