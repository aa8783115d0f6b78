"""The words that the model tags: are they those that annotators marked, and do they carry the score?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from eval.corpora import babe
from eval.corpora.examples import Example
from eval.corpora.trained import trained_keys, unseen
from eval.scored import sentences
from eval.significance import SEED, Metric, Weights, between, difference, interval, weighted_mean
from eval.store import Result
from framing.annotator import Annotator
from framing.model.words import WORD
from framing.types import Span

# Random removals a sentence; their mean drop is compared.
DRAWS = 3
# A set of word numbers of one sentence.
Words = frozenset[int]


@dataclass(frozen=True, slots=True)
class Tagged:
    """A sentence's words, and which of them annotators marked and the model tagged, by number."""

    text: str
    group: str
    words: tuple[Span, ...]
    marked: Words
    tagged: Words


def measure_rationale(annotator: Annotator, data: Path) -> Iterator[Result]:
    """Token F1 against the annotators' words, and the drop of the score when tagged words are removed."""
    examples = unseen(babe.split(babe.read(data), "test"), trained_keys(data))
    marked = [e for e in examples if e.label == 1 and e.rationale_spans]
    cases = _tagged(annotator, marked)
    weights = _WordWeights(babe.split(babe.read(data), "train"))
    neutral = _tagged(annotator, [e for e in examples if e.label == 0 and not e.rationale])
    yield Result(
        name="rationale",
        title="Tagged words beside those that annotators of BABE marked",
        command="framing evaluate rationale",
        rows=[_agreement_row(name, cases, found) for name, found in _answers(cases, weights).items()],
        note=(
            f"{len(cases)} Biased sentences with marked words, of BABE's held-out tenth; precision, recall and F1 "
            "over words (case, place and repeats as in the text), 95 %: bootstrap over articles. Random words and "
            "words of highest weight: as many a sentence as the model tags. Weight: TF-IDF + logistic "
            "regression on BABE's training part. Of "
            f"{len(neutral)} Non-biased sentences without marked words the model tags a word in "
            f"{sum(bool(c.tagged) for c in neutral)}."
        ),
        signature=str(annotator.signature),
    )
    yield _deletion(annotator, [c for c in cases if c.tagged], weights)


def _tagged(annotator: Annotator, examples: Sequence[Example]) -> list[Tagged]:
    found = []
    for e, scored in zip(examples, sentences(annotator, [e.text for e in examples]), strict=True):
        words = tuple(Span(*match.span()) for match in WORD.finditer(e.text))
        tagged = _numbers(words, scored.prediction.charged_rationale)
        found.append(Tagged(e.text, e.group, words, _numbers(words, e.rationale_spans), tagged))
    return found


def _numbers(words: Sequence[Span], spans: Sequence[Span]) -> Words:
    """The numbers of the words that a span touches."""
    return frozenset(
        i for i, word in enumerate(words) if any(s.start < word.end and s.end > word.start for s in spans)
    )


class _WordWeights:
    """Words by their weight in a logistic regression on single words."""

    def __init__(self, train: list[Example]) -> None:
        self._vectorizer = TfidfVectorizer(sublinear_tf=True)
        matrix = self._vectorizer.fit_transform([e.text for e in train])
        model = LogisticRegression(C=4.0, max_iter=1000).fit(matrix, [e.label for e in train])
        self._weights = model.coef_[0]

    def top(self, case: Tagged) -> Words:
        """As many words as the model tagged, of highest weight; a word of several tokens has its best token's."""
        analyse, known = self._vectorizer.build_analyzer(), self._vectorizer.vocabulary_
        weights = [
            max((self._weights[known[t]] for t in analyse(case.text[a:b]) if t in known), default=-np.inf)
            for a, b in case.words
        ]
        return frozenset(np.argsort(-np.array(weights), kind="stable")[: len(case.tagged)].tolist())


def _random(cases: Sequence[Tagged], seed: int) -> list[Words]:
    """As many words a sentence as the model tagged, drawn at random."""
    random = np.random.default_rng(seed)
    return [frozenset(random.permutation(len(c.words))[: len(c.tagged)].tolist()) for c in cases]


def _answers(cases: Sequence[Tagged], weights: _WordWeights) -> dict[str, list[Words]]:
    return {
        "the model": [c.tagged for c in cases],
        "all words": [frozenset(range(len(c.words))) for c in cases],
        "random words": _random(cases, SEED),
        "words of highest weight": [weights.top(c) for c in cases],
    }


def _agreement_row(name: str, cases: Sequence[Tagged], answers: Sequence[Words]) -> dict[str, object]:
    hits = np.array([len(c.marked & a) for c, a in zip(cases, answers, strict=True)])
    said, true = np.array([len(a) for a in answers]), np.array([len(c.marked) for c in cases])
    found = interval(word_f1(hits, said, true), [c.group for c in cases])
    return {
        "words": name,
        "precision": float(hits.sum() / said.sum()) if said.sum() else None,
        "recall": float(hits.sum() / true.sum()),
        "F1": found.value,
        "95 %": between(found),
    }


def word_f1(hits: np.ndarray, said: np.ndarray, true: np.ndarray) -> Metric:
    """F1 over all words of the sentences, from the counts by sentence: shapes (sentences,)."""

    def metric(weights: Weights) -> float:
        both = float(np.dot(weights, said + true))
        return 2 * float(np.dot(weights, hits)) / both if both else 0.0

    return metric


def _deletion(annotator: Annotator, cases: list[Tagged], weights: _WordWeights) -> Result:
    """How far `charged` falls when words are removed, by which words."""
    before = _charged(annotator, [c.text for c in cases])
    removed = {
        "tagged words": [[c.tagged for c in cases]],
        "words of highest weight": [[weights.top(c) for c in cases]],
        "random words": [_random(cases, seed) for seed in range(DRAWS)],
    }
    drops = {
        name: before
        - np.mean([_charged(annotator, list(map(without, cases, words))) for words in draws], axis=0)
        for name, draws in removed.items()
    }
    groups = [c.group for c in cases]
    base = drops["random words"]
    rows = []
    for name, drop in drops.items():
        gain = difference(weighted_mean(drop), weighted_mean(base), groups)
        rows.append(
            {
                "removed": name,
                "n": len(cases),
                "mean score before": float(before.mean()),
                "mean drop": float(drop.mean()),
                "more than random": None if drop is base else gain.value,
                "95 %": None if drop is base else between(gain),
            }
        )
    return Result(
        name="deletion",
        title="How far `charged` falls when words are removed",
        command="framing evaluate rationale",
        rows=rows,
        note=(
            "Biased sentences of BABE's held-out tenth in which the model tags a word; as many words are removed "
            f"in each row, random ones {DRAWS} times over. 95 %: of the difference, bootstrap over articles."
        ),
        signature=str(annotator.signature),
    )


def without(case: Tagged, words: Words) -> str:
    """The sentence without these words, single-spaced."""
    pieces, at = [], 0
    for number in sorted(words):
        pieces.append(case.text[at : case.words[number].start])
        at = case.words[number].end
    return " ".join("".join([*pieces, case.text[at:]]).split())


def _charged(annotator: Annotator, texts: list[str]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return annotator.model.predict(texts)["charged"]
