"""Which sentence splitter the package should use: boundaries on real news and on invented hard cases, and speed.

Run as `python -m eval.benchmarks.splitters [--data DIR] [--articles DIR]`. A boundary is the end of a sentence inside a paragraph; the paragraph's own end is given to everybody and not counted. Sources:

- `hard`: invented paragraphs written for this project (eval/splitter_hard.json), gold boundaries;
- `articles`: five real pages, boundaries set by hand, stand-off (eval/splitter_articles.json: file hash and
  offsets, no text);
- `seesaw`: SEESAW's ordered sentences joined by a space. Silver: another splitter made them, and it keeps
  some quotations of several sentences whole;
- `babe_single`: BABE sentences alone; every boundary found is an over-split (precision is meaningless there,
  the rate of sentences split is reported);
- `babe_pairs`: consecutive BABE sentences joined by a space; recall shows what is missed.

Candidates that are only compared are no dependencies: absent ones are named and left out.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.benchmarks.splitter_candidates import CANDIDATES
from eval.benchmarks.splitter_gold import Paragraph, articles, babe_pairs, babe_single, hard, seesaw
from eval.corpora.resolve import data_folder
from eval.store import Result, save

COMMAND = "python -m eval.benchmarks.splitters"
NOTE = (
    "F1 of boundaries inside paragraphs. 'framing' is what the package uses: sentencex with quotation marks "
    "hidden from it and seven corrections. SEESAW's boundaries are another splitter's (silver); many BABE rows "
    "hold several sentences. Speeds were taken in one run: compare them with each other only."
)


@dataclass(slots=True)
class Count:
    """Boundaries found and missed by one candidate on one source, and the time it took."""

    right: int = 0
    found: int = 0
    gold: int = 0
    whole: int = 0  # paragraphs with no wrong and no missing boundary
    paragraphs: int = 0
    characters: int = 0
    seconds: float = 0.0

    def row(self, candidate: str, source: str) -> dict[str, object]:
        """The figures as one row: shares rounded to 4 digits, speed in characters a second."""
        precision = self.right / self.found if self.found else None
        recall = self.right / self.gold if self.gold else None
        f1 = 2 * self.right / (self.found + self.gold) if self.found + self.gold else None
        shares = {"precision": precision, "recall": recall, "f1": f1, "exact": self.whole / self.paragraphs}
        return {
            "candidate": candidate,
            "source": source,
            "paragraphs": self.paragraphs,
            "boundaries": self.gold,
            **{name: None if value is None else round(value, 4) for name, value in shares.items()},
            "characters_per_second": round(self.characters / max(self.seconds, 1e-9)),
        }


def measure(split: Callable[[str], list[int]], paragraphs: list[Paragraph]) -> Count:
    """One candidate over one source."""
    count = Count()
    for paragraph in paragraphs:
        started = time.perf_counter()
        ends = set(split(paragraph.text))
        count.seconds += time.perf_counter() - started
        found, gold = ends - {len(paragraph.text)}, set(paragraph.ends)
        count.right += len(found & gold)
        count.found += len(found)
        count.gold += len(gold)
        count.whole += found == gold
        count.paragraphs += 1
        count.characters += len(paragraph.text)
    return count


def present() -> Iterator[tuple[str, Callable[[str], list[int]]]]:
    """The candidates whose library is installed; the others are named on standard error."""
    for name, (library, make) in CANDIDATES.items():
        try:
            if library:
                importlib.import_module(library)
        except ImportError:
            print(f"{name}: not installed, left out", file=sys.stderr)
            continue
        yield name, make()


def run(data: Path, pages: Path | None) -> list[dict[str, object]]:
    """Every candidate on every source at hand."""
    sources = {
        "hard": hard(),
        "articles": articles(pages) if pages else [],
        "seesaw": seesaw(data),
        "babe_single": babe_single(data),
        "babe_pairs": babe_pairs(data),
    }
    rows = []
    for name, split in present():
        for source, paragraphs in sources.items():
            if paragraphs:
                rows.append(measure(split, paragraphs).row(name, source))
    return rows


def by_candidate(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """One row a candidate: F1 on each source, single sentences kept whole, and speed."""
    found: dict[object, dict[str, object]] = {}
    for row in rows:
        line = found.setdefault(row["candidate"], {"candidate": row["candidate"]})
        if row["source"] == "babe_single":
            line["BABE singles kept whole"] = row["exact"]
        else:
            line[f"F1 {row['source']}"] = row["f1"]
        if row["source"] == "seesaw":
            line["characters/s"] = row["characters_per_second"]
    return list(found.values())


def main() -> None:
    """Measure, print a table, write the rows."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", help="folder of the research corpora")
    parser.add_argument("--articles", help="folder of the five pages (default: beside the corpora)")
    options = parser.parse_args()
    data = data_folder(options.data)
    pages = Path(options.articles) if options.articles else data.parent / "articles"
    rows = run(data, pages if pages.is_dir() else None)
    for row in rows:
        print("  ".join(f"{'-' if value is None else value!s:>12}" for value in row.values()))
    print(
        f"kept: {save(Result('splitters', 'Sentence splitters on news', COMMAND, by_candidate(rows), NOTE))}"
    )


if __name__ == "__main__":
    main()
