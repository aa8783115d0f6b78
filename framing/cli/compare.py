"""`framing compare`: one event's articles beside the wire's, or beside what most of them tell."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from framing.errors import InputError

if TYPE_CHECKING:
    from framing.types import Article

EXIT_REFUSED = 3
WIRE = "wire"


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLES...")
@click.option("--wire", metavar="ARTICLE", help="The wire's article: its file or its id.")
@click.option("--wire-outlet", metavar="NAME", help="The wire's article is the one of this outlet.")
@click.option(
    "--core", is_flag=True,
    help="Compare the articles with each other, even if a manifest says which is the wire's.",
)  # fmt: skip
@click.option(
    "--events", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Events of the articles, as `framing events` wrote them.",
)  # fmt: skip
@click.option("--event", metavar="NAME", help="Of articles on several events, those on this one.")
@click.option(
    "-o", "--output", "outputs", multiple=True, type=click.Path(path_type=Path),
    help="Also write a page (.html), everything (.json) or a table of sentences (.csv); may be repeated.",
)  # fmt: skip
@click.option("--sentences", is_flag=True, help="Print every sentence with what became of it.")
@click.option("--model", help="Model: a folder or a name [default: the shipped one].")
@click.option(
    "--threshold", type=click.FloatRange(0, 1),
    help="Score from which a sentence is labelled editorial [default: the model's].",
)  # fmt: skip
def compare(
    articles: tuple[str, ...],
    wire: str | None,
    wire_outlet: str | None,
    core: bool,
    events: Path | None,
    event: str | None,
    outputs: tuple[Path, ...],
    sentences: bool,
    model: str | None,
    threshold: float | None,
) -> None:
    """What each outlet kept, reworded, added and left out of the wire's telling of one event.

    ARTICLES are files or folders as for `framing annotate`; a manifest.jsonl beside files tells outlet, title,
    event, and by the role "wire" which one is the wire's. With no wire named the articles are compared with each
    other, and what more than half of the outlets tell is the common core.
    """
    from framing.annotator import load
    from framing.comparison import compare as compare_articles
    from framing.comparison import with_headline
    from framing.model.registry import FIRST, folder_of
    from framing.output.comparison_json import DATA_ENDINGS, write_comparison
    from framing.output.comparison_page import PAGE_ENDINGS, write_comparison_page
    from framing.output.comparison_table import print_comparison
    from framing.output.whole import check_ending, check_writable

    if sum((wire is not None, wire_outlet is not None, core)) > 1:
        raise click.UsageError("--wire, --wire-outlet and --core exclude each other")
    for path in outputs:
        check_ending(path, (*PAGE_ENDINGS, *DATA_ENDINGS))
        check_writable(path)
    found, refused = read_articles(_and_wire(articles, wire), outputs)
    against = _named(found, wire) if wire is not None else None
    others = [article for article in found if article is not against]
    chosen = _of_event(_with_events(others, events) if events else others, event)
    if against is not None:
        chosen.append(against)
    elif not core:
        against = _the_wire(chosen, wire_outlet)
    annotator = load(folder_of(model or FIRST), threshold, embeddings=True)
    annotated = list(annotator.annotate_many([with_headline(article) for article in chosen]))
    comparison = compare_articles(
        annotated, None if against is None else next(a for a in annotated if a.article.id == against.id)
    )
    print_comparison(comparison, annotator.signature, sys.stdout, sentences=sentences)
    for path in outputs:
        write = write_comparison_page if path.name.lower().endswith(PAGE_ENDINGS) else write_comparison
        write(path, comparison, annotator.signature)
        click.echo(f"wrote {path}", err=True)
    if refused:
        sys.exit(EXIT_REFUSED)


def read_articles(inputs: Sequence[str], outputs: Sequence[Path]) -> tuple[list[Article], int]:
    """The articles behind the inputs, and how many were refused; those are told on standard error."""
    from framing.output.whole import check_apart
    from framing.reading import open_corpus
    from framing.types import Reject

    corpus = open_corpus(inputs)
    check_apart(outputs, corpus.kept_whole)
    found: list[Article] = []
    refused = 0
    for unit in corpus:
        if isinstance(unit, Reject):
            refused += 1
            click.echo(f"refused: {unit.source}: {unit.rule}, found {unit.found}", err=True)
        else:
            found.append(unit)
    return found, refused


def _with_events(articles: Sequence[Article], path: Path) -> list[Article]:
    """The articles, each with its event by the file `path`; without one if the file does not have it."""
    known: dict[str, str] = {}
    with path.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                known[str(row["id"])] = str(row["event"])
            except (ValueError, KeyError, TypeError):
                raise InputError(
                    f"{path}:{number}", "a line must be an object with 'id' and 'event'", repr(line[:80])
                ) from None
    return [replace(article, event=known.get(article.id)) for article in articles]


def _of_event(articles: Sequence[Article], event: str | None) -> list[Article]:
    """The articles of one event: of `event` if named, else of the only one there is.

    Where some articles name an event, those that name none are no part of it.
    """
    events = sorted({article.event for article in articles if article.event})
    if event is None and len(events) > 1:
        shown = ", ".join(events[:8]) + (", …" if len(events) > 8 else "")
        raise InputError(
            "articles", "must be of one event; choose one with --event", f"{len(events)}: {shown}"
        )
    if event is not None and event not in events:
        raise InputError("--event", f"must be one of {', '.join(events) or 'none'}", repr(event))
    wanted = event or (events[0] if events else None)
    chosen = [article for article in articles if article.event == wanted]
    for article in articles if event is None else ():
        if article not in chosen:
            click.echo(
                f"left out: {article.source}: of no event, beside others that are of '{wanted}'", err=True
            )
    return chosen


def _and_wire(inputs: Sequence[str], wire: str | None) -> list[str]:
    """The inputs, and the wire's file where it is not among them."""
    if wire is None or not Path(wire).is_file():
        return list(inputs)
    file = Path(wire).resolve()
    inside = any(Path(one).resolve() in (file, *file.parents) for one in inputs)
    return [*inputs] if inside else [*inputs, wire]


def _named(articles: Sequence[Article], wire: str) -> Article:
    """The article that `--wire` names by its id or its file."""
    found = [a for a in articles if wire in (a.id, a.source) or _same_file(a.source, wire)]
    if len(found) != 1:
        rule = f"must be the file or the id of one of the {len(articles)} articles"
        raise InputError("--wire", rule, f"{wire!r}, which {len(found)} match")
    return found[0]


def _the_wire(articles: Sequence[Article], outlet: str | None) -> Article | None:
    """The article of the named outlet, or the one whose manifest says that it is the wire's."""
    if outlet is None:
        found = [a for a in articles if a.role == WIRE]
        if len(found) > 1:
            rule = (
                "one article may be the wire's: name it with --wire, or compare with what most tell (--core)"
            )
            raise InputError("role 'wire'", rule, ", ".join(a.id for a in found))
        return found[0] if found else None
    found = [a for a in articles if (a.outlet or "").casefold() == outlet.casefold()]
    if len(found) != 1:
        rule = "must be the outlet of exactly one article"
        raise InputError("--wire-outlet", rule, f"{outlet!r}, which {len(found)} match")
    return found[0]


def _same_file(source: str, wire: str) -> bool:
    return Path(source).resolve() == Path(wire).resolve()
