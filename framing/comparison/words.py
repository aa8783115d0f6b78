"""The words of a sentence in the form in which two tellings of one thing can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from framing.comparison.forms import FIRST_FORM
from framing.comparison.numbers import NUMBER, number_of
from framing.sentences.cues import words as listed

_WORD = re.compile(
    rf"(?P<number>{NUMBER})|(?P<percent>%|\bper\s?cent\b)|(?P<states>\bUnited States\b|\bUSA?\b|\bU\.S\.(?:A\.)?)"
    r"|(?P<sign>[$£€¥₹])|(?P<initials>(?:[^\W\d_]\.){2,})|(?P<word>[^\W_]+(?:['’][^\W_]+)*)",
    re.IGNORECASE,
)
# Signs of currencies are read as their names.
SIGNS = {"$": "dollars", "£": "pounds", "€": "euros", "¥": "yen", "₹": "rupees"}
_MARK = re.compile(r"[,;:.!?()\[\]–—]|\s-\s")
SHORTEST_MISSPELT = 5
# What a word is said of stands within so many words that say something.
_BESIDE = 2
_NOT = re.compile(r"(?P<verb>\w+?)n['’]t$", re.IGNORECASE)
_NOT_VERBS = {"ca": "can", "wo": "will", "sha": "shall"}
_CLITIC = re.compile(r"['’](?:s|re|ve|ll|d|m)$", re.IGNORECASE)
_MONTHS = {
    name: name[:3]
    for name in listed(
        "january february march april june july august september october november december sept"
    )
}
MONTHS = frozenset(_MONTHS.values())

# Words that say nothing by themselves, and the verbs and days that every report has.
FUNCTION = listed(
    """a about after again all also although am among an and any are as at be because been before being both but by
    can could did do does doing down during each either even ever every for from further had has have having he her
    here hers herself him himself his how i if in into is it its itself just may me might more most much must my
    neither nor now of off on once one only onto or other others our out over own per rather s same shall she should
    since so some such than that the their theirs them themselves then there these they this those though through to
    too under until up upon very was we were what when where whether which while who whom whose why will with within
    without would yet you your yours not no never
    say said says saying tell told telling add added adding accord according
    monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow day
    mr mrs ms dr st nd rd th"""
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `norm` is its spelling made uniform, `stem` what inflected forms share; span in the sentence.

    `opens`: a mark that parts clauses stands before it, or nothing does.
    """

    norm: str
    stem: str
    start: int
    end: int
    is_number: bool = False
    is_capital: bool = False
    opens: bool = False

    @property
    def is_content(self) -> bool:
        """Whether it says something by itself."""
        return self.norm not in FUNCTION

    @property
    def may_be_misspelt(self) -> bool:
        """Whether it is long enough that a slip of the keys leaves it recognisable."""
        return len(self.norm) >= SHORTEST_MISSPELT and not self.is_number


def words_of(text: str) -> tuple[Word, ...]:
    """The words of `text` in order; marks are left out, "don't" is two words."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        for word in _read(match):
            between = text[found[-1].end : word.start] if found else ","
            found.append(replace(word, opens=True) if _MARK.search(between) else word)
    return tuple(found)


def beside(words: Sequence[Word], place: int) -> frozenset[str]:
    """Stems of the two words on either side of the one at `place` that say something and are no numbers."""
    telling = [(at, word.stem) for at, word in enumerate(words) if word.is_content and not word.is_number]
    before = [stem for at, stem in telling if at < place]
    after = [stem for at, stem in telling if at > place]
    return frozenset(before[-_BESIDE:] + after[:_BESIDE])


def _read(match: re.Match[str]) -> Iterable[Word]:
    start, end = match.span()
    found = match[0]
    if match.lastgroup == "number":
        value = number_of(found)
        yield Word(value, value, start, end, is_number=True)
    elif match.lastgroup == "percent":
        yield Word("percent", "percent", start, end)
    elif match.lastgroup == "sign":
        name = SIGNS[found]
        yield Word(name, stem_of(name), start, end)
    elif match.lastgroup == "states" and found != "us" and found != "Us":
        yield Word("u.s.", "u.s.", start, end, is_capital=True)
    elif match.lastgroup == "initials":
        plain = found.replace(".", "").lower()
        yield Word(plain, stem_of(plain), start, end, is_capital=found[0].isupper())
    elif negated := _NOT.match(found):
        verb = negated["verb"].lower()
        verb = _NOT_VERBS.get(verb, verb)
        middle = start + len(negated["verb"])
        yield Word(verb, stem_of(verb), start, middle)
        yield Word("not", "not", middle, end)
    else:
        yield _plain(found, start)


def _plain(found: str, start: int) -> Word:
    bare = _CLITIC.sub("", found)
    norm = bare.lower().replace("’", "'")
    norm = _MONTHS.get(norm, "not" if norm == "cannot" else norm)
    return Word(norm, stem_of(norm), start, start + len(found), is_capital=bare[0].isupper())


@cache
def _stemmer() -> object:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@cache
def stem_of(norm: str) -> str:
    """What the inflected forms of a word share."""
    return str(_stemmer().stemWord(FIRST_FORM.get(norm, norm)))  # type: ignore[attr-defined]
