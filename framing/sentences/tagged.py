"""Who says what, from the words that a model tagged as source, cue and content.

Quotation stays with the rules, which know documents; the tags find the paraphrases that no list of verbs knows, and
where they end. What is cut out of the outlet's own words stays with the rules too: a content that reaches too far
would hide the outlet's opinion there. Sources and cues that the tags miss are the rules', and cues of which they have a piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from framing.sentences.cues import ADDRESSING, PHRASAL, THAT_NOUNS, VERBS, Frame
from framing.sentences.function_words import HELPERS
from framing.sentences.spans import WORD, closed, merged, touches, trimmed, without, words_in
from framing.sentences.voice import Words, voice_of
from framing.types import Attribution, Sentence, Span, Stance, Voice

SOURCE, CUE, CONTENT = "source", "cue", "content"

# Settled on the articles of PolNeAR train that nothing is trained on, by the F1 of contents, speakers and voices.
# A paraphrase of fewer words is a stray tag.
FEWEST_WORDS = 2
# Fewer by a cue that no list knows are mostly the object of what somebody did ("approved the budget"), as PolNeAR marks it
# too: told so, the voice of its sentences is .756 for .758, and plain reports stay the outlet's.
FEWEST_UNLISTED = 4
# Pieces of content with no more words than this between them, of no source and no cue, are one.
LARGEST_GAP = 2  # words
# A source that the rules alone have, and that is longer, is mostly a clause that they misread.
LONGEST_RULED = 40  # characters
# Between what was said and the outlet's comment on it.
COMMENTED = re.compile(r"\s*[,;—–-]")
# A phrase behind "[...]," he said, that is no clause: how it was said, by the outlet.
PHRASE = re.compile(r"\s*,\s+(?:in|with|as|an?|another|yet)\b[^“”\"]*")


def heard_by_tags(sentence: Sentence, tags: Mapping[str, Sequence[Span]]) -> Sentence:
    """The sentence with the voice and the attributions that follow from its tagged words.

    `tags` are spans of the sentence by SOURCE, CUE and CONTENT. Quotations, and what is cut out of the outlet's own
    words, stay as they are.
    """
    if sentence.voice is Voice.NON_CONTENT:
        return sentence
    text, quotes = sentence.text, list(sentence.quotes)
    cues, sources = _joined(text, tags[CUE]), _joined(text, tags[SOURCE])
    ruled = [one for one in sentence.attributions if one.plain and one.cue]
    said_by = merged((*sources, *cues, *(span for one in ruled for span in (one.source, one.cue) if span)))
    is_told = cues or sources or sentence.attributions
    contents = [
        _before_comment(text, span, ruled)
        for span in _joined(text, tags[CONTENT])
        if not _is_comment(text, span, ruled)
    ]
    paraphrases = [
        span
        for span in contents
        if touches(span, quotes) or (is_told and not _is_done(text, span, _outer(cues, contents, quotes)))
    ]
    paraphrases += [span for one in ruled if _is_signed(text, one) for span in one.content]
    heard = _without_gaps(text, _contents(text, paraphrases, quotes), merged((*sources, *cues)))
    words = Words(
        total=words_in(text, [Span(0, len(text))]),
        tag=words_in(text, list(without(said_by, heard))),
        quoted=words_in(text, quotes),
        attributed=words_in(text, list(without(heard, quotes))),
    )
    return replace(
        sentence,
        voice=voice_of(words),
        attributions=tuple(_attributions(sentence, heard, cues, sources, ruled)),
    )


def _before_comment(text: str, content: Span, ruled: Sequence[Attribution]) -> Span:
    """The content as far as the mark behind which the rules see the outlet's comment, and score it as the outlet's."""
    for said in (span for one in ruled for span in one.content):
        if content.start < said.end < content.end and COMMENTED.match(text, said.end):
            content = Span(content.start, said.end)
    return content


def _is_comment(text: str, content: Span, ruled: Sequence[Attribution]) -> bool:
    """Whether the content is a phrase behind the tag of what stands before it ("[...]," he said, in a rare display)."""
    for one in ruled:
        if one.cue and one.content and one.content[-1].end <= one.cue.start <= one.cue.end <= content.start:
            phrase = PHRASE.match(text, one.cue.end)
            if phrase and phrase.end() >= content.end and not HELPERS & set(phrase[0].lower().split()):
                return True
    return False


def _is_signed(text: str, one: Attribution) -> bool:
    """Whether a mark alone hands over ("Minister: [...]"): headlines, of which the tags know little."""
    return one.cue is not None and not WORD.search(text, *one.cue)


def _contents(text: str, paraphrases: Sequence[Span], quotes: Sequence[Span]) -> list[Span]:
    """Quotations and paraphrases as one row of spans, without stray words."""
    joined = _joined(text, paraphrases)
    kept = (span for span in joined if words_in(text, [span]) >= FEWEST_WORDS or touches(span, quotes))
    return merged((*quotes, *kept))


def _joined(text: str, spans: Iterable[Span]) -> list[Span]:
    """Spans with nothing but punctuation between them as one."""
    return _without_gaps(text, merged(spans), (), 0)


def _without_gaps(
    text: str, spans: Sequence[Span], said_by: Sequence[Span], most: int = LARGEST_GAP
) -> list[Span]:
    """Spans with at most so many words between them, none of them of `said_by`, as one."""
    found: list[Span] = []
    for span in spans:
        gap = Span(found[-1].end, span.start) if found else None
        if gap and words_in(text, [gap]) <= most and not touches(gap, said_by):
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def _attributions(
    sentence: Sentence,
    heard: Sequence[Span],
    cues: Sequence[Span],
    sources: Sequence[Span],
    ruled: Sequence[Attribution],
) -> list[Attribution]:
    """One attribution a cue, with the contents that are nearer to it than to any other, and the nearest source."""
    outer = _outer(cues, heard, sentence.quotes)
    by_cue: dict[Span | None, list[Span]] = {}
    for content in heard:
        by_cue.setdefault(_nearest(content, outer), []).append(content)
    borrowed = merged((*sentence.quotes, *sentence.attributed))
    found = []
    for tagged, contents in by_cue.items():
        free = [source for source in sources if not _inside(source, contents)]
        if tagged:
            free = [source for source in free if not _is_addressed(sentence.text, tagged, source)]
        source, cue = _whole(
            sentence.text, _nearest(tagged or contents[0], free), tagged, _same(ruled, tagged, contents)
        )
        found.append(
            Attribution(
                source=source,
                cue=cue,
                content=tuple(closed(sentence.text, span) for span in contents),
                stance=stance_of(sentence.text[slice(*cue)]) if cue else Stance.NEUTRAL,
                plain=not words_in(sentence.text, list(without(contents, borrowed))),
            )
        )
    doubts = (one for one in sentence.attributions if one.held_at_arms_length)
    found += [one for one in doubts if not any(touches(span, heard) for span in one.content)]
    return sorted(found, key=lambda one: one.content)


def _outer(cues: Sequence[Span], contents: Sequence[Span], quotes: Sequence[Span]) -> list[Span]:
    """The cues outside of contents; if there is none, those outside of quotations."""
    outer = [cue for cue in cues if not _inside(cue, contents)]
    return outer or [cue for cue in cues if not touches(cue, quotes)]


def _is_done(text: str, content: Span, cues: Sequence[Span]) -> bool:
    """Whether a few words are rather what somebody did than what somebody said."""
    cue = _nearest(content, cues)
    return (
        cue is not None and words_in(text, [content]) < FEWEST_UNLISTED and not _is_listed(text[slice(*cue)])
    )


def _is_listed(cue: str) -> bool:
    words = [match[0].lower() for match in WORD.finditer(cue)]
    return not words or any(word in VERBS or word in THAT_NOUNS or word == "according" for word in words)


def _is_addressed(text: str, cue: Span, source: Span) -> bool:
    """Whether the words right behind a cue are those of the person spoken to ("told the BBC")."""
    *_, verb = WORD.findall(text, *cue) or [""]
    tells = any(one.lemma in ADDRESSING for one in VERBS.get(verb.lower(), {}).values())
    return tells and source.start >= cue.end and not text[cue.end : source.start].strip()


def _same(ruled: Sequence[Attribution], cue: Span | None, contents: Sequence[Span]) -> Attribution | None:
    """The rules' attribution of the same content by the same cue, or by any where the tags have none."""
    same = [one for one in ruled if cue is None or (one.cue and touches(one.cue, [cue]))]
    shared = [(sum(_shared(a, b) for a in one.content for b in contents), one) for one in same]
    most, best = max(shared, key=lambda pair: pair[0], default=(0, None))
    return best if most else None


