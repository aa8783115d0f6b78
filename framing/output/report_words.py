"""A sentence as the report prints it: in pieces by who speaks and what carries it, and its devices in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from framing.output.device_names import device_meaning, device_name
from framing.sentences.spans import merged, touches
from framing.types import DeviceSpan, ScoredSentence, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a sentence: `kind` is "quote", "attributed" or empty; `marked` if its words carry a label."""

    kind: str
    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class DeviceView:
    """A device of a sentence: its name, what it is (empty if unknown), and the words that carry it (none where
    that is the whole sentence)."""

    name: str
    meaning: str
    words: tuple[str, ...]


def cut(scored: ScoredSentence) -> Iterator[Piece]:
    """The sentence in pieces; where a quotation lies in attributed words, quotation wins.

    Marked are the outlet's words that make it editorial, and in its quotations the words that make it
    charged; a sentence without these labels has no mark.
    """
    sentence, text = scored.sentence, scored.sentence.text
    own = scored.prediction.rationale if scored.editorial_label == 1 else ()
    quoted = scored.prediction.charged_rationale if scored.charged_label == 1 else ()
    edges = {0, len(text)}
    for span in (*sentence.quotes, *sentence.attributed, *own, *quoted):
        edges |= {max(0, min(edge, len(text))) for edge in span}
    quotes, attributed, outlet = merged(sentence.quotes), merged(sentence.attributed), merged(own)
    marks = {"quote": merged(quoted)}

    def look(span: Span) -> tuple[str, bool]:
        kind = "quote" if touches(span, quotes) else "attributed" if touches(span, attributed) else ""
        return kind, touches(span, marks.get(kind, outlet))

    pieces = (Span(*edge) for edge in pairwise(sorted(edges)))
    for (kind, marked), alike in groupby(pieces, look):
        first, *rest = alike
        yield Piece(kind, text[first.start : (rest[-1] if rest else first).end], marked)


def devices_of(scored: ScoredSentence) -> tuple[DeviceView, ...]:
    """The sentence's devices, each once, in the order in which they were given."""
    words: dict[str, list[str]] = {}
    for found in scored.devices:
        words.setdefault(found.device, []).extend(_words(scored.sentence.text, found))
    return tuple(
        DeviceView(device_name(device), device_meaning(device), tuple(dict.fromkeys(said)))
        for device, said in words.items()
    )


def _words(text: str, found: DeviceSpan) -> list[str]:
    return [] if found.span is None else [" ".join(text[slice(*found.span)].split())]
