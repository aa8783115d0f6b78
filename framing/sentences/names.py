"""Who a source phrase means: a person, a body, a role or a pronoun ("Sen. Ana Ruiz, the minister", "officials").

What cannot be read for sure gives `None`: the rules that find sources have no parser, and half of their
spans are too long or too short.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from framing.sentences.cues import words
from framing.sentences.function_words import (
    AUXILIARIES,
    DAYS,
    DETERMINERS,
    NAMES_TOO,
    POSSESSIVES,
    PREPOSITIONS,
)
from framing.sentences.given_names import HE, SHE
from framing.sentences.grammar import is_acronym
from framing.sentences.roles import (
    BODIES,
    GENDERED,
    LETTERS,
    NO_NAMES,
    PEOPLE,
    PLURALS,
    PRONOUNS,
    RANK_LETTERS,
    RANKS,
    ROLES,
    SOVEREIGNS,
    TITLES,
)

LINKING = words(
    "and but yet so still however while as when because that if then though although meanwhile also even like unlike"
    " now only once perhaps"
)
PARTICLES = words("de del da di du das dos van von der den ter ten bin bint ibn al el la le 't ’t")
# What is written before a name with a hyphen or an apostrophe: "al-Rashidi", "d'Orsel".
PREFIX = r"(?:(?:a[dlnrstz]|ash|el|ul)-|[dl]['’])"
# What a body's name may go on with: "University of Varna", "Department for Transport", "Council on Trade".
LINKS = words("of for on")
JOINING = PARTICLES | LINKS
TAIL = PREPOSITIONS | words("to who which whose to after before during near as close and or")
VERBAL = (AUXILIARIES - words("all both just only now then also to")) | words("it there said says")
AMOUNTS = words(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty dozens hundreds thousands both several many few only even other another"
)
NO_PARTY = words("whose nobody everyone somebody you i we what this that these those")
# Verbs and pronouns that only a misread clause has.
CLAUSAL = words(
    "that also who whose which told quoted i you we she he they met hit beat saw took gave made won held sent left put"
    " led ran knew thought found got"
)
# "Liberal Democrat MP" names nobody; "Ana Ruiz MP" does.
NO_SURNAMES = RANKS | PEOPLE | BODIES | NO_NAMES
# A role in more words than these is a clause that the rules misread.
LONGEST_ROLE = 8

PIECE = re.compile(r"['’]t(?= [^\W\d_])|[^\W\d_](?:[\w&]|['’.-](?=\w))*\.?(?:['’]s?(?!\w))?|\d[\d,.]*")
APPOSITION = re.compile(r"\s*(?:,|;|\(|—|–| -- )\s*")
PREFIXED = re.compile(PREFIX + r"[^\W\d_a-zà-þ]")
# Inside a name: 'Tom "The Rock" Orr'.
NICKNAME = r" [\"“][^\W\d_a-zà-þ][\w'-]*(?: [^\W\d_a-zà-þ][\w'-]*)?[\"”](?= )"
NICKNAMES = re.compile(NICKNAME)
AND = re.compile(r"(?:^|\s+)and\s+")
POSSESSIVE = re.compile(r"['’]s?$")


class Kind(StrEnum):
    """What may speak, as far as its words tell; `name` is a lone word that may be anybody's."""

    PERSON = "person"
    PEOPLE = "people"
    BODY = "body"
    NAME = "name"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class Party:
    """Who is meant: `name` in the article's words; `pronoun` ("he", "she") where they tell it; `role` beside a
    name ("minister"), or of a definite nobody-named ("the minister")."""

    name: str
    kind: Kind
    pronoun: str | None = None
    role: str | None = None
    definite: bool = False


@lru_cache(maxsize=4096)
def read_party(source: str) -> Party | None:
    """The party that a source phrase means, `None` where it cannot be told."""
    parts = [
        part for part in APPOSITION.split(NICKNAMES.sub("", source.strip())) if part and not part.isdecimal()
    ]  # no ages
    first, *others = parts or [""]
    party = _read(first)
    if others and (parties := _listed(parts)):
        return parties
    if party is None and others and first.partition(" ")[0].lower() in PREPOSITIONS:  # "In Oslo, [...]"
        return _read(others[0])
    if party and not is_named(party) and party.kind is not Kind.PRONOUN and _owned(first) and not others:
        return None  # whose ministry, the phrase does not say
    if party is None or not others:
        return party
    other = _read(others[0])
    if other is None:
        return party
    if party.role and is_named(other) and not is_named(party):
        return Party(other.name, Kind.PERSON, other.pronoun or party.pronoun, party.role)
    if is_named(party) and other.role:
        return Party(party.name, Kind.PERSON, party.pronoun or other.pronoun, other.role)
    return party


