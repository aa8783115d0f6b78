"""Research corpora of single sentences: BABE and NewsSD-ENG, from their publishers' own files.

Their questions are not quite this program's (see annotations/CODEBOOK.md): BABE asks for biased wording whoever
speaks, which is nearest to `charged`; NewsSD-ENG for subjectivity with quotation set aside, nearest to
`editorial`. The codebook of the labels is named after the corpus.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from framing.errors import InputError
from framing.labels.formats.base import Format, Raw
from framing.labels.formats.plain import csv_rows
from framing.labels.tasks import Answer, Origin, Task, label
from framing.types import Annotation, DeviceSpan, Span, content_hash

BABE_FINAL, BABE_RAW = "final_labels_SG2.csv", "raw_labels_SG2.csv"
BIASED = {"Biased": 1, "Non-biased": 0}
SUBJECTIVE = {"SUBJ": 1, "OBJ": 0}


def _babe_rows(path: Path) -> Iterator[Raw]:
    """One row an annotator (`raw_labels_SG2.csv`), joined with outlet and article from the final labels beside it.

    The final labels alone, given by name, are one annotator's: the panel's.
    """
    place = path / BABE_RAW if path.is_dir() else path
    beside = place.with_name(BABE_FINAL)
    about = {_clean(r.found["text"]): r.found for r in csv_rows(beside)} if beside.is_file() else {}
    for raw in csv_rows(place):
        known = about.get(_clean(raw.found.get("text") or ""), {})
        yield replace(raw, found={**known, **raw.found})


def _babe(raw: Raw, origin: Origin) -> list[Annotation]:
    row = raw.found
    text = _clean(row["text"])
    said = row["label_bias"]
    if said not in BIASED:
        return []
    found, lost = _words(row.get("biased_words") or "", text)
    task = _sentence(text, row.get("outlet") or None, row.get("news_link") or None)
    answer = Answer(
        charged=BIASED[said],
        devices=found,
        devices_asked=True,
        note="; ".join(
            [row.get("label_opinion") or "", *([f"words: {', '.join(lost)}"] if lost else [])]
        ).strip("; "),
        annotator=f"babe{row['annotator_id']}" if row.get("annotator_id") else "babe_panel",
        codebook="BABE",
    )
    return [label(task, answer, origin, raw.who)]


def _words(given: str, text: str) -> tuple[tuple[DeviceSpan, ...], list[str]]:
    """The marked words where they stand in the text, and those that do not (annotators mistyped some)."""
    try:
        names = ast.literal_eval(given) if given.startswith("[") else given.split(",")
    except (ValueError, SyntaxError):
        names = [given]
    marks, lost = [], []
    for name in (str(n).strip() for n in names):
        at = text.casefold().find(name.casefold())
        if not name:
            continue
        # Case folding may lengthen a text (ß): an offset that does not fit is no offset.
        if at < 0 or text[at : at + len(name)].casefold() != name.casefold():
            lost.append(name)
        else:
            marks.append(DeviceSpan("babe:biased_words", Span(at, at + len(name))))
    return tuple(dict.fromkeys(marks)), lost


def _newssd_rows(path: Path) -> Iterator[Raw]:
    return csv_rows(path)


def _newssd(raw: Raw, origin: Origin) -> list[Annotation]:
    text, said = raw.found["Sentence"].strip(), raw.found["Label"]
    if said not in SUBJECTIVE:
        raise InputError(raw.place, "'Label' must be SUBJ or OBJ", repr(said))
    solved = "conflict solved" if raw.found.get("Solved conflict") == "True" else None
    answer = Answer(editorial=SUBJECTIVE[said], note=solved, annotator="newssd", codebook="NewsSD-ENG",
                    devices_asked=False)  # fmt: skip
    return [label(_sentence(text, None, None), answer, origin, raw.who)]


def _sentence(text: str, outlet: str | None, article: str | None) -> Task:
    digest = content_hash(outlet, text)
    return Task(article or digest, 0, len(text), digest, text, outlet)


def _clean(text: str) -> str:
    return text.replace("\xa0", " ").strip()


BABE = Format("babe", "BABE", _babe_rows, _babe)
NEWSSD = Format("newssd", "NewsSD-ENG", _newssd_rows, _newssd)
