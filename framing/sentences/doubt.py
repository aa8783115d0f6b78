"""Words that the outlet holds at arm's length in its own voice: scare quotes, and what stands behind "so-called".

They are nobody's speech: they stay among the outlet's own words and do not change the voice.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from framing.sentences.quotes import is_scare, is_title
from framing.sentences.spans import touches
from framing.types import Attribution, Span, Stance

SO_CALLED = re.compile(r"\b[Ss]o-called\b")
# What "so-called" is said of where no marks show it: the word behind it, with a capitalised name as a whole.
NAMED = re.compile(r"\s+((?:[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*)|[\w’'-]+)")


def doubted(text: str, quotations: Sequence[Span], taken: Sequence[Span]) -> Iterator[Attribution]:
    """Doubting attributions without a source; `quotations` are all that marks enclose, `taken` (sorted) what
    somebody is said to have said."""
    if not quotations and "called" not in text:
        return
    covered = set[Span]()
    for match in SO_CALLED.finditer(text):
        at = bisect_left(quotations, match.end(), key=lambda span: span.start)
        behind = next((one for one in quotations[at : at + 1] if one.start - match.end() <= 2), None)
        named = NAMED.match(text, match.end())
        content = behind or (Span(*named.span(1)) if named else None)
        if content and not touches(Span(*match.span()), taken):
            covered.add(content)
            yield Attribution(None, Span(*match.span()), (content,), Stance.DOUBTING, plain=False)
    for quotation in quotations:
        words = text[slice(*quotation)]
        if quotation not in covered and not touches(quotation, taken) and _is_scare(words):
            yield Attribution(None, None, (quotation,), Stance.DOUBTING, plain=False)


def _is_scare(words: str) -> bool:
    """Whether a short quotation is scare quotes, and neither a name, a title nor an utterance."""
    inside = words.strip("\"'“”‘’„‟«»‹›` ")
    return is_scare(words) and inside[:1].islower() and not is_title(words) and inside[-1] not in ".,?!…"
