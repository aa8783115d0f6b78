"""What forbids to call one sentence a telling of another: another number, another name, a yes for a no.

The rules are short and look at words alone. Each asks for the two sides to differ in one place: a detail that
only one side has is no conflict, it was left out or added.
"""

from __future__ import annotations

from collections.abc import Sequence

from framing.comparison.dates import other_date
from framing.comparison.opposites import contrary
from framing.comparison.polarity import has_negation, is_demand, refusals, tells_of_demand
from framing.comparison.quantities import other_quantities
from framing.comparison.similarity import Nearness
from framing.comparison.speakers import pronouns
from framing.comparison.statements import Statement
from framing.sentences.cues import VERBS

# The subject of a refusal stands within so many words before it.
_SUBJECT = 8


def conflict(one: Statement, other: Statement, near: Nearness) -> str | None:
    """Why `one` cannot be a telling of `other` ("mood", "numbers", "dates", "names", "negation"), or None."""
    if _other_mood(one, other):
        return "mood"
    if other_quantities(one.words, other.words):
        return "numbers"
    if other_date(one.told_words, other.told_words):
        return "dates"
    if _people(one, other, near) or _speakers(one, other):
        return "names"
    return "negation" if _negation(one, other, near) else None


def _other_mood(one: Statement, other: Statement) -> bool:
    """Whether the outlet itself asks or demands in `one`, where `other` tells: that tells nothing."""
    if one.asks:
        return not other.asks
    return is_demand(one.own_words) and not tells_of_demand(other.words)


def _people(one: Statement, other: Statement, near: Nearness) -> bool:
    """Whether each side has somebody whom the other lacks, speaking or beside the same word."""
    first, second = _persons(one, near.shared_first), _persons(other, near.shared_second)
    if not first or not second:
        return False
    if _speak(one, first) and _speak(other, second) and not _shares_person(one, near.shared_first):
        return True
    return bool(_beside(one, first) & _beside(other, second))


def _speakers(one: Statement, other: Statement) -> bool:
    """Whether both quote, and who speaks cannot be one person: names that share no part, or "he" and "she"."""
    first, second = one.scored.sentence, other.scored.sentence
    return bool(first.quotes and second.quotes) and (
        _apart(one.speakers, other.speakers) or _apart(pronouns(first), pronouns(second))
    )


def _apart(ones: frozenset[str], others: frozenset[str]) -> bool:
    return bool(ones and others) and not ones & others


def _persons(statement: Statement, shared: frozenset[int]) -> list[int]:
    """Places of names of people of whom the other side has no part of the name."""
    return [
        place
        for place, flag in enumerate(statement.is_person)
        if flag and not any(statement.is_person[at] and at in shared for at in statement.run(place))
    ]


def _speak(statement: Statement, places: Sequence[int]) -> bool:
    """Whether a verb of saying stands beside any of the names at `places`."""
    around = (at for place in places for run in [statement.run(place)] for at in (run.start - 1, run.stop))
    return any(0 <= at < len(statement.words) and statement.words[at].norm in VERBS for at in around)


def _shares_person(statement: Statement, shared: frozenset[int]) -> bool:
    return any(statement.is_person[place] for place in shared)


def _beside(statement: Statement, places: Sequence[int]) -> set[tuple[str, str]]:
    """The words next to the runs at `places`, each with its side."""
    found = set()
    for place in places:
        run = statement.run(place)
        for side, at in (("before", run.start - 1), ("after", run.stop)):
            if 0 <= at < len(statement.words) and statement.words[at].is_content:
                found.add((side, statement.words[at].stem))
    return found


def _negation(one: Statement, other: Statement, near: Nearness) -> bool:
    shared = {one.words[place].stem for place in near.shared_first if one.words[place].is_content}
    for side, opponent in ((one, other), (other, one)):
        if any(
            sure and stem in shared and stem not in opponent.negated for stem, sure in side.negated.items()
        ):
            return True
    if _refuses_alone(one, other, near.shared_first) or _refuses_alone(other, one, near.shared_second):
        return True
    return contrary(one.words, _plain(one, near.shared_first), other.words, _plain(other, near.shared_second))


def _plain(statement: Statement, shared: frozenset[int]) -> list[int]:
    """Places of the words that the other side lacks and nothing negates."""
    return [
        place
        for place, word in enumerate(statement.words)
        if place not in shared and word.stem not in statement.negated
    ]


def _refuses_alone(one: Statement, other: Statement, shared: frozenset[int]) -> bool:
    """Whether a subject that both sides have refuses on one side, where the other negates nothing."""
    if has_negation(other.words):
        return False
    return any(
        place in shared and one.words[place].is_content
        for verb in refusals(one.words)
        for place in range(max(0, verb - _SUBJECT), verb)
    )
