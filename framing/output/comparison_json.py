"""A comparison as JSON and as a table of sentences (CSV): offsets, similarities, and the scores of both sides."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from framing.comparison import Comparison, Fate, Retold, Telling
from framing.output.whole import WholeFile, check_ending
from framing.types import AnnotatedArticle, ScoredSentence, Signature, Span

DATA_ENDINGS = (".json", ".csv")
CSV_COLUMNS = (
    "article_id", "outlet", "index", "start", "end", "text", "fate", "similarity", "editorial",
    "editorial_label", "charged", "reference_article", "reference_index", "reference_start", "reference_end",
    "reference_text", "reference_editorial", "reference_charged", "signature",
)  # fmt: skip


def write_comparison(
    path: str | os.PathLike[str], comparison: Comparison, signature: Signature | str
) -> None:
    """Write the comparison to `path`, JSON or CSV by the ending. Raises `OutputError` if it cannot be written."""
    ending = check_ending(Path(path), DATA_ENDINGS)
    made = as_json if ending == ".json" else as_csv
    with WholeFile(path) as file:
        file.write(made(comparison, signature).encode("utf-8", "surrogatepass"))


def as_json(comparison: Comparison, signature: Signature | str) -> str:
    """`{"signature", "wire", "reference": [...], "tellings": [...]}`.

    Offsets are code points in the article's `text`, which is given once an article; those of words are relative
    to their sentence. A link's `reference` is a place in the list of that name.
    """
    whole = {
        "signature": str(signature),
        "wire": _article(comparison.wire) if comparison.wire else None,
        "reference": [
            {"article_id": source.article.article.id, "outlet": source.article.article.outlet}
            | _sentence(source.scored)
            for source in comparison.reference
        ],
        "tellings": [_telling(comparison, telling) for telling in comparison.tellings],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def as_csv(comparison: Comparison, signature: Signature | str) -> str:
    """A row for each sentence of an outlet and each sentence of the reference that it tells, else one; then a row
    for each that it leaves out. Absent is empty."""
    out = io.StringIO()
    writer = csv.DictWriter(out, CSV_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for telling in comparison.tellings:
        for row in _rows(comparison, telling):
            writer.writerow(row | {"signature": str(signature)})
    return out.getvalue()


def _article(annotated: AnnotatedArticle) -> dict[str, Any]:
    article = annotated.article
    return {
        "article_id": article.id,
        "outlet": article.outlet,
        "title": article.title,
        "published": article.published,
        "source": article.source,
        "text": article.text,
    }


def _sentence(scored: ScoredSentence) -> dict[str, Any]:
    sentence, prediction = scored.sentence, scored.prediction
    return {
        "index": sentence.index,
        "start": sentence.start,
        "end": sentence.end,
        "text": sentence.text,
        "voice": sentence.voice.value,
        "editorial": prediction.editorial,
        "editorial_label": scored.editorial_label,
        "charged": prediction.charged,
    }


def _telling(comparison: Comparison, telling: Telling) -> dict[str, Any]:
    return _article(telling.article) | {
        "counts": {fate.value: telling.count(fate) for fate in Fate},
        "sentences": [_retold(comparison, retold) for retold in telling.sentences],
        "reference_fates": [fate.value if fate else None for fate in telling.fates],
        "omitted": list(telling.omitted),
    }


def _retold(comparison: Comparison, retold: Retold) -> dict[str, Any]:
    return _sentence(retold.scored) | {
        "fate": retold.fate.value if retold.fate else None,
        "similarity": retold.similarity,
        "words_new": _spans(retold.new) if retold.links else [],
        "links": [
            {
                "reference": link.source,
                "similarity": link.similarity,
                "words_gone": _spans(link.gone),
                "editorial": comparison.reference[link.source].scored.prediction.editorial,
                "charged": comparison.reference[link.source].scored.prediction.charged,
            }
            for link in retold.links
        ],
    }


def _spans(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _rows(comparison: Comparison, telling: Telling) -> Iterator[dict[str, Any]]:
    about = {"article_id": telling.article.article.id, "outlet": telling.article.article.outlet}
    for retold in telling.sentences:
        mine = _sentence(retold.scored)
        mine = about | {name: mine[name] for name in mine if name != "voice"}
        mine["fate"] = retold.fate.value if retold.fate else None
        for link in retold.links:
            yield mine | {"similarity": link.similarity} | _reference(comparison, link.source)
        if not retold.links:
            yield mine
    for source in telling.omitted:
        yield about | {"fate": Fate.OMITTED.value} | _reference(comparison, source)


def _reference(comparison: Comparison, place: int) -> dict[str, Any]:
    source = comparison.reference[place]
    found = _sentence(source.scored)
    names = ("index", "start", "end", "text", "editorial", "charged")
    return {"reference_article": source.article.article.id} | {
        f"reference_{name}": found[name] for name in names
    }
