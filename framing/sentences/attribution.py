"""Source, cue and content of reported speech and thought in one sentence, by rules over its tokens.

Three patterns: the content follows the cue ("the ministry said that [...]"), stands before it ("[...], said
the ministry"), or on both sides of it ("[...], the ministry said, [...]"); besides "according to", headlines
("Minister: [...]") and nouns ("the claim that [...]"). No parser: a source is what stands between the cue and
the nearest mark. `Attribution.plain` tells the contents that a source answers for without the outlet's help.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from framing.sentences.cues import ADDRESSING, PHRASAL, THAT_NOUNS, VERBS, Cue, Frame, Stance
from framing.sentences.tokens import QUOTE, Token, tokens_of
from framing.types import Span

# A source longer than this many tokens is a clause that the rules misread.
LONGEST_SOURCE = 14
HEADLINE_SOURCE = 6
LONGEST_TAG = 24  # tokens between a quotation and its cue, appositions included
# Tokens before a comma and a source that are a content: an adverbial is shorter.
SHORTEST_CONTENT, LONGEST_ADVERBIAL = 3, 8
# No sentence is longer in tokens; what is, is read in pieces, so that time stays linear.
LONGEST_SENTENCE = 400

AUXILIARIES = frozenset(
    "has have had is are was were be been being will would could should may might must can did does do also"
    " never not n't ever once still then later now just only again already long often repeatedly recently"
    " previously reportedly further sometimes always to both all".split()
)
DETERMINERS = frozenset("the a an this that these those his her its their our my your no any some each every of".split())
PREPOSITIONS = frozenset("of in on at for by with from under over into about against between without".split())
PRONOUNS = frozenset("he she they it who we i you which nobody everyone somebody".split())
OWN_PERSONS = frozenset({"i", "we"})
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight".split())
SAYING_PLACES = frozenset(
    "statement interview email e-mail tweet speech letter report memo filing post column op-ed briefing news"
    " conference call press release telephone phone video message note editorial radio show television tv twitter"
    " facebook".split()
)
TIMES = DAYS | {"week", "month", "year", "night", "morning", "afternoon", "evening"}
ADJUNCT_STARTS = frozenset("on in at during to after before via through from over with when as while late early last this".split())
STOPS = frozenset({",", ";", ":", "—", "–", "(", ")", QUOTE})
CLAUSE_STARTS = frozenset("that whether if how why what where when who".split())
# These verbs do much else: only a conjunction, a mark, a quotation or a finite clause makes them cues.
STRICT = frozenset(
    "continue declare post decide find prove maintain respond repeat object read rule hear know learn understand"
    " agree disagree determine calculate show repeat state demonstrate expose recall feel recognize recognise realize"
    " realise assume question mention signal elaborate reason volunteer chant email whisper".split()
)
FINITE = AUXILIARIES - frozenset("also never not ever once still then later now just only again to both all".split())
CLAUSE_REACH = 9  # within so many words a bare clause shows its auxiliary
CUTS = frozenset("but while although though whereas".split())
LABELS = frozenset(
    "read more next photo photos video watch update updated breaking related image source sources note editor's"
    " correction listen see also exclusive opinion analysis live warning spoiler tags by".split()
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what, by which word; spans in the sentence, `source` `None` where none stands in it."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    stance: Stance
    frame: Frame

    @property
    def plain(self) -> bool:
        """Whether the source answers for the content and the outlet takes no stand by the cue."""
        return self.stance is Stance.NEUTRAL and self.frame in (Frame.CLAUSE, Frame.BELIEF)


def attributions(text: str, quotes: Sequence[Span] = (), *, headline: bool = False) -> list[Attribution]:
    """Every attribution in a sentence whose quotations are `quotes`; `headline` allows "Minister: [...]"."""
    tokens = tokens_of(text, quotes)
    found: list[Attribution] = []
    if headline and (first := _headline(tokens)):
        found.append(first)
    for start in range(0, len(tokens), LONGEST_SENTENCE):
        found.extend(_attributions(tokens[start : start + LONGEST_SENTENCE]))
    return found


def _attributions(tokens: Sequence[Token]) -> Iterator[Attribution]:
    yield from _according_to(tokens)
    for at, token in enumerate(tokens):
        if (token.lower in VERBS or token.lower in THAT_NOUNS) and (
            one := _that_noun(tokens, at) or _verb(tokens, at)
        ):
            yield one


def _span(tokens: Sequence[Token], start: int, end: int) -> Span | None:
    """The characters of tokens start..end, without marks at the edges."""
    while start < end and not _weighs(tokens[start]):
        start += 1
    while start < end and not _weighs(tokens[end - 1]):
        end -= 1
    return Span(tokens[start].start, tokens[end - 1].end) if start < end else None


def _weighs(token: Token) -> bool:
    return token.is_word or token.lower == QUOTE


def _spans(tokens: Sequence[Token], *ranges: tuple[int, int]) -> tuple[Span, ...]:
    return tuple(span for start, end in ranges if (span := _span(tokens, start, end)))


def _next_mark(tokens: Sequence[Token], at: int, marks: frozenset[str] = STOPS) -> int:
    while at < len(tokens) and tokens[at].lower not in marks:
        at += 1
    return at


def _previous_mark(tokens: Sequence[Token], at: int) -> int:
    """One past the nearest mark before `at`."""
    while at > 0 and tokens[at - 1].lower not in STOPS:
        at -= 1
    return at


def _according_to(tokens: Sequence[Token]) -> Iterator[Attribution]:
    for at in range(len(tokens) - 1):
        if (tokens[at].lower, tokens[at + 1].lower) != ("according", "to"):
            continue
        end = _next_mark(tokens, at + 2)
        before = (0, at)
        after = (end, len(tokens)) if at == 0 or (tokens[at - 1].lower == "," and end < len(tokens)) else (0, 0)
        content = _spans(tokens, before, after)
        if content:
            cue = Span(tokens[at].start, tokens[at + 1].end)
            yield Attribution(_span(tokens, at + 2, end), cue, content, Stance.NEUTRAL, Frame.CLAUSE)


def _headline(tokens: Sequence[Token]) -> Attribution | None:
    """ "Minister: content", where the line is a headline and the first words are not a label."""
    colon = next((i for i, t in enumerate(tokens[: HEADLINE_SOURCE + 1]) if t.lower == ":"), 0)
    source = tokens[:colon]
    if not source or not all(t.is_word for t in source) or any(t.lower in LABELS for t in source):
        return None
    content = _spans(tokens, (colon + 1, len(tokens)))
    if not content or not source[0].text[0].isupper():
        return None
    cue = Span(tokens[colon].start, tokens[colon].end)
    return Attribution(_span(tokens, 0, colon), cue, content, Stance.NEUTRAL, Frame.CLAUSE)


def _that_noun(tokens: Sequence[Token], at: int) -> Attribution | None:
    stance = THAT_NOUNS.get(tokens[at].lower)
    if stance is None or at + 2 >= len(tokens) or tokens[at + 1].lower != "that":
        return None
    if tokens[at].lower in VERBS and not _is_noun(tokens, at):
        return None
    content = _spans(tokens, (at + 1, _next_mark(tokens, at + 2, frozenset({",", ";", "—", "–"}))))
    source = _span(tokens, max(_previous_mark(tokens, at), at - 3), at)
    return Attribution(source, Span(tokens[at].start, tokens[at].end), content, stance, Frame.TOPIC)


def _is_noun(tokens: Sequence[Token], at: int) -> bool:
    before = tokens[at - 1].lower if at else ""
    return before in DETERMINERS or before in PREPOSITIONS or before.endswith(("'s", "’s", "s'", "s’"))


def _verb(tokens: Sequence[Token], at: int) -> Attribution | None:
    cues = VERBS.get(tokens[at].lower)
    if cues is None or not _is_verb(tokens, at, next(iter(cues.values()))):
        return None
    if at + 1 < len(tokens) and (phrase := PHRASAL.get((tokens[at].lower, tokens[at + 1].lower))):
        return _following(tokens, at, at + 2, phrase)
    for frame in (Frame.CLAUSE, Frame.BELIEF):
        if (cue := cues.get(frame)) and (found := _clause(tokens, at, cue)):
            return found
    after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if intent := cues.get(Frame.INTENT):
        to = _find_to(tokens, at + 1)
        if to is not None:
            return _following(tokens, at, to, intent)
    if (topic := cues.get(Frame.TOPIC)) and after and (tokens[at + 1].is_word or after == QUOTE):
        return _following(tokens, at, at + 1, topic)
    return None


def _find_to(tokens: Sequence[Token], at: int) -> int | None:
    """The place of the "to" that opens an infinitive within the next few words."""
    for i in range(at, min(at + 5, len(tokens))):
        if tokens[i].lower == "to":
            return i
        if not tokens[i].is_word:
            return None
    return None


def _is_verb(tokens: Sequence[Token], at: int, cue: Cue) -> bool:
    """Whether the form is used as a verb with somebody as its subject, told from the word before."""
    before = tokens[at - 1].lower if at else ""
    if before in OWN_PERSONS or _is_noun(tokens, at) or (at and tokens[at].text[0].isupper()):
        return False
    if cue.form == "base":
        return before in AUXILIARIES or before in PRONOUNS or (before.endswith("s") and not before.endswith("ss"))
    if cue.form == "past" and at + 1 < len(tokens) and tokens[at + 1].lower == "by":
        return False
    if cue.noun_like:
        return bool(at) and (tokens[at - 1].text[0].isupper() or before in PRONOUNS or before in AUXILIARIES)
    return True


def _following(tokens: Sequence[Token], at: int, start: int, cue: Cue) -> Attribution | None:
    """An attribution whose content runs from `start` to the end of its clause."""
    end = _clause_end(tokens, start, relative=_relative(tokens, at), stop_at_comma=cue.frame is not Frame.CLAUSE)
    content = _spans(tokens, (start, end))
    return _made(tokens, at, max(at + 1, min(start, at + 2)), _source_before(tokens, at), content, cue)


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
    return Attribution(_span(tokens, *source), where, content, cue.stance, cue.frame)


def _relative(tokens: Sequence[Token], at: int) -> bool:
    return any(t.lower in ("who", "which") for t in tokens[max(0, at - 2) : at])


def _source_before(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """The tokens between the nearest mark and the cue, less auxiliaries; over an apposition where there is one."""
    end = at
    while end > 0 and tokens[end - 1].lower in AUXILIARIES:
        end -= 1
    start = _previous_mark(tokens, end)
    quote = next((i for i in range(start - 1, max(-1, end - LONGEST_TAG), -1) if tokens[i].lower == QUOTE), None)
    if quote is not None and tokens[quote].text[-2:-1] in ",?!" and tokens[quote].text[-2:-1]:
        return quote + 1, end
    if start == end and start > 1 and tokens[start - 1].lower in (",", ")", "—", "–"):
        start = _previous_mark(tokens, start - 1)
        start = _previous_mark(tokens, start - 1) if start > 1 and end - start < 8 else start
    return max(start, end - LONGEST_SOURCE), end


def _clause_end(tokens: Sequence[Token], start: int, *, relative: bool, stop_at_comma: bool = False) -> int:
    """Where a content that begins at `start` ends: the sentence's end, or the turn to something else."""
    for i in range(start + 1, len(tokens)):
        here, after = tokens[i].lower, tokens[i + 1].lower if i + 1 < len(tokens) else ""
        if here == ";" or (here in (",", "—", "–") and (after in CUTS or relative or stop_at_comma)):
            return i
    return len(tokens)


