"""The summary on the terminal after annotating: each outlet's rates, the devices, the strongest sentences."""

from __future__ import annotations

import heapq
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.output.device_names import device_name
from framing.output.profile_table import percent
from framing.profiles import RAW_RATE, Tally
from framing.profiles.counts import Group
from framing.types import AnnotatedArticle, Signature, Span, Unit

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_SHOWN_CHARACTERS = 160
_NUMBERS = ("articles", "sentences", "own voice", "editorial", "charged quotes")


@dataclass(frozen=True, slots=True, order=True)
class Strong:
    """An editorial sentence with its score and the words that carry it; ordered by score, then text, so that
    ties are stable."""

    editorial: float
    text: str
    outlet: str
    words: tuple[Span, ...]


class Summary:
    """Takes articles as they are annotated; memory grows with articles, not with their text."""

    def __init__(self, strongest: int = 5) -> None:
        self.tally = Tally()
        self.scored = self.unsure = self.editorial = 0
        self.devices = Counter[str]()
        self._strongest: list[Strong] = []
        self._keep = strongest

    def add(self, annotated: AnnotatedArticle) -> None:
        """Count one article (or one ready-split sentence)."""
        self.tally.add(annotated)
        scored_ones = [s for s in annotated.sentences if s.prediction.editorial is not None]
        self.scored += len(scored_ones)
        self.unsure += sum(s.editorial_label is None for s in scored_ones)
        for scored in annotated.editorial:
            self.editorial += 1
            self.devices.update({found.device for found in scored.devices})
            if (score := scored.prediction.editorial) is not None:
                outlet, words = annotated.article.outlet or "", scored.prediction.rationale
                self._keep_if_strong(Strong(score, scored.sentence.text, outlet, words))

    def merge(self, other: Summary) -> None:
        """Count what `other` counted, of articles that come after one's own."""
        self.tally.merge(other.tally)
        self.scored += other.scored
        self.unsure += other.unsure
        self.editorial += other.editorial
        self.devices.update(other.devices)
        for strong in other.strongest:
            self._keep_if_strong(strong)

    def _keep_if_strong(self, strong: Strong) -> None:
        if self._keep and not self._has(strong.text):
            push = heapq.heappush if len(self._strongest) < self._keep else heapq.heappushpop
            push(self._strongest, strong)

    def _has(self, text: str) -> bool:
        """Whether the sentence is kept already: outlets reprint one another."""
        return any(strong.text == text for strong in self._strongest)

    @property
    def strongest(self) -> list[Strong]:
        """The sentences with the highest editorial scores, highest first."""
        return sorted(self._strongest, reverse=True)


def print_summary(
    summary: Summary, console: Console, signature: Signature | None = None, unit: Unit = Unit.ARTICLE
) -> None:
    """Print the table of outlets, the devices, the strongest sentences and what the rates are.

    Of ready-split sentences nobody says how many articles they are of.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False)
    numbers = [name for name in _NUMBERS if unit is Unit.ARTICLE or name != "articles"]
    table.add_column("outlet", min_width=12)
    for name in numbers:
        table.add_column(name, justify="right")
    for group in summary.tally.groups():
        cells = _cells(group)
        table.add_row(Text(group.name), *(Text(cells[name].replace(" ", "\u00a0")) for name in numbers))
    if not table.row_count:
        console.print("No sentence was scored.")
        return
    console.print(table)
    for said in _counts(summary):
        console.print(Text(said))
    for strong in summary.strongest:
        line = Text(f"{strong.editorial:.2f}  ", style="bold")
        line.append_text(_marked(strong))
        if strong.outlet:
            line.append(f"  ({strong.outlet})", style="dim not bold")
        console.print(line, soft_wrap=False)
    note = f"\nRates: {RAW_RATE}."
    console.print(Text(note + (f"\n{signature}" if signature else ""), style="dim"), soft_wrap=True)


def _cells(group: Group) -> dict[str, str]:
    return {
        "articles": str(group.articles),
        "sentences": str(group.sentences.sum()),
        "own voice": str(group.own_voice.sum()),
        "editorial": _share(int(group.editorial.sum()), int(group.own_voice.sum())),
        "charged quotes": _share(int(group.charged.sum()), int(group.quoting.sum())),
    }


def _share(hits: int, count: int) -> str:
    return percent(hits / count) if count else "–"


def _counts(summary: Summary) -> list[str]:
    """How many labels are missing and which devices were found, where there is something to say."""
    lines = []
    if summary.unsure:
        lines.append(
            f"No label on {summary.unsure} of {summary.scored} scored sentences: the model is not sure enough. "
            "Rates are of the others."
        )
    if summary.devices:
        found = sorted(summary.devices.items(), key=lambda item: (-item[1], item[0]))
        named = ", ".join(f"{device_name(name)} {count}" for name, count in found)
        lines.append(f"Devices in {summary.editorial} editorial sentences: {named}.")
    return [*lines, ""] if lines else []


def _marked(strong: Strong) -> Text:
    """The sentence in one line, shortened, the words that carry it underlined."""
    from rich.text import Text

    line = Text(re.sub(r"\s", " ", strong.text), style="not bold")
    for span in strong.words:
        line.stylize("underline", *span)
    if len(line) > _SHOWN_CHARACTERS:
        line = line[: _SHOWN_CHARACTERS - 1]
        line.rstrip()
        line.append("…")
    return line
