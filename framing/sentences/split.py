"""Where sentences begin and end: sentencex line by line, quotation marks hidden from it, and seven corrections.

sentencex was the best of the kept libraries on real news once quotation marks are hidden: seeing them, it
keeps a quotation of several sentences whole, and takes time that grows with the square of the marks. Each
correction raises F1 somewhere; without it, F1 on the hard list, the real pages and SEESAW falls from 0.978, 0.986 and
0.982 to: HIDDEN 0.930, 0.879, 0.931; TITLE 0.964, 0.973, 0.975; LOWER_CASE 0.931, 0.986, 0.980; ASKED 0.964, 0.986,
0.983; CLOCK 0.971, 0.986, 0.982; NO_SENTENCE 0.978, 0.973, 0.983; ENDING_ABBREVIATION 0.0004 on SEESAW alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import version

import sentencex

from framing.types import Span

CORRECTIONS = 4  # raised with every change of the rules below, and of those that tell voices apart
SPLITTER = f"sentencex-{version('sentencex')}+{CORRECTIONS}"

LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
HIDDEN = re.compile(r"[\"“”„‟«»()\[\]]|(?<!\w)['‘’‹›]|['’‹›](?!\w)")
CLOSERS = "\"'”’»›)]"

# How far around a boundary the corrections look, in characters: a title or a speech tag is shorter.
BEFORE, AFTER = 12, 80

# Words that only begin a sentence: after one of the abbreviations that also end one, they start the next.
STARTER = (
    r"(?:The|A|An|He|She|It|They|We|I|His|Her|Its|Their|This|That|These|Those|But|And|In|On|At|For|If|When|"
    r"While|After|As|Mr|Mrs|Ms|There|What|Who|How|Why|Nobody|Nothing|Some|Many|Most|Others|Not|No|Yet|So|Then)\b"
)
ENDING_ABBREVIATION = re.compile(
    r"(?:\b(?:U\.S|U\.N|E\.U|U\.K|D\.C|N\.Y|L\.A|[ap]\.m|etc|Inc|Co|Corp|Ltd|Jr|Sr)\.|…)[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*"
    + STARTER
    + r")|\bno\.[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[A-Z])"  # the answer, and no number
)
TITLE = re.compile(
    r"\b(?:M[sx]|Mmes|Messrs|Msgr|Sens|Reps|Govs|Gens|Profs|Drs|Mt|Ft|Bd|Supt|Ald|Pfc|Spc|incl|[Aa]pprox)\.$"
)
CLOCK = re.compile(r"\b[ap]\.m\.$")
CLOCK_GOES_ON = re.compile(
    r"\s+(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|E[SD]?T|C[SD]?T|M[SD]T|P[SD]?T|GMT|BST|Eastern|Pacific|Central)\b"
)
ASKED = re.compile(r"[?!…][\"'”’»)\]]+$")
SPEECH_TAG = re.compile(
    r"\s+(?:[A-Z][\w.’'-]*\s+|of\s+|the\s+){1,6}"
    r"(?:said|says|told|asked|asks|wrote|added|tweeted|shouted|replied|cried|responded|exclaimed|continued)\b"
)
LOWER_CASE = re.compile(r"\s*(?:[—–-]\s*)?[\"'“‘«‹(\[]*[a-z](?![a-z]*[A-Z])")
NO_SENTENCE = re.compile(r"\W*|\s*[(\[]?(?:\d{1,2}|[a-zA-Z])[.)]\s*")  # a bullet, a list number


def lines(text: str) -> Iterator[Span]:
    """The non-blank lines of `text`, without surrounding white space; a sentence never leaves its line."""
    for match in LINE.finditer(text):
        line = match[0]
        if body := line.strip():
            start = match.start() + len(line) - len(line.lstrip())
            yield Span(start, start + len(body))


def sentence_spans(line: str) -> list[Span]:
    """The sentences of one line, in order; every character that is not white space is in exactly one."""
    ends = {end for end in _library_ends(line) if not _goes_on(line, end)}
    ends.update(m.end() for m in ENDING_ABBREVIATION.finditer(line))
    spans, start = [], 0
    for end in [*sorted(ends), len(line)]:
        body = line[start:end].strip()
        if not body or (end < len(line) and NO_SENTENCE.fullmatch(line, start, end)):
            continue
        first = start + len(line[start:end]) - len(line[start:end].lstrip())
        spans.append(Span(first, first + len(body)))
        start = end
    return spans


def _library_ends(line: str) -> Iterator[int]:
    """Where sentencex ends its sentences, moved behind the closing marks that follow."""
    for boundary in sentencex.get_sentence_boundaries("en", HIDDEN.sub(" ", line)):
        end = boundary["start_index"] + len(boundary["text"].rstrip())
        while end < len(line) and line[end] in CLOSERS:
            end += 1
        if boundary["start_index"] < end < len(line):
            yield end


def _goes_on(line: str, end: int) -> bool:
    """Whether the sentence goes on behind `end`, whatever the library says."""
    before, after = line[max(0, end - BEFORE) : end], line[end : end + AFTER]
    return bool(
        not after[0].isspace()
        or LOWER_CASE.match(after)
        or TITLE.search(before)
        or (CLOCK.search(before) and CLOCK_GOES_ON.match(after))
        or (ASKED.search(before) and SPEECH_TAG.match(after))
    )
