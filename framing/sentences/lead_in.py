"""Who is named in a sentence that only leads to a quotation in the next paragraph: "In a statement, Ana Ruiz said:"."""

from __future__ import annotations

from framing.sentences.cues import VERBS, Frame
from framing.sentences.function_words import DAYS, STOPS
from framing.sentences.grammar import char_span, is_verb
from framing.sentences.source import source_before
from framing.sentences.tokens import Token, tokens_of
from framing.types import Sentence, Span

# A sentence without a content of its own is short, and the last tokens tell whether it is one.
LONGEST = 60  # tokens


def lead_in(sentence: Sentence) -> Span | None:
    """The source of the last verb of saying before the colon that ends the sentence."""
    if not sentence.text.endswith(":"):
        return None
    tokens = tokens_of(sentence.text, sentence.quotes)[:-1]
    for at in range(len(tokens) - 1, -1, -1):
        if tokens[at].lower in STOPS or len(tokens) > LONGEST:
            return None
        if _says(tokens, at):
            return _timeless(tokens, *source_before(tokens, at))
    return None


def _timeless(tokens: list[Token], start: int, end: int) -> Span | None:
    """A source without the day before it: "Late on Monday | Ana Ruiz"."""
    for at in range(end - 2, start - 1, -1):
        if tokens[at].lower in DAYS:
            return char_span(tokens, at + 1, end)
    return char_span(tokens, start, end)


def _says(tokens: list[Token], at: int) -> bool:
    cue = VERBS.get(tokens[at].lower, {}).get(Frame.CLAUSE)
    return cue is not None and cue.form != "ing" and is_verb(tokens, at, cue)
