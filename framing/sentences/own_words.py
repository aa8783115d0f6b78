"""The outlet's own wording of a sentence: what is left when quotations and plain attributions are cut out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from framing.sentences.cues import ROLES, VERBS, Frame, words
from framing.sentences.grammar import is_acronym
from framing.sentences.spans import merged
from framing.types import Sentence, Span, Stance

PLACEHOLDER = "…"

RUN = re.compile(r"\s+|\S+")
REPEATED = re.compile(rf"{PLACEHOLDER}(?:[ ,;]*{PLACEHOLDER})+")
# A bare speech tag is at most this long: "President Maria del Carmen Ortiz told reporters on Monday".
LONGEST_TAG = 14

WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
# What may stand in a tag beside names and the cue: nothing here judges.
TAG_WORDS = ROLES | words(
    "he she they it the a an of and in on at to for by his her their that as has have had was also then later adding"
    " according statement interview tweet letter email press conference news briefing who monday tuesday wednesday"
    " thursday friday saturday sunday today yesterday july italy"
)
OPENING_MARKS = " \"'“‘«([—–-"
ARTICLES = words("the a an his her their its")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the outlet itself says in a sentence; falsy where that is nothing.

    `origin[i]` is the offset in the sentence of the character `text[i]`, -1 for a placeholder.
    """

    text: str
    origin: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.text)

    def in_sentence(self, span: Span) -> Span | None:
        """Where the sentence has what stands at `span` of `text`; None if that is only placeholder."""
        found = [place for place in self.origin[span.start : span.end] if place >= 0]
        return Span(found[0], found[-1] + 1) if found else None

    def here(self, span: Span) -> Span | None:
        """Where `text` has what stands at `span` of the sentence, from its first to its last character left."""
        found = [i for i, place in enumerate(self.origin) if span.start <= place < span.end]
        return Span(found[0], found[-1] + 1) if found else None


NOTHING = OwnWords("", ())


def own_words(sentence: Sentence) -> OwnWords:
    """The sentence with each quoted or attributed span as "…"; NOTHING where only a bare speech tag is left.

    It depends on nothing inside those spans.
    """
    taken = merged((*sentence.quotes, *sentence.attributed))
    left = _single_spaced(sentence.text, taken)
    text = left.text
    left_words = [match[0] for match in WORD.finditer(text)]
    opens = not text.lstrip(OPENING_MARKS).startswith(PLACEHOLDER)
    return NOTHING if not left_words or (taken and _is_tag(left_words, opens=opens)) else left


def _single_spaced(text: str, taken: list[Span]) -> OwnWords:
    """`text` with a placeholder for each of `taken`, one for several in a row, and single spaces."""
    if not taken and PLACEHOLDER not in text and " ".join(text.split()) == text:
        return OwnWords(text, tuple(range(len(text))))
    found, at = "", 0
    origin: list[int] = []
    for hole in (*taken, None):
        for run in RUN.finditer(text, at, hole.start if hole else len(text)):
            if not run[0].isspace():
                found += run[0]
                origin += range(*run.span())
            elif found and found[-1] != " ":
                found += " "
                origin.append(run.start())
        if hole:
            found += PLACEHOLDER
            origin.append(-1)
            at = hole.end
    if found.endswith(" "):
        found = found[:-1]
        origin.pop()
    kept: list[int] = []
    at = 0
    for repeated in REPEATED.finditer(found):
        kept += [*origin[at : repeated.start()], -1]
        at = repeated.end()
    return OwnWords(REPEATED.sub(PLACEHOLDER, found), (*kept, *origin[at:]))


def _is_tag(left: list[str], *, opens: bool) -> bool:
    """Whether the words are a source, one neutral cue and their neutral company, or less; `opens`: they
    begin the sentence, where a capital letter is no sign of a name."""
    if len(left) > LONGEST_TAG:
        return False
    return all(
        word.lower() in TAG_WORDS
        or _is_neutral_cue(word)
        or is_acronym(word)
        or word[0].isdigit()
        or (word[0].isupper() and _is_name(left[i - 1] if i else "", word, first=opens and not i))
        for i, word in enumerate(left)
    )


def _is_name(before: str, word: str, *, first: bool) -> bool:
    """Whether a capitalised word may pass for a name; "The Liar", "Sadly" and a sentence's first word may not."""
    return not first and before.lower() not in ARTICLES and not word.lower().endswith("ly")


def _is_neutral_cue(word: str) -> bool:
    frames = VERBS.get(word, {})
    cue = frames.get(Frame.CLAUSE) or frames.get(Frame.BELIEF)
    return cue is not None and cue.stance is Stance.NEUTRAL
