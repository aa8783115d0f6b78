"""Profiles as a table on the terminal, as CSV and as JSON."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from framing.output.columns import PROFILE_COLUMNS
from framing.output.whole import WholeFile, check_ending
from framing.profiles import RAW_RATE
from framing.profiles.counts import SEPARATOR
from framing.types import Estimate, OutletProfile

ENDINGS = (".csv", ".json")
NOTE = f"Rates: {RAW_RATE}. Intervals cover the drawing of articles, not the model's errors."

_COLUMNS = ("outlet", "articles", "own voice", "editorial rate", "interval", "charged in quotes", "interval")


def write_profiles(
    path: str | os.PathLike[str], profiles: Sequence[OutletProfile], signature: str, group: str = "outlet"
) -> None:
    """Write profiles to `path`, CSV or JSON by the ending; `group` names the first column."""
    ending = check_ending(Path(path), ENDINGS)
    text = as_csv(profiles, signature, group) if ending == ".csv" else as_json(profiles, signature, group)
    with WholeFile(path) as file:
        file.write(text.encode("utf-8"))


def as_csv(profiles: Sequence[OutletProfile], signature: str, group: str = "outlet") -> str:
    """The columns of `PROFILE_COLUMNS`; absent is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*group.split(SEPARATOR), *(column.name for column in PROFILE_COLUMNS[1:])])
    for profile in profiles:
        writer.writerow([*names_of(profile), *list(_row(profile, signature).values())[1:]])
    return out.getvalue()


def as_json(profiles: Sequence[OutletProfile], signature: str, group: str = "outlet") -> str:
    """`{"by", "note", "signature", "profiles": [...]}`; warnings are a list."""
    rows = []
    for profile in profiles:
        row = _row(profile, signature) | {"warnings": list(profile.warnings)}
        groups = dict(zip(group.split(SEPARATOR), names_of(profile), strict=True))
        rows.append(groups | {name: value for name, value in row.items() if name != "outlet"})
    whole = {"by": group, "note": NOTE, "signature": signature, "profiles": rows}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def print_profiles(
    profiles: Sequence[OutletProfile], signature: str, file: IO[str], group: str = "outlet"
) -> None:
    """The table, its note and its signature on `file`: in colour on a terminal, else plain aligned text."""
    head = (*group.split(SEPARATOR), *_COLUMNS[1:])
    rows = [_cells(profile) for profile in profiles]
    print_cells(head, rows, file, left=len(head) - len(_COLUMNS) + 1)
    for profile in profiles:
        for warning in profile.warnings:
            print(f"! {profile.outlet}: {warning}", file=file)
    print(NOTE, signature, sep="\n", file=file)


def print_cells(head: Sequence[str], rows: Sequence[Sequence[str]], file: IO[str], left: int = 1) -> None:
    """A table on `file`: drawn on a terminal, else aligned; the first `left` columns stand to the left."""
    if file.isatty():
        _print_rich(head, rows, file, left)
    else:
        print(_aligned(head, rows, left), file=file)


def names_of(profile: OutletProfile) -> tuple[str, ...]:
    """The group's names, one for each column grouped by."""
    return profile.keys or (profile.outlet,)


def percent(value: float) -> str:
    """A share as people read it: `12.3 %`."""
    return f"{100 * value:.1f} %"


def interval(rate: Estimate | None) -> str:
    """`[8.1, 17.2]` in per cent; a dash where there is none."""
    if rate is None or rate.low is None or rate.high is None:
        return "–"
    return f"[{100 * rate.low:.1f}, {100 * rate.high:.1f}]".replace("100.0", "100")


def _row(profile: OutletProfile, signature: str) -> dict[str, Any]:
    level = next((r.level for r in (profile.editorial_rate, profile.charged_quote_rate) if r), None)
    row: dict[str, Any] = {
        "outlet": profile.outlet,
        "articles": profile.articles,
        "sentences": profile.sentences,
        "own_voice_sentences": profile.own_voice_sentences,
        **_flat("editorial", profile.editorial_rate),
        **_flat("charged_quote", profile.charged_quote_rate),
        "level": level,
        "correction": RAW_RATE,
        "warnings": "; ".join(profile.warnings),
        "signature": signature,
    }
    return row


def _flat(name: str, rate: Estimate | None) -> dict[str, Any]:
    values = dataclasses.asdict(rate) if rate else {"n": 0}
    keys = {"rate": "value", "low": "low", "high": "high", "n": "n", "method": "method"}
    return {f"{name}_{key}": values.get(attribute) for key, attribute in keys.items()}


def _cells(profile: OutletProfile) -> list[str]:
    cells = [*names_of(profile), str(profile.articles), str(profile.own_voice_sentences)]
    for rate in (profile.editorial_rate, profile.charged_quote_rate):
        cells += [percent(rate.value) if rate else "–", interval(rate)]
    return cells


def _aligned(head: Sequence[str], rows: Sequence[Sequence[str]], left: int) -> str:
    """Columns two spaces apart, names to the left, numbers to the right."""
    lines = [head, *rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    return "\n".join(
        "  ".join(
            c.ljust(w) if i < left else c.rjust(w) for i, (c, w) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


def _print_rich(head: Sequence[str], rows: Sequence[Sequence[str]], file: IO[str], left: int) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    # Fits 80 columns with an outlet of 12 characters: heads of two words stand in two lines.
    table = Table(box=SIMPLE_HEAD, header_style="bold", padding=(0, 1, 0, 0), show_edge=False)
    for place, name in enumerate(head):
        table.add_column(
            Text(name.replace(" ", "\n", 1) if place >= left else name),
            justify="right" if place >= left else "left",
            min_width=0 if place else 12,
        )
    for cells in rows:
        # Numbers never break; on a narrow screen the heads do.
        numbers = (Text(cell.replace(" ", "\u00a0")) for cell in cells[left:])
        table.add_row(*map(Text, cells[:left]), *numbers)
    Console(file=file).print(table)
