"""How the attribution rules read a row of tokens: which words are verbs, where sources and clauses end.

Every walk is bounded by a sentence's length, which `attribution` caps, so that time stays linear in the text.
"""

from __future__ import annotations

from collections.abc import Sequence

from framing.sentences.cues import ADDRESSING, Cue, Frame
from framing.sentences.function_words import (
    ADJUNCT_STARTS,
    AMOUNTS,
    AUXILIARIES,
    CLAUSE_REACH,
    CLAUSE_STARTS,
    COMMAS,
    COMMENT_STARTS,
    CONTRACTION,
    CUTS,
    DAYS,
    DETERMINERS,
    FINITE,
    HELPERS,
    LONGEST_ACRONYM,
    LOOSE,
    OWN_PERSONS,
    PLURALS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    SAYING_PLACES,
    STOPS,
    SUBORDINATORS,
    TIMES,
    TO_VERBS,
)
from framing.sentences.tokens import QUOTE, Token
from framing.types import Span

# A source longer than this many tokens is a clause that the rules misread.
LONGEST_SOURCE = 14
# Tokens before a comma and a source that are a content: an adverbial is shorter.
SHORTEST_CONTENT, LONGEST_ADVERBIAL = 3, 8


def char_span(tokens: Sequence[Token], start: int, end: int) -> Span | None:
    """The characters of tokens start..end, without marks at the edges."""
    while start < end and not weighs(tokens[start]):
        start += 1
    while start < end and not weighs(tokens[end - 1]):
        end -= 1
    return Span(tokens[start].start, tokens[end - 1].end) if start < end else None


def weighs(token: Token) -> bool:
    """Whether it is a word or a quotation, and no mark."""
    return token.is_word or token.lower == QUOTE


def char_spans(tokens: Sequence[Token], *ranges: tuple[int, int]) -> tuple[Span, ...]:
    """The characters of several ranges, without the empty ones."""
    return tuple(span for start, end in ranges if (span := char_span(tokens, start, end)))


def next_mark(tokens: Sequence[Token], at: int, marks: frozenset[str] = STOPS) -> int:
    """The place of the next mark from `at` on, or the end."""
    while at < len(tokens) and tokens[at].lower not in marks:
        at += 1
    return at


def previous_mark(tokens: Sequence[Token], at: int) -> int:
    """One past the nearest mark before `at`."""
    while at > 0 and tokens[at - 1].lower not in STOPS:
        at -= 1
    return at


def is_noun(tokens: Sequence[Token], at: int) -> bool:
    """Whether the word before says that this one is a noun."""
    before = tokens[at - 1].lower if at else ""
    return before in DETERMINERS or before in PREPOSITIONS or before.endswith(("'s", "’s", "s'", "s’"))


def find_to(tokens: Sequence[Token], at: int) -> int | None:
    """The place of the "to" that opens an infinitive within the next few words."""
    for i in range(at, min(at + LONGEST_ADVERBIAL, len(tokens))):
        if tokens[i].lower == "to":
            return i
        if not tokens[i].is_word:
            return None
    return None


def is_verb(tokens: Sequence[Token], at: int, cue: Cue) -> bool:
    """Whether the form is used as a verb with somebody as its subject, told from the word before."""
    before = tokens[at - 1].lower if at else ""
    if before in OWN_PERSONS or is_noun(tokens, at) or (at and tokens[at].text[0].isupper()):
        return False
    if cue.form == "base":
        after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
        plural = before.endswith("s") and not before.endswith("ss")
        told_by_next = at > 0 and not cue.noun_like and after in ("that", ",") and before != "to"
        told = before in AUXILIARIES or before in PRONOUNS or plural or told_by_next
        return told or (not cue.noun_like and _has_plural_subject(tokens, at))
    if cue.form == "past" and at + 1 < len(tokens) and tokens[at + 1].lower == "by":
        return False
    if cue.noun_like and at + 1 < len(tokens) and tokens[at + 1].lower == "to" and cue.lemma in TO_VERBS:
        return bool(at)  # "the firm plans to"
    if cue.noun_like:
        return bool(at) and (tokens[at - 1].text[0].isupper() or before in PRONOUNS or before in AUXILIARIES)
    return True


