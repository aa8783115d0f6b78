"""How much each word of one event's articles tells: rare words much, what is in every sentence little."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from framing.comparison.words import Word
from framing.sentences.cues import ROLES, VERBS

# Function words are not nothing: two sentences that share them too are a little nearer.
FUNCTION_WEIGHT = 0.05
LEAST_WEIGHT = 0.1


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The event's words. `weight` is by stem; `names` are spelled with a capital wherever they stand, `people` are
    those among them that say or do something with a verb of saying beside them."""

    weight: dict[str, float]
    names: frozenset[str]
    people: frozenset[str]

    def of(self, word: Word) -> float:
        """What `word` weighs: 0.05 for a function word, else up to 1 for one in few sentences."""
        return self.weight.get(word.stem, 1.0) if word.is_content else FUNCTION_WEIGHT

    def is_name(self, word: Word) -> bool:
        """Whether `word` names somebody or something."""
        return word.is_capital and word.norm in self.names


def vocabulary(articles: Iterable[Sequence[Sequence[Word]]]) -> Vocabulary:
    """The vocabulary of articles, each a sequence of sentences of words.

    A word counts by the article that has it in most sentences, beside the length of the longest: one in a single
    sentence of each article weighs the same as one that a single article has, so what two tellings share is not made
    light by their sharing it.
    """
    most: dict[str, int] = {}
    longest = 0
    inside, small, heard = set[str](), set[str](), set[str]()
    for sentences in articles:
        longest = max(longest, len(sentences))
        for stem, seen in Counter(stem for words in sentences for stem in {w.stem for w in words}).items():
            most[stem] = max(most.get(stem, 0), seen)
        for words in sentences:
            small.update(word.norm for word in words if not word.is_capital)
            if not _is_headline(words):
                inside.update(word.norm for word in words[1:] if word.is_capital and word.is_content)
                heard.update(_beside_cues(words))
    rarest = math.log(longest + 1) or 1.0
    return Vocabulary(
        {stem: max(LEAST_WEIGHT, 1 - math.log(seen) / rarest) for stem, seen in most.items()},
        frozenset(inside - small),
        frozenset((inside & heard) - small - ROLES),
    )


def _beside_cues(words: Sequence[Word]) -> Iterator[str]:
    """The capitalised words that stand in one run beside a verb of saying."""
    for place, word in enumerate(words):
        if word.is_capital or word.norm not in VERBS:
            continue
        for step in (-1, 1):
            at = place + step
            while 0 <= at < len(words) and words[at].is_capital and words[at].is_content:
                yield words[at].norm
                at += step


def _is_headline(words: Sequence[Word]) -> bool:
    """Whether capitals tell nothing here, since most words have one."""
    content = [word for word in words if word.is_content and not word.is_number]
    return len(content) > 3 and sum(word.is_capital for word in content) > 0.8 * len(content)
