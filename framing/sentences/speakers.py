"""Who speaks, by the article's own names: "he said" after "said Brian Nichols", "Mr. Nichols", "the minister".

One walk over the sentences. A surname gets the first full mention, a role ("the minister") the name that it was
introduced with, a pronoun the last speaker whom it fits, a quotation without a source the speaker
of the quotation before it. Where two would fit, nobody is named: `None`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from framing.sentences.function_words import DETERMINERS
from framing.sentences.lead_in import lead_in
from framing.sentences.names import POSSESSIVE, Kind, Party, is_named, read_party
from framing.sentences.people import MOST_NAMESAKES, People
from framing.sentences.quotes import CLOSERS
from framing.sentences.roles import ROLES
from framing.sentences.spans import merged
from framing.types import Sentence, Span

# A pronoun reaches back so many sentences: further back another person has mostly come up.
REACH, FARTHEST = 6, 3000  # sentences, characters

RELATIVES = frozenset({"who", "whose", "which"})
LONGEST_NAME = 60
# A name before its description, whose source may begin late: "Mr. Bell, 58, a former | mayor".
DESCRIBED = re.compile(
    r"([A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)*)(?:,? |, (?:\d+, )?(?:(?:the|an?) (?:[a-z-]+ ){0,2})?)$"
)
SMALL = re.compile(r"[a-z]+")
NAME_WORD = re.compile(r"[^\W\d_a-zà-þ][\w'’-]+")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker, as somebody whom a pronoun may mean: the sentence and where the source ends in the text."""

    name: str
    kind: Kind
    sentence: int
    end: int


class Walk:
    """What is known at one place of an article: who has spoken, and whose quotation is going on."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.people = People.of(text)
        self.last: Speaker | None = None
        self.told: list[Span] = []  # what was said so far, as spans of the text

    def speaker(self, sentence: Sentence, source: Span | None, *, outer: bool) -> str | None:
        """Who speaks as `source`; an `outer` one is what later pronouns refer to."""
        if source is None:
            return None
        party = self._party(sentence, source)
        if party is None:
            return None
        at, end = sentence.start + source.start, sentence.start + source.end
        if party.kind is Kind.PRONOUN:
            found = self._meant(party, sentence, at)
        elif party.definite and party.role:
            found = Speaker(self.people.with_role(party, self.text), Kind.PERSON, sentence.index, end)
        elif is_named(party):
            found = self._named(party, sentence.index, end)
        else:
            found = Speaker(party.name, party.kind, sentence.index, end)
        if found is None:
            return None
        if outer:
            self.last = replace(found, sentence=sentence.index, end=end)
            self.people.spoke.add(found.name)
        return found.name

    def _party(self, sentence: Sentence, source: Span) -> Party | None:
        """Who the source phrase means; one that only describes the name before it ("Ana Ruiz, who [...]") means that."""
        phrase = sentence.text[slice(*source)]
        party, opener = read_party(phrase), phrase.partition(" ")[0].lower()
        nameless = party is not None and party.kind is not Kind.PRONOUN and not is_named(party)
        describes = opener in DETERMINERS or opener in ROLES or opener.rstrip(",").isdecimal()
        if opener in RELATIVES or nameless or (party is None and describes):
            before = DESCRIBED.search(sentence.text, max(0, source.start - LONGEST_NAME), source.start)
            name = read_party(before[1]) if before else None
            if name and (opener in RELATIVES or self._is_person(name)):
                return name
        if party is None and self.people.knows(phrase):
            return Party(phrase, Kind.NAME)  # "May said", where the article names Ana May
        if party and party.kind is Kind.NAME and not self.people.knows(party.name):
            common = party.name.lower() in self.words or party.name.endswith("ing")
            return None if common else party
        return None if opener in RELATIVES else party

    def _is_person(self, party: Party) -> bool:
        """Whether a name is a person's: one with a title, or of somebody whom the article names in full."""
        return party.pronoun is not None or party.name in self.people or self.people.knows(party.name)

    @cached_property
    def words(self) -> frozenset[str]:
        """The article's words as they stand: what is also written small is no name."""
        return frozenset(SMALL.findall(self.text))

    def _named(self, party: Party, sentence: int, end: int) -> Speaker:
        name = self.people.full_name(party)
        kind = Kind.PERSON if " " in name else party.kind
        return Speaker(name, kind, sentence, end)

    def _meant(self, party: Party, sentence: Sentence, at: int) -> Speaker | None:
        """Whom a pronoun means: the last speaker, if it fits and nobody else who fits was named since."""
        last = self.last
        if last is None or sentence.index - last.sentence > REACH or not 0 <= at - last.end <= FARTHEST:
            return None
        if party.pronoun == "they":
            return last if last.kind is Kind.PEOPLE and sentence.index - last.sentence <= 1 else None
        if party.pronoun == "it":
            return last if last.kind is Kind.BODY else None
        if last.kind not in (Kind.PERSON, Kind.NAME):
            return None
        if not self.people.fits(last.name, party.pronoun) or self._rival(last, party.pronoun, at):
            return None
        self.people.pronouns.setdefault(last.name, party.pronoun or "")
        return last

    def _rival(self, last: Speaker, pronoun: str | None, at: int) -> bool:
        """Whether somebody else whom the pronoun fits is named between the last speaker and `at`."""
        for match in NAME_WORD.finditer(self.text, last.end, at):
            names = self.people.namesakes(POSSESSIVE.sub("", match[0]))
            if len(names) > MOST_NAMESAKES:
                return True
            if last.name in names.values() or self._is_told(match.start()):
                continue
            if any(self.people.fits(name, pronoun) for name in names.values()):
                return True
        return False

    def _is_told(self, place: int) -> bool:
        """Whether a place lies in what somebody says: whom they speak of is not who speaks next."""
        at = bisect_right(self.told, place, key=lambda span: span.start)
        return bool(at) and place < self.told[at - 1].end


