"""From an article to its sentences, each with its quotations, its attributed content and its voice."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from framing.sentences.attribution import attributions
from framing.sentences.doubt import doubted
from framing.sentences.interview import answer_spans, with_answers
from framing.sentences.quotes import CLOSERS, is_scare, is_title, quotation_spans
from framing.sentences.spans import merged, trimmed, without, words_in
from framing.sentences.split import lines, sentence_spans
from framing.sentences.voice import Words, is_call, is_credit, is_non_content, voice_of
from framing.types import Article, Attribution, Sentence, Span, Stance, Voice


@dataclass(frozen=True, slots=True)
class Heard:
    """What one sentence hands to others; spans relative to `start`, its place in the text."""

    start: int
    end: int
    paragraph: int
    credit: bool
    quotes: tuple[Span, ...]
    attributions: tuple[Attribution, ...]
    attributed: tuple[Span, ...]
    words: Words


def split_article(article: Article) -> tuple[Sentence, ...]:
    """The sentences of an article, in order; they never cross a line and cover all that is not white space."""
    return tuple(
        Sentence(
            text=article.text[heard.start : heard.end],
            start=heard.start,
            end=heard.end,
            index=index,
            paragraph=heard.paragraph,
            voice=_voice(heard, article.non_content),
            quotes=heard.quotes,
            attributed=heard.attributed,
            attributions=heard.attributions,
        )
        for index, heard in enumerate(hear(article.text))
    )


def as_sentence(article: Article) -> Sentence:
    """The whole text as one sentence, with the quotations and the attributed content found in it alone."""
    parts = list(hear(article.text))
    words = sum((part.words for part in parts), start=Words(0, 0, 0, 0))
    credit = bool(parts) and all(part.credit for part in parts)
    covered = is_non_content(0, len(article.text), article.non_content)
    return Sentence(
        text=article.text,
        start=0,
        end=len(article.text),
        index=0,
        paragraph=0,
        voice=Voice.NON_CONTENT if credit or covered else voice_of(words),
        quotes=tuple(_moved(part.start, span) for part in parts for span in part.quotes),
        attributed=tuple(_moved(part.start, span) for part in parts for span in part.attributed),
        attributions=tuple(moved(part.start, one) for part in parts for one in part.attributions),
    )


def hear(text: str) -> Iterator[Heard]:
    """Every sentence of a document with what is quoted and attributed in it."""
    paragraphs = list(lines(text))
    answers = answer_spans(text, paragraphs)
    quotations = with_answers(quotation_spans(text, paragraphs), answers)
    spoken = set(answers)
    borrowed = [span in spoken or _is_borrowed(text[slice(*span)]) for span in quotations]
    starts, ends = [q.start for q in quotations], [q.end for q in quotations]
    for number, paragraph in enumerate(paragraphs):
        line = text[paragraph.start : paragraph.end]
        spans = sentence_spans(line)
        credit = (len(spans) == 1 and is_credit(line)) or is_call(line)
        for span in spans:
            start, end = paragraph.start + span.start, paragraph.start + span.end
            first, last = bisect_right(ends, start), bisect_left(starts, end)
            inside = [
                Span(max(q.start, start) - start, min(q.end, end) - start) for q in quotations[first:last]
            ]
            yield _hear(
                text[start:end],
                start,
                number,
                list(zip(inside, borrowed[first:last], strict=True)),
                headline=span.start == 0,
                credit=credit,
            )


def _is_borrowed(quotation: str) -> bool:
    """Whether a quotation is somebody's words whatever stands around it."""
    return not is_scare(quotation) and not is_title(quotation)


def _is_utterance(text: str, quotation: Span) -> bool:
    """Whether a quotation is a whole sentence with its own end: "Cowards!" is nobody's scare quote."""
    return quotation == (0, len(text)) and text.rstrip(CLOSERS)[-1:] in {".", "?", "!", "…"}


def _hear(
    text: str,
    start: int,
    paragraph: int,
    inside: Sequence[tuple[Span, bool]],
    *,
    headline: bool,
    credit: bool,
) -> Heard:
    inside = [(span, borrowed or _is_utterance(text, span)) for span, borrowed in inside]
    found = attributions(text, [span for span, _ in inside], headline=headline)
    end = start + len(text)
    if not found and not inside and "called" not in text:
        words = Words(total=words_in(text, [Span(0, len(text))]), tag=0, quoted=0, attributed=0)
        return Heard(start, end, paragraph, credit, (), (), (), words)
    contents = {content for one in found for content in one.content}
    quotes = [span for span, borrowed in inside if borrowed or span in contents]
    plain = merged(content for one in found if one.plain for content in one.content)
    heard = merged(content for one in found for content in one.content)
    attributed = tuple(trimmed(text, without(plain, quotes)))
    tags = merged(span for one in found for span in (one.source, one.cue) if span)
    quoted = words_in(text, quotes)
    words = Words(
        total=words_in(text, [Span(0, len(text))]),
        tag=words_in(text, without(list(without(tags, heard)), quotes)),
        quoted=quoted,
        attributed=words_in(text, without(heard, quotes)),
    )
    shown = tuple(trimmed(text, quotes))
    doubts = tuple(doubted(text, [span for span, _ in inside], heard))
    claimed = merged((*heard, *(span for one in doubts for span in one.content))) if doubts else heard
    return Heard(
        start,
        end,
        paragraph,
        credit,
        shown,
        in_order((*found, *doubts, *_alone(shown, claimed))),
        attributed,
        words,
    )


def _voice(heard: Heard, non_content: Sequence[Span]) -> Voice:
    if heard.credit or is_non_content(heard.start, heard.end, non_content):
        return Voice.NON_CONTENT
    return voice_of(heard.words)


def _alone(quotes: Sequence[Span], heard: Sequence[Span]) -> Iterator[Attribution]:
    """The quotations that no source of their sentence answers for."""
    for quote in quotes:
        at = bisect_right(heard, quote.start, key=lambda one: one.start)
        if not at or heard[at - 1].end < quote.end:
            yield Attribution(None, None, (quote,), Stance.NEUTRAL, plain=True)


def in_order(found: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """Attributions in the order of their contents."""
    listed = tuple(found)
    return listed if len(listed) < 2 else tuple(sorted(listed, key=lambda one: one.content))


def _moved(by: int, span: Span) -> Span:
    return Span(span.start + by, span.end + by)


def moved(by: int, one: Attribution) -> Attribution:
    """The same attribution where the sentence begins `by` characters earlier."""
    return replace(
        one,
        source=_moved(by, one.source) if one.source else None,
        cue=_moved(by, one.cue) if one.cue else None,
        content=tuple(_moved(by, span) for span in one.content),
    )
