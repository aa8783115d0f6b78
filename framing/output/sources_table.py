"""Who is quoted, as a table on the terminal, as CSV and as JSON."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import IO, Any

from framing.output.columns import SOURCE_COLUMNS
from framing.output.profile_table import percent, print_cells
from framing.output.whole import WholeFile, check_ending
from framing.profiles.sources import Source

ENDINGS = (".csv", ".json")
NOTE = (
    "Speakers as each article names them; (unknown): the article does not tell. Charged: raw model rate of the "
    "sentences that quote them."
)
UNKNOWN = "(unknown)"
_HEAD = ("speaker", "sentences", "quoted words", "share of quoted words", "charged", "endorsed", "doubted")


def write_sources(
    path: str | os.PathLike[str], sources: Sequence[Source], by: Sequence[str], signature: str
) -> None:
    """Write all rows to `path`, CSV or JSON by the ending."""
    ending = check_ending(Path(path), ENDINGS)
    rows = [dict(zip(by, one.keys, strict=True)) | _row(one, signature) for one in sources]
    text = _as_csv(rows, by) if ending == ".csv" else _as_json(rows, by, signature)
    with WholeFile(path) as file:
        file.write(text.encode("utf-8"))


def print_sources(
    sources: Sequence[Source], by: Sequence[str], signature: str, top: int, file: IO[str]
) -> None:
    """The `top` speakers of each group, and how many more there are, with note and signature."""
    rows, more = [], []
    for keys, members in groupby(sources, key=lambda one: one.keys):
        group = list(members)
        known = [one for one in group if one.speaker is not None]
        rows += [_cells(one) for one in (*known[:top], *(one for one in group if one.speaker is None))]
        if len(known) > top:
            more.append(f"{' / '.join(keys)}: {len(known) - top:,} more")
    print_cells((*by, *_HEAD), rows, file, left=len(by) + 1)
    if more:
        print(f"Not shown: {'; '.join(more)}.", file=file)
    print(NOTE, signature, sep="\n", file=file)


def _row(one: Source, signature: str) -> dict[str, Any]:
    values = {
        "speaker": one.speaker,
        "sentences": one.sentences,
        "quoting_sentences": one.quoting,
        "quoted_words": one.quoted_words,
        "share_of_quoted_words": one.share,
        "charged_rate": one.charged_rate,
        "charged_n": one.labelled,
        "endorsed": one.endorsed,
        "doubted": one.doubted,
        "signature": signature,
    }
    return {column.name: values[column.name] for column in SOURCE_COLUMNS[1:]}


def _as_csv(rows: Sequence[dict[str, Any]], by: Sequence[str]) -> str:
    out = io.StringIO()
    names = [*by, *(column.name for column in SOURCE_COLUMNS[1:])]
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _as_json(rows: Sequence[dict[str, Any]], by: Sequence[str], signature: str) -> str:
    whole = {"by": list(by), "note": NOTE, "signature": signature, "sources": rows}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _cells(one: Source) -> list[str]:
    shares = [percent(value) if value is not None else "–" for value in (one.share, one.charged_rate)]
    counts = [f"{count:,}" for count in (one.sentences, one.quoted_words)]
    return [*one.keys, one.speaker or UNKNOWN, *counts, *shares, str(one.endorsed), str(one.doubted)]