class Naming:
    """Names the speakers of one article, whose sentences may come in groups, in order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.last: tuple[Sentence, ...] = ()  # the one before the next group, whose quotation may go on there
        self.led: str | None = None  # whose quotation it leads to

    @cached_property
    def walk(self) -> Walk:
        """Read at the first attribution: most of short texts have none."""
        return Walk(self.text)

    def __call__(self, sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
        """The sentences with the speaker of each attribution that can be known."""
        sources = [lead_in(sentence) for sentence in sentences]
        leads: list[str | None] = [None] * len(sentences)
        if any(sentence.attributions for sentence in sentences) or any(sources):
            line = (*self.last, *sentences)
            speakers = [[one.speaker for one in sentence.attributions] for sentence in self.last]
            for at, sentence in enumerate(sentences):
                speakers.append(list(_speakers(self.walk, sentence)))
                leads[at] = self.walk.speaker(sentence, sources[at], outer=True)
            _continue(line, speakers, [*([self.led] * len(self.last)), *leads])
            sentences = list(map(_with, line, speakers))[len(self.last) :]
        if sentences:
            self.last, self.led = tuple(sentences[-1:]), leads[-1]
        return tuple(sentences)


def with_speakers(text: str, sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """All sentences of `text` with the speaker of each attribution that can be known."""
    return Naming(text)(sentences)


def _speakers(walk: Walk, sentence: Sentence) -> Iterator[str | None]:
    contents = merged(span for one in sentence.attributions for span in one.content)
    walk.told.extend(Span(sentence.start + start, sentence.start + end) for start, end in contents)
    for one in sentence.attributions:
        at = bisect_right(contents, one.source.start, key=lambda span: span.start) if one.source else 0
        inside = bool(at) and one.source is not None and one.source.end <= contents[at - 1].end
        yield walk.speaker(sentence, one.source, outer=not inside)


def _with(sentence: Sentence, speakers: Sequence[str | None]) -> Sentence:
    if not any(speakers):
        return sentence
    named_ones = tuple(
        replace(one, speaker=speaker) if speaker else one
        for one, speaker in zip(sentence.attributions, speakers, strict=True)
    )
    return replace(sentence, attributions=named_ones)


def _continue(
    sentences: Sequence[Sentence], speakers: Sequence[list[str | None]], leads: Sequence[str | None]
) -> None:
    """Give quotations without a source the speaker of the quotation, or of the sentence, that they follow.

    `leads` are those to whose quotation a sentence only leads ("The minister said:").
    Later pieces of one quotation come first: "[...] We waited. No bus came," says its speaker at the end.
    """
    speaking = [at for at in range(1, len(sentences)) if speakers[at] and speakers[at - 1]]
    for at in reversed(speaking):
        before = sentences[at - 1]
        if speakers[at - 1][-1] is None and before.attributions[-1].source is None:
            speakers[at - 1][-1] = speakers[at][0] if _goes_on(before, sentences[at]) else None
    for at in range(1, len(sentences)):
        before, sentence = sentences[at - 1], sentences[at]
        said_by = leads[at - 1] or next(reversed(speakers[at - 1]), None)
        if said_by and speakers[at][:1] == [None] and sentence.attributions[0].cue is None:
            hands_on = bool(before.quotes) or leads[at - 1] is not None
            near = before.paragraph + hands_on >= sentence.paragraph
            if (near and _is_quotation(sentence)) or _goes_on(before, sentence):
                speakers[at][0] = said_by


def _is_quotation(sentence: Sentence) -> bool:
    """Whether the sentence is one quotation and nothing else."""
    return bool(sentence.quotes) and sentence.quotes[0] == (0, len(sentence.text))


def _goes_on(before: Sentence, sentence: Sentence) -> bool:
    """Whether the last quotation of a sentence is not closed where the next one begins."""
    if not before.quotes or not sentence.quotes or sentence.quotes[0].start:
        return False
    end = before.quotes[-1].end
    closed = before.text[end - 1] in CLOSERS + "“" and end - before.quotes[-1].start > 1
    return end == len(before.text) and not closed
