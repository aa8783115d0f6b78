"""The outlet's own wording of a sentence: what is left when quotations and plain attributions are cut out."""

from __future__ import annotations

import re

from framing.sentences.cues import VERBS, Frame, Stance, words
from framing.sentences.spans import merged
from framing.types import Sentence

PLACEHOLDER = "…"

REPEATED = re.compile(rf"{PLACEHOLDER}(?:[ ,;]*{PLACEHOLDER})+")
# A bare speech tag is at most this long: "President Maria del Carmen Ortiz told reporters on Monday".
LONGEST_TAG = 14

WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
# What may stand in a tag beside names and the cue: nothing here judges.
TAG_WORDS = words(
    "he she they it the a an of and in on at to for by his her their that as has have had was also then later adding"
    " according reporters journalists parliament lawmakers officials official ministry minister president spokesman"
    " spokeswoman spokesperson statement interview tweet letter email press conference news briefing police government"
    " ambassador senator mayor governor judge lawyer attorney analyst economist professor general chief director"
    " secretary assistant deputy political foreign senior former aide aides source sources chairman chairwoman"
    " candidate congressman congresswoman representative prosecutor prosecutors company report study court"
    " department army military group union bank agency resident residents witness witnesses author authors"
    " researcher researchers expert experts doctor doctors scientist scientists commissioner affairs state who"
    " monday tuesday wednesday thursday friday saturday sunday today yesterday"
)


def own_words(sentence: Sentence) -> str:
    """The sentence with each quoted or attributed span as "…"; "" where only a bare speech tag is left.

    It depends on nothing inside those spans.
    """
    pieces, at = [], 0
    for start, end in merged((*sentence.quotes, *sentence.attributed)):
        pieces += [sentence.text[at:start], PLACEHOLDER]
        at = end
    cut = len(pieces) > 0
    left = REPEATED.sub(PLACEHOLDER, " ".join("".join([*pieces, sentence.text[at:]]).split()))
    left_words = [match[0] for match in WORD.finditer(left)]
    return "" if not left_words or (cut and _is_tag(left_words)) else left


def _is_tag(left: list[str]) -> bool:
    """Whether the words are a source, one neutral cue and their neutral company, or less."""
    if len(left) > LONGEST_TAG:
        return False
    return all(w[0].isupper() or w[0].isdigit() or w in TAG_WORDS or _is_neutral_cue(w) for w in left)


def _is_neutral_cue(word: str) -> bool:
    frames = VERBS.get(word, {})
    cue = frames.get(Frame.CLAUSE) or frames.get(Frame.BELIEF)
    return cue is not None and cue.stance is Stance.NEUTRAL