def _whole(
    text: str, source: Span | None, cue: Span | None, ruled: Attribution | None
) -> tuple[Span | None, Span | None]:
    """Source and cue of the tags, with what the rules know better: what the tags miss or have a piece of."""
    if ruled and ruled.cue and (cue is None or _inside(cue, [ruled.cue])):
        cue = ruled.cue
    if ruled and ruled.source and source is None and ruled.source.end - ruled.source.start <= LONGEST_RULED:
        source = ruled.source
    if source and cue:
        # "said Ana Ruiz" as a source.
        rest = trimmed(text, without([source], [cue]))
        source = max(rest, key=lambda span: span.end - span.start, default=None)
    return source, cue


def stance_of(cue: str) -> Stance:
    """The stance that a cue's words show, by the lexicon of cues; neutral where it knows none of them.

    A noun shows one where no verb of saying does: "claimed without evidence" has that of "claimed".
    """
    words = [match[0].lower() for match in WORD.finditer(cue)]
    verbs = [one for word in words for one in VERBS.get(word, {}).values()]
    found = [one.stance for one in verbs]
    found += [PHRASAL[pair].stance for pair in pairwise(words) if pair in PHRASAL]
    if not any(one.frame in (Frame.CLAUSE, Frame.BELIEF) and not one.noun_like for one in verbs):
        found += [THAT_NOUNS[word] for word in words if word in THAT_NOUNS]
    return next((stance for stance in found if stance is not Stance.NEUTRAL), Stance.NEUTRAL)


def _inside(span: Span, spans: Iterable[Span]) -> bool:
    return any(one.start <= span.start and span.end <= one.end for one in spans)


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _nearest(span: Span, others: Sequence[Span]) -> Span | None:
    """The one with the fewest characters between; of two as near, the first."""
    return min(others, key=lambda one: max(one.start - span.end, span.start - one.end), default=None)