def _skip_addressee(tokens: Sequence[Token], at: int) -> int:
    """Behind the person spoken to: a pronoun, names, or a common noun with its article."""
    first = at
    while at < min(first + 8, len(tokens)) and tokens[at].is_word and tokens[at].lower not in CLAUSE_STARTS:
        head = _head(tokens[at])
        starts_clause = head in PRONOUNS or head in DETERMINERS or head in FINITE or head == "to"
        turns = at > first and tokens[at].text[0].isupper() and tokens[at - 1].text[0].islower()
        if at > first and (starts_clause or (turns and tokens[at - 1].lower not in DETERMINERS)):
            break
        at += 1
    return at


def _skip_adjuncts(tokens: Sequence[Token], at: int, cue: Cue) -> int:
    """Behind adverbs, days, the person spoken to and the place where it was said."""
    if cue.lemma in ADDRESSING and at < len(tokens) and tokens[at].is_word:
        at = _skip_addressee(tokens, at)
    moved = True
    while moved and at < len(tokens):
        moved = False
        word = tokens[at].lower
        if word in DAYS or word.endswith("ly") or word in ("also", "later", "earlier", "then", "again", "too"):
            at, moved = at + 1, True
        elif word in ADJUNCT_STARTS:
            for i in range(at + 1, min(at + 6, len(tokens))):
                if tokens[i].lower in SAYING_PLACES or tokens[i].lower in TIMES:
                    at, moved = i + 1, True
    return at


