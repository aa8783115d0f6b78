"""Held-out sentences with people's labels and a model's scores: what every figure is computed from.

Whole articles are read as a user would give them, each sentence inside its article; single sentences alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.corpora import anno_lexical, babe, newssd, outlets, semeval
from eval.corpora.examples import Example, sentence_key
from eval.corpora.trained import keys_of, trained_keys, unseen
from framing.annotator import Annotator
from framing.types import AnnotatedArticle, Article, ScoredSentence, Span, Unit

BABE, SILVER, NEWSSD = "BABE, a tenth", "Anno-lexical test (silver)", "NewsSD-ENG test"
SEMEVAL, OUTLETS = "SemEval-2023, a tenth", "outlets test, {} (LM labels)"
# The two passes over the project's own test articles.
PASSES = ("p1", "p2")
CLOSE_CALL = 0.5


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A set of sentences, the head it asks, and how it is to be called in a table."""

    title: str
    head: str
    examples: list[Example]


@dataclass(frozen=True, slots=True)
class Scored:
    """Sentences of one set, arrays of shape (sentences,): labels 0 or 1, scores, and the group (article) of each.

    `close` counts the sentences left out because their annotator called it a close call.
    """

    title: str
    head: str
    texts: tuple[str, ...]
    labels: NDArray[np.int64]
    scores: NDArray[np.float64]
    groups: tuple[str, ...]
    close: int = 0

    def without(self, keys: frozenset[str]) -> Scored:
        """The set less the sentences of these keys, whole or as the outlet's own words alone."""
        kept = [place for place, text in enumerate(self.texts) if not keys & {*keys_of(text)}]
        return replace(
            self,
            texts=tuple(self.texts[place] for place in kept),
            labels=self.labels[kept],
            scores=self.scores[kept],
            groups=tuple(self.groups[place] for place in kept),
        )


def held_out_sets(data: Path) -> list[HeldOut]:
    """The sets of single sentences, read from the corpora's folder."""
    trained = trained_keys(data)
    return [
        HeldOut(BABE, "charged", unseen(babe.split(babe.read(data), "test"), trained)),
        HeldOut(SILVER, "charged", unseen(anno_lexical.read(data, "test"), trained)),
        HeldOut(NEWSSD, "editorial", unseen(newssd.read(data, "test"), trained)),
    ]


def as_articles(texts: Iterable[str]) -> Iterator[Article]:
    """Each text as a sentence of its own."""
    return (Article(text=text, id=str(i), source="", unit=Unit.SENTENCE) for i, text in enumerate(texts))


def sentences(annotator: Annotator, texts: Iterable[str]) -> list[ScoredSentence]:
    """What a user would get for these sentences, one each."""
    return [annotated.sentences[0] for annotated in annotator.annotate_many(as_articles(texts))]


def scores(annotator: Annotator, texts: Sequence[str], head: str) -> NDArray[np.float64]:
    """The scores of these sentences, shape (texts,); 0 where the head has nothing to score."""
    found = [getattr(s.prediction, head) for s in sentences(annotator, texts)]
    return np.array([0.0 if score is None else score for score in found])


def scored_sets(
    annotator: Annotator, data: Path, at_most: int | None = None, *, project: bool = True
) -> list[Scored]:
    """Every held-out set, scored; of single sentences `at_most`, the same ones always.

    `project`: with the test articles that this project labelled.
    """
    found = [_single(annotator, part, at_most) for part in held_out_sets(data)]
    found.append(_semeval(annotator, data))
    return found + list(_outlets(annotator, data)) if project else found


def _single(annotator: Annotator, part: HeldOut, at_most: int | None) -> Scored:
    examples = part.examples if at_most is None else sorted(part.examples, key=lambda e: e.key)[:at_most]
    texts = tuple(e.text for e in examples)
    return Scored(
        part.title,
        part.head,
        texts,
        np.array([e.label for e in examples]),
        scores(annotator, texts, part.head),
        tuple(e.group for e in examples),
    )


def _semeval(annotator: Annotator, data: Path) -> Scored:
    marked = list(semeval.read(data, "test"))
    articles = [Article(text=m.text, id=m.id, source=m.id) for m in marked]
    by_id = {m.id: m for m in marked}
    return _whole(
        SEMEVAL,
        "editorial",
        annotator.annotate_many(articles),
        lambda s, article: semeval.judge(s.sentence, by_id[article.id])[0],
        trained_keys(data),
    )


def _outlets(annotator: Annotator, data: Path) -> Iterator[Scored]:
    """Both heads by both passes over the same articles, which are scored once."""
    passes = {who: {j.article.id: j for j in outlets.read(data, "test", who)} for who in PASSES}
    articles = {key: judged.article for found in passes.values() for key, judged in found.items()}
    annotated = {found.article.id: found for found in annotator.annotate_many(articles.values())}

    def asked(head: str, who: str) -> Callable[[ScoredSentence, Article], float | None]:
        def label(scored: ScoredSentence, article: Article) -> float | None:
            span = Span(scored.sentence.start, scored.sentence.end)
            found = passes[who][article.id].judgements.get(span)
            return None if found is None or found.furniture else float(getattr(found, head))

        return label

    for head in ("editorial", "charged"):
        for who, judged in passes.items():
            whole = [annotated[key] for key in judged]
            yield _whole(OUTLETS.format(who), head, whole, asked(head, who), trained_keys(data))


def _whole(
    title: str,
    head: str,
    annotated: Iterable[AnnotatedArticle],
    label: Callable[[ScoredSentence, Article], float | None],
    trained: frozenset[str],
) -> Scored:
    """The sentences of whole articles that have a label and a score and stand in no training part."""
    rows: list[tuple[str, float, float, str]] = []
    for whole in annotated:
        for scored in whole.sentences:
            answer, score = label(scored, whole.article), getattr(scored.prediction, head)
            if answer is not None and score is not None and sentence_key(scored.sentence.text) not in trained:
                rows.append((scored.sentence.text, answer, score, whole.article.id))
    sure = [row for row in rows if row[1] != CLOSE_CALL]
    return Scored(
        title,
        head,
        tuple(row[0] for row in sure),
        np.array([int(row[1]) for row in sure]),
        np.array([row[2] for row in sure]),
        tuple(row[3] for row in sure),
        len(rows) - len(sure),
    )
