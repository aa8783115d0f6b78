"""Direct quotation in a document: which words stand between quotation marks, by rules that know paragraphs.

One pass over the marks of each paragraph, linear in its length. Double marks (straight, curly, low-high,
guillemets) and single marks are paired on their own; of two pairs that cross, the single one is dropped, of
two nested ones the outer stays. A mark that is never closed quotes its own paragraph at most, and only where
the next paragraph opens with a mark as well (the way a quotation over several paragraphs is set).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from framing.types import Span

# Up to this many words between marks, without a speech tag, are scare quotes: the outlet's wording.
SCARE_WORDS = 2

CLOSERS = "\"'”’»›"
OPEN, CLOSE, MAYBE_CLOSE = "open", "close", "maybe"

# Archives set double marks as two apostrophes, TeX as two accents.
DOUBLE = re.compile("[\"“”„‟«»]|''|``")
SINGLE = re.compile("(?<!')'(?!')|[‘’‚‛‹›]")
# After these, a mark opens; before these, it closes.
BEFORE_OPENING = set("([{—–-/“‘\"'«‹…")
AFTER_CLOSING = set(".,;:?!)]}—–-…”’\"'»›")
# A clipped word after an apostrophe: no quotation opens here.
CLIPPED = re.compile(r"(?:\d0s|em|til|tis|twas|cause|cos|bout|round|n|nuff|ere)\b", re.IGNORECASE)
WORD = re.compile(r"\w+(?:['’.-]\w+)*")

Event = tuple[int, str]


def quotation_spans(text: str, paragraphs: Sequence[Span]) -> list[Span]:
    """The outermost quotations of a document, marks included, in order, each inside one paragraph."""
    found: list[Span] = []
    for number, paragraph in enumerate(paragraphs):
        follower = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        goes_on = follower is not None and _opens(text, follower)
        doubles, left_open = _pair(_double_events(text, paragraph))
        if left_open is not None and goes_on:
            doubles.append(Span(left_open, paragraph.end))
        singles, left_open = _pair(_single_events(text, paragraph))
        if left_open == paragraph.start and goes_on and not doubles:
            singles.append(Span(left_open, paragraph.end))
        found.extend(_outermost(doubles, singles))
    return found


def is_scare(text: str) -> bool:
    """Whether a quotation is so short that, without a speech tag, it is the outlet's own wording."""
    words = WORD.finditer(text)
    return sum(1 for _ in zip(range(SCARE_WORDS + 1), words, strict=False)) <= SCARE_WORDS


def is_title(text: str) -> bool:
    """Whether a quotation is the name of a work: every long word capitalised, no final stop inside."""
    words = WORD.findall(text)
    return (
        bool(words)
        and text.rstrip(CLOSERS)[-1:] not in ".,?!…"
        and all(w[0].isupper() or w[0].isdigit() or len(w) <= 4 for w in words)
        and words[0][0].isupper()
    )


def _opens(text: str, paragraph: Span) -> bool:
    return text[paragraph.start] in "\"'“‘„«‹`"


def _pair(events: Iterator[Event]) -> tuple[list[Span], int | None]:
    """Pairs of marks in the order of their openings, and the place of a mark that stays open."""
    marks = list(events)
    if not marks:
        return [], None
    if _is_balanced(marks):
        return list(_outer_pairs(marks)), None
    spans: list[Span] = []
    opened: int | None = None
    maybe: int | None = None
    for place, kind in marks:
        if kind == OPEN:
            if opened is not None and maybe is not None:
                spans.append(Span(opened, maybe + 1))
            opened, maybe = place, None
        elif opened is not None and kind == MAYBE_CLOSE:
            maybe = place if maybe is None else maybe
        elif opened is not None:
            if place > opened + 1:
                spans.append(Span(opened, place + 1))
            opened = maybe = None
    if opened is not None and maybe is not None:
        return [*spans, Span(opened, maybe + 1)], None
    return spans, opened


def _is_balanced(marks: Sequence[Event]) -> bool:
    """Whether every opening has its closing, with nested pairs ("we call it "the deal" here")."""
    depth = 0
    for _, kind in marks:
        depth += 1 if kind == OPEN else -1
        if depth < 0 or kind == MAYBE_CLOSE:
            return False
    return depth == 0


def _outer_pairs(marks: Sequence[Event]) -> Iterator[Span]:
    """The outermost pairs of balanced marks; an empty pair quotes nothing."""
    depth = start = 0
    for place, kind in marks:
        if kind == OPEN:
            start = place if not depth else start
            depth += 1
            continue
        depth -= 1
        if not depth and place > start + 1:
            yield Span(start, place + 1)


def _double_events(text: str, paragraph: Span) -> Iterator[Event]:
    """Openings and closings among the double marks; a straight mark is told by its neighbours."""
    low = 0  # open low marks: in „so“ the high mark closes
    is_open = False
    for match in DOUBLE.finditer(text, *paragraph):
        mark = match[0]
        if mark in ("„", "«", "‟", "``"):
            kind, low = OPEN, int(mark == "„")
        elif mark in "”»" or (mark == "“" and low):
            kind, low = CLOSE, 0
        elif mark == "“":
            kind = OPEN
        else:
            kind = _by_neighbours(text, paragraph, Span(*match.span()), is_open)
        is_open = kind == OPEN
        yield match.start() if is_open else match.end() - 1, kind


def _by_neighbours(text: str, paragraph: Span, mark: Span, is_open: bool) -> str:
    """Whether a straight mark opens or closes; between two words or two spaces, whatever is due."""
    before = text[mark.start - 1] if mark.start > paragraph.start else " "
    after = text[mark.end] if mark.end < paragraph.end else " "
    may_open = (before.isspace() or before in BEFORE_OPENING) and not after.isspace()
    may_close = not before.isspace() and (after.isspace() or after in AFTER_CLOSING)
    if may_open == may_close:
        return CLOSE if is_open else OPEN
    return OPEN if may_open else CLOSE


def _single_events(text: str, paragraph: Span) -> Iterator[Event]:
    """Openings and closings among the single marks; apostrophes give none.

    A mark after a final s and before a small letter may be a plural's apostrophe ("the players' bus"): it
    closes only where nothing better follows.
    """
    for match in SINGLE.finditer(text, *paragraph):
        place, mark = match.start(), match[0]
        before = text[place - 1] if place > paragraph.start else " "
        after = text[place + 1] if place + 1 < paragraph.end else " "
        if before.isalnum() and after.isalnum():
            continue
        opens = (before.isspace() or before in BEFORE_OPENING) and (after.isalnum() or after in '“"[(…$£')
        if opens and mark != "’" and not CLIPPED.match(text, place + 1):
            yield place, OPEN
        elif not before.isspace() and not after.isalnum() and mark not in "‚‹":
            plural = before in "sS" and (after.isspace() and text[place + 2 : place + 3].isalpha())
            yield place, MAYBE_CLOSE if plural else CLOSE


def _outermost(doubles: list[Span], singles: list[Span]) -> list[Span]:
    """Doubles and singles in order, without the nested; a single pair that crosses a double one is dropped."""
    starts = [span.start for span in doubles]
    kept: list[Span] = []
    for single in singles:
        at = bisect_right(starts, single.start)
        inside_or_crossing = at > 0 and doubles[at - 1].end > single.start
        last = bisect_right(starts, single.end - 1)
        crossing = last > 0 and doubles[last - 1].end > single.end
        if not (inside_or_crossing or crossing):
            kept.append(single)
    outer: list[Span] = []
    for span in sorted([*doubles, *kept]):
        if not outer or span.start >= outer[-1].end:
            outer.append(span)
    return outer
