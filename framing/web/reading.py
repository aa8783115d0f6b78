"""What a visitor gives to read - text, an address, a file - made into articles by the program's own reading."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from framing.errors import InputError
from framing.reading import ReadOptions, open_corpus
from framing.types import Article, Reject
from framing.web.fetching import fetch_page
from framing.web.settings import Limits

# Packed files and tables of a packed format can unfold to any size; a browser app has no use for them.
ENDINGS = (".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson", ".csv", ".tsv")
_PACKED = (b"\x1f\x8b", b"PAR1", b"PK")


def read_file(name: str, data: bytes, limits: Limits, any_language: bool) -> Iterator[Article | Reject]:
    """The articles of a file, the first `limits.articles` of them; a refusal says that there are more."""
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS or data.startswith(_PACKED):
        found = repr(name) if ending not in ENDINGS else "a packed file"
        raise InputError("file", f"a file must be unpacked and end in one of {', '.join(ENDINGS)}", found)
    count = 0
    for unit in _read(data, ending, name, ReadOptions(language=None if any_language else "en")):
        if isinstance(unit, Article):
            count += 1
            if count > limits.articles:
                rule = f"the app reads the first {limits.articles} articles of a file"
                yield Reject(name, f"{rule}; `framing annotate` reads all", "more")
                return
        yield unit


def read_page(url: str, limits: Limits, any_language: bool) -> Iterator[Article | Reject]:
    """The article at a web address."""
    page = fetch_page(url, limits)
    options = ReadOptions(encoding_hint=page.encoding, language=None if any_language else "en")
    ending = ".txt" if page.kind == "text/plain" else ".html"
    for unit in _read(page.data, ending, page.url, options):
        yield replace(unit, url=unit.url or page.url) if isinstance(unit, Article) else unit


def _read(data: bytes, ending: str, name: str, options: ReadOptions) -> Iterator[Article | Reject]:
    """The units of a file with these bytes, told as if they came from a place called `name`."""
    with tempfile.TemporaryDirectory(prefix="framing-") as folder:
        path = Path(folder, "given" + ending)
        path.write_bytes(data)
        for unit in open_corpus([str(path)], options):
            yield replace(unit, source=unit.source.replace(str(path), name))
