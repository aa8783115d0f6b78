"""Yes and no: which words of a sentence are negated, and who refuses."""

from __future__ import annotations

from collections.abc import Sequence

from framing.comparison.words import FUNCTION, Word
from framing.sentences.cues import words as listed

# "Against" is not among them: a vote against is a vote. Neither is "fail": efforts fail.
_NEGATORS = listed("not no never nor neither none nobody nothing without hardly scarcely")
# Stems: not doing is told by a verb of its own.
_REFUSALS = listed("refrain refus declin deni")
# Stems of what, with a verb after it, was not done: "has yet to reply", "failed to retake".
_UNDONE = listed("yet fail unabl")
# Stems that hold a "no" of their own: no ship sails where the service is suspended, no accident came before the first.
_IMPLIED = listed("first suspend cancel halt ban lack fail block prevent avoid unabl imposs")
# What may stand between a negator and what it negates: "has not yet been made public". A verb of saying may not:
# "has not said whether it will be renewed" does not negate the renewal. Nor may a comparison: "no longer than a day".
_BETWEEN = (FUNCTION - listed("say said says saying tell told telling than")) | listed(
    "longer make made making take took taken taking get got getting go goes gone going give gave given come came"
)
_DUE = listed("must should ought shall")
_ASKING = listed(
    "must should ought shall need requir demand call urg oblig order ask want appeal advis recommend warn"
)
# A negator within so many words of a word may be meant for it ("no siren sounded", "the sirens did not sound").
_NEAR = 6

_NOT_ONLY = listed("only just merely simply least")
# An "if" within so many words before a negator makes a condition of it.
_CONDITION = 6


def negated(words: Sequence[Word]) -> dict[str, bool]:
    """Stems of the content words that a negator or refusal bears on: true where it surely does.

    Sure is the first word after it that says something; false are the others around it, and all beside a word
    that holds a "no" of its own.
    """
    found: dict[str, bool] = {}
    for place, word in enumerate(words):
        sure = _negates(words, place)
        if word.stem not in _IMPLIED and not sure:
            continue
        around = words if word.stem in _IMPLIED else words[max(0, place - _NEAR) : place + _NEAR + 1]
        for near in around:
            if near.is_content:
                found.setdefault(near.stem, False)
        hit = _target(words, place) if sure else None
        if hit is not None:
            found[hit.stem] = True
    return found


def _negates(words: Sequence[Word], place: int) -> bool:
    word, after = words[place], words[place + 1 : place + 2]
    undone = word.stem in _UNDONE and bool(after) and after[0].norm == "to"
    return undone or word.norm in _NEGATORS or word.stem in _REFUSALS


def _target(words: Sequence[Word], place: int) -> Word | None:
    """The word that the negator at `place` surely bears on: the next that says something, in its clause.

    What stands under a condition ("if they do not pay") is not denied, nor is what "not only" opens.
    """
    before = words[max(0, place - _CONDITION) : place]
    after = words[place + 1 :]
    if any(word.norm in ("if", "unless") for word in before) or (after and after[0].norm in _NOT_ONLY):
        return None
    for word in after:
        if word.opens:
            return None
        if word.norm not in _BETWEEN:
            return word if word.is_content else None
    return None


def refusals(words: Sequence[Word]) -> list[int]:
    """Places of verbs that say that something was not done, where what it was is left to be understood."""
    return [
        place
        for place, word in enumerate(words)
        if word.stem in _REFUSALS and not any(after.is_content for after in words[place + 1 :])
    ]


def has_negation(words: Sequence[Word]) -> bool:
    """Whether anything is negated or refused."""
    return any(_negates(words, place) for place in range(len(words)))


def is_demand(words: Sequence[Word]) -> bool:
    """Whether something is said to be due."""
    return any(word.norm in _DUE for word in words)


def tells_of_demand(words: Sequence[Word]) -> bool:
    """Whether anybody is told to ask for something."""
    return any(word.stem in _ASKING for word in words)
