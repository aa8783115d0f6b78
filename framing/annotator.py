"""From articles to scored sentences: who speaks, then how the outlet's own words score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from framing.errors import InputError
from framing.model import RATIONALE, Model, Scores, load_model, margin_for
from framing.sentences import SPLITTER, Naming, OwnWords, as_sentence, own_words, split_article
from framing.sentences.tagged import heard_by_tags
from framing.types import (
    AnnotatedArticle,
    Article,
    DeviceSpan,
    Prediction,
    Reject,
    ScoredSentence,
    Sentence,
    Signature,
    Span,
    Unit,
    Voice,
)

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from framing.refit import FramingClassifier

# Articles scored together: enough sentences to sort by length, few enough to keep memory flat.
ARTICLES_AT_ONCE = 32
SENTENCES_AT_ONCE = 1024
# Articles that are whole books are scored one by one.
CHARACTERS_AT_ONCE = 1_000_000


class Annotator:
    """Splits, tells voices apart and scores.

    `charged` is scored on the whole sentence, whoever speaks. `editorial` is scored on the outlet's own
    words: quotations and plainly attributed content are taken out first, so nothing inside quotation
    marks can make a sentence editorial; where the outlet has no words of its own, it is 0 by definition.
    Non-content gets no score.
    """

    def __init__(
        self,
        model: Model,
        threshold: float | None = None,
        abstain: float | None = None,
        embeddings: bool = False,
    ) -> None:
        """`threshold` replaces the artefact's own for `editorial`; `abstain` is the share of wrong labels to
        accept (see `framing.model.abstention`); `embeddings` keeps each sentence's embedding."""
        self.model = model
        self.embeddings = embeddings
        self.thresholds = dict(model.artefact.thresholds)
        if threshold is not None:
            if not 0 <= threshold <= 1:
                raise InputError("threshold", "must lie between 0 and 1", f"{threshold:g}")
            self.thresholds["editorial"] = threshold
            if abstain is not None:
                rule = "how often labels are wrong is known at the model's own threshold only"
                raise InputError("abstain", rule, f"threshold {threshold:g}")
        self.abstain = abstain
        self.margin = 0.0 if abstain is None else margin_for(abstain, model.artefact.risk_coverage)

    @property
    def signature(self) -> Signature:
        """What the scores of this annotator depend on."""
        return Signature(
            version=version("framing"),
            model=f"{self.model.artefact.name}-{self.model.artefact.hash}",
            codebook=self.model.artefact.codebook,
            splitter=SPLITTER,
            threshold=self.thresholds["editorial"],
            abstain=self.abstain,
        )

    def annotate(self, article: Article) -> AnnotatedArticle:
        """One article, scored."""
        return next(self.annotate_many([article]))

    def annotate_many(self, articles: Iterable[Article]) -> Iterator[AnnotatedArticle]:
        """Articles in order, scored in groups, in bounded memory."""
        for group in _groups(map(_article, articles)):
            yield from self._score(group)

    def annotate_in_groups(self, article: Article, size: int) -> Iterator[tuple[ScoredSentence, ...]]:
        """An article's sentences, at most `size` at a time, for a reader who begins before the last is scored."""
        sentences, naming = iter(_sentences(article)), Naming(article.text)
        while group := list(islice(sentences, size)):
            yield _named(naming, self._score_sentences(group))

    def fit(self, sentences: Sequence[str], labels: ArrayLike, head: str = "editorial") -> FramingClassifier:
        """A classifier on labels of your own (0 or 1), started from this annotator's model; `save` keeps it."""
        from framing.refit import FramingClassifier

        return FramingClassifier(self.model.artefact.folder, head).fit(sentences, labels)

    def _score(self, articles: list[Article]) -> Iterator[AnnotatedArticle]:
        split = [_sentences(article) for article in articles]
        scored = iter(self._score_sentences([s for sentences in split for s in sentences]))
        for article, sentences in zip(articles, split, strict=True):
            found = tuple(islice(scored, len(sentences)))
            yield AnnotatedArticle(article, _named(Naming(article.text), found))

    def _score_sentences(self, sentences: list[Sentence]) -> tuple[ScoredSentence, ...]:
        predictions = iter(self._predict([s for s in sentences if _scored(s)]))
        unscored = Prediction(None, None)
        return tuple(self._label(*(next(predictions) if _scored(s) else (s, unscored))) for s in sentences)

    def _predict(self, sentences: list[Sentence]) -> list[tuple[Sentence, Prediction]]:
        """Each sentence as the model hears its voices, with its prediction, in order."""
        own = [own_words(s) for s in sentences]
        texts = list(dict.fromkeys([*(words.text for words in own if words), *(s.text for s in sentences)]))
        scores = self.model.predict(texts, self.embeddings)
        row = {text: index for index, text in enumerate(texts)}
        return [
            (
                self._heard(s, scores, row[s.text]),
                self._prediction(scores, row[s.text], words, row.get(words.text)),
            )
            for s, words in zip(sentences, own, strict=True)
        ]

    def _heard(self, sentence: Sentence, scores: Scores, whole: int) -> Sentence:
        tags = {tag: scores.words[tag][whole] for tag in self.model.artefact.voice_tags}
        return heard_by_tags(sentence, tags) if tags else sentence

    def _prediction(self, scores: Scores, whole: int, own: OwnWords, mine: int | None) -> Prediction:
        """From the rows of the whole sentence and of its own words (None where the outlet says nothing)."""

        def here(tag: str) -> tuple[Span, ...]:
            found = () if mine is None else scores.words[tag][mine]
            return tuple(span for words in found if (span := own.in_sentence(words)))

        devices = self.model.artefact.devices
        return Prediction(
            editorial=0.0 if mine is None else float(scores["editorial"][mine]),
            charged=float(scores["charged"][whole]),
            devices={name: 0.0 if mine is None else float(scores[name][mine]) for name in devices},
            rationale=here(RATIONALE),
            charged_rationale=scores.words[RATIONALE][whole],
            device_words={name: here(name) for name in devices},
            embedding=tuple(scores.embedding[whole].tolist()) if self.embeddings else None,
        )

    def _label(self, sentence: Sentence, prediction: Prediction) -> ScoredSentence:
        editorial = self._over("editorial", prediction.editorial)
        if prediction.editorial is not None and self._unsure(prediction.editorial):
            editorial = None
        return ScoredSentence(
            sentence,
            prediction,
            editorial,
            self._over("charged", prediction.charged),
            self._devices(prediction) if editorial else (),
        )

    def _over(self, head: str, score: float | None) -> int | None:
        return None if score is None else int(score >= self.thresholds[head])

    def _unsure(self, score: float) -> bool:
        return abs(score - self.thresholds["editorial"]) < self.margin

    def _devices(self, prediction: Prediction) -> tuple[DeviceSpan, ...]:
        found = [name for name, score in prediction.devices.items() if score >= self.thresholds[name]]
        return tuple(
            DeviceSpan(name, span) for name in found for span in prediction.device_words[name] or (None,)
        )


