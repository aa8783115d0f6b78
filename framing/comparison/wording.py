"""How far a retelling has the words of what it tells: kept or reworded, and which words came and went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from framing.comparison.statements import Statement
from framing.comparison.words import Word
from framing.sentences.spans import touches
from framing.types import Span, Voice

# Kept: at most a fifth of the words are others, whatever their order, and none of those that came makes it editorial.
KEPT = 0.8
# Of a quotation hardly any may be: it says that these were the words.
QUOTATION_KEPT = 0.9


def is_kept(one: Statement, other: Statement) -> bool:
    """Whether `one` has the words of `other`; who said so, and how that is told, may differ."""
    if not _quotation_kept(one, other):
        return False
    if _overlap(one.words, other.words) >= KEPT:
        return True
    heard = one.scored.sentence.voice in (Voice.QUOTE, Voice.ATTRIBUTED)
    return heard and _overlap(_said(one), _said(other)) >= KEPT


def brings_framing(one: Statement, others: Sequence[Statement], new: Sequence[Span]) -> bool:
    """Whether words among `new`, that none of `others` has, make `one` editorial, which none of those is."""
    if one.scored.editorial_label != 1 or any(other.scored.editorial_label == 1 for other in others):
        return False
    return any(touches(span, new) for span in one.scored.prediction.rationale)


def changes(one: Statement, others: Sequence[Statement]) -> tuple[tuple[Span, ...], list[tuple[Span, ...]]]:
    """The words of `one` that none of `others` has, and of each of `others` those that `one` lacks, as spans.

    Words that only moved have not changed.
    """
    new = set(range(len(one.words)))
    gone = []
    for other in others:
        lost, came = _unmatched(other.words, one.words)
        new &= came
        gone.append(_spans(other, [other.words[place] for place in sorted(lost)]))
    return _spans(one, [one.words[place] for place in sorted(new)]), gone


def _unmatched(ones: Sequence[Word], others: Sequence[Word]) -> tuple[set[int], set[int]]:
    """The places on either side whose words the other has neither in order nor elsewhere."""
    from rapidfuzz.distance import Indel

    first, second = set(range(len(ones))), set(range(len(others)))
    for block in Indel.opcodes([word.norm for word in ones], [word.norm for word in others]):
        if block.tag == "equal":
            first -= set(range(block.src_start, block.src_end))
            second -= set(range(block.dest_start, block.dest_end))
    elsewhere: dict[str, list[int]] = {}
    for place in sorted(second):
        if others[place].is_content:
            elsewhere.setdefault(others[place].norm, []).append(place)
    for place in sorted(first):
        if found := elsewhere.get(ones[place].norm):
            first.discard(place)
            second.discard(found.pop(0))
    return first, second


def _spans(statement: Statement, words: Iterable[Word]) -> tuple[Span, ...]:
    """Words as spans; those with nothing but marks and blanks between them are one."""
    spans: list[Span] = []
    for word in words:
        if spans and not any(map(str.isalnum, statement.text[spans[-1].end : word.start])):
            spans[-1] = Span(spans[-1].start, word.end)
        else:
            spans.append(Span(word.start, word.end))
    return tuple(spans)


def _overlap(ones: Sequence[Word], others: Sequence[Word]) -> float:
    """Share of the longer side's words that the other has too, in any order."""
    if not ones or not others:
        return 0.0
    first, second = (Counter(word.norm for word in words) for words in (ones, others))
    return (first & second).total() / max(len(ones), len(others))


def _said(statement: Statement) -> Sequence[Word]:
    """What is quoted or attributed; all where nothing is."""
    sentence = statement.scored.sentence
    return _inside(statement, (*sentence.quotes, *sentence.attributed)) or statement.words


def _inside(statement: Statement, spans: Sequence[Span]) -> list[Word]:
    return [word for word in statement.words if any(start <= word.start < end for start, end in spans)]


def _quotation_kept(one: Statement, other: Statement) -> bool:
    """Whether what both quote is quoted in the same words."""
    from rapidfuzz.distance import Indel

    first, second = (
        [word.norm for word in _inside(side, side.scored.sentence.quotes)] for side in (one, other)
    )
    if not first or not second:
        return True
    return Indel.normalized_similarity(first, second) >= QUOTATION_KEPT
