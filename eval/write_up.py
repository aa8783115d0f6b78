"""RESULTS.md: every kept figure with the command that makes it, written from eval/results."""

from __future__ import annotations

from pathlib import Path

from eval.power_picture import draw_power
from eval.store import FOLDER, Result, load_all, table
from eval.tiers_picture import draw_tiers

PAGE = Path(__file__).parent / "RESULTS.md"
POWER, SPEED = "coverage-differences", "speed"
PICTURES = {POWER: draw_power, SPEED: draw_tiers}
# The order in which a reader asks; results of other names follow by name.
ORDER = (
    "artefact",
    "against",
    "calibration",
    "abstain",
    "precision",
    "behaviour-swaps",
    "behaviour-groups",
    "behaviour-loaded",
    "behaviour-stability",
    "behaviour-innocent",
    "quoted",
    "rationale",
    "deletion",
    "devices",
    "embedding",
    "babe-random",
    "babe-random-fast_unpaired",
    "babe-grouped",
    "babe-grouped-unpaired",
    "babe-outlet",
    "babe-outlet-unpaired",
    "choice",
    "founding",
    "demo",
    "agreement",
    "agreement-passes",
    "coverage",
    "coverage-gain",
    POWER,
    "profile-scale",
    "voice_polnear",
    "comparison",
    "comparison-seesaw",
    "events",
    "retrain",
    "next_labels",
    SPEED,
    "tiers",
    "annotate-scale",
    "labelling",
    "splitters",
)
INTRODUCTION = """# Results

Written by `framing evaluate --save` from the files in `eval/results`; do not edit by hand. Every table names
the command that makes it. Corpora are read from the folder in `FRAMING_DATA`; none of their text is here.

BABE's random five folds are the field's own, and flatter: sentences of one article stand on both sides, and
the outlet's name alone predicts 74 % of its labels. Read them beside the folds that keep an article whole and
those that leave an outlet out. Two expert panels of BABE agree at about macro-F1 0.90.
"""


def write_results(folder: Path = FOLDER, page: Path = PAGE) -> Path:
    """Write the page from the kept results and return its path."""
    rank = {name: place for place, name in enumerate(ORDER)}
    results = sorted(load_all(folder), key=lambda r: (rank.get(r.name, len(rank)), r.name))
    for result in results:
        if result.name in PICTURES:
            PICTURES[result.name](result, folder / f"{result.name}.svg")
    sections = [_section(result, folder / f"{result.name}.svg") for result in results]
    page.write_text("\n".join([INTRODUCTION, *sections]), encoding="utf-8")
    return page


def _section(result: Result, picture: Path) -> str:
    parts = [f"## {result.title}", f"`{result.command}`", table(result.rows)]
    if picture.exists():
        parts.append(f"![{result.title}]({picture.parent.name}/{picture.name})")
    parts += [text for text in (result.note, f"`{result.signature}`" if result.signature else "") if text]
    return "\n\n".join(parts) + "\n"
