"""Sentences a second, side by side in one run, on the machine at hand.

    python -m eval.benchmarks.speed [--threads 1] [--sentences 400] [--rounds 5] [--model FOLDER] [--save]

Each rival lives in a process of its own and scores the same sentences (BABE's, where FRAMING_DATA has them, else the demo
corpus'), in turn, round after round. A rival is measured against transformers' pipeline in its best batch of the same
round, so that a slow minute of the machine weighs on both; figures are medians of rounds. Shares of the machine's peak
are of its best product of large matrices, of 8-bit integers for the artefact and of 32-bit floats for the pipeline,
measured in the same rounds. Rivals that are not installed are named and left out.
"""

from __future__ import annotations

import multiprocessing
import os
import platform
import resource
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path

import click
import numpy as np

from eval.benchmarks.arithmetic import multiplications
from eval.benchmarks.rivals import RIVALS, peak
from eval.corpora import babe
from eval.corpora.resolve import data_folder
from eval.store import Result, load_all, save, show
from eval.suites import DEMO
from framing.errors import InputError
from framing.model import Artefact, open_artefact
from framing.model.artefact import LAYOUT
from framing.reading import open_corpus
from framing.sentences import split_article
from framing.types import Article

PIPELINE, FRAMING, FAST = "transformers pipeline", "framing", "framing fast"
PIPELINE_BATCHES = (1, 8, 32)
NEEDS = {PIPELINE: ("torch", "transformers"), "SetFit": ("setfit", "torch")}
# Out of fold on BABE's random folds, where `framing crossvalidate` has measured it.
FOLDS = {
    FRAMING: ("babe-random", "macro-F1"),
    FAST: ("babe-random-fast_unpaired", "macro-F1"),
    PIPELINE: ("babe-random", "macro-F1"),
    "TF-IDF + LR": ("babe-random", "TF-IDF + LR"),
}
WARM_UP = 64  # sentences


@dataclass(frozen=True, slots=True)
class Rival:
    """One way of scoring, at one batch size."""

    name: str
    batch: int

    def __str__(self) -> str:
        return f"{self.name}, batch {self.batch}" if self.batch else self.name


@dataclass(slots=True)
class Runner:
    """A rival's process and the sentences a second of its rounds."""

    rival: Rival
    pipe: Connection
    rates: list[float] = field(default_factory=list)
    memory: float = 0.0

    def round(self, count: int) -> None:
        """Let it score all sentences once."""
        self.pipe.send("score")
        seconds, self.memory = self.pipe.recv()
        self.rates.append(count / seconds)


def _work(pipe: Connection, rival: Rival, model: Path | None, threads: int, texts: Sequence[str]) -> None:
    """In the rival's process: score when asked; answer with the seconds and the most memory so far, in MiB."""
    score = RIVALS[rival.name](model, threads, rival.batch)
    score(texts[:WARM_UP])
    pipe.send("ready")
    while pipe.recv() == "score":
        start = time.perf_counter()
        score(texts)
        seconds = time.perf_counter() - start
        unit = 1 if sys.platform == "darwin" else 1024
        pipe.send((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20))


@contextmanager
def running(
    rivals: Sequence[Rival], model: Path | None, threads: int, texts: Sequence[str]
) -> Iterator[list[Runner]]:
    """The rivals' processes, ended afterwards."""
    # A fork would share the parent's libraries, and their memory would count for every rival.
    context = multiprocessing.get_context("spawn")
    os.environ |= {"OMP_NUM_THREADS": str(threads), "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    runners, processes = [], []
    for rival in rivals:
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, rival, model, threads, texts), daemon=True)
        process.start()
        theirs.close()
        processes.append(process)
        runners.append(Runner(rival, ours))
    for runner in runners:
        try:
            runner.pipe.recv()
        except EOFError as error:  # what went wrong there is on standard error
            raise click.ClickException(f"{runner.rival} could not be made") from error
    yield runners
    for runner, process in zip(runners, processes, strict=True):
        runner.pipe.send("end")
        process.join()


def sentences(count: int) -> tuple[str, list[str]]:
    """Where they come from, and `count` distinct sentences, spread over the corpus."""
    try:
        name, texts = "BABE", [example.text for example in babe.read(data_folder())]
    except InputError:
        units = open_corpus([str(DEMO / "articles")])
        articles = [unit for unit in units if isinstance(unit, Article)]
        name, texts = "the demo corpus", [one.text for article in articles for one in split_article(article)]
    texts = list(dict.fromkeys(texts))
    return name, [texts[place] for place in np.linspace(0, len(texts) - 1, min(count, len(texts)), dtype=int)]


