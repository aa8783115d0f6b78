"""Who speaks in a sentence, and how many of its quoted words are whose."""

from __future__ import annotations

from bisect import bisect_left

from framing.sentences.spans import words_in
from framing.types import Sentence, Span

# Contents that may hold a quotation, counted back from its end: nobody nests them deeper.
DEEPEST = 16


def speakers_of(sentence: Sentence) -> tuple[str, ...]:
    """The speakers that are known, each once, in the order of what they say."""
    return tuple(dict.fromkeys(one.speaker for one in sentence.attributions if one.speaker))


def quoted_words(sentence: Sentence) -> tuple[int, ...]:
    """Words inside quotation marks by attribution: each quotation counts once, for the innermost content."""
    counts = [0] * len(sentence.attributions)
    if not sentence.quotes:
        return tuple(counts)
    contents = sorted(
        (span, place) for place, one in enumerate(sentence.attributions) for span in one.content
    )
    for quote in sentence.quotes:
        before = bisect_left(contents, quote.end, key=lambda content: content[0].start)
        near = contents[max(0, before - DEEPEST) : before]
        best = max(near, key=lambda content: _fit(content[0], quote), default=None)
        if best and _fit(best[0], quote)[0] > 0:
            counts[best[1]] += words_in(sentence.text, [quote])
    return tuple(counts)


def _fit(content: Span, quote: Span) -> tuple[int, int]:
    """Shared characters, then how short the content is: of two that hold a quotation, the inner is larger."""
    return min(content.end, quote.end) - max(content.start, quote.start), content.start - content.end
