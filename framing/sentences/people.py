"""The persons whom an article names in full: by surname, with the pronouns and the roles that go with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from framing.sentences.names import NICKNAME, PARTICLES, PREFIX, Kind, Party, is_named, read_name
from framing.sentences.roles import DOTTED, NO_NAMES, ROLES, SOVEREIGNS, TITLES

# More full names with one surname than anybody can tell apart.
MOST_NAMESAKES = 8
UPPER = "[A-ZÀ-ÞĀ-Ž]"
# No name goes on behind a full stop, but for initials and short titles: "J. K. Ruiz", "Sen. Ruiz".
DOTS = "|".join(word.capitalize() for word in sorted(DOTTED))
CAPITALISED = rf"(?:(?:{UPPER}\.-?){{1,4}}|(?:{DOTS})\.|{UPPER}[\w'’-]{{0,40}})"
FULL_NAME = re.compile(
    f"{CAPITALISED}(?:(?:{NICKNAME})? (?:(?:{'|'.join(sorted(PARTICLES))}) )*{PREFIX}?{CAPITALISED})+"
)
ARTICLE = re.compile(r"\b[Tt]he $")  # "the Skarholm Bugle" is nobody, "the minister Ana Ruiz" is
AT_FIRST = re.compile("^" + PREFIX, re.IGNORECASE)
# "minister Ana Ruiz"; "Ana Ruiz, the country's deputy minister" or "a minister"
LONGEST_WORD = 16
ROLE_BEFORE = re.compile(r"(\w+) $")
ROLE_BEHIND = re.compile(
    r",? (?:\d+, )?(?:(?:the|a|an|who is|[A-Z][\w’']*['’]s) )?(?:[\w’'-]+ ){0,3}?([a-z]+|[A-Z]{2,3})(?= (?:of|for|at|in|from|who)\b|[,.;)])"
)


@dataclass(slots=True)
class People:
    """The persons whom an article names in full, by surname, and what tells them apart."""

    by_surname: dict[str, dict[str, str]] = field(default_factory=dict)
    pronouns: dict[str, str] = field(default_factory=dict)
    roles: dict[str, set[str]] = field(default_factory=dict)
    mentions: list[tuple[str, int, int]] = field(default_factory=list)
    spoke: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, text: str) -> People:
        """Every full name in the text, and "Queen Margit"; what begins with a word that no name begins with is
        left out."""
        people, titled = cls(), dict[str, str]()
        for match in FULL_NAME.finditer(text):
            first, _, rest = match[0].partition(" ")
            title = first.lower().rstrip(".")
            if title in TITLES:
                titled.setdefault(_ends(rest)[1], TITLES[title])
            party = read_name(match[0])
            if (
                party
                and party.kind is Kind.PERSON
                and (" " in party.name or title in SOVEREIGNS)
                and is_named(party)
                and not _common(party.name)
                and not (party.name == match[0] and ARTICLE.search(text, match.start() - 4, match.start()))
            ):
                people.mentions.append((people.add(party), match.start(), match.end()))
        for surname, pronoun in titled.items():
            full = people.by_surname.get(surname, {})
            if len(full) == 1:
                people.pronouns.setdefault(next(iter(full.values())), pronoun)
        return people

    def add(self, party: Party) -> str:
        """The person's first full mention: the same first and last word are the same person.

        "Von Trapp" at the head of a sentence is the one "Olaf von Trapp".
        """
        first, last = _ends(party.name)
        known = self.by_surname.setdefault(last, {})
        told_apart = first.lower() in PARTICLES and len(known) <= MOST_NAMESAKES
        ending = f" {party.name.lower()}"
        fuller = [name for name in known.values() if name.lower().endswith(ending)] if told_apart else []
        name = fuller[0] if len(fuller) == 1 else known.setdefault(first, party.name)
        if party.pronoun:
            self.pronouns.setdefault(name, party.pronoun)
        if party.role:
            self.roles.setdefault(party.role, set()).add(name)
        return name

    def __contains__(self, name: str) -> bool:
        first, last = _ends(name)
        return first in self.by_surname.get(last, {})

    def knows(self, surname: str) -> bool:
        """Whether it is the surname of somebody whom the article names in full."""
        return bool(self.namesakes(surname))

    def namesakes(self, surname: str) -> Mapping[str, str]:
        """The full names of those with a surname, by their first word."""
        return self.by_surname.get(AT_FIRST.sub("", surname), {})

    def full_name(self, party: Party) -> str:
        """The full name of a person or a lone name, itself where none or several are known."""
        if " " in party.name:
            return self.add(party)
        known = self.namesakes(party.name)
        if len(known) > MOST_NAMESAKES:
            return party.name
        fitting = [one for one in known.values() if self.fits(one, party.pronoun)]
        heard = [one for one in fitting if one in self.spoke]
        found = heard if len(heard) == 1 else fitting
        if len(found) != 1:
            return party.name
        if party.pronoun:
            self.pronouns.setdefault(found[0], party.pronoun)
        if party.role:
            self.roles.setdefault(party.role, set()).add(found[0])
        return found[0]

    def fits(self, name: str, pronoun: str | None) -> bool:
        """Whether nothing speaks against calling the person so."""
        return pronoun is None or self.pronouns.get(name, pronoun) == pronoun

    def with_role(self, party: Party, text: str) -> str:
        """Whoever is introduced with the role in `text`, if one only is; else the role itself."""
        while self.mentions:
            name, start, end = self.mentions.pop()
            self._introduce(name, ROLE_BEFORE.search(text, max(0, start - LONGEST_WORD), start))
            self._introduce(name, ROLE_BEHIND.match(text, end))
        found = self.roles.get(party.role or "", set())
        return next(iter(found)) if len(found) == 1 else party.name

    def _introduce(self, name: str, role: re.Match[str] | None) -> None:
        if role and role[1].lower() in ROLES:
            self.roles.setdefault(role[1].lower(), set()).add(name)


def _common(name: str) -> bool:
    return name.partition(" ")[0].lower() in NO_NAMES


def _ends(name: str) -> tuple[str, str]:
    """First and last word of a name, this one without what is written before it ("al-")."""
    parts = name.split(" ")
    last = parts[-2] if parts[-1] in ("Jr.", "Sr.", "Jr", "Sr", "II", "III") and len(parts) > 2 else parts[-1]
    return parts[0], AT_FIRST.sub("", last)
