"""Measured figures: one JSON file a measurement in eval/results, from which RESULTS.md is written."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "results"
PIPE_WIDTH = 140
# No cell under this length is broken, however narrow the terminal.
WIDEST = 32


@dataclass(frozen=True, slots=True)
class Result:
    """Rows of figures under a title, with the command that makes them and what they depend on."""

    name: str
    title: str
    command: str
    rows: list[dict[str, Any]]
    note: str = ""
    signature: str = ""


def save(result: Result, folder: Path = FOLDER) -> Path:
    """Write a result; an older one of the same name is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{result.name}.json"
    path.write_text(json.dumps(asdict(result), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def load_all(folder: Path = FOLDER) -> list[Result]:
    """Every result in the folder, by file name."""
    return [Result(**json.loads(p.read_text(encoding="utf-8"))) for p in sorted(folder.glob("*.json"))]


def table(rows: list[dict[str, Any]]) -> str:
    """Rows as a Markdown table; floats with three decimals, absent values as a dash."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    lines += ["| " + " | ".join(_cell(row.get(column)) for column in columns) + " |" for row in rows]
    return "\n".join(lines)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def show(result: Result) -> None:
    """Print a result for a terminal."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    # A pipe has no width of its own; tables of ten columns need more than the 80 that rich then takes.
    console = Console(width=None if sys.stdout.isatty() else PIPE_WIDTH)
    grid = Table(title=result.title, box=SIMPLE_HEAD, title_justify="left", title_style="bold")
    grid.pad_edge = False
    columns = list(dict.fromkeys(key for row in result.rows for key in row))
    for place, column in enumerate(columns):
        longest = max(len(_cell(row.get(column))) for row in result.rows)
        grid.add_column(column, justify="left" if place == 0 else "right", min_width=min(longest, WIDEST))
    for row in result.rows:
        grid.add_row(*(_cell(row.get(column)) for column in columns))
    console.print(grid)
    for line in (result.note, result.signature):
        if line:
            console.print(line, style="dim", markup=False, highlight=False)
    console.print()
