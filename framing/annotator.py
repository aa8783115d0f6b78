"""From articles to scored sentences: who speaks, then how the outlet's own words score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from itertools import islice
from pathlib import Path

from framing.errors import InputError
from framing.model import Model, load_model
from framing.sentences import SPLITTER, as_sentence, own_words, split_article
from framing.types import (
    AnnotatedArticle,
    Article,
    Prediction,
    ScoredSentence,
    Sentence,
    Signature,
    Unit,
    Voice,
)

# Articles scored together: enough sentences to sort by length, few enough to keep memory flat.
ARTICLES_AT_ONCE = 32
SENTENCES_AT_ONCE = 1024


class Annotator:
    """Splits, tells voices apart and scores.

    `charged` is scored on the whole sentence, whoever speaks. `editorial` is scored on the outlet's own
    words: quotations and plainly attributed content are taken out first, so nothing inside quotation
    marks can make a sentence editorial; where the outlet has no words of its own, it is 0 by definition.
    Non-content gets no score.
    """

    def __init__(self, model: Model, threshold: float | None = None) -> None:
        self.model = model
        self.thresholds = dict(model.artefact.thresholds)
        if threshold is not None:
            if not 0 <= threshold <= 1:
                raise InputError("threshold", "must lie between 0 and 1", f"{threshold:g}")
            self.thresholds["editorial"] = threshold

    @property
    def signature(self) -> Signature:
        """What the scores of this annotator depend on."""
        return Signature(
            version=version("framing"),
            model=f"{self.model.artefact.name}-{self.model.artefact.hash}",
            codebook=self.model.artefact.codebook,
            splitter=SPLITTER,
            threshold=self.thresholds["editorial"],
        )

    def annotate(self, article: Article) -> AnnotatedArticle:
        """One article, scored."""
        return next(self.annotate_many([article]))

    def annotate_many(self, articles: Iterable[Article]) -> Iterator[AnnotatedArticle]:
        """Articles in order, scored in groups, in bounded memory."""
        source = iter(articles)
        while group := list(islice(source, ARTICLES_AT_ONCE)):
            if group[0].unit is Unit.SENTENCE:
                group += islice(source, SENTENCES_AT_ONCE - ARTICLES_AT_ONCE)
            yield from self._score(group)

    def _score(self, articles: list[Article]) -> Iterator[AnnotatedArticle]:
        split = [_sentences(article) for article in articles]
        predictions = iter(self._predict([s for sentences in split for s in sentences if _scored(s)]))
        for article, sentences in zip(articles, split, strict=True):
            yield AnnotatedArticle(
                article,
                tuple(
                    self._label(s, next(predictions) if _scored(s) else Prediction(None, None))
                    for s in sentences
                ),
            )

    def _predict(self, sentences: list[Sentence]) -> list[Prediction]:
        """One prediction a sentence, in order.

        Own words go through the model apart from whole sentences: its 8-bit products are scaled by what else
        is in the batch, and what stands inside quotation marks shall not reach the editorial score even so.
        """
        own = [own_words(s) for s in sentences]
        asked = list(dict.fromkeys(words for words in own if words))
        scores = self.model.predict(asked)
        editorial = dict(zip(asked, scores["editorial"].tolist(), strict=True))
        charged = dict(zip(asked, scores["charged"].tolist(), strict=True))
        rest = list(dict.fromkeys(s.text for s in sentences if s.text not in charged))
        charged |= zip(rest, self.model.predict(rest)["charged"].tolist(), strict=True)
        return [
            Prediction(editorial=editorial[words] if words else 0.0, charged=charged[s.text])
            for s, words in zip(sentences, own, strict=True)
        ]

    def _label(self, sentence: Sentence, prediction: Prediction) -> ScoredSentence:
        def over(head: str, score: float | None) -> int | None:
            return None if score is None else int(score >= self.thresholds[head])

        return ScoredSentence(
            sentence,
            prediction,
            over("editorial", prediction.editorial),
            over("charged", prediction.charged),
        )


def _sentences(article: Article) -> tuple[Sentence, ...]:
    return (as_sentence(article),) if article.unit is Unit.SENTENCE else split_article(article)


def _scored(sentence: Sentence) -> bool:
    return bool(sentence.text.strip()) and sentence.voice is not Voice.NON_CONTENT


def load(model: str | Path | None = None, threshold: float | None = None) -> Annotator:
    """An annotator on the shipped artefact, or on the model folder `model`."""
    return Annotator(load_model(model), threshold)
