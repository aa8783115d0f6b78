"""Where the source of a cue stands: before it, over appositions, or behind it ("said the ministry")."""

from __future__ import annotations

from collections.abc import Sequence

from framing.sentences.cues import ROLES, VERBS, WITH_HEARER, Cue
from framing.sentences.function_words import (
    ASIDE_OPENERS,
    AUXILIARIES,
    CLAUSE_STARTS,
    COMPARING,
    DAYS,
    DETERMINERS,
    FINITE,
    NAMES_TOO,
    PREPOSITIONS,
    PRONOUNS,
    SOURCE_OPENERS,
)
from framing.sentences.grammar import LONGEST_SOURCE, head_of, next_mark, previous_mark
from framing.sentences.quotes import CLOSERS
from framing.sentences.tokens import QUOTE, Token

LONGEST_TAG = 24  # tokens between a quotation and its cue, appositions included


def source_before(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """The tokens between the nearest mark and the cue, less auxiliaries; over an apposition where there is one."""
    end = at
    while end > 0 and tokens[end - 1].lower in AUXILIARIES and not _is_name(tokens, end - 1):
        end -= 1
    start = previous_mark(tokens, end)
    if (quote := tag_quote(tokens, end)) is not None:
        return quote + 1, end
    if start == end and start > 1 and tokens[start - 1].lower in (",", ")", "—", "–"):
        start = previous_mark(tokens, start - 1)
        start = previous_mark(tokens, start - 1) if start > 1 and end - start < 8 else start
        start = previous_mark(tokens, start - 1) if start > 1 and _is_age(tokens, start) else start
    start = max(start, end - LONGEST_SOURCE)
    opens = (i + 1 for i in range(end - 1, start - 1, -1) if tokens[i].lower in SOURCE_OPENERS)
    return next(opens, start), end


def is_aside(tokens: Sequence[Token], source: tuple[int, int]) -> bool:
    """Whether a source behind a comma is part of a comparison or an aside to what the outlet itself says: "more than
    police had feared", "as experts predicted", "a welcome he had not expected"."""
    start, end = source
    opener, inside = tokens[start].lower, {token.lower for token in tokens[start:end]}
    bare_relative = end - start > 1 and opener in DETERMINERS and tokens[end - 1].lower in PRONOUNS
    return opener in ASIDE_OPENERS or bool(inside & COMPARING) or bare_relative


def _is_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether it is a name and no auxiliary: by its capital, or, as the first word, by a past form behind it."""
    if tokens[at].lower not in NAMES_TOO or not tokens[at].text[0].isupper():
        return False
    return at > 0 or any(cue.form == "past" for cue in VERBS.get(tokens[1].lower, {}).values())


def _is_age(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number stands alone between marks: "John Smith, 58, a plumber"."""
    return tokens[at].text.isdecimal() and next_mark(tokens, at) == at + 1


def tag_quote(tokens: Sequence[Token], end: int) -> int | None:
    """The place of a quotation shortly before `end` whose last mark hands over to a speech tag."""
    for i in range(end - 1, max(-1, end - LONGEST_TAG), -1):
        if tokens[i].lower == QUOTE:
            return i if tokens[i].text.rstrip(CLOSERS)[-1:] in {",", "?", "!"} and i + 1 < end else None
    return None


def is_inverted(tokens: Sequence[Token], at: int, cue: Cue) -> bool:
    """Whether the source follows the cue: a mark before it, a short name behind it and no clause."""
    before = tokens[at - 1].lower if at else ""
    if (
        before not in (",", QUOTE, "—", "–")
        or cue.form not in ("past", "s", "base")
        or at < 1 + (before != QUOTE)
    ):
        return False
    end = next_mark(tokens, at + 1)
    behind = tokens[at + 1 : end]
    if cue.lemma in WITH_HEARER:
        return False  # "[...], told the BBC": that is who was told
    if before != QUOTE and end < len(tokens) and tokens[end].lower in (":", QUOTE):
        return False  # "Ruiz, who knows them, said the firm "[...]""
    if before != QUOTE and tag_quote(tokens, at) is not None:
        return False  # "[...]," Ana Ruiz, the minister, said
    if (
        not behind
        or len(behind) > LONGEST_SOURCE
        or behind[0].lower in CLAUSE_STARTS | PREPOSITIONS | DAYS | {"to"}
    ):
        return False
    finite = (i for i in range(at + 1, end) if head_of(tokens[i]) in FINITE and not _is_name(tokens, i))
    if before != QUOTE and (head_of(behind[0]) in PRONOUNS or any(finite)):
        return False
    return before == QUOTE or (len(behind) <= LONGEST_SOURCE // 2 and _may_speak(behind[0]))


def _may_speak(first: Token) -> bool:
    """Whether a source may begin so: "denied wrongdoing" is no inversion, "said officials" is."""
    return first.text[0].isupper() or first.lower in DETERMINERS or first.lower in ROLES
