"""`compare`: one event's articles beside the wire's, or beside what most of them tell."""

from __future__ import annotations

from collections.abc import Sequence

from framing.comparison.align import align
from framing.comparison.core import common_core
from framing.comparison.meaning import meanings
from framing.comparison.statements import Statement, is_compared, read_words, statements
from framing.comparison.types import Comparison, Fate, Link, Retold, Source, Telling
from framing.comparison.weights import vocabulary
from framing.comparison.wording import brings_framing, changes, is_kept
from framing.errors import InputError
from framing.types import AnnotatedArticle, Span


def compare(articles: Sequence[AnnotatedArticle], wire: AnnotatedArticle | None = None) -> Comparison:
    """What each of `articles` kept, reworded, added and left out of `wire`, or of what most of them tell.

    `wire` may be among `articles`; it is not compared with itself. Articles annotated with embeddings
    (`framing.load(embeddings=True)`) are aligned by meaning too. Errors: InputError without a second article.
    """
    others = [article for article in articles if article is not wire]
    if len(others) + (wire is not None) < 2:
        raise InputError(
            "articles", "a comparison needs two articles of one event at least", str(len(others))
        )
    everything = [*others, *([wire] if wire else [])]
    read = read_event(everything)
    if wire is not None:
        source, tellings = read[-1], read[:-1]
        reference = tuple(Source(wire, scored) for scored in wire.sentences)
    else:
        core = common_core(read, [one.article.outlet or one.article.id for one in others])
        source, tellings = tuple(read[number][place] for number, place in core), read
        reference = tuple(Source(others[number], others[number].sentences[place]) for number, place in core)
    return Comparison(
        wire, reference, tuple(_telling(*pair, source) for pair in zip(others, tellings, strict=True))
    )


def read_event(articles: Sequence[AnnotatedArticle]) -> list[tuple[Statement, ...]]:
    """The statements of each article of one event: words weigh, and sentences mean, by what the event has."""
    words = [read_words(article) for article in articles]
    known = vocabulary(words)
    return [
        statements(article, found, meant, known)
        for article, found, meant in zip(articles, words, meanings(articles), strict=True)
    ]


def _telling(
    article: AnnotatedArticle, telling: Sequence[Statement], reference: Sequence[Statement]
) -> Telling:
    retold = tuple(
        _retold(statement, links, reference)
        for statement, links in zip(telling, align(telling, reference), strict=True)
    )
    return Telling(article, retold, _fates(retold, reference))


def _retold(statement: Statement, links: Sequence[Link], reference: Sequence[Statement]) -> Retold:
    if not is_compared(statement.scored):
        return Retold(statement.scored, None)
    if not links:
        return Retold(statement.scored, Fate.ADDED, (), (Span(0, len(statement.text)),))
    partners = [reference[link.source] for link in links]
    new, gone = changes(statement, partners)
    kept = any(is_kept(statement, partner) for partner in partners)
    kept = kept and not brings_framing(statement, partners, new)
    linked = tuple(Link(link.source, link.similarity, lost) for link, lost in zip(links, gone, strict=True))
    return Retold(statement.scored, Fate.KEPT if kept else Fate.REWORDED, linked, new)


def _fates(retold: Sequence[Retold], reference: Sequence[Statement]) -> tuple[Fate | None, ...]:
    """What became of each sentence of the reference: kept if any sentence keeps it."""
    fates: list[Fate | None] = [Fate.OMITTED if is_compared(one.scored) else None for one in reference]
    for sentence in retold:
        for link in sentence.links:
            if sentence.fate is Fate.KEPT or fates[link.source] is Fate.OMITTED:
                fates[link.source] = sentence.fate
    return tuple(fates)
