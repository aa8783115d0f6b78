"""Rows of a scores table, and the schema they are in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from framing.errors import InputError
from framing.output.columns import ADDED_COLUMNS, SCORE_COLUMNS, Column
from framing.types import AnnotatedArticle, ScoredSentence, Signature, Span, Unit, content_hash

Row = dict[str, Any]

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each value of a row goes: `ours` and `extra` map a value's own name to its column."""

    unit: Unit
    schema: pa.Schema
    ours: Mapping[str, str]
    extra: Mapping[str, str]


def layout(unit: Unit, extra: pa.Schema, signature: Signature) -> Layout:
    """The columns for `unit` where the input has the columns `extra`; taken names get a prefix."""
    metadata = {"framing.signature": str(signature)}
    if unit is Unit.SENTENCE:
        renamed = _renamed([c.name for c in ADDED_COLUMNS], extra.names, "framing_")
        fields = [*extra, *(_field(c, renamed[c.name]) for c in ADDED_COLUMNS)]
        kept = {name: name for name in extra.names}
        return Layout(unit, pa.schema(fields, metadata), renamed, kept)
    ours = {c.name: c.name for c in SCORE_COLUMNS}
    kept = _renamed(extra.names, list(ours), "input_")
    fields = [_field(c, c.name) for c in SCORE_COLUMNS]
    fields += [extra.field(name).with_name(kept[name]) for name in extra.names]
    return Layout(unit, pa.schema(fields, metadata), ours, kept)


def rows(annotated: AnnotatedArticle, where: Layout, signature: str) -> Iterable[Row]:
    """One row a sentence; in sentence units exactly one row, with null scores if there is no sentence."""
    article = annotated.article
    kept = {column: article.extra.get(name) for name, column in where.extra.items()}
    if where.unit is Unit.SENTENCE:
        if len(annotated.sentences) > 1:
            raise ValueError(
                f"{article.source}: one row in must be one sentence, found {len(annotated.sentences)}"
            )
        scored = annotated.sentences[0] if annotated.sentences else None
        added = _scores(scored) if scored else {}
        yield (
            kept
            | {column: added.get(name) for name, column in where.ours.items()}
            | {where.ours["signature"]: signature}
        )
        return
    about = {name: getattr(article, name) for name in _ABOUT} | {
        "article_id": article.id,
        "signature": signature,
    }
    digest = article.content_hash
    for scored in annotated.sentences:
        yield about | _position(scored, digest) | _scores(scored) | kept


def batch(rows: Sequence[Row], schema: pa.Schema) -> pa.RecordBatch:
    """The rows as Arrow; a value that its column cannot hold is an `InputError` that names both."""
    columns = []
    for field in schema:
        values = [row.get(field.name) for row in rows]
        columns.append(_array(values, field))
    return pa.RecordBatch.from_arrays(columns, schema=schema)


_ABOUT = ("outlet", "title", "published", "event", "topic", "url", "role", "language", "source")


def _position(scored: ScoredSentence, digest: str) -> Row:
    sentence = scored.sentence
    return {
        "sentence_id": content_hash(digest, str(sentence.start), str(sentence.end)),
        "sentence_index": sentence.index,
        "paragraph": sentence.paragraph,
        "start": sentence.start,
        "end": sentence.end,
        "text": sentence.text,
    }


def _scores(scored: ScoredSentence) -> Row:
    sentence, prediction = scored.sentence, scored.prediction
    return {
        "voice": sentence.voice.value,
        "quote_share": share(sentence.quotes, len(sentence.text)),
        "attributed_share": share(sentence.attributed, len(sentence.text)),
        "editorial": prediction.editorial,
        "editorial_label": scored.editorial_label,
        "charged": prediction.charged,
        "charged_label": scored.charged_label,
    }


def share(spans: Sequence[Span], length: int) -> float:
    """Part of `length` characters that `spans` cover, overlaps counted once."""
    covered = end = 0
    for span in sorted(spans):
        start = max(span.start, end)
        end = max(end, min(span.end, length))
        covered += max(0, end - start)
    return covered / length if length else 0.0


def _renamed(names: Iterable[str], taken: Iterable[str], prefix: str) -> dict[str, str]:
    """`names`, each with as many prefixes as make it differ from all in `taken` and from one another."""
    used, renamed = set(taken), {}
    for name in names:
        new = name
        while new in used:
            new = prefix + new
        used.add(new)
        renamed[name] = new
    return renamed


def _field(column: Column, name: str) -> pa.Field:
    return pa.field(name, column.arrow, metadata={"description": column.description})


def _array(values: list[Any], field: pa.Field) -> pa.Array:
    try:
        return pa.array(values, type=field.type)
    except UnicodeEncodeError:
        # A lone surrogate (broken JSON escapes) has no UTF-8; the replacement keeps every offset true.
        values = [_LONE_SURROGATE.sub("\ufffd", v) if isinstance(v, str) else v for v in values]
        return pa.array(values, type=field.type)
    except (pa.ArrowInvalid, pa.ArrowTypeError, TypeError, OverflowError) as error:
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
            return _array([v if v is None or isinstance(v, str) else as_json(v) for v in values], field)
        raise InputError(
            f"column '{field.name}'", f"values must be of type {field.type}", str(error)
        ) from error


def as_json(value: Any) -> str:
    """`value` as one line of JSON; what JSON does not know (dates, bytes) is written as text."""
    return json.dumps(value, ensure_ascii=False, default=str)