def _sentences(article: Article) -> tuple[Sentence, ...]:
    return (as_sentence(article),) if article.unit is Unit.SENTENCE else split_article(article)


def _named(naming: Naming, scored: Sequence[ScoredSentence]) -> tuple[ScoredSentence, ...]:
    named = naming([one.sentence for one in scored])
    return tuple(
        one if one.sentence is sentence else replace(one, sentence=sentence)
        for one, sentence in zip(scored, named, strict=True)
    )


def _groups(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Articles that are scored together, in order."""
    group: list[Article] = []
    size = 0
    for article in articles:
        group.append(article)
        size += len(article.text)
        most = SENTENCES_AT_ONCE if group[0].unit is Unit.SENTENCE else ARTICLES_AT_ONCE
        if len(group) >= most or size >= CHARACTERS_AT_ONCE:
            yield group
            group, size = [], 0
    if group:
        yield group


def _article(given: Article | Reject) -> Article:
    """`given`, if it is an article: a corpus also tells what it refused, and that has no sentences."""
    if isinstance(given, Reject):
        rule = f"{given.rule}, found {given.found}; leave out what is no framing.Article"
        raise InputError(given.source, rule, "a framing.Reject")
    return given


def _scored(sentence: Sentence) -> bool:
    return bool(sentence.text.strip()) and sentence.voice is not Voice.NON_CONTENT


def load(
    model: str | Path | None = None,
    threshold: float | None = None,
    abstain: float | None = None,
    embeddings: bool = False,
) -> Annotator:
    """An annotator on the shipped model, on another that is shipped ("fast"), or on a model folder; see `Annotator`."""
    return Annotator(load_model(model), threshold, abstain, embeddings)
