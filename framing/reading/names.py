"""What the names of the files in a folder tell: which are articles or tables, which belong to a program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from framing.reading.tables import reject
from framing.types import Reject

MANIFEST = "manifest.jsonl"
# What was refused, in a dataset that `framing annotate` wrote: no input when its folder is one.
REJECTS = "_rejects.jsonl"
ENDINGS = {
    **dict.fromkeys((".txt", ".text", ".md"), "text"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    **dict.fromkeys((".jsonl", ".ndjson"), "jsonl"),
    **dict.fromkeys((".csv", ".tsv"), "csv"),
    ".parquet": "parquet",
}
# JSON may be one object a line, which its content tells.
_READ = (*ENDINGS, ".json")
# No ending is "1" in `index.html.1`, nor " talks go on" in `U.S. talks go on`: such names tell nothing.
_ENDING = re.compile(r"\.[a-z]\w{0,9}~?$")
_PARTS = "_files"
_README = re.compile(r"readme(\.[a-z]+)?", re.IGNORECASE)


def ending_of(name: str) -> str:
    """The ending in lower case, without `.gz`; empty where there is none."""
    found = _ENDING.search(name.lower().removesuffix(".gz"))
    return found[0] if found else ""


def is_data(name: str) -> bool:
    """Whether a file in a folder is an input: hidden files, manifests, what tells of the others (README.md) and markers
    such as `_SUCCESS` are not."""
    if name.startswith(".") or name in (MANIFEST, REJECTS) or _README.fullmatch(name):
        return False
    return not name.startswith("_") or ending_of(name) in ENDINGS


def sort_out(names: Iterable[str], folder: str, any_ending: bool) -> tuple[list[str], list[Reject]]:
    """The files of a folder to read, sorted, and what is told of the others: all at once, for they may be many.

    A file without an ending is told by its content; programs write tables so. `any_ending` refuses none.
    """
    data = [name for name in sorted(names) if is_data(name)]
    unread = [name for name in data if not (any_ending or ending_of(name) in ("", *_READ))]
    if not unread:
        return data, []
    place = folder if len(unread) > 1 else f"{folder.rstrip('/')}/{unread[0]}"
    listed = ", ".join(map(repr, unread))
    rule = f"a file in a folder must end in one of {' '.join(_READ)}; others are read when named, or with a format"
    found = listed if len(unread) == 1 else f"{len(unread)} files: {listed}"
    return [name for name in data if name not in set(unread)], [reject(place, rule, found)]


def page_beside(folder: str, names: Sequence[str]) -> str | None:
    """The saved page among `names` whose scripts, pictures and frames a browser put into `folder`."""
    if not folder.endswith(_PARTS):
        return None
    stem = folder.removesuffix(_PARTS)
    return next((page for page in (f"{stem}.html", f"{stem}.htm") if page in names), None)


def parts_of_page(folder: str, page: str) -> Reject:
    """What is told of the folder of a saved page's parts."""
    return reject(folder, "a folder must hold articles, not the parts of a saved page", f"those of {page!r}")
