"""Who speaks in a sentence, also where it says "she": two who cannot be one person have not said the same thing."""

from __future__ import annotations

from collections.abc import Set

from framing.comparison.words import words_of
from framing.types import Sentence

_PRONOUNS = frozenset({"he", "she"})


def speakers(sentence: Sentence, people: Set[str]) -> frozenset[str]:
    """The parts of the names of the `people` who speak; none if anybody else speaks.

    A speaker is read by rule, and a place or a party may be taken for one: those are not among the people.
    """
    found = [_named(said.speaker or "", people) for said in sentence.attributions]
    return frozenset().union(*found) if all(found) else frozenset()


def pronouns(sentence: Sentence) -> frozenset[str]:
    """Whether "he" or "she" is said to speak."""
    sources = (said.source for said in sentence.attributions)
    return _PRONOUNS & {sentence.text[slice(*source)].lower() for source in sources if source}


def _named(speaker: str, people: Set[str]) -> frozenset[str]:
    return frozenset(word.norm for word in words_of(speaker) if word.norm in people)
