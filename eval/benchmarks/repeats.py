"""How many of a corpus' sentences come again: what scoring each distinct sentence once saves.

    python -m eval.benchmarks.repeats ARTICLES... [--articles 2000]

Reads and splits only, no scoring. The share depends on how much of a corpus is looked at: wire copy comes again where
its other copies are in the sample too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import click

from framing.annotator import ARTICLES_AT_ONCE
from framing.reading import open_corpus
from framing.sentences.split import lines, sentence_spans
from framing.types import Article, content_hash


class Repeats:
    """Counts sentences, all and distinct: in the whole run, in the groups that are scored together, and by length."""

    # Shorter ones come again by chance or as furniture ("Read more"), longer ones by copying.
    WORDS = 8

    def __init__(self) -> None:
        self.articles = self.in_groups = 0
        self._times = Counter[str]()
        self._long = Counter[str]()
        self._outlets: dict[str, str | None] = {}
        self._across = set[str]()
        self._group = set[str]()

    def add(self, article: Article) -> None:
        """Count the sentences of one article."""
        if self.articles % ARTICLES_AT_ONCE == 0:
            self._end_group()
        self.articles += 1
        for line in lines(article.text):
            text = article.text[line.start : line.end]
            for span in sentence_spans(text):
                sentence = text[span.start : span.end]
                key = content_hash(sentence)
                self._times[key] += 1
                self._group.add(key)
                if len(sentence.split()) >= self.WORDS:
                    self._long[key] += 1
                if self._outlets.setdefault(key, article.outlet) != article.outlet:
                    self._across.add(key)

    def figures(self) -> dict[str, float]:
        """Counts, and shares of the sentences."""
        self._end_group()
        total, long = max(1, self._times.total()), max(1, self._long.total())
        return {
            "articles": self.articles,
            "sentences": self._times.total(),
            "distinct": len(self._times) / total,
            f"distinct, of {self.WORDS} words or more": len(self._long) / long,
            f"distinct in groups of {ARTICLES_AT_ONCE} articles, which one pass sees": self.in_groups / total,
            "in more than one outlet": sum(self._times[key] for key in self._across) / total,
        }

    def _end_group(self) -> None:
        self.in_groups += len(self._group)
        self._group.clear()


def count_repeats(units: Iterable[object], most: int | None) -> Repeats:
    """The repeats in the first `most` articles; what was refused is passed over."""
    repeats = Repeats()
    for unit in units:
        if isinstance(unit, Article):
            repeats.add(unit)
            if repeats.articles == most:
                break
    return repeats


@click.command()
@click.argument("inputs", nargs=-1, required=True)
@click.option("--articles", type=click.IntRange(1), help="Look at so many, from the start [default: all].")
def main(inputs: tuple[str, ...], articles: int | None) -> None:
    """Print the shares."""
    for name, value in count_repeats(open_corpus(inputs), articles).figures().items():
        click.echo(f"{name}: {value:,.0f}" if value > 1 else f"{name}: {value:.4f}")


if __name__ == "__main__":
    main()
