"""References by key: cited in a text, listed at its end, written as BibTeX."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

_OURS = frozenset({"text", "type"})


class References:
    """Remembers what was cited; `cite` raises `KeyError` for a key that `references.toml` does not have."""

    def __init__(self) -> None:
        text = files("framing.output").joinpath("templates/bundle/references.toml").read_text("utf-8")
        self._known: dict[str, dict[str, Any]] = tomllib.loads(text)
        self._cited: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._known

    def cite(self, key: str) -> str:
        """How the reference is named in a sentence."""
        self._cited.add(key)
        return str(self._known[key]["text"])

    def listed(self) -> list[str]:
        """The cited ones as lines of a list of references, by author."""
        return [_line(self._known[key]) for key in self._keys]

    def bibtex(self, *more: str) -> str:
        """The cited ones as BibTeX, and `more` entries after them."""
        return "\n".join([*(_entry(key, self._known[key]) for key in self._keys), *more])

    @property
    def _keys(self) -> list[str]:
        return sorted(
            self._cited, key=lambda key: (self._known[key]["author"], self._known[key]["year"], key)
        )


def _entry(key: str, found: dict[str, Any]) -> str:
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in found.items() if name not in _OURS)
    return f"@{found['type']}{{{key},\n{fields}}}\n"


def _line(found: dict[str, Any]) -> str:
    plain = {name: str(value).translate({ord("{"): None, ord("}"): None}) for name, value in found.items()}
    *others, last = plain["author"].split(" and ")
    names = f"{'; '.join(others)}; and {last}" if others else last
    where = plain.get("journal") or plain.get("booktitle") or plain.get("publisher") or ""
    if "volume" in plain:
        where += f" {plain['volume']}" + (f"({plain['number']})" if "number" in plain else "")
    if "pages" in plain:
        where += f", {plain['pages'].replace('--', '–')}"
    if "eprint" in plain:
        where = f"{plain['archiveprefix']}:{plain['eprint']}"
    doi = f" doi:{plain['doi']}." if "doi" in plain else ""
    return f"{names} ({plain['year']}). {plain['title']}. {where}.{doi}"
