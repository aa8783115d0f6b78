"""What scores sentences beside this program, each as its own documentation has it, and the machine's own bounds.

A rival is made in a process of its own (`eval.benchmarks.speed`) and gets texts; what it returns is not looked at.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from eval.base_encoder import encoder_folder
from eval.benchmarks.arithmetic import product_model
from framing.model import load_model, open_artefact

Scorer = Callable[[Sequence[str]], Any]
# Rows, depth and columns of products: those of 32 sentences, and larger ones.
SHAPES = ((1024, 384, 1536), (1024, 1536, 384), (2048, 1024, 1024), (1024, 2048, 2048))
PEAK_SECONDS = 2.0
SETFIT_CLASSES = 2


def framing(model: Path | None, threads: int, batch: int) -> Scorer:
    """The artefact through the runtime that `framing annotate` uses: all heads, words and the embedding."""
    loaded = load_model(model, threads)
    if batch > 1:
        return loaded.predict
    return lambda texts: [loaded.predict([text]) for text in texts]


def fast(model: Path | None, threads: int, batch: int) -> Scorer:  # noqa: ARG001 - one form for all
    """The shipped fast tier, in the same way."""
    return framing(Path("fast"), threads, batch)


def pipeline(model: Path | None, threads: int, batch: int) -> Scorer:
    """transformers' text-classification pipeline on the artefact's own weights, in 32 bits, in torch.

    Exported by `framing model export --format hub`; the layer that stands there in the heads' place is left out.
    """
    from framing.output.hub import write_hub_folder

    torch, transformers = import_module("torch"), import_module("transformers")
    transformers.utils.logging.disable_progress_bar()
    torch.set_num_threads(threads)
    artefact = open_artefact(model)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "hub"
        write_hub_folder(artefact, "hub", folder)
        network = transformers.AutoModelForSequenceClassification.from_pretrained(folder)
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    layers = network.bert.encoder.layer
    network.bert.encoder.layer = layers[:-1]
    torch.nn.init.zeros_(network.classifier.weight)  # without that layer its numbers are of another order
    classify = transformers.pipeline(
        "text-classification", model=network.eval(), tokenizer=tokenizer, device="cpu", top_k=None
    )
    return lambda texts: classify(list(texts), batch_size=batch, truncation=True)


def setfit(model: Path | None, threads: int, batch: int) -> Scorer:  # noqa: ARG001 - one form for all
    """SetFit's `predict_proba` on the encoder that the artefact started from, with a scikit-learn head."""
    torch, found = import_module("torch"), import_module("setfit")
    sentences, linear = import_module("sentence_transformers"), import_module("sklearn.linear_model")
    torch.set_num_threads(threads)
    head = linear.LogisticRegression().fit(np.eye(SETFIT_CLASSES, 384), range(SETFIT_CLASSES))
    body = sentences.SentenceTransformer(str(encoder_folder()), device="cpu")
    both = found.SetFitModel(model_body=body, model_head=head)
    return lambda texts: both.predict_proba(list(texts), batch_size=batch)


def tfidf(model: Path | None, threads: int, batch: int) -> Scorer:  # noqa: ARG001 - one form for all
    """scikit-learn's TF-IDF with logistic regression, with as many features as BABE gives it."""
    text, linear = import_module("sklearn.feature_extraction.text"), import_module("sklearn.linear_model")
    pipe = import_module("sklearn.pipeline").make_pipeline(
        text.TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), linear.LogisticRegression()
    )
    fitted: list[Any] = []

    def score(texts: Sequence[str]) -> Any:
        if not fitted:  # only its speed is asked: any labels do
            fitted.append(pipe.fit(texts, np.arange(len(texts)) % 2))
        return fitted[0].predict_proba(texts)

    return score


def peak(integers: bool, threads: int) -> float:
    """Multiplications a second, in thousands of millions, of the machine's best product of large matrices."""
    ort = import_module("onnxruntime")
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    best = 0.0
    for rows, depth, columns in SHAPES:
        session = ort.InferenceSession(
            product_model(depth, columns, integers), options, providers=["CPUExecutionProvider"]
        )
        given = np.random.default_rng(0).integers(1, 255, (rows, depth))
        feed = {"given": given.astype(np.uint8 if integers else np.float32)}
        session.run(None, feed)
        end = time.perf_counter() + PEAK_SECONDS / len(SHAPES)
        while (start := time.perf_counter()) < end:
            session.run(None, feed)
            best = max(best, rows * depth * columns / (time.perf_counter() - start) / 1e9)
    return best


RIVALS: dict[str, Callable[[Path | None, int, int], Scorer]] = {
    "framing": framing,
    "framing fast": fast,
    "transformers pipeline": pipeline,
    "SetFit": setfit,
    "TF-IDF + LR": tfidf,
}