def _listed(parts: list[str]) -> Party | None:
    """Three and more who speak together: "Ruiz, Bell and Orr", "Argentina, Brazil, and Mexico"."""
    members = [*parts[:-1], *filter(None, AND.split(parts[-1]))]
    if len(members) < 3 or not AND.search(parts[-1]):
        return None
    for member in members:
        party = _read(member)
        if party is None or party.role or not (is_named(party) or party.kind is Kind.BODY):
            return None
    return Party(f"{', '.join(members[:-1])} and {members[-1]}", Kind.PEOPLE)


def _owned(phrase: str) -> bool:
    return phrase.partition(" ")[0].lower() in POSSESSIVES


def is_named(party: Party) -> bool:
    """Whether it is a person, or may be one, under a name and not under a role ("Norwegian Minister")."""
    last = party.name.rpartition(" ")[2].lower()
    return party.kind in (Kind.PERSON, Kind.NAME) and party.name[:1].isupper() and last not in PEOPLE


def _read(phrase: str) -> Party | None:
    found = PIECE.findall(phrase)
    if found[:1] == ["and"]:  # the second half of a source
        return None
    while found and found[0].lower() in LINKING:
        found = found[1:]
    if not found:
        return None
    low = [word.lower() for word in found]
    if len(found) == 1 and (pronoun := PRONOUNS.get(low[0].partition("'")[0].partition("’")[0])):
        return Party(low[0], Kind.PRONOUN, pronoun)
    if low[0] in PREPOSITIONS | {"to", "after", "before"} or any(map(_is_auxiliary, found, [*found[1:], ""])):
        return None
    if low[0] in NO_PARTY or any(_is_verb(word) for word in found[1:]):
        return None
    definite, article = low[0] == "the", low[0] in DETERMINERS | AMOUNTS
    end = next((i for i, word in enumerate(low) if i > article and word in TAIL), len(low))
    if end < len(low) and low[end] in ("and", "or"):
        return _several(found, end)
    if end < len(low) and _goes_on(found, end):
        end = next((i for i in range(end + 1, len(low)) if low[i] in TAIL), len(low))
    return _core(found[article:], end - article, definite=definite, article=article)


def _goes_on(found: list[str], end: int) -> bool:
    """Whether a name goes on behind "of", "for" or "on": "Secretary of State Ana Ruiz", "Office for Fisheries"."""
    before, link, behind = found[end - 1], found[end], found[end + 1 : end + 2]
    if not behind or not behind[0][0].isupper() or behind[0].lower() in DAYS:
        return False
    if link == "of":
        return before.lower() in BODIES | RANKS
    return link in LINKS and before[0].isupper() and before.lower() in BODIES


def _core(found: list[str], end: int, *, definite: bool, article: bool) -> Party | None:
    """A phrase without its article, whose head stands before the word `end`."""
    if end <= 0:
        return None
    start = end
    while start > 0 and (_is_name(found[start - 1]) or (start < end and found[start - 1] in JOINING)):
        start -= 1
    while start < end and found[start] in JOINING:
        start += 1
    if start == end:
        return _role(found, end, definite=definite)
    run, role = found[start:end], _role_in(found[:start])
    alone = start == 0 or PARTICLES.issuperset(found[:start])  # "van der Berg said"
    if not alone and role is None and (len(run) < 2 or found[start - 1][-1] == "s"):  # "Bell slams Orr"
        return None
    return named(run, role=role, article=article and start == 0)


def _is_name(word: str) -> bool:
    """Whether a word may be part of a name, by its capital: "Ruiz", "al-Ruiz"."""
    return word[0].isupper() or PREFIXED.match(word) is not None


@lru_cache(maxsize=16384)
def read_name(run: str) -> Party | None:
    """The party of capitalised words in a row, as they stand in a text."""
    return named(PIECE.findall(NICKNAMES.sub("", run)))


