"""Rows of a scores table, and the schema they are in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from framing.errors import InputError
from framing.output.columns import Column
from framing.output.score_columns import DEVICE, EMBEDDING, LABEL, score_columns
from framing.sentences import quoted_words, speakers_of
from framing.types import (
    AnnotatedArticle,
    ScoredSentence,
    Sentence,
    Signature,
    Span,
    Unit,
    Voice,
    content_hash,
)

Row = dict[str, Any]

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each value of a row goes: `ours` and `extra` map a value's own name to its column."""

    unit: Unit
    schema: pa.Schema
    ours: Mapping[str, str]
    extra: Mapping[str, str]


def layout(
    unit: Unit,
    extra: pa.Schema,
    signature: Signature,
    devices: Sequence[str] = (),
    embedding: int | None = None,
) -> Layout:
    """The columns for `unit` where the input has the columns `extra`; taken names get a prefix."""
    metadata = {"framing.signature": str(signature)}
    columns = score_columns(devices, embedding)
    if unit is Unit.SENTENCE:
        added = [c for c in columns if c.unit is None]
        renamed = _renamed([c.name for c in added], extra.names, "framing_")
        fields = [*extra, *(_field(c, renamed[c.name]) for c in added)]
        kept = {name: name for name in extra.names}
        return Layout(unit, pa.schema(fields, metadata), renamed, kept)
    ours = {c.name: c.name for c in columns}
    kept = _renamed(extra.names, list(ours), "input_")
    fields = [_field(c, c.name) for c in columns]
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
    text, is_scored = sentence.text, prediction.editorial is not None
    row = {
        "voice": sentence.voice.value,
        "quote_share": share(sentence.quotes, len(text)),
        "attributed_share": share(sentence.attributed, len(text)),
        "editorial": prediction.editorial,
        "editorial_label": scored.editorial_label,
        "charged": prediction.charged,
        "charged_label": scored.charged_label,
        "rationale": [_words(text, s) for s in prediction.rationale] if is_scored else None,
        "charged_rationale": [_words(text, s) for s in prediction.charged_rationale] if is_scored else None,
        EMBEDDING: prediction.embedding,
    }
    return row | _attributions(sentence) | _devices(scored)


def _attributions(sentence: Sentence) -> Row:
    """Who speaks and how it is told; both absent in non-content."""
    if sentence.voice is Voice.NON_CONTENT:
        return {"speakers": None, "attributions": None}
    found = [
        {
            "speaker": one.speaker,
            "source": _words(sentence.text, one.source) if one.source else None,
            "cue": _words(sentence.text, one.cue) if one.cue else None,
            "content": [_words(sentence.text, span) for span in one.content],
            "stance": one.stance.value,
            "plain": one.plain,
            "quoted_words": quoted,
        }
        for one, quoted in zip(sentence.attributions, quoted_words(sentence), strict=True)
    ]
    return {"speakers": list(speakers_of(sentence)), "attributions": found}


def _devices(scored: ScoredSentence) -> Row:
    """Scores and labels by device, and the spans of those that are labelled."""
    has = {found.device for found in scored.devices}
    label = scored.editorial_label
    row: Row = {f"{DEVICE}{name}": score for name, score in scored.prediction.devices.items()}
    row |= {
        f"{DEVICE}{name}{LABEL}": None if label is None else int(name in has)
        for name in scored.prediction.devices
    }
    text = scored.sentence.text
    found = [{"device": one.device, **_words(text, one.span)} for one in scored.devices]
    return row | {"devices": None if label is None else found}


def _words(text: str, span: Span | None) -> Row:
    """A span and what stands there; all absent for the whole sentence."""
    if span is None:
        return {"start": None, "end": None, "words": None}
    return {"start": span.start, "end": span.end, "words": text[span.start : span.end]}


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
        return pa.array(_encodable(values), type=field.type)
    except (pa.ArrowInvalid, pa.ArrowTypeError, TypeError, OverflowError) as error:
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
            return _array([v if v is None or isinstance(v, str) else as_json(v) for v in values], field)
        raise InputError(
            f"column '{field.name}'", f"values must be of type {field.type}", str(error)
        ) from error


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_encodable(item) for item in value]
    return {k: _encodable(v) for k, v in value.items()} if isinstance(value, dict) else value


def as_json(value: Any) -> str:
    """`value` as one line of JSON; what JSON does not know (dates, bytes) is written as text."""
    return json.dumps(value, ensure_ascii=False, default=str)
