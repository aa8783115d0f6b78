"""The suite's sentences: the project's own, in TOML files beside this module, for anybody to add to.

`{one|other}` in a line writes two sentences that differ there only, `{x}` is a place to be filled. Sentences
begin with a capital letter and have single spaces, whatever was put in or left out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.errors import InputError

FOLDER = Path(__file__).parent
CHOICE = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")

# A filler's words by the place they fill.
Filler = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences that differ in one thing, and the name of the group they stand in."""

    group: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Swap:
    """Templates of one kind of name, and the fillers of each of its groups."""

    kind: str
    neutral: tuple[str, ...]
    loaded: tuple[str, ...]
    groups: Mapping[str, tuple[Filler, ...]]

    @property
    def fillers(self) -> list[tuple[str, Filler]]:
        """Every filler with its group, in the file's order."""
        return [(group, filler) for group, fillers in self.groups.items() for filler in fillers]


def pairs(name: str) -> list[Pair]:
    """The pairs of `name`.toml. Raises InputError for a line that has no `{one|other}`."""
    return [
        Pair(group, *_both(line, f"{name}.toml: {group}"))
        for group, lines in _load(name).items()
        for line in lines
    ]


def plain(name: str) -> list[tuple[str, str]]:
    """The (group, sentence) of `name`.toml."""
    return [(group, tidy(line)) for group, lines in _load(name).items() for line in lines]


def swaps() -> list[Swap]:
    """The kinds of swaps.toml."""
    return [
        Swap(
            kind,
            tuple(table["neutral"]),
            tuple(table["loaded"]),
            {
                group: tuple({"x": f} if isinstance(f, str) else f for f in fillers)
                for group, fillers in table["groups"].items()
            },
        )
        for kind, table in _load("swaps").items()
    ]


def filled(template: str, filler: Filler) -> str:
    """The template with the filler's words in its places."""
    return tidy(template.format_map(dict(filler)))


def tidy(text: str) -> str:
    """Single spaces, and a capital letter where the sentence begins."""
    text = " ".join(text.split())
    return text[:1].upper() + text[1:]


def every_sentence() -> list[str]:
    """All sentences of all files, for proving that none was trained on."""
    found = [text for name in ("facts", "quoted") for _, text in plain(name)]
    found += [text for name in ("loaded", "stable") for p in pairs(name) for text in (p.first, p.second)]
    found += [
        filled(template, filler)
        for swap in swaps()
        for template in (*swap.neutral, *swap.loaded)
        for _, filler in swap.fillers
    ]
    return found


def _both(line: str, place: str) -> tuple[str, str]:
    if not CHOICE.search(line):
        raise InputError(place, "a line must have a choice {one|other}", line)
    return tidy(CHOICE.sub(r"\1", line)), tidy(CHOICE.sub(r"\2", line))


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
