"""How the attribution rules read a row of tokens: which words are verbs, where sources and clauses end.

Every walk is bounded by a sentence's length, which `attribution` caps, so that time stays linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.sentences.cues import ADDRESSING, Cue, Frame, words
from framing.sentences.tokens import QUOTE, Token
from framing.types import Span

# A source longer than this many tokens is a clause that the rules misread.
LONGEST_SOURCE = 14
LONGEST_TAG = 24  # tokens between a quotation and its cue, appositions included
# Tokens before a comma and a source that are a content: an adverbial is shorter.
SHORTEST_CONTENT, LONGEST_ADVERBIAL = 3, 8
AUXILIARIES = words(
    "has have had is are was were be been being will would could should may might must can did does do also"
    " never not n't ever once still then later now just only again already long often repeatedly recently"
    " previously reportedly further sometimes always to both all even publicly privately"
)
DETERMINERS = words("the a an this that these those his her its their our my your no any some each every of")
PREPOSITIONS = words("of in on at for by with from under over into about against between without")
PRONOUNS = words("he she they it who we i you which nobody everyone somebody")
TO_VERBS = frozenset({"plan", "hope", "promise", "offer", "threaten", "want"})
OWN_PERSONS = frozenset({"i", "we"})
DAYS = words("monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight")
SAYING_PLACES = words(
    "statement interview email e-mail tweet speech letter report memo filing post column op-ed briefing news"
    " conference call press release telephone phone video message note editorial radio show television tv twitter"
    " facebook"
)
TIMES = DAYS | {"week", "month", "year", "night", "morning", "afternoon", "evening"}
ADJUNCT_STARTS = words(
    "on in at during to after before via through from over with when as while late early last this"
)
STOPS = frozenset({",", ";", ":", "—", "–", "(", ")", QUOTE})
CLAUSE_STARTS = words("that whether if how why what where when who")
# What opens a content of a verb that does much else; "when" and "where" rather tell when and where.
CONJUNCTIONS = words("that whether if how why")
# Only these are cues before whatever follows ("said the tax rose"). Any other verb does much else ("added a
# chapter"): a conjunction, a mark, a quotation or a finite verb behind it makes it a cue.
LOOSE = words(
    "say argue insist contend allege warn caution predict assert estimate suggest claim boast testify"
)
HELPERS = words(
    "has have had is are was were will would could should may might must can did does do cannot won't ain't"
)
CONTRACTION = re.compile(r".+(?:n't|'(?:ll|d|re|ve|m))|(?:he|she|it|that|there|who|what)'s")
# Behind these a finite verb belongs to another clause.
SUBORDINATORS = CLAUSE_STARTS | words("which whose as because after before since until although though while")
# "said nothing about [...]": an amount of talk, and no content unless a finite verb follows.
AMOUNTS = words(
    "nothing little much so no yes more less enough something anything everything plenty lots volumes goodbye it"
)
# What opens a comment of the outlet's behind the last comma or dash.
COMMENT_STARTS = words("a an the another yet one which hardly even despite itself surely perhaps")
FINITE = AUXILIARIES - words("also never not ever once still then later now just only again to both all")
LONGEST_ACRONYM = 3
COMMAS = (",", QUOTE, "—", "–")
POSSESSIVES = words("his her its their our my your")
CLAUSE_REACH = 9  # within so many words a bare clause shows its auxiliary
CUTS = words("but while although though whereas")


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
        return before in AUXILIARIES or before in PRONOUNS or plural or told_by_next
    if cue.form == "past" and at + 1 < len(tokens) and tokens[at + 1].lower == "by":
        return False
    if cue.noun_like and at + 1 < len(tokens) and tokens[at + 1].lower == "to" and cue.lemma in TO_VERBS:
        return bool(at)  # "the firm plans to"
    if cue.noun_like:
        return bool(at) and (tokens[at - 1].text[0].isupper() or before in PRONOUNS or before in AUXILIARIES)
    return True


def is_relative(tokens: Sequence[Token], at: int) -> bool:
    """Whether the verb stands in a relative clause."""
    return any(t.lower in ("who", "which") for t in tokens[max(0, at - 2) : at])


def source_before(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """The tokens between the nearest mark and the cue, less auxiliaries; over an apposition where there is one."""
    end = at
    while end > 0 and tokens[end - 1].lower in AUXILIARIES:
        end -= 1
    start = previous_mark(tokens, end)
    if (quote := tag_quote(tokens, end)) is not None:
        return quote + 1, end
    if start == end and start > 1 and tokens[start - 1].lower in (",", ")", "—", "–"):
        start = previous_mark(tokens, start - 1)
        start = previous_mark(tokens, start - 1) if start > 1 and end - start < 8 else start
    return max(start, end - LONGEST_SOURCE), end


def tag_quote(tokens: Sequence[Token], end: int) -> int | None:
    """The place of a quotation shortly before `end` whose last mark hands over to a speech tag."""
    for i in range(end - 1, max(-1, end - LONGEST_TAG), -1):
        if tokens[i].lower == QUOTE:
            return i if tokens[i].text[-2:-1] in {",", "?", "!"} and i + 1 < end else None
    return None


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
        if at > first and (starts_clause or (turns and tokens[at - 1].lower not in DETERMINERS)):
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
    if before != QUOTE and tag_quote(tokens, at) is not None:
        return False  # "[...]," Ana Ruiz, the minister, said
    if (
        not behind
        or len(behind) > LONGEST_SOURCE
        or behind[0].lower in CLAUSE_STARTS | PREPOSITIONS | DAYS | {"to"}
    ):
        return False
    if before != QUOTE and (head_of(behind[0]) in PRONOUNS or any(head_of(t) in FINITE for t in behind)):
        return False
    return before == QUOTE or len(behind) <= LONGEST_SOURCE // 2
