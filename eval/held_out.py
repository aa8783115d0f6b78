"""An artefact on the sentences that no shipped model trains on, beside what needs no model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from eval.agreement import HEADS, head_alphas, shared_judgements
from eval.baselines import majority, tfidf
from eval.corpora import anno_lexical, babe, newssd, outlets, semeval
from eval.corpora.examples import Example
from eval.metrics import macro_f1, measure
from eval.scored import (
    BABE,
    NEWSSD,
    OUTLETS,
    PASSES,
    SEMEVAL,
    SILVER,
    HeldOut,
    Scored,
    held_out_sets,
    scored_sets,
    scores,
)
from eval.store import Result
from framing.annotator import Annotator
from framing.sentences import split_article
from framing.types import Article

__all__ = ["HeldOut", "held_out_sets", "measure_artefact", "scores"]

# Words and their order are learned from as many sentences as a minute allows.
MOST_TRAINING = 15_000


def measure_artefact(annotator: Annotator, data: Path) -> Result:
    """Metrics of the artefact on every held-out set, through the whole program."""
    parts = scored_sets(annotator, data)
    close = sum(part.close for part in parts if part.head == "editorial")
    passes = [list(outlets.read(data, "test", who)) for who in PASSES]
    found = head_alphas(shared_judgements(*passes))
    alphas = ", ".join(f"{head} {found[head]:.2f}" for head in HEADS if found[head] is not None)
    return Result(
        name="artefact",
        title="The shipped artefact on sentences it never saw",
        command="framing evaluate artefact",
        rows=[_row(part, annotator, data) for part in parts],
        note=(
            "Sentences as a user would give them, through the whole program: BABE a tenth of its articles, "
            "Anno-lexical and NewsSD-ENG the publishers' test parts, SemEval-2023 task 3 a tenth of its "
            "articles read whole (editorial: a persuasion mark among the outlet's own words), and real articles "
            "of outlets that no other part has, labelled by this project. Anno-lexical and the project's labels "
            "were made by language models and no person has checked them: they tell how far the model follows "
            "such labels. The two passes over the project's articles agree with each other at Krippendorff's "
            f"alpha: {alphas}; their close calls ({close} judgements of editorial) are left out. Sentences that "
            "stand in a training part too, of any corpus, are left out. ECE: expected calibration error over ten "
            "bins of equal size. Majority, TF-IDF + LR (words and pairs): macro-F1 of baselines trained on the "
            f"training part of the same corpus, at most {MOST_TRAINING:,} sentences of it."
        ),
        signature=str(annotator.signature),
    )


def _row(part: Scored, annotator: Annotator, data: Path) -> dict[str, object]:
    metrics = measure(part.labels, part.scores, annotator.thresholds[part.head])
    train, test = _training(part, data), _examples(part.texts, part.labels.tolist())
    return {
        "set": part.title,
        "head": part.head,
        "n": metrics.n,
        "macro-F1": metrics.macro_f1,
        "precision": metrics.precision,
        "recall": metrics.recall,
        "AUROC": metrics.auroc,
        "ECE": metrics.calibration_error,
        "majority": macro_f1(part.labels, majority(train, test)),
        "TF-IDF + LR": macro_f1(part.labels, tfidf(train, test)),
    }


def _training(part: Scored, data: Path) -> list[Example]:
    """The training part of the set's corpus, for the same question."""
    readers: dict[str, Callable[[], list[Example]]] = {
        BABE: lambda: babe.split(babe.read(data), "train"),
        SILVER: lambda: anno_lexical.read(data, "train"),
        NEWSSD: lambda: newssd.read(data, "train"),
        SEMEVAL: lambda: _semeval_training(data),
        **{OUTLETS.format(who): lambda: _outlets_training(data, part.head) for who in PASSES},
    }
    found = readers[part.title]()
    return found if len(found) <= MOST_TRAINING else sorted(found, key=lambda e: e.key)[:MOST_TRAINING]


def _semeval_training(data: Path) -> list[Example]:
    texts, labels = [], []
    for marked in semeval.read(data, "train"):
        for sentence in split_article(Article(text=marked.text, id=marked.id, source=marked.id)):
            label, _ = semeval.judge(sentence, marked)
            if label is not None:
                texts.append(sentence.text)
                labels.append(label)
    return _examples(texts, labels)


def _outlets_training(data: Path, head: str) -> list[Example]:
    answers = [
        (judged.article.text[span.start : span.end], getattr(judgement, head))
        for judged in outlets.read(data, "train")
        for span, judgement in judged.judgements.items()
        if not judgement.furniture
    ]
    sure = [(text, int(label)) for text, label in answers if label in (0, 1)]
    return _examples([text for text, _ in sure], [label for _, label in sure])


def _examples(texts: list[str] | tuple[str, ...], labels: list[int]) -> list[Example]:
    return [Example(text, label, "", "") for text, label in zip(texts, labels, strict=True)]
