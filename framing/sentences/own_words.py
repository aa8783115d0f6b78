"""The outlet's own wording of a sentence: what is left when quotations and plain attributions are cut out."""

from __future__ import annotations

import re

from framing.sentences.cues import ROLES, VERBS, Frame, Stance, words
from framing.sentences.grammar import is_acronym
from framing.sentences.spans import merged
from framing.types import Sentence

PLACEHOLDER = "…"

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
    opens = not left.lstrip(OPENING_MARKS).startswith(PLACEHOLDER)
    return "" if not left_words or (cut and _is_tag(left_words, opens=opens)) else left


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
