"""How well quotations, attribution and voice agree with PolNeAR's human annotation.

Run as `framing evaluate voice`. Rules were written and constants chosen on train; dev is only reported. One annotation an article, the first annotator's.

- content, source, cue: precision, recall and F1 over words. Every attribution found counts, whatever its
  frame and stance, as PolNeAR marks them all (wishes and plans too); contents count quotations.
- quotation: of the words in quotations, the share that lies in a content.
- voice: macro-F1 over outlet, attributed, quote and mixed. Gold voice follows from the gold spans by a rule:
  words of gold sources and cues outside any content count for nobody; of the rest, with `c` the share in a
  content: c < 0.2 is outlet, c < 0.6 mixed, else quote where at least half of the words in content stand
  between quotation marks inside the content, and attributed where not.
- speaker: right where its last word stands in the source of the gold attribution that shares most of the content.
- annotators: content F1 and voice macro-F1 of the second annotator against the first, where an article has two:
  what agreement between people allows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.corpora import polnear
from eval.store import Result
from framing.annotator import Annotator
from framing.sentences import split_article, with_speakers
from framing.sentences.spans import WORD
from framing.types import Article, Attribution, Sentence, Span, Voice

GOLD_OUTLET_BELOW, GOLD_MIXED_BELOW, GOLD_QUOTE_FROM = 0.2, 0.6, 0.5
# The rows about words, and where `measure` has their figures.
QUESTIONS = {
    "content words": "content",
    "content words, by quotation marks alone": "quotations_alone",
    "cue words": "cue",
    "source words": "source",
    "speaker, where the marked source holds a name": "speaker",
}
# A name in a source: two capitalised words, or one behind the first word.
NAME = re.compile(r"[A-Z][\w.’'-]+ [A-Z]|(?<=\s)[A-Z][\w’'-]+")
# From an article's text to its sentences.
Listen = Callable[[str], Sequence[Sentence]]
VOICES = (Voice.OUTLET, Voice.ATTRIBUTED, Voice.QUOTE, Voice.MIXED)

# The annotators' marks inside one content: between an opening and a closing mark, or to the content's edge.
MARKED = re.compile(r"[“\"](?:[^”\"]*)(?:[”\"]|$)|‘[^’]*(?:’(?!\w)|$)|^[^“\"]*”|''.*?''", re.DOTALL)


@dataclass(slots=True)
class Tally:
    """Right, found and wanted, for precision, recall and F1."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, found: set[int], wanted: set[int]) -> None:
        """Count one article's words."""
        self.right += len(found & wanted)
        self.found += len(found)
        self.wanted += len(wanted)

    def figures(self) -> dict[str, float]:
        """Precision, recall and F1, rounded to 4 digits."""
        return {
            "precision": round(self.right / max(1, self.found), 4),
            "recall": round(self.right / max(1, self.wanted), 4),
            "f1": round(2 * self.right / max(1, self.found + self.wanted), 4),
        }


def _words(text: str, spans: Iterable[Span]) -> set[int]:
    """The starts of the words inside spans."""
    return {m.start() for start, end in spans for m in WORD.finditer(text, start, end)}


def _quoted(text: str, contents: Iterable[Span]) -> set[int]:
    """The words of contents that stand between marks inside them."""
    marked = (
        Span(start + m.start(), start + m.end())
        for start, end in contents
        for m in MARKED.finditer(text[start:end])
    )
    return _words(text, marked)


class Gold:
    """The words of one article's gold roles."""

    def __init__(self, article: polnear.PolnearArticle) -> None:
        contents = [span for one in article.attributions for span in one.content]
        self.content = _words(article.text, contents)
        self.quoted = _quoted(article.text, contents)
        self.source = _words(article.text, (s for one in article.attributions for s in one.source))
        self.cue = _words(article.text, (s for one in article.attributions for s in one.cue))

    def voice(self, words: set[int]) -> Voice:
        """The sentence's voice by the rule above."""
        heard = words & self.content
        counted = words - ((self.source | self.cue) - self.content)
        share = len(heard) / max(1, len(counted))
        if share < GOLD_OUTLET_BELOW:
            return Voice.OUTLET
        if share < GOLD_MIXED_BELOW:
            return Voice.MIXED
        return Voice.QUOTE if len(heard & self.quoted) >= GOLD_QUOTE_FROM * len(heard) else Voice.ATTRIBUTED


def _placed(sentence: Sentence, spans: Iterable[Span | None]) -> list[Span]:
    return [Span(sentence.start + s.start, sentence.start + s.end) for s in spans if s is not None]