def _has_plural_subject(tokens: Sequence[Token], at: int) -> bool:
    """Whether a clause follows, and a plural stands further ahead: "Campaigners against the mine say it is"."""
    if at + 1 >= len(tokens):
        return False
    opens = head_of(tokens[at + 1]) in PRONOUNS | DETERMINERS or tokens[at + 1].text[0].isupper()
    if not opens or not first_finite(tokens, at + 1):
        return False
    return any(_is_plural(token) for token in tokens[max(0, at - LONGEST_SOURCE) : at])


def _is_plural(token: Token) -> bool:
    word = token.lower
    return word in PLURALS or (len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")))


def is_relative(tokens: Sequence[Token], at: int) -> bool:
    """Whether the verb stands in a relative clause."""
    return any(t.lower in ("who", "which") for t in tokens[max(0, at - 2) : at])


def clause_end(
    tokens: Sequence[Token], start: int, *, relative: bool = False, stop_at_comma: bool = False
) -> int:
    """Where a content that begins at `start` ends: the sentence's end, or the turn to something else."""
    for i in range(start + 1, len(tokens)):
        here, after = tokens[i].lower, tokens[i + 1].lower if i + 1 < len(tokens) else ""
        if here == ";" or (here in (",", "—", "–") and (after in CUTS or relative or stop_at_comma)):
            return i
        long_enough = i - start > SHORTEST_CONTENT or QUOTE in (here, tokens[i - 1].lower)
        if long_enough and after == "and" and here in COMMAS and _new_clause(tokens, i + 2):
            return i + (here == QUOTE)
    return _before_comment(tokens, start)


def _new_clause(tokens: Sequence[Token], at: int) -> bool:
    """Whether a subject of its own begins here, and not one that goes on in reported speech ("it would")."""
    if at >= len(tokens) or not (tokens[at].lower in DETERMINERS or head_of(tokens[at]) in PRONOUNS):
        return False
    return tokens[at].lower in POSSESSIVES or first_finite(tokens, at) not in ("", "would")


def _before_comment(tokens: Sequence[Token], start: int) -> int:
    """The place of a last dash or comma with a comment behind it (", a verdict nobody disputes"), or the end."""
    quotes = [i for i in range(start, len(tokens)) if tokens[i].lower == QUOTE]
    if quotes:
        behind = quotes[-1] + 1
        comma = behind < len(tokens) and tokens[behind].lower == ","
        if behind + comma < len(tokens) and is_comment(tokens, behind + comma):
            return behind
    dashes = [i for i in range(start + 1, len(tokens)) if is_dash(tokens, i)]
    if len(dashes) % 2:
        return dashes[-1]
    commas = [i for i in range(start + 1, len(tokens) - 1) if tokens[i].lower == ","]
    if commas and commas[-1] - start > SHORTEST_CONTENT and is_comment(tokens, commas[-1] + 1):
        return commas[-1]
    return len(tokens)


def is_dash(tokens: Sequence[Token], at: int) -> bool:
    """Whether a dash stands here, and neither a hyphen nor the second half of "--"."""
    here, before = tokens[at], tokens[at - 1]
    return here.lower in ("—", "–") or (here.lower == "-" and before.end < here.start)


def is_comment(tokens: Sequence[Token], at: int) -> bool:
    """Whether the words to the end read like the outlet's comment on what was said."""
    if any(t.lower == QUOTE for t in tokens[at:]):
        return False
    opener = tokens[at].lower
    if opener == "which":
        return True
    return (opener in COMMENT_STARTS or opener.endswith("ly")) and not first_finite(tokens, at)


def first_finite(tokens: Sequence[Token], at: int) -> str:
    """The first auxiliary within reach that belongs to the clause that begins here, "" where none does."""
    for i in range(at, min(at + CLAUSE_REACH, len(tokens))):
        word = tokens[i].lower.replace("’", "'")
        if word in HELPERS or CONTRACTION.fullmatch(word):
            return word
        if i > at and (word in SUBORDINATORS or not tokens[i].is_word):
            break
    return ""


def skip_addressee(tokens: Sequence[Token], at: int) -> int:
    """Behind the person spoken to: a pronoun, names, or a common noun with its article."""
    first = at
    while at < min(first + 8, len(tokens)) and tokens[at].is_word and tokens[at].lower not in CLAUSE_STARTS:
        head = head_of(tokens[at])
        starts_clause = head in PRONOUNS or head in DETERMINERS or head in FINITE or head == "to"
        turns = at > first and tokens[at].text[0].isupper() and tokens[at - 1].text[0].islower()
        place = tokens[at].lower in ADJUNCT_STARTS
        if at > first and (starts_clause or place or (turns and tokens[at - 1].lower not in DETERMINERS)):
            break
        at += 1
    return at


def skip_adjuncts(tokens: Sequence[Token], at: int, cue: Cue) -> int:
    """Behind adverbs, days, the person spoken to and the place where it was said."""
    if cue.lemma in ADDRESSING and at < len(tokens) and tokens[at].is_word:
        at = skip_addressee(tokens, at)
    moved = True
    while moved and at < len(tokens):
        moved = False
        word = tokens[at].lower
        if (
            word in DAYS
            or word.endswith("ly")
            or word in ("also", "later", "earlier", "then", "again", "too")
        ):
            at, moved = at + 1, True
        elif word in ADJUNCT_STARTS:
            for i in range(at + 1, min(at + 6, len(tokens))):
                if tokens[i].lower in SAYING_PLACES or tokens[i].lower in TIMES:
                    at, moved = i + 1, True
    return at


def that_place(tokens: Sequence[Token], at: int) -> int:
    """The place of a "that" before the next mark, 0 where there is none."""
    end = min(next_mark(tokens, at), at + LONGEST_SOURCE)
    return next((i for i in range(at, end) if tokens[i].lower == "that"), 0)


def that_behind_aside(tokens: Sequence[Token], at: int) -> int:
    """The place of a "that" behind an aside between commas ("said, without giving names, that"), 0 for none."""
    close = next_mark(tokens, at + 1)
    aside = close - at - 1
    if not 0 < aside <= LONGEST_ADVERBIAL or close + 1 >= len(tokens) or tokens[close].lower != ",":
        return 0
    opens = tokens[at + 1].lower in ADJUNCT_STARTS | PREPOSITIONS
    return close + 1 if opens and tokens[close + 1].lower == "that" else 0


def is_content(tokens: Sequence[Token], end: int) -> bool:
    """Whether the tokens before a source may be what it says, and not an adverbial ("In July, [...]")."""
    if end == 0 or tokens[end - 1].lower not in STOPS:
        return False
    if any(t.lower == QUOTE for t in tokens[:end]):
        return True
    return end > (
        SHORTEST_CONTENT if tokens[0].lower not in PREPOSITIONS | ADJUNCT_STARTS else LONGEST_ADVERBIAL
    )


def comma_quote(tokens: Sequence[Token], at: int) -> bool:
    """Whether a comma and a quotation stand here."""
    return at + 1 < len(tokens) and tokens[at].lower == "," and tokens[at + 1].lower == QUOTE


def clause_like(tokens: Sequence[Token], at: int, cue: Cue) -> bool:
    """Whether a content without conjunction is a clause, as far as this verb needs one."""
    first, second = tokens[at].lower, tokens[at + 1].lower if at + 1 < len(tokens) else ""
    amount = first in AMOUNTS or (first == "a" and second in ("lot", "word"))
    loose = cue.frame is Frame.CLAUSE and cue.lemma in LOOSE and not amount
    return loose or (first not in PREPOSITIONS | SUBORDINATORS and first_finite(tokens, at) != "")


def is_acronym(word: str) -> bool:
    """Whether a word is short and all capitals: FBI, U.S."""
    return word.isupper() and (1 < len(word) <= LONGEST_ACRONYM or "." in word)


def head_of(token: Token) -> str:
    """The word before an apostrophe: he for "he'd"."""
    return token.lower.replace("’", "'").partition("'")[0]
