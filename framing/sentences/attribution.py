"""Source, cue and content of reported speech and thought in one sentence, by rules over its tokens.

Three patterns: the content follows the cue ("the ministry said that [...]"), stands before it ("[...], said
the ministry"), or on both sides of it ("[...], the ministry said, [...]"); besides "according to", headlines
("Minister: [...]") and nouns ("the claim that [...]"). No parser: a source is what stands between the cue and
the nearest mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from framing.sentences.cues import PHRASAL, PHRASAL_FIRST, ROLES, THAT_NOUNS, VERBS, Cue, Frame, words
from framing.sentences.function_words import (
    ADJUNCT_STARTS,
    CLAUSE_STARTS,
    CONJUNCTIONS,
    DETERMINERS,
    LOOSE,
    PREPOSITIONS,
    STOPS,
)
from framing.sentences.grammar import (
    SHORTEST_CONTENT,
    char_span,
    char_spans,
    clause_end,
    clause_like,
    comma_quote,
    find_to,
    first_finite,
    is_acronym,
    is_comment,
    is_content,
    is_noun,
    is_relative,
    is_verb,
    next_mark,
    previous_mark,
    skip_adjuncts,
    that_behind_aside,
    that_place,
    weighs,
)
from framing.sentences.roles import PLURALS
from framing.sentences.source import is_aside, is_inverted, source_before
from framing.sentences.spans import closed
from framing.sentences.tokens import QUOTE, Token, tokens_of
from framing.types import Attribution, Span, Stance

HEADLINE_SOURCE = 6
# Between a headline and who says it: "Minister: [...]", "[...] – police".
HANDS_OVER = re.compile(r":|\s[-–—]\s")
SIGNING = words(": - – —")
LONGEST_SIGNATURE, SHORTEST_SIGNED = 3, 3  # tokens
# No sentence is longer in tokens; what is, is read in pieces, so that time stays linear.
LONGEST_SENTENCE = 160
# Endings of adjectives, participles and abstract nouns.
NO_NAME = tuple(
    words(
        "ful less ous ive able ible ical nal ish ing ed ly ness tion sion ment ism ists ure grace farce rage"
    )
)
LABELS = words(
    "read more next photo photos video watch update updated breaking related image source sources note editor's"
    " correction listen see also exclusive opinion analysis live warning spoiler tags by"
)
# Most time goes into tokens: a sentence without any of these words needs none.
CUES = VERBS.keys() | THAT_NOUNS.keys() | PHRASAL_FIRST | {"according"}
CUE_WORD = re.compile(r"\w+(?:['’.-]\w+)*['’]?")


def attributions(text: str, quotes: Sequence[Span] = (), *, headline: bool = False) -> list[Attribution]:
    """Every attribution in a sentence whose quotations are `quotes`; `headline`: it opens a
    line, where "Minister: [...]" may stand."""
    has_cue = not CUES.isdisjoint(CUE_WORD.findall(text.lower()))
    if not has_cue and not (headline and HANDS_OVER.search(text)):
        return []
    tokens = tokens_of(text, quotes)
    found: list[Attribution] = []
    if headline and (first := _headline(tokens) or _signed_headline(tokens)):
        found.append(first)
    for start in range(0, len(tokens), LONGEST_SENTENCE):
        found.extend(_attributions(tokens[start : start + LONGEST_SENTENCE]))
    return [_with_marks(text, one) for one in found]


def _with_marks(text: str, one: Attribution) -> Attribution:
    """Marks of short quotations at the edge of a content are part of it."""
    content = tuple(closed(text, span) for span in one.content)
    return one if content == one.content else replace(one, content=content)


def _attributions(tokens: Sequence[Token]) -> Iterator[Attribution]:
    yield from _according_to(tokens)
    for at, token in enumerate(tokens):
        if (token.lower in VERBS or token.lower in THAT_NOUNS or token.lower in PHRASAL_FIRST) and (
            one := _that_noun(tokens, at) or _verb(tokens, at)
        ):
            yield one


def _according_to(tokens: Sequence[Token]) -> Iterator[Attribution]:
    for at in range(len(tokens) - 1):
        if (tokens[at].lower, tokens[at + 1].lower) != ("according", "to"):
            continue
        end = next_mark(tokens, at + 2)
        before = (0, at)
        after = (
            (end, clause_end(tokens, end))
            if at == 0 or (tokens[at - 1].lower == "," and end < len(tokens))
            else (0, 0)
        )
        content = char_spans(tokens, before, after)
        if content:
            cue = Span(tokens[at].start, tokens[at + 1].end)
            yield _told(char_span(tokens, at + 2, end), cue, content, Stance.NEUTRAL, Frame.CLAUSE)


def _headline(tokens: Sequence[Token]) -> Attribution | None:
    """ "Minister: content", where the words before the colon are a role or a name, no label and no verdict."""
    colon = next((i for i, t in enumerate(tokens[: HEADLINE_SOURCE + 1]) if t.lower == ":"), 0)
    source = tokens[:colon]
    named = all(t.is_word and (t.text[0].isupper() or t.lower in ROLES | PREPOSITIONS) for t in source)
    if not source or not named or any(t.lower in LABELS or t.lower in DETERMINERS for t in source):
        return None
    is_quoted = colon + 1 < len(tokens) and tokens[colon + 1].lower == QUOTE
    if not all(_may_name(t) for t in source) or (colon == 1 and not is_quoted and not _is_role(source[0])):
        return None
    content = char_spans(tokens, (colon + 1, clause_end(tokens, colon + 1)))
    if not content:
        return None
    cue = Span(tokens[colon].start, tokens[colon].end)
    return _told(char_span(tokens, 0, colon), cue, content, Stance.NEUTRAL, Frame.CLAUSE)


def _signed_headline(tokens: Sequence[Token]) -> Attribution | None:
    """ "Content: police" and "content – police", where nothing but roles stands behind the mark, and no full stop."""
    mark = next((i for i in range(len(tokens) - 1, 0, -1) if tokens[i].lower in SIGNING), 0)
    source = tokens[mark + 1 :]
    if mark < SHORTEST_SIGNED or not 0 < len(source) <= LONGEST_SIGNATURE or not all(map(_signs, source)):
        return None
    cue = Span(tokens[mark].start, tokens[mark].end)
    content = char_spans(tokens, (0, mark))
    return _told(char_span(tokens, mark + 1, len(tokens)), cue, content, Stance.NEUTRAL, Frame.CLAUSE)


def _signs(token: Token) -> bool:
    """Whether a word may sign a headline."""
    return _is_role(token) or token.lower in PLURALS


def _is_role(token: Token) -> bool:
    return token.lower in ROLES or is_acronym(token.text)


def _may_name(token: Token) -> bool:
    """Whether a capitalised word may be part of a name, by its ending: "Shameful" may not."""
    return _is_role(token) or not token.lower.endswith(NO_NAME)


def _that_noun(tokens: Sequence[Token], at: int) -> Attribution | None:
    stance = THAT_NOUNS.get(tokens[at].lower)
    if stance is None or at + 2 >= len(tokens) or tokens[at + 1].lower != "that":
        return None
    if tokens[at].lower in VERBS and not is_noun(tokens, at):
        return None
    content = char_spans(tokens, (at + 1, next_mark(tokens, at + 2, frozenset({",", ";", "—", "–"}))))
    source = char_span(tokens, max(previous_mark(tokens, at), at - 3), at)
    return _told(source, Span(tokens[at].start, tokens[at].end), content, stance, Frame.TOPIC)


def _verb(tokens: Sequence[Token], at: int) -> Attribution | None:
    after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if (phrase := PHRASAL.get((tokens[at].lower, after))) and is_verb(tokens, at, phrase):
        return _following(tokens, at, at + 2, phrase)
    cues = VERBS.get(tokens[at].lower)
    if cues is None or not is_verb(tokens, at, next(iter(cues.values()))):
        return None
    for frame in (Frame.CLAUSE, Frame.BELIEF):
        if (cue := cues.get(frame)) and (found := _clause(tokens, at, cue)):
            return found
    if intent := cues.get(Frame.INTENT):
        to = find_to(tokens, at + 1)
        if to is not None:
            return _following(tokens, at, to, intent)
    if (topic := cues.get(Frame.TOPIC)) and after and (tokens[at + 1].is_word or after == QUOTE):
        return _following(tokens, at, at + 1, topic)
    return None


def _following(tokens: Sequence[Token], at: int, start: int, cue: Cue) -> Attribution | None:
    """An attribution whose content runs from `start` to the end of its clause."""
    end = clause_end(
        tokens, start, relative=is_relative(tokens, at), stop_at_comma=cue.frame is not Frame.CLAUSE
    )
    content = char_spans(tokens, (start, end))
    return _made(tokens, at, max(at + 1, min(start, at + 2)), source_before(tokens, at), content, cue)


def _made(
    tokens: Sequence[Token],
    at: int,
    cue_end: int,
    source: tuple[int, int],
    content: tuple[Span, ...],
    cue: Cue,
) -> Attribution | None:
    if not content:
        return None
    where = Span(tokens[at].start, tokens[cue_end - 1].end if cue.lemma.count(" ") else tokens[at].end)
    return _told(char_span(tokens, *source), where, content, cue.stance, cue.frame)


def _clause(tokens: Sequence[Token], at: int, cue: Cue) -> Attribution | None:
    """The content of a verb of saying or thinking, on whichever side of it."""
    if is_inverted(tokens, at, cue):
        return _inverted(tokens, at, cue)
    after = skip_adjuncts(tokens, at + 1, cue)
    following = tokens[after].lower if after < len(tokens) else ""
    source = source_before(tokens, at)
    interrupts = following == "," and 0 < at - source[0] <= SHORTEST_CONTENT and source[0] > 1
    stands_before = is_content(tokens, source[0]) or (interrupts and tokens[source[0] - 1].lower == ",")
    if stands_before and QUOTE not in (tokens[source[0] - 1].lower, tokens[source[0] - 2].lower):
        stands_before = not is_aside(tokens, source)
    if following in ADJUNCT_STARTS and (that := that_place(tokens, after)):
        return _following(tokens, at, that, cue)
    if following == "," and (that := that_behind_aside(tokens, after)):
        return _following(tokens, at, that, cue)
    opens = CLAUSE_STARTS if cue.lemma in LOOSE else CONJUNCTIONS
    around = stands_before and comma_quote(tokens, after)  # "[...]," she said, "[...]"
    if following in (":", QUOTE) or following in opens or (comma_quote(tokens, after) and not around):
        return _following(tokens, at, after, cue)
    ends_here = not any(weighs(t) for t in tokens[after:])
    closes = ends_here or following in STOPS or following in ADJUNCT_STARTS
    if stands_before and closes and not is_relative(tokens, at) and cue.form != "ing":
        # Behind "[...]," she said, a comment is the outlet's, but for a quotation that goes on.
        narrated = QUOTE in (tokens[source[0] - 1].lower, tokens[source[0] - 2].lower) and not any(
            t.lower == QUOTE for t in tokens[after + 1 : after + 4]
        )
        goes_on = following == "," and not (ends_here or narrated) and tokens[after + 1].lower not in VERBS
        commented = goes_on and bool(first_finite(tokens, 0)) and is_comment(tokens, after + 1)
        rest = (after + 1, clause_end(tokens, after + 1)) if goes_on and not commented else (0, 0)
        return _made(tokens, at, at + 1, source, char_spans(tokens, (0, source[0]), rest), cue)
    if ends_here or following in STOPS or following == "to" or not clause_like(tokens, after, cue):
        return None
    return _following(tokens, at, after, cue)


def _inverted(tokens: Sequence[Token], at: int, cue: Cue) -> Attribution | None:
    """ "[...], said the ministry": the source runs to the next mark; quotations behind it are content too."""
    end = next_mark(tokens, at + 1)
    later = tuple(Span(t.start, t.end) for t in tokens[end:] if t.lower == QUOTE)
    return _made(tokens, at, at + 1, (at + 1, end), char_spans(tokens, (0, at)) + later, cue)


def _told(
    source: Span | None, cue: Span, content: tuple[Span, ...], stance: Stance, frame: Frame
) -> Attribution:
    """The source answers alone for what it says or thinks under a neutral cue, and for nothing else."""
    plain = stance is Stance.NEUTRAL and frame in (Frame.CLAUSE, Frame.BELIEF)
    return Attribution(source, cue, content, stance, plain)
