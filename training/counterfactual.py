"""One sentence with other people in it: what must not move a score.

Sentences of the news that name a politician, or that speak of a man, a woman, men or women, are read with others in their
place, and so are the project's own sentences with a place for a name ("counterfactual fairness in text classification",
Garg and others 2019). The readings of one sentence are `alike`: a teacher's answers are evened over them
(training/teaching.py).
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, zip_longest
from typing import NamedTuple

from eval.corpora import contrast
from framing.types import content_hash
from training.items import Item

# Sentences of the news of each kind, and what they are read with beside their own.
SENTENCES = 1000
GENDERS, POLITICIANS, UNKNOWN = 4, 4, 2
NAMED_READINGS = 12
FEWEST_WORDS, MOST_WORDS = 5, 45

# Where nothing but the last word of a name is theirs by custom.
_SURNAMES = {
    "Lee Jae-myung": "Lee",
    "Luiz Inacio Lula da Silva": "Lula",
    "Marine Le Pen": "Le Pen",
    "Nguyen Thi Lan": "Nguyen",
    "Tsai Ing-wen": "Tsai",
    "Xi Jinping": "Xi",
}
# With a capital letter and no part of a name, before a surname that stands alone.
_NO_NAME = re.compile(
    r"After|Although|And|As|Attorney|Because|Before|But|Candidate|Chairman|Chancellor|Congress(wo)?man|Democrat(ic)?|For|"
    r"General|Gov(ernor)?|If|In|Leader|Minister|Mrs?|Ms|On|President|Rep(ublican)?|Sen(ator)?|Secretary|Since|Speaker|That|"
    r"The|Under|Vice|What|When|Whether|While|With"
)
_PUNCTUATION = "\"“”(',.:;"

_PERSON = re.compile(r"(?<![\w-])(?:(?P<article>[Aa]n?)\s+)?(?P<word>man|woman|men|women)(?![\w-])")
# Sentences in which another word has to follow, or that are about what is exchanged.
_NOT_ALONE = re.compile(
    r"\b(abortion\w*|boys?|daughters?|fathers?|females?|feminis\w*|gays?|gender|girls?|he|her|hers|herself|him|himself|his|"
    r"husband|lesbian\w*|males?|man's|misogyn\w*|mothers?|no man|pregnan\w*|sexis\w*|she|sons?|trans\w*|wife)\b",
    re.IGNORECASE,
)


Group = tuple[str, list[str]]


def counterfactual_items(texts: Iterable[str]) -> list[Item]:
    """Readings of some of `texts`, and of the project's own sentences behind them; by itself none answers anything."""
    pools = contrast.names()
    some = [text for text in dict.fromkeys(texts) if FEWEST_WORDS <= len(text.split()) <= MOST_WORDS]
    groups = [*_with_other_genders(some, pools), *_with_other_politicians(some, pools)]
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


def person(text: str) -> re.Match[str] | None:
    """The one man, woman, or people of one of these kinds that `text` speaks of, where nothing else depends on it."""
    found = list(_PERSON.finditer(text))
    return found[0] if len(found) == 1 and not _NOT_ALONE.search(text) else None


def with_gender(text: str, word: str) -> str:
    """`text` with `word`, in the singular, for whom it speaks of; in the plural where it speaks of several."""
    found = person(text)
    assert found, "chosen because it speaks of one"
    if found["word"] in ("men", "women"):
        word = word.removesuffix("person") + "people" if word.endswith("person") else f"{word[:-3]}men"
    article = found["article"] or ""
    if article:
        article = article[0] + ("n " if word[0] in "aeiou" else " ")
    return text[: found.start()] + article + word + text[found.end() :]


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


class Mention(NamedTuple):
    """Where somebody is named, in code points: by which surname, and whether by the whole name."""

    start: int
    end: int
    surname: str
    whole: bool


class People:
    """Known by their whole names; found in texts by these and by their surnames alone."""

    def __init__(self, names: Sequence[str]) -> None:
        self._surnames = {surname(name): surname(name) for name in names} | {
            name: surname(name) for name in names
        }
        longest_first = sorted(self._surnames, key=len, reverse=True)
        self._pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")

    def mentions(self, text: str) -> list[Mention]:
        """Of whoever is named first; none where a surname may be somebody else's or part of another name."""
        found: list[Mention] = []
        for match in self._pattern.finditer(text):
            mine = self._surnames[match.group()]
            if found and mine != found[0].surname:
                continue
            whole = match.group() != mine
            if _goes_on(text[match.end() :]) or (not whole and _began_before(text[: match.start()])):
                return []
            found.append(Mention(match.start(), match.end(), mine, whole))
        return found

    def renamed(self, text: str, name: str) -> str:
        """`text` with `name` for whoever it names first."""
        for mention in reversed(self.mentions(text)):
            new = name if mention.whole else surname(name)
            text = text[: mention.start] + new + text[mention.end :]
        return text


def surname(name: str) -> str:
    """By which name alone somebody goes in the news."""
    return _SURNAMES.get(name, name.split()[-1])


def _goes_on(behind: str) -> bool:
    """Whether a name goes on in the text `behind` it."""
    return bool(re.match(r"\s+[A-Z]|[-\w]", behind))


def _began_before(text: str) -> bool:
    """Whether a surname behind `text` has a first name there."""
    words = text.split()
    if not words or words[-1][-1] in _PUNCTUATION:
        return False
    before = words[-1].strip(_PUNCTUATION)
    return before[:1].isupper() and not _NO_NAME.fullmatch(before)
