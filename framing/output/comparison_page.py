"""The page of a comparison: each outlet beside the wire, sentence by sentence, in one file that works offline."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from framing.comparison import Comparison
from framing.output.comparison_view import name_of, view_telling
from framing.output.page import page
from framing.output.whole import WholeFile, check_ending
from framing.types import Signature

PAGE_ENDINGS = (".html", ".htm")
# Beyond this a browser turns sluggish on a phone; the other outputs hold everything.
MAX_TELLINGS = 40


def write_comparison_page(
    path: str | os.PathLike[str], comparison: Comparison, signature: Signature | str
) -> None:
    """Write the page to `path`. Raises `OutputError` if it cannot be written."""
    check_ending(Path(path), PAGE_ENDINGS)
    with WholeFile(path) as file:
        for chunk in comparison_page(comparison, signature):
            file.write(chunk.encode("utf-8", "replace"))


def comparison_page(comparison: Comparison, signature: Signature | str) -> Iterator[str]:
    """The page in pieces; shows the first `MAX_TELLINGS` articles, and says so."""
    shown = comparison.tellings[:MAX_TELLINGS]
    wire = comparison.wire
    return page(
        "comparison.html",
        ("report.css", "comparison.css"),
        "comparison.js",
        wire=name_of(wire) if wire else None,
        wire_title=wire.article.title if wire else None,
        against="the wire" if wire else "the common core",
        reference=len(comparison.reference),
        total=len(comparison.tellings),
        tellings=[view_telling(comparison, telling, number) for number, telling in enumerate(shown, start=1)],
        signature=str(signature),
    )