def _clause(tokens: Sequence[Token], at: int, cue: Cue) -> Attribution | None:
    """The content of a verb of saying or thinking, on whichever side of it."""
    if _is_inverted(tokens, at, cue):
        return _inverted(tokens, at, cue)
    after = _skip_adjuncts(tokens, at + 1, cue)
    following = tokens[after].lower if after < len(tokens) else ""
    source = _source_before(tokens, at)
    stands_before = _is_content(tokens, source[0])
    if following in ADJUNCT_STARTS and (that := _that(tokens, after)):
        return _following(tokens, at, that, cue)
    if following in (":", QUOTE) or following in CLAUSE_STARTS or _comma_quote(tokens, after):
        return _following(tokens, at, after, cue)
    ends_here = not any(_weighs(t) for t in tokens[after:])
    closes = ends_here or following in STOPS or following in ADJUNCT_STARTS
    if stands_before and closes and not _relative(tokens, at) and cue.form != "ing":
        goes_on = following == "," and not ends_here and tokens[after + 1].lower not in VERBS
        rest = (after + 1, len(tokens)) if goes_on else (0, 0)
        return _made(tokens, at, at + 1, source, _spans(tokens, (0, source[0]), rest), cue)
    if ends_here or following in STOPS or following == "to" or not _clause_like(tokens, after, cue):
        return None
    return _following(tokens, at, after, cue)


