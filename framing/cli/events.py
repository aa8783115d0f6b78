"""`framing events`: group a corpus into events, for `framing compare --events`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from framing.comparison.events import Event
    from framing.types import Article

ENDINGS = (".jsonl",)
EXIT_REFUSED = 3


@click.command()
@click.argument("corpus", nargs=-1, required=True, metavar="CORPUS...")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path),
    help="A line an article (.jsonl): its id, its event, the event's words; for framing compare --events.",
)  # fmt: skip
@click.option(
    "--days", type=click.IntRange(0), default=3, show_default=True,
    help="Articles further apart are not on one event.",
)  # fmt: skip
@click.option(
    "--most", type=click.IntRange(0), default=20, show_default=True, help="Events to print, largest first."
)
def events(corpus: tuple[str, ...], output: Path, days: int, most: int) -> None:
    """Group a corpus into events: articles that share their words within a few days.

    CORPUS is files or folders as for `framing annotate`. No model is needed; dates help much, and without them
    other news on the same matter may join an event.
    """
    from framing.cli.compare import read_articles
    from framing.comparison.events import find_events
    from framing.output.profile_table import print_cells
    from framing.output.sinks import json_line
    from framing.output.whole import WholeFile, check_ending, check_writable

    check_ending(output, ENDINGS)
    check_writable(output)
    articles, refused = read_articles(corpus, [output])
    found = find_events(articles, days)
    with WholeFile(output) as file:
        for number, event in enumerate(found, start=1):
            for row in _rows(event, number, articles):
                file.write(json_line(row).encode("utf-8", "surrogatepass"))
    several = [event for event in found if len(event.articles) > 1]
    cells = [
        [_name(number), str(len(event.articles)), str(_outlets(event, articles)), ", ".join(event.words)]
        for number, event in enumerate(several[:most], start=1)
    ]
    if cells:
        print_cells(("event", "articles", "outlets", "words"), cells, sys.stdout)
    alone = len(found) - len(several)
    click.echo(
        f"{len(articles)} articles: {len(several)} events of two or more, {alone} alone: {output}", err=True
    )
    if refused:
        sys.exit(EXIT_REFUSED)


def _rows(event: Event, number: int, articles: list[Article]) -> list[dict[str, object]]:
    return [
        {
            "id": articles[place].id,
            "event": _name(number),
            "words": list(event.words),
            "outlet": articles[place].outlet,
            "title": articles[place].title,
            "published": articles[place].published,
            "source": articles[place].source,
        }
        for place in event.articles
    ]


def _name(number: int) -> str:
    return f"e{number}"


def _outlets(event: Event, articles: list[Article]) -> int:
    return len({articles[place].outlet or articles[place].id for place in event.articles})
