"""Each framing device, as the program delivers it, beside what annotators marked among the outlet's own words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score, precision_score, recall_score, roc_auc_score

from eval.agreement import CHARGED_MARK, device_alphas, shared_judgements
from eval.corpora import outlets, semeval
from eval.corpora.examples import sentence_key
from eval.corpora.trained import trained_keys
from eval.scored import CLOSE_CALL, OUTLETS, PASSES, SEMEVAL
from eval.store import Result
from framing.annotator import Annotator
from framing.sentences import own_words
from framing.types import AnnotatedArticle, Article, ScoredSentence, Sentence, Span

# In the project's labels this name marks loaded words of somebody else: no device of the outlet's.


@dataclass(frozen=True, slots=True)
class Marked:
    """A scored sentence and the devices that annotators marked among the outlet's own words."""

    scored: ScoredSentence
    devices: frozenset[str]


@dataclass(frozen=True, slots=True)
class Part:
    """One set: what to call it, its sentences, which devices its annotators looked for, and their own alpha."""

    title: str
    sentences: list[Marked]
    asked: frozenset[str]
    alpha: Mapping[str, float | None]


def measure_devices(annotator: Annotator, data: Path) -> Result:
    """The table: by device and set, the delivered devices' precision, recall and F1, and the score's AUROC."""
    parts = [_semeval(annotator, data), *_outlets(annotator, data)]
    devices = annotator.model.artefact.devices
    rows = [
        _row(device, part, annotator.thresholds[device])
        for device in devices
        for part in parts
        if device in part.asked
    ]
    return Result(
        name="devices",
        title="Devices, as delivered",
        command="framing evaluate devices",
        rows=rows,
        note=(
            "A device is delivered where the sentence is labelled editorial and the device's score is over its "
            "threshold; precision, recall and F1 are of that, AUROC of the score alone. Marked: sentences with a "
            "mark of the device among the outlet's own words. SemEval was marked by people; the project's labels "
            "of real articles were made by two passes of a language model, no person has checked them, and alpha "
            "is Krippendorff's, between these passes. Close calls and sentences of training parts are left out."
        ),
        signature=str(annotator.signature),
    )


def _row(device: str, part: Part, threshold: float) -> dict[str, object]:
    truth = np.array([device in m.devices for m in part.sentences])
    said = np.array([any(d.device == device for d in m.scored.devices) for m in part.sentences])
    score = np.array([m.scored.prediction.devices[device] for m in part.sentences])
    return {
        "device": device,
        "set": part.title,
        "n": len(truth),
        "marked": int(truth.sum()),
        "delivered": int(said.sum()),
        "threshold": threshold,
        "precision": float(precision_score(truth, said)) if said.any() else None,
        "recall": float(recall_score(truth, said)) if truth.any() else None,
        "F1": float(f1_score(truth, said)) if truth.any() and said.any() else None,
        "AUROC": float(roc_auc_score(truth, score)) if 0 < truth.sum() < len(truth) else None,
        "alpha": part.alpha.get(device),
    }


def _semeval(annotator: Annotator, data: Path) -> Part:
    marked = {m.id: m for m in semeval.read(data, "test")}

    def spans(sentence: Sentence, article: Article) -> list[tuple[str, Span]]:
        return [
            (semeval.DEVICES[name], Span(mark.start - sentence.start, mark.end - sentence.start))
            for name, mark in marked[article.id].marks
            if name in semeval.DEVICES and mark.start < sentence.end and mark.end > sentence.start
        ]

    articles = (Article(text=m.text, id=m.id, source=m.id) for m in marked.values())
    sentences = list(_sentences(annotator.annotate_many(articles), spans, trained_keys(data)))
    return Part(SEMEVAL, sentences, frozenset(semeval.DEVICES.values()), {})


def _outlets(annotator: Annotator, data: Path) -> Iterator[Part]:
    passes = {who: list(outlets.read(data, "test", who)) for who in PASSES}
    alpha = device_alphas(shared_judgements(*passes.values()))
    for who, judged in passes.items():
        answers = {j.article.id: j.judgements for j in judged}

        def spans(
            sentence: Sentence, article: Article, answers: dict[str, dict[Span, outlets.Judgement]] = answers
        ) -> list[tuple[str, Span]] | None:
            found = answers[article.id].get(Span(sentence.start, sentence.end))
            if found is None or found.furniture or found.editorial == CLOSE_CALL:
                return None
            return [(name, span) for name, span in found.marks if name != CHARGED_MARK]

        annotated = annotator.annotate_many(j.article for j in judged)
        yield Part(
            OUTLETS.format(who),
            list(_sentences(annotated, spans, trained_keys(data))),
            frozenset(alpha),
            alpha,
        )


def _sentences(
    annotated: Iterable[AnnotatedArticle],
    spans: Callable[[Sentence, Article], list[tuple[str, Span]] | None],
    trained: frozenset[str],
) -> Iterator[Marked]:
    """The scored sentences that were answered and stand in no training part."""
    for whole in annotated:
        for scored in whole.sentences:
            found = spans(scored.sentence, whole.article)
            if (
                found is not None
                and scored.prediction.editorial is not None
                and sentence_key(scored.sentence.text) not in trained
            ):
                own = own_words(scored.sentence)
                yield Marked(scored, frozenset(name for name, span in found if own.here(span)))