def _that(tokens: Sequence[Token], at: int) -> int:
    """The place of a "that" before the next mark, 0 where there is none."""
    end = min(_next_mark(tokens, at), at + LONGEST_SOURCE)
    return next((i for i in range(at, end) if tokens[i].lower == "that"), 0)


def _is_content(tokens: Sequence[Token], end: int) -> bool:
    """Whether the tokens before a source may be what it says, and not an adverbial ("In July, [...]")."""
    if end == 0 or tokens[end - 1].lower not in STOPS:
        return False
    if any(t.lower == QUOTE for t in tokens[:end]):
        return True
    return end > (SHORTEST_CONTENT if tokens[0].lower not in PREPOSITIONS | ADJUNCT_STARTS else LONGEST_ADVERBIAL)


def _comma_quote(tokens: Sequence[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at].lower == "," and tokens[at + 1].lower == QUOTE


def _clause_like(tokens: Sequence[Token], at: int, cue: Cue) -> bool:
    """Whether a content without conjunction is a clause, as far as this verb needs one."""
    if cue.lemma not in STRICT and cue.frame is Frame.CLAUSE and Frame.TOPIC not in VERBS[cue.lemma]:
        return True
    return any(_head(t) in FINITE or "'" in t.lower or "’" in t.lower for t in tokens[at : at + CLAUSE_REACH])


def _head(token: Token) -> str:
    """The word before an apostrophe: he for "he'd"."""
    return token.lower.replace("’", "'").partition("'")[0]


def _is_inverted(tokens: Sequence[Token], at: int, cue: Cue) -> bool:
    """Whether the source follows the cue: a mark before it, a short name behind it and no clause."""
    before = tokens[at - 1].lower if at else ""
    if before not in (",", QUOTE, "—", "–") or cue.form not in ("past", "s", "base") or at < 1 + (before != QUOTE):
        return False
    end = _next_mark(tokens, at + 1)
    behind = tokens[at + 1 : end]
    if not behind or len(behind) > LONGEST_SOURCE or behind[0].lower in CLAUSE_STARTS | PREPOSITIONS | DAYS | {"to"}:
        return False
    if before != QUOTE and (_head(behind[0]) in PRONOUNS or any(_head(t) in FINITE for t in behind)):
        return False
    return before == QUOTE or len(behind) <= LONGEST_SOURCE // 2


def _inverted(tokens: Sequence[Token], at: int, cue: Cue) -> Attribution | None:
    """ "[...], said the ministry": the source runs to the next mark; quotations behind it are content too."""
    end = _next_mark(tokens, at + 1)
    later = tuple(Span(t.start, t.end) for t in tokens[end:] if t.lower == QUOTE)
    return _made(tokens, at, at + 1, (at + 1, end), _spans(tokens, (0, at)) + later, cue)