def measure(articles: list[polnear.PolnearArticle], listen: Listen) -> dict[str, Any]:
    """All figures over the articles, each of whose texts `listen` makes into sentences."""
    tallies = {name: Tally() for name in ("content", "quotations_alone", "source", "cue")}
    pairs: Counter[tuple[Voice, Voice]] = Counter()
    named: Counter[str] = Counter()
    for article in articles:
        text, gold, sentences = article.text, Gold(article), listen(article.text)
        quoted = _words(text, (span for s in sentences for span in _placed(s, s.quotes)))
        found = [(s, one) for s in sentences for one in s.attributions if not one.held_at_arms_length]
        heard = _words(text, (span for s, one in found for span in _placed(s, one.content)))
        tallies["content"].add(quoted | heard, gold.content)
        tallies["quotations_alone"].add(quoted, gold.content)
        named.update(_named(article, found))
        for name, wanted in (("source", gold.source), ("cue", gold.cue)):
            spans = (span for s, one in found for span in _placed(s, [getattr(one, name)]))
            tallies[name].add(_words(text, spans), wanted)
        for sentence in sentences:
            words = _words(text, [Span(sentence.start, sentence.end)])
            if words:
                # PolNeAR has no furniture: what nobody says is the outlet's.
                ours = Voice.OUTLET if sentence.voice is Voice.NON_CONTENT else sentence.voice
                pairs[gold.voice(words), ours] += 1
    return {
        "articles": len(articles),
        "sentences": pairs.total(),
        **{name: tally.figures() for name, tally in tallies.items()},
        "speaker": Tally(named["right"], named["right"] + named["wrong"], named.total()).figures()
        | {"sentences": named.total()},
        "voice": voice_figures(pairs),
    }


def _named(article: polnear.PolnearArticle, found: Iterable[tuple[Sentence, Attribution]]) -> Iterator[str]:
    """For each attribution of ours whose gold source holds a name: is the speaker right, wrong, or none?"""
    gold = [(span, one.source) for one in article.attributions if one.source for span in one.content]
    for sentence, one in found:
        (ours, *_) = _placed(sentence, one.content)
        span, source = max(gold, key=lambda pair: _shared(pair[0], ours), default=(ours, ()))
        said_by = " ".join(article.text[slice(*piece)] for piece in source)
        if 2 * _shared(span, ours) >= ours.end - ours.start and NAME.search(said_by):
            right = one.speaker and one.speaker.split()[-1].lower() in said_by.lower()
            yield "none" if one.speaker is None else "right" if right else "wrong"


def _shared(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def by_rules(text: str) -> Sequence[Sentence]:
    """The sentences as the rules alone hear them."""
    return with_speakers(text, split_article(Article(text=text, id="", source="")))


def voice_figures(pairs: Counter[tuple[Voice, Voice]]) -> dict[str, Any]:
    """F1 of each voice, macro-F1 and accuracy from counts of (gold, found)."""
    each = {}
    for voice in VOICES:
        right = pairs[voice, voice]
        wanted = sum(n for (gold, _), n in pairs.items() if gold == voice)
        found = sum(n for (_, ours), n in pairs.items() if ours == voice)
        each[voice.value] = {"sentences": wanted, **Tally(right, found, wanted).figures()}
    macro = sum(figures["f1"] for figures in each.values()) / len(each)
    accuracy = sum(n for (gold, ours), n in pairs.items() if gold == ours) / max(1, pairs.total())
    return {"macro_f1": round(macro, 4), "accuracy": round(accuracy, 4), **each}


def annotators(articles: Iterable[polnear.PolnearArticle]) -> dict[str, Any] | None:
    """Content and voice of a second annotator against the first, over the articles that have two."""
    first: dict[str, Gold] = {}
    tally = Tally()
    pairs: Counter[tuple[Voice, Voice]] = Counter()
    for article in articles:
        gold = Gold(article)
        if (other := first.setdefault(article.name, gold)) is gold:
            continue
        tally.add(gold.content, other.content)
        for sentence in by_rules(article.text):
            if words := _words(article.text, [Span(sentence.start, sentence.end)]):
                pairs[other.voice(words), gold.voice(words)] += 1
    return {"content": tally.figures(), "voice": voice_figures(pairs)} if tally.wanted else None


def measure_voice(annotator: Annotator, data: Path, split: str = "dev") -> Result:
    """The program, and its rules alone, beside people who marked the same articles: one row a question."""
    everything = list(polnear.read(data, split))
    articles = polnear.one_each(iter(everything))

    def listen(text: str) -> Sequence[Sentence]:
        return [
            found.sentence for found in annotator.annotate(Article(text=text, id="", source="")).sentences
        ]

    ours, rules = measure(articles, listen), measure(articles, by_rules)
    people = annotators(everything) or {"voice": {}}
    rows: list[dict[str, Any]] = [
        _row(title, ours[key], rules[key], people.get(key, {})) for title, key in QUESTIONS.items()
    ]
    rows += [
        _row(f"voice: {voice}", figures, rules["voice"][voice], people["voice"].get(voice, {}))
        for voice, figures in ours["voice"].items()
        if isinstance(figures, dict)
    ]
    means = (
        {"sentences": ours["sentences"], "f1": found["voice"].get("macro_f1")}
        for found in (ours, rules, people)
    )
    rows.append(_row("voice: mean", *means))
    return Result(
        name="voice_polnear",
        title=f"Whose words: PolNeAR {split}",
        command="framing evaluate voice",
        rows=rows,
        note=(
            "Rules, constants and weights come from PolNeAR train. The voice of a sentence is derived from the marked "
            "contents by the rule in eval/voice.py; people's figures are second annotators of the doubly "
            "annotated articles against the first."
        ),
        signature=str(annotator.signature),
    )


def _row(title: str, ours: dict[str, Any], rules: dict[str, Any], people: dict[str, Any]) -> dict[str, Any]:
    return {
        "question": title,
        "n": ours.get("sentences"),
        "precision": ours.get("precision"),
        "recall": ours.get("recall"),
        "F1": ours["f1"],
        "rules alone": rules["f1"],
        "people": people.get("f1"),
    }
