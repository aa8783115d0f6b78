"""The methods section with every number filled in, and the references that it cites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from framing.output.bundle.labels import annotators_of
from framing.output.bundle.references import References
from framing.output.bundle.scores import Census
from framing.output.bundle.study import Study
from framing.output.bundle.templates import render
from framing.output.corrected_table import warnings
from framing.profiles.counts import SEPARATOR
from framing.types import Estimate

# Corpora of the model card, and who published them.
_PAPERS = {
    "anno_lexical": ("Anno-lexical", "horych2025promises"),
    "semeval2023_task3": ("SemEval-2023 task 3", "piskorski2023semeval"),
    "outlets": ("articles of the corpus", "baly2020detect"),
    "unlabelled": ("sentences without labels of the same corpus", "baly2020detect"),
    "polnear": ("PolNeAR", "newell2018attribution"),
    "babe": ("BABE", "spinde2021babe"),
    "newssd_eng": ("NewsSD-ENG", "antici2024corpus"),
}

# Sentences that were written for the program.
_OWN = {
    "contrast": "pairs of wire sentences that differ in one loaded wording, written for the program",
    "named": "sentences with exchanged names, written for the program",
}

# Parts of a signature that the text names; scores that lost theirs have none.
_SETTINGS = ("framing", "model", "codebook", "splitter", "threshold")


@dataclass(frozen=True, slots=True)
class _Named:
    """A group and its rate."""

    name: str
    corrected: Estimate


def methods(study: Study, census: Census, references: References) -> str:
    """METHODS.md; remembers in `references` what it cites."""
    artefact = study.artefact
    values: dict[str, Any] = {
        "census": census,
        "voices": census.voices.most_common(),
        "settings": {"abstain": None, **dict.fromkeys(_SETTINGS, "(unknown)"), **study.settings},
        "artefact": artefact,
        "corpora": _corpora(artefact.metadata, references) if artefact else None,
        "held_out": _held_out(artefact.metadata) if artefact else None,
        "group": " and ".join(study.names.by),
        "level": f"{100 * study.level:g}",
        "resamples": study.resamples,
        "seed": study.seed,
        "signature": study.signature,
        "labelling": study.labelling,
        "references": references.listed,
        "cite": references.cite,
    }
    return render("METHODS.md", **values, **(_corrected(study) if study.labelling else _raw(study)))


def _corrected(study: Study) -> dict[str, Any]:
    assert study.labelling is not None
    labelling = study.labelling
    design, answers, report = labelling.design, labelling.answers, labelling.report
    correction = report.corrections[0]
    annotators, alpha = annotators_of(labelling)
    rated = [p for p in correction.profiles if p.corrected]
    named = [_Named(SEPARATOR.join(p.key), p.corrected) for p in rated if p.corrected]
    only = correction.profiles[0] if len(correction.profiles) == 1 else None
    overall = correction.whole or only
    return {
        "design": design,
        "answers": answers,
        "labels": len(answers.values),
        "drawn_articles": len({(row.part, row.article) for row in design.sample}),
        "annotators": annotators,
        "alpha": alpha,
        "blind": design.blind and not answers.saw_scores,
        "question": correction.question,
        "overall": overall if overall and overall.corrected else None,
        **_ends(named),
        "warnings": [line.removeprefix("! ") for line in warnings(correction, report)],
    }


def _raw(study: Study) -> dict[str, Any]:
    named = [_Named(p.outlet, p.editorial_rate) for p in study.profiles if p.editorial_rate]
    told = [f"{p.outlet}: {warning}" for p in study.profiles for warning in p.warnings]
    return {**_ends(named), "warnings": told}


def _ends(named: list[_Named]) -> dict[str, _Named | None]:
    """Highest and lowest of the groups in their order; nothing to say of one alone."""
    return {"highest": named[0], "lowest": named[-1]} if len(named) > 1 else {"highest": None, "lowest": None}


def _corpora(metadata: Any, references: References) -> str:
    names = dict.fromkeys(row["corpus"] for row in metadata["data"])
    known = [(_PAPERS[name][0], references.cite(_PAPERS[name][1])) for name in names if name in _PAPERS]
    return ", ".join(
        [
            *(f"{title} ({paper})" for title, paper in known),
            *(_OWN.get(n, n) for n in names if n not in _PAPERS),
        ]
    )


def _held_out(metadata: Any) -> str:
    """What the card measured, set by set."""
    return "; ".join(
        f"macro-F1 {row['macro-F1']:.2f} and AUROC {row['AUROC']:.2f} on {row['set']} ({row['head']}, {row['n']:,} sentences)"
        for row in metadata.get("held_out", ())
    )
