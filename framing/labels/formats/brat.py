"""Brat's stand-off files as PolNeAR has them: attributions of source, cue and content spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from framing.types import Span

SPAN = re.compile(r"^(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t", re.MULTILINE)
EVENT = re.compile(r"^E\d+\tAttribution\S*:T\d+(.*)$", re.MULTILINE)
ROLE = re.compile(r"(Source|Cue|Content)\d*:(T\d+)")


@dataclass(frozen=True, slots=True)
class GoldAttribution:
    """One attribution; each role is the pieces of text that fill it, in order, `source` possibly empty."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


def attributions(record: str, text: str) -> Iterator[GoldAttribution]:
    """The attributions of an annotation file about `text`; a span whose copy of the text disagrees is left out."""
    spans = {m[1]: pieces for m in SPAN.finditer(record) if (pieces := _pieces(m, record, text))}
    for event in EVENT.finditer(record):
        roles: dict[str, list[Span]] = {"Source": [], "Cue": [], "Content": []}
        for role, key in ROLE.findall(event[1]):
            roles[role].extend(spans.get(key, ()))
        if roles["Content"]:
            yield GoldAttribution(*(tuple(sorted(roles[name])) for name in ("Source", "Cue", "Content")))


def _pieces(match: re.Match[str], record: str, text: str) -> tuple[Span, ...]:
    """The span's pieces, or none where the record's copy of the text does not agree with the offsets."""
    pieces = tuple(Span(*map(int, piece.split())) for piece in match[3].split(";"))
    said = "".join(record[match.end() : match.end() + 2 * sum(b - a + 1 for a, b in pieces)].split())
    return pieces if said.startswith("".join("".join(text[a:b].split()) for a, b in pieces)) else ()
