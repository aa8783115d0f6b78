"""A sentence made ready to be compared: its words with their weights, what it quotes, its negated words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from framing.comparison.meaning import Meaning
from framing.comparison.polarity import negated
from framing.comparison.speakers import speakers
from framing.comparison.weights import Vocabulary
from framing.comparison.words import Word, words_of
from framing.types import AnnotatedArticle, ScoredSentence, Sentence, Span, Voice

# What is said outweighs who said it: two quotations of one speaker are not one quotation.
TAG_WEIGHT = 0.4
# A quotation of fewer words that say something is a word quoted, and does not make the rest a mere speech tag, unless
# the whole sentence is a quotation with its tag.
CONTENT_WORDS = 2
# A headline, its standfirst and a byline stand before the first sentence of the story.
OPENING = 2
_CLOSING = " \"'”’)"
_DATELINE = re.compile(r"[A-Z][^()\n]{0,80}\([^()\n]{2,40}\)\s*[-–—]+\s")


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of one article. `weights`, `in_content` and the flags run beside `words`.

    `in_content`: whether it belongs to what is told, and not to a speech tag. `is_name`: names with the titles before
    them; `is_person`: of somebody who is heard. `speakers`: parts of the names of who speaks. `negated`: stems that a
    "not" or the like bears on, true where it surely does. `is_opening`: of the headline and what else stands before the
    story. `stems`: of the words of what is told that say something, or of all where none does. `spellings`: of the words
    long enough to be misspelt, by their first letter. `meaning`: beyond the event's.
    """

    scored: ScoredSentence
    words: tuple[Word, ...]
    weights: tuple[float, ...]
    in_content: tuple[bool, ...]
    is_name: tuple[bool, ...]
    is_person: tuple[bool, ...]
    speakers: frozenset[str]
    negated: Mapping[str, bool]
    is_opening: bool
    stems: frozenset[str]
    spellings: Mapping[str, tuple[str, ...]]
    meaning: Meaning | None = field(compare=False)

    @property
    def text(self) -> str:
        """The sentence."""
        return self.scored.sentence.text

    @property
    def own_words(self) -> list[Word]:
        """Those that are neither quoted nor attributed."""
        spans = (*self.scored.sentence.quotes, *self.scored.sentence.attributed)
        return [word for word in self.words if not _inside(word, spans)]

    @property
    def told_words(self) -> list[Word]:
        """Those that are no speech tag."""
        return [word for word, told in zip(self.words, self.in_content, strict=True) if told]

    @property
    def asks(self) -> bool:
        """Whether it is a question, and not a quoted one."""
        mark = self.text.rstrip(_CLOSING)
        return mark.endswith("?") and not any(
            start < len(mark) <= end for start, end in self.scored.sentence.quotes
        )

    @property
    def weight(self) -> float:
        """The sum of its words' weights."""
        return sum(self.weights)

    def run(self, place: int) -> range:
        """The places of the name of several words around `place` ("Governor Clara Voss"); marks part names."""
        start, end = place, place + 1
        while start and self.is_name[start - 1] and not self.words[start].opens:
            start -= 1
        while end < len(self.words) and self.is_name[end] and not self.words[end].opens:
            end += 1
        return range(start, end)

    def told_by(self, places: Iterable[int]) -> float:
        """The weight of the words at `places` that say something and are no names."""
        return sum(
            self.weights[place]
            for place in places
            if self.words[place].is_content and not self.is_name[place]
        )


def is_compared(scored: ScoredSentence) -> bool:
    """Whether a sentence can be anybody's telling: captions, bylines and promotions cannot."""
    return scored.sentence.voice is not Voice.NON_CONTENT and bool(scored.sentence.text.strip())


def read_words(article: AnnotatedArticle) -> list[tuple[Word, ...]]:
    """The words of each sentence of `article`."""
    return [_without_dateline(scored.sentence.text) for scored in article.sentences]


def _without_dateline(text: str) -> tuple[Word, ...]:
    """The words of a sentence after "PORTO, Nov 3 (Agency) -", which is no part of what it tells."""
    dateline = _DATELINE.match(text)
    start = dateline.end() if dateline else 0
    return tuple(word for word in words_of(text) if word.start >= start)


def statements(
    article: AnnotatedArticle,
    words: Sequence[tuple[Word, ...]],
    meant: Sequence[Meaning | None],
    known: Vocabulary,
) -> tuple[Statement, ...]:
    """A statement for each sentence of `article`, in order."""
    return tuple(
        _statement(*sentence, known) for sentence in zip(article.sentences, words, meant, strict=True)
    )


def _statement(
    scored: ScoredSentence, words: tuple[Word, ...], meaning: Meaning | None, known: Vocabulary
) -> Statement:
    sentence = scored.sentence
    content = _content(sentence, words)
    weights = [
        known.of(word) * (1.0 if flag else TAG_WEIGHT) for word, flag in zip(words, content, strict=True)
    ]
    return Statement(
        scored,
        words,
        tuple(weights),
        tuple(content),
        _names(words, known),
        tuple(word.norm in known.people for word in words),
        speakers(sentence, known.people),
        negated(words),
        sentence.index < OPENING,
        _stems([word for word, flag in zip(words, content, strict=True) if flag]),
        _spellings(words),
        meaning,
    )


def _stems(told: Sequence[Word]) -> frozenset[str]:
    """Of the words that say something; of all of them where none does ("We did it.")."""
    return frozenset(word.stem for word in told if word.is_content) or frozenset(word.stem for word in told)


def _spellings(words: Sequence[Word]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for norm in sorted({word.norm for word in words if word.may_be_misspelt}):
        found[norm[0]] = (*found.get(norm[0], ()), norm)
    return found


def _content(sentence: Sentence, words: Sequence[Word]) -> list[bool]:
    """Which words are the matter that is told, and no speech tag: what is quoted if anything is, else all."""
    inside = [_inside(word, sentence.quotes) for word in words]
    said = sum(flag and word.is_content for flag, word in zip(inside, words, strict=True))
    whole = any(inside) and sentence.voice is Voice.QUOTE
    return inside if whole or said >= CONTENT_WORDS else [True] * len(words)


def _inside(word: Word, spans: Sequence[Span]) -> bool:
    return any(start <= word.start < end for start, end in spans)


def _names(words: Sequence[Word], known: Vocabulary) -> tuple[bool, ...]:
    """Names, and the capitalised titles that stand right before them ("Governor Clara Voss")."""
    found = [known.is_name(word) for word in words]
    for place in range(len(words) - 2, -1, -1):
        found[place] = found[place] or (
            words[place].is_capital and found[place + 1] and words[place].is_content
        )
    return tuple(found)
