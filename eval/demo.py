"""The shipped model beside the hand labels of the demo corpus, outlet by outlet."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.metrics import cohen_kappa_score, f1_score, precision_score, recall_score

from eval.store import Result
from framing.annotator import Annotator
from framing.errors import InputError
from framing.labels import majority, read_labels
from framing.profiles import OWN_VOICE
from framing.reading import open_corpus
from framing.types import AnnotatedArticle, GoldLabel, Reject, ScoredSentence, Voice


@dataclass(frozen=True, slots=True)
class Pair:
    """A hand-labelled sentence and the program's sentence that covers most of it."""

    outlet: str
    article: str
    gold: GoldLabel
    found: ScoredSentence

    @property
    def exact(self) -> bool:
        """Whether the program cut the very same sentence."""
        return (self.gold.start, self.gold.end) == (self.found.sentence.start, self.found.sentence.end)


def pairs(annotator: Annotator, folder: Path) -> list[Pair]:
    """Every hand-labelled sentence of `folder` (articles/ and labels/) with what the program says of it."""
    corpus = open_corpus([str(folder / "articles")])
    articles = []
    for unit in corpus:
        if isinstance(unit, Reject):
            raise InputError(unit.source, unit.rule, unit.found)
        articles.append(unit)
    gold: defaultdict[str | None, list[GoldLabel]] = defaultdict(list)
    for label in majority(read_labels(folder / "labels")):
        gold[label.article_hash].append(label)
    found = []
    for annotated in annotator.annotate_many(articles):
        labels = gold.pop(annotated.article.content_hash, [])
        found += [_pair(annotated, label) for label in labels]
    if gold:
        unmatched = ", ".join(sorted({labels[0].article for labels in gold.values()}))
        raise InputError(str(folder), "labels must belong to the articles' very text", f"others: {unmatched}")
    return found


def _pair(annotated: AnnotatedArticle, label: GoldLabel) -> Pair:
    def shared(scored: ScoredSentence) -> int:
        return min(scored.sentence.end, label.end) - max(scored.sentence.start, label.start)

    article = annotated.article
    return Pair(article.outlet or "", article.id, label, max(annotated.sentences, key=shared))


def measure_demo(annotator: Annotator, folder: Path) -> Result:
    """The table: by outlet the hand rate, the model's raw rate, and how they agree."""
    found = pairs(annotator, folder)
    by_outlet: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in found:
        by_outlet[pair.outlet].append(pair)
    rows = [_row(outlet, part) for outlet, part in sorted(by_outlet.items())]
    rows.sort(key=lambda row: float(str(row["by hand"])))
    rows.append(_row("all", found))
    judged = [p for p in found if p.gold.voice]
    voice = f1_score(
        [p.gold.voice for p in judged], [p.found.sentence.voice for p in judged], average="macro"
    )
    own = [p.found.sentence.voice for p in judged if p.gold.voice == Voice.OUTLET]
    lost = sum(found_voice != Voice.OUTLET for found_voice in own)
    cut = np.mean([p.exact for p in found])
    return Result(
        name="demo",
        title="The demo corpus: the model beside the hand labels",
        command="framing evaluate demo",
        rows=rows,
        note=(
            "n: hand-labelled sentences. By hand, by model: editorial sentences among those in which the "
            "outlet has words of its own, as counted. Precision, recall and kappa are of the label editorial "
            "over all sentences. "
            f"Voice: macro-F1 {voice:.3f}; {lost} of {len(own)} sentences in the outlet's voice are called another's. Sentences cut exactly as labelled: {cut:.1%}."
        ),
        signature=str(annotator.signature),
    )


def _row(outlet: str, part: list[Pair]) -> dict[str, object]:
    judged = [p for p in part if p.gold.editorial is not None]
    truth = [p.gold.editorial or 0 for p in judged]
    said = [p.found.editorial_label or 0 for p in judged]
    by_hand = [p.gold.editorial or 0 for p in judged if p.gold.voice in OWN_VOICE]
    by_model = [p.found.editorial_label or 0 for p in part if p.found.sentence.voice in OWN_VOICE]
    return {
        "outlet": outlet,
        "articles": len({p.article for p in part}),
        "n": len(part),
        "by hand": float(np.mean(by_hand)),
        "by model": float(np.mean(by_model)),
        "precision": float(precision_score(truth, said, zero_division=0)) if any(said) else None,
        "recall": float(recall_score(truth, said, zero_division=0)) if any(truth) else None,
        "kappa": float(cohen_kappa_score(truth, said)) if len({*truth}) > 1 or len({*said}) > 1 else None,
    }
