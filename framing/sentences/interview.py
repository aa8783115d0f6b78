"""Interviews in writing: answers that stand behind a speaker's name or letter, without quotation marks.

"Ruiz: We will not close it." is direct speech where the article names Ruiz elsewhere too and gives her two answers or
more, and "A: [...]" where there is a "Q: [...]". Whoever mostly asks is the interviewer: the outlet.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from framing.sentences.spans import touches
from framing.types import Span

LABEL = re.compile(r"([A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}):\s+(?=\S)")
QUESTION, ANSWER = "Q", "A"
FEWEST_ANSWERS = 2


def answer_spans(text: str, paragraphs: Sequence[Span]) -> list[Span]:
    """What is said in the answers of an interview, each to the end of its paragraph, in order."""
    if ":" not in text:
        return []
    turns: defaultdict[str, list[Span]] = defaultdict(list)
    for start, end in paragraphs:
        if label := LABEL.match(text, start, end):
            turns[label[1]].append(Span(label.end(), end))
    return sorted(
        span for name, spans in turns.items() if _answers(text, name, spans, turns.keys()) for span in spans
    )


def with_answers(quotations: Sequence[Span], answers: Sequence[Span]) -> list[Span]:
    """Quotations and answers in order; what is quoted in an answer is part of it."""
    outside = (quote for quote in quotations if not touches(quote, answers))
    return sorted([*answers, *outside]) if answers else list(quotations)


def _answers(text: str, name: str, turns: Sequence[Span], names: Collection[str]) -> bool:
    """Whether the turns under a label are somebody's answers, and neither headings nor the outlet's questions."""
    if name == ANSWER:
        return QUESTION in names
    asked = sum(text[start:end].rstrip().endswith("?") for start, end in turns)
    named = len(re.findall(rf"\b{re.escape(name.split()[-1])}\b", text)) > len(turns)
    return len(turns) >= FEWEST_ANSWERS and named and 2 * asked <= len(turns)
