"""How well quotations, attribution and voice agree with PolNeAR's human annotation.

Run as `framing evaluate voice`. Rules were written and constants chosen on train; dev is only reported. One annotation an article, the first annotator's.

- content, source, cue: precision, recall and F1 over words. Every attribution found counts, whatever its
  frame and stance, as PolNeAR marks them all (wishes and plans too); contents count quotations.
- quotation: of the words in quotations, the share that lies in a content.
- voice: macro-F1 over outlet, attributed, quote and mixed. Gold voice follows from the gold spans by a rule:
  words of gold sources and cues outside any content count for nobody; of the rest, with `c` the share in a
  content: c < 0.2 is outlet, c < 0.6 mixed, else quote where at least half of the words in content stand
  between quotation marks inside the content, and attributed where not.
- annotators: content F1 and voice macro-F1 of the second annotator against the first, where an article has two:
  what agreement between people allows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.corpora import polnear
from eval.store import Result
from framing.sentences.article import Heard, hear
from framing.sentences.spans import WORD
from framing.sentences.voice import voice_of
from framing.types import Span, Voice

GOLD_OUTLET_BELOW, GOLD_MIXED_BELOW, GOLD_QUOTE_FROM = 0.2, 0.6, 0.5
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


def _moved(part: Heard, spans: Iterable[Span | None]) -> list[Span]:
    return [Span(part.start + s.start, part.start + s.end) for s in spans if s is not None]


def measure(articles: list[polnear.PolnearArticle], voice: Callable[[Heard], Voice]) -> dict[str, Any]:
    """All figures over the articles; `voice` decides a sentence's voice."""
    tallies = {name: Tally() for name in ("content", "quotations_alone", "source", "cue")}
    pairs: Counter[tuple[Voice, Voice]] = Counter()
    for article in articles:
        text, gold, parts = article.text, Gold(article), list(hear(article.text))
        quoted = _words(text, (s for part in parts for s in _moved(part, part.quotes)))
        heard = _words(text, (s for p in parts for one in p.attributions for s in _moved(p, one.content)))
        tallies["content"].add(quoted | heard, gold.content)
        tallies["quotations_alone"].add(quoted, gold.content)
        for name, wanted in (("source", gold.source), ("cue", gold.cue)):
            spans = (s for p in parts for one in p.attributions for s in _moved(p, [getattr(one, name)]))
            tallies[name].add(_words(text, spans), wanted)
        for part in parts:
            words = _words(text, [Span(part.start, part.end)])
            if words:
                pairs[gold.voice(words), voice(part)] += 1
    return {
        "articles": len(articles),
        "sentences": pairs.total(),
        **{name: tally.figures() for name, tally in tallies.items()},
        "voice": voice_figures(pairs),
    }


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
        for part in hear(article.text):
            if words := _words(article.text, [Span(part.start, part.end)]):
                pairs[other.voice(words), gold.voice(words)] += 1
    return {"content": tally.figures(), "voice": voice_figures(pairs)} if tally.wanted else None


def measure_voice(data: Path, split: str = "dev") -> Result:
    """The program's rules beside people who marked the same articles: one row a question."""
    everything = list(polnear.read(data, split))
    ours = measure(polnear.one_each(iter(everything)), lambda part: voice_of(part.words))
    people = annotators(everything) or {"voice": {}}
    questions = {
        "content words": "content",
        "content words, by quotation marks alone": "quotations_alone",
        "cue words": "cue",
        "source words": "source",
    }
    rows: list[dict[str, Any]] = [
        {"question": title, **ours[key], "people's F1": people.get(key, {}).get("f1")}
        for title, key in questions.items()
    ]
    rows += [
        {
            "question": f"voice: {voice}",
            "n": figures["sentences"],
            **{key: figures[key] for key in ("precision", "recall", "f1")},
            "people's F1": people["voice"].get(voice, {}).get("f1"),
        }
        for voice, figures in ours["voice"].items()
        if isinstance(figures, dict)
    ]
    mean = {"f1": ours["voice"]["macro_f1"], "people's F1": people["voice"].get("macro_f1")}
    rows.append({"question": "voice: mean", "n": ours["sentences"], **mean})
    return Result(
        name="voice_polnear",
        title=f"Whose words: the rules on PolNeAR {split}",
        command="framing evaluate voice",
        rows=rows,
        note=(
            "Rules and constants come from PolNeAR train. The voice of a sentence is derived from the marked "
            "contents by the rule in eval/voice.py; people's figures are second annotators of the doubly "
            "annotated articles against the first."
        ),
    )
