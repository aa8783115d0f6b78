"""Who says what, from the words that a model tagged as source, cue and content.

Quotation stays with the rules, which know documents; the tags find the paraphrases that no list of verbs knows, and
where they end. What is cut out of the outlet's own words stays with the rules too: a content that reaches too far
would hide the outlet's opinion there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from framing.sentences.cues import PHRASAL, THAT_NOUNS, VERBS
from framing.sentences.spans import WORD, merged, touches, without, words_in
from framing.sentences.voice import Words, voice_of
from framing.types import Attribution, Sentence, Span, Stance, Voice

SOURCE, CUE, CONTENT = "source", "cue", "content"


def heard_by_tags(sentence: Sentence, tags: Mapping[str, Sequence[Span]]) -> Sentence:
    """The sentence with the voice and the attributions that follow from its tagged words.

    `tags` are spans of the sentence by SOURCE, CUE and CONTENT. Quotations, and what is cut out of the outlet's own
    words, stay as they are.
    """
    if sentence.voice is Voice.NON_CONTENT:
        return sentence
    text, quotes = sentence.text, list(sentence.quotes)
    content = _joined(text, tags[CONTENT])
    heard = merged((*quotes, *content))
    said_by = merged((*tags[SOURCE], *tags[CUE]))
    words = Words(
        total=words_in(text, [Span(0, len(text))]),
        tag=words_in(text, list(without(said_by, heard))),
        quoted=words_in(text, quotes),
        attributed=words_in(text, list(without(heard, quotes))),
    )
    return replace(
        sentence,
        voice=voice_of(words),
        attributions=tuple(
            _attributions(sentence, heard, _joined(text, tags[CUE]), _joined(text, tags[SOURCE]))
        ),
    )


def _joined(text: str, spans: Iterable[Span]) -> list[Span]:
    """Spans with nothing but punctuation between them as one."""
    found: list[Span] = []
    for span in merged(spans):
        if found and not WORD.search(text, found[-1].end, span.start):
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def _attributions(
    sentence: Sentence, heard: Sequence[Span], cues: Sequence[Span], sources: Sequence[Span]
) -> list[Attribution]:
    """One attribution a cue, with the contents that are nearer to it than to any other, and the nearest source."""
    outer = [cue for cue in cues if not _inside(cue, heard)] or list(cues)
    by_cue: dict[Span | None, list[Span]] = {}
    for content in heard:
        by_cue.setdefault(_nearest(content, outer), []).append(content)
    borrowed = merged((*sentence.quotes, *sentence.attributed))
    found = []
    for cue, contents in by_cue.items():
        free = [source for source in sources if not _inside(source, contents)]
        found.append(
            Attribution(
                source=_nearest(cue, free) if cue else None,
                cue=cue,
                content=tuple(contents),
                stance=stance_of(sentence.text[slice(*cue)]) if cue else Stance.NEUTRAL,
                plain=not words_in(sentence.text, list(without(contents, borrowed))),
            )
        )
    doubts = (one for one in sentence.attributions if one.held_at_arms_length)
    found += [one for one in doubts if not any(touches(span, heard) for span in one.content)]
    return sorted(found, key=lambda one: one.content)


def stance_of(cue: str) -> Stance:
    """The stance that a cue's words show, by the lexicon of cues; neutral where it knows none of them."""
    words = [match[0].lower() for match in WORD.finditer(cue)]
    found = [THAT_NOUNS[word] for word in words if word in THAT_NOUNS]
    found += [one.stance for word in words for one in VERBS.get(word, {}).values()]
    found += [PHRASAL[pair].stance for pair in pairwise(words) if pair in PHRASAL]
    return next((stance for stance in found if stance is not Stance.NEUTRAL), Stance.NEUTRAL)


def _inside(span: Span, spans: Iterable[Span]) -> bool:
    return any(one.start <= span.start and span.end <= one.end for one in spans)


def _nearest(span: Span, others: Sequence[Span]) -> Span | None:
    """The one with the fewest characters between; of two as near, the first."""
    return min(others, key=lambda one: max(one.start - span.end, span.start - one.end), default=None)