def named(run: list[str], *, role: str | None = None, article: bool = False) -> Party | None:
    """The party of a run of capitalised words; titles before a name are taken off and tell role and gender."""
    run = [*run[:-1], POSSESSIVE.sub("", run[-1])]
    bare = run if article else without_letters(run)
    if bare != run:
        roles = [word.lower() for word in run[len(bare) :] if word.lower() in PEOPLE]
        return named(bare, role=roles[0] if roles else role)
    pronoun = GENDERED.get(role or "")
    low = [word.lower().rstrip(".") for word in run]
    is_role = low[-1] in PEOPLE or (article and len(run) == 1 and low[-1] in SOVEREIGNS)
    if low[-1] in PLURALS:
        return Party(" ".join(run) if len(run) > 1 else _small(run[0]), Kind.PEOPLE)
    if (
        low[-1] in BODIES
        or any(head in BODIES and link in LINKS for head, link in pairwise(low))
        or (article and not is_role)
        or (is_acronym(run[-1]) and not is_role)
    ):
        common = len(run) == 1 and low[0] in BODIES and not run[0].isupper()
        return Party(low[0] if common else " ".join(run), Kind.BODY)
    if is_role:  # "The President", "Norwegian Minister"
        name = " ".join(run) if len(run) > 1 else _small(run[0])
        return Party(name, Kind.PERSON, GENDERED.get(low[-1]), low[-1], definite=article)
    before = max((i for i in range(len(run) - 1) if _introduces(run[i], low[i])), default=-1)
    for word in low[: before + 1]:
        pronoun = TITLES.get(word) or GENDERED.get(word) or pronoun
        role = word if word in ROLES else role
    run, low = run[before + 1 :], low[before + 1 :]
    if low[0] in TITLES or (low[0] in NO_NAMES and not (before >= 0 and low == ["may"])) or len(run) > 5:
        return None if len(run) == 1 else Party(" ".join(run), Kind.BODY)
    pronoun = pronoun or given_pronoun(run)
    person = before >= 0 or role is not None or pronoun is not None or len(run) > 1
    return Party(" ".join(run), Kind.PERSON if person else Kind.NAME, pronoun, role)


def _small(word: str) -> str:
    """A common noun in small letters, but "MPs"."""
    return word if word[:2].isupper() else word.lower()


def without_letters(run: list[str]) -> list[str]:
    """A name without the letters behind it ("Ana Ruiz MP"); "Liberal Democrat MP" is none."""
    end = len(run)
    while end > 2 and not run[end - 1].istitle() and run[end - 1].lower() in LETTERS:
        end -= 1
    return run if run[end - 1].lower() in NO_SURNAMES else run[:end]


def _introduces(word: str, low: str) -> bool:
    """Whether what follows in a run is a name of its own."""
    if low in RANK_LETTERS:
        return word.isupper()
    return low in TITLES or low in RANKS or low in PEOPLE or word.endswith(("'s", "’s"))


def given_pronoun(run: list[str]) -> str | None:
    """The pronoun that the given name of a name of two words and more tells."""
    first = run[0].lower()
    return None if len(run) < 2 else "he" if first in HE else "she" if first in SHE else None


def _role_in(before: list[str]) -> str | None:
    """The role named right before a name: "spokesman" in "White House spokesman Josh Orr"."""
    last = before[-1].lower() if before else ""
    return last if last in PEOPLE else None


def _role(found: list[str], end: int, *, definite: bool) -> Party | None:
    """A nameless party: "senior officials", "ministry", "spokesman for Ruiz"."""
    head = POSSESSIVE.sub("", found[end - 1].lower())
    if len(found) > LONGEST_ROLE:
        return None
    kind = Kind.PEOPLE if head in PLURALS else Kind.PERSON if head in ROLES else Kind.BODY
    if kind is Kind.BODY and head not in BODIES:
        return None
    tail = (
        found
        if end == len(found) or found[end].lower() in ("of", "for", "at", "in", "from", "with")
        else found[:end]
    )
    name = POSSESSIVE.sub(
        "", " ".join([found[0] if found[0][0].isupper() and len(found) > 1 else found[0].lower(), *tail[1:]])
    )
    plain = definite and end == 1
    return Party(name, kind, GENDERED.get(head), head if kind is Kind.PERSON else None, definite=plain)


def _several(found: list[str], end: int) -> Party | None:
    """Two who speak together are many, under both names."""
    if len(found) > LONGEST_ROLE or not _read(" ".join(found[:end])) or not _read(" ".join(found[end + 1 :])):
        return None
    return Party(" ".join(found), Kind.PEOPLE)


def _is_auxiliary(word: str, behind: str) -> bool:
    """Whether a word shows a clause, and is no name with a capital: "Ana May", "Will Hurst", but "Will officials"."""
    if word.istitle() and word.lower() in NAMES_TOO and (not behind or behind[0].isupper()):
        return False
    return word.lower() in VERBAL


def _is_verb(word: str) -> bool:
    """Whether a word that is not a phrase's first shows that there is a clause: "blasted", "that"."""
    return word in CLAUSAL or (word.endswith("ed") and word.islower())
