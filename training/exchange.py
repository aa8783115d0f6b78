"""How a sentence is read with somebody else in it: another person, another politician, another party.

All find whom to exchange, leave what may be somebody else, and change nothing else of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

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

# A party as the adjective before a noun, and its people.
PARTIES = {
    "Republican": "Republicans",
    "Democratic": "Democrats",
    "Christian Democratic": "Christian Democrats",
    "Conservative": "Conservatives",
    "Green": "Greens",
    "Labour": "Labour members",
    "Liberal": "Liberals",
    "Liberal Democratic": "Liberal Democrats",
    "Libertarian": "Libertarians",
    "Reform": "Reform members",
    "Social Democratic": "Social Democrats",
    "Socialist": "Socialists",
}
_SOUGHT = "Republican|Democratic"
# Where an adjective is one, and not somebody: "a Republican who".
_SORTS = (
    r"administrations?|candidates?|colleagues|congressional|counterparts?|governors?|lawmakers?|leaders?|leadership|"
    r"legislators?|majority|mayors?|members?|minority|nominees?|officials?|operatives?|opponents?|politicians?|"
    r"presidential|presidents?|representatives?|senators?|strategists?|supporters|voters?"
)
_OF_A_PARTY = re.compile(
    rf"\b(?:(?P<whole>(?:{_SOUGHT}) [Pp]arty)|(?P<people>Republicans|Democrats)|(?P<adjective>{_SOUGHT})(?= (?:{_SORTS})\b))\b"
)
# Said of a party in ways that would stay behind when it is exchanged.
_OTHERWISE = re.compile(
    r"\b(?:republicans?|democrats?|democratic|gop|[RD]-[A-Z]\w*|rnc|dnc)\b|\([RD]\)", re.IGNORECASE
)


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


def names_one_party(text: str) -> bool:
    """Whether `text` names one of the two parties sought, in no other way and no other party."""
    found = list(_OF_A_PARTY.finditer(text))
    one = len({match.group()[:3] for match in found}) == 1
    goes_on = any(_goes_on(text[match.end() :]) for match in found)
    return one and not goes_on and not _OTHERWISE.search(_OF_A_PARTY.sub("", text))


def whole_only(text: str) -> bool:
    """Whether the party goes by its whole name wherever `text` names it."""
    return all(found["whole"] for found in _OF_A_PARTY.finditer(text))


def with_whole_name(text: str, name: str) -> str:
    """`text` with a party of that whole name for the one that it names by its own."""
    return _OF_A_PARTY.sub(lambda _: name, text)


def with_party(text: str, adjective: str) -> str:
    """`text` with another of PARTIES for the one that it names."""

    def other(found: re.Match[str]) -> str:
        if found["whole"]:
            return f"{adjective} {found['whole'].split()[-1]}"
        return PARTIES[adjective] if found["people"] else adjective

    return _OF_A_PARTY.sub(other, text)


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