def compare(model: Path | None, threads: int, count: int, rounds: int) -> Result:
    """Let the rivals score in turn; see the module for how the figures are made."""
    corpus, texts = sentences(count)
    missing = {name for name, needs in NEEDS.items() if not all(map(find_spec, needs))}
    rivals = [Rival(name, batch) for name in (FRAMING, FAST) for batch in (32, 1)]
    rivals += [Rival(PIPELINE, batch) for batch in PIPELINE_BATCHES] + [
        Rival("SetFit", 32),
        Rival("TF-IDF + LR", 0),
    ]
    peaks: list[tuple[float, float]] = []
    with running([one for one in rivals if one.name not in missing], model, threads, texts) as runners:
        for _ in range(rounds):
            for runner in runners:
                runner.round(len(texts))
            peaks.append((peak(True, threads), peak(False, threads)))
    artefact = open_artefact(model)
    tokens = _tokens(artefact, texts)
    work = {
        name: multiplications(one, tokens) / len(texts) / 1e9
        for name, one in ((FRAMING, artefact), (PIPELINE, artefact), (FAST, open_artefact("fast")))
    }
    slow = [one.rates for one in runners if one.rival.name == PIPELINE]
    best = np.max(slow, axis=0) if slow else None
    macro_f1 = _macro_f1()
    rows = [
        {
            "scorer": str(one.rival),
            "sentences a second": round(float(np.median(one.rates)), 1),
            "times the pipeline's best": None if best is None else float(np.median(one.rates / best)),
            "share of the machine's peak": _share(one, work, peaks),
            "memory, MiB": round(one.memory),
            "macro-F1, BABE folds": macro_f1.get(one.rival.name),
        }
        for one in runners
    ]
    integers, floats = np.median(np.array(peaks), axis=0)
    return Result(
        name="speed",
        title="Sentences a second, side by side",
        command=f"python -m eval.benchmarks.speed --threads {threads} --sentences {count} --rounds {rounds}",
        rows=rows,
        note=(
            f"{len(texts)} sentences of {corpus}, {work[FRAMING]:.2f} thousand million multiplications each "
            f"({work[FAST]:.2f} in the fast tier); medians of "
            f"{rounds} rounds in alternation, {threads} thread{'s' * (threads > 1)}, on {_machine()}. Peak of one large "
            f"product: {integers:.0f} thousand million multiplications a second in 8-bit integers, {floats:.0f} in "
            "32-bit floats. The pipeline runs the default's weights and gives two heads and the devices; framing also the words and the embedding. "
            "Folds of the fast tier: without the last stage of its recipe. "
            + (f"Not installed: {', '.join(sorted(missing))}." if missing else "")
        ).strip(),
        signature=f"model:{artefact.name}-{artefact.hash}",
    )


def _tokens(artefact: Artefact, texts: Sequence[str]) -> list[int]:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(artefact.folder / LAYOUT.tokenizer))
    tokenizer.enable_truncation(artefact.max_tokens)
    tokenizer.no_padding()
    return [len(encoding.ids) for encoding in tokenizer.encode_batch(list(texts))]


def _share(runner: Runner, work: Mapping[str, float], peaks: Sequence[tuple[float, float]]) -> float | None:
    """Of the machine's peak in the same round: of integers for an artefact, of floats for the pipeline.

    `work`: thousand million multiplications a sentence, by rival."""
    name = runner.rival.name
    if name not in work:
        return None
    column = 1 if name == PIPELINE else 0
    return float(
        np.median([rate * work[name] / p[column] for rate, p in zip(runner.rates, peaks, strict=True)])
    )


def _macro_f1() -> dict[str, float]:
    means = {result.name: result.rows[-1] for result in load_all()}
    return {name: float(str(means[kept][column])) for name, (kept, column) in FOLDS.items() if kept in means}


def _machine() -> str:
    """The processor's name where the system tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    named = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return f"{named or platform.processor() or platform.machine()}, {os.cpu_count()} cores"


@click.command()
@click.option("--threads", type=click.IntRange(1), default=1, show_default=True, help="For each rival.")
@click.option("--sentences", "count", type=click.IntRange(10), default=400, show_default=True)
@click.option("--rounds", type=click.IntRange(1), default=5, show_default=True)
@click.option(
    "--model", type=click.Path(path_type=Path, exists=True), help="Model folder [default: shipped]."
)
@click.option("--save", "keep", is_flag=True, help="Keep the figures in eval/results.")
def main(threads: int, count: int, rounds: int, model: Path | None, keep: bool) -> None:
    """Print the figures."""
    found = compare(model, threads, count, rounds)
    show(found)
    if keep:
        save(found)


if __name__ == "__main__":
    main()
