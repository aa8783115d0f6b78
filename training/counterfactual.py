"""One sentence with other people in it: what must not move a score.

Sentences of the news that name a politician or a party, or that speak of a man, a woman, men or women, are read with others in
their place, and so are the project's own sentences with a place for a name ("counterfactual fairness in text classification",
Garg and others 2019). The readings of one sentence are `alike`: a teacher's answers are evened over them
(training/teaching.py).
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, zip_longest

from eval.corpora import contrast
from framing.types import content_hash
from training.exchange import (
    PARTIES,
    People,
    names_one_party,
    person,
    whole_only,
    with_gender,
    with_party,
    with_whole_name,
)
from training.items import Item

# Sentences of the news of each kind, and what they are read with beside their own.
SENTENCES = 1000
GENDERS, POLITICIANS, UNKNOWN, OTHER_PARTIES = 4, 4, 2, 4
NAMED_READINGS = 12
FEWEST_WORDS, MOST_WORDS = 5, 45

Group = tuple[str, list[str]]


def counterfactual_items(texts: Iterable[str]) -> list[Item]:
    """Readings of some of `texts`, and of the project's own sentences behind them; by itself none answers anything."""
    pools = contrast.names()
    some = [text for text in dict.fromkeys(texts) if FEWEST_WORDS <= len(text.split()) <= MOST_WORDS]
    groups = [
        *_with_other_genders(some, pools),
        *_with_other_politicians(some, pools),
        *_with_other_parties(some, pools),
    ]
    found = [Item(reading, alike=content_hash(text)) for text, readings in groups for reading in readings]
    return found + [Item(wording.text, alike=wording.id) for wording in contrast.named(NAMED_READINGS)]


def _with_other_genders(texts: Sequence[str], pools: Mapping[str, list[str]]) -> Iterator[Group]:
    """With a woman and a man, and with some of the other words for a person or for people."""
    draw = random.Random("gender")
    words = pools["gender"]
    speaking = [text for text in texts if person(text)]
    for text in draw.sample(speaking, min(SENTENCES, len(speaking))):
        others = [word for word in words if word not in ("woman", "man")]
        yield text, [with_gender(text, word) for word in ("woman", "man", *draw.sample(others, GENDERS))]


def _with_other_politicians(texts: Sequence[str], pools: Mapping[str, list[str]]) -> Iterator[Group]:
    """With other politicians and with people nobody knows; no politician has more sentences than there must be."""
    draw = random.Random("politician")
    known, unknown = [*pools["politician"], *pools["politician_in_the_news"]], pools["person"]
    people = People(known)
    by_surname: defaultdict[str, list[str]] = defaultdict(list)
    for text in texts:
        if found := people.mentions(text):
            by_surname[found[0].surname].append(text)
    for name in sorted(by_surname):
        draw.shuffle(by_surname[name])
    turns = zip_longest(*(by_surname[name] for name in sorted(by_surname)))
    for text in islice((text for turn in turns for text in turn if text), SENTENCES):
        names = [*draw.sample(known, POLITICIANS), *draw.sample(unknown, UNKNOWN)]
        yield text, [text, *(people.renamed(text, name) for name in names)]


def _with_other_parties(texts: Sequence[str], pools: Mapping[str, list[str]]) -> Iterator[Group]:
    """With the other of the two parties that the news names most, and with some that it hardly does."""
    draw = random.Random("party")
    first, second, *others = PARTIES
    naming = [text for text in texts if names_one_party(text)]
    by_whole_name = [text for text in naming if whole_only(text)]
    otherwise = [text for text in naming if not whole_only(text)]
    for text in draw.sample(by_whole_name, min(SENTENCES // 2, len(by_whole_name))):
        names = [f"{first} Party", f"{second} Party", *draw.sample(pools["party"], OTHER_PARTIES)]
        yield text, [with_whole_name(text, name) for name in names]
    for text in draw.sample(otherwise, min(SENTENCES // 2, len(otherwise))):
        yield text, [with_party(text, name) for name in (first, second, *draw.sample(others, OTHER_PARTIES))]
