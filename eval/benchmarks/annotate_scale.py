"""`framing annotate` on a million sentences and more: memory, and how long all but the encoder takes.

    python -m eval.benchmarks.annotate_scale [--size SENTENCES ARTICLES ...] [--save]

Writes invented articles in Parquet, made of a few thousand distinct sentences, and annotates them with a cache that
knows every one: what is measured is reading, cleaning, splitting, voices, looking up, writing. What the encoder takes a
sentence is measured beside it, on the same sentences. Memory can only grow with articles (ids must be unique in one run,
and the summary counts by article): as many articles as ten million sentences have are tried with short ones.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from itertools import product
from pathlib import Path
from typing import Any

import click
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from eval.store import Result, save, show
from framing.model import load_model

OUTLETS, CHUNK = 50, 2500  # articles
MOST_MIB = 700
WHO = ("The council", "The harbour board", "The ministry of works", "A court in Lindmar", "The dockers’ union",
       "The regional auditor", "The school board", "Voters in the north", "The ferry company", "The opposition")  # fmt: skip
DID = ("approved", "put off", "criticised", "shamefully buried", "defended", "called into question", "quietly dropped",
       "published", "rejected", "welcomed")  # fmt: skip
WHAT = ("the budget for the new bridge", "a report on the winter floods", "the contract with the mill",
        "its own plan for the schools", "the minister’s reckless scheme", "a bill on fishing quotas",
        "the sale of the old hospital", "the figures for last year")  # fmt: skip
HOW = ("on Monday.", "after a vote of 14 to 9.", "in a craven retreat from its promises.", "without a word of explanation.",
       "for the third time since the spring, two members said.")  # fmt: skip


def sentences() -> list[str]:
    """4,000 distinct sentences, one in eight of them in quotation marks."""
    plain = [" ".join(parts) for parts in product(WHO, DID, WHAT, HOW)]
    return [f"“{text[:-1]},” Ida Holm said." if place % 8 == 0 else text for place, text in enumerate(plain)]


def write_articles(path: Path, articles: int, each: int, pool: list[str], seed: int = 0) -> None:
    """Articles with `each` sentences of the pool."""
    generator = np.random.default_rng(seed)
    schema = pa.schema([("id", pa.string()), ("outlet", pa.string()), ("text", pa.string())])
    with pq.ParquetWriter(path, schema) as writer:
        for start in range(0, articles, CHUNK):
            numbers = range(start, min(start + CHUNK, articles))
            drawn = generator.integers(0, len(pool), (len(numbers), each))
            texts = [" ".join(pool[i] for i in row) for row in drawn]
            columns = [[f"a{n}" for n in numbers], [f"Outlet {n % OUTLETS}" for n in numbers], texts]
            writer.write_table(pa.table(columns, schema=schema))


def annotate(given: Path, output: Path, cache: Path) -> dict[str, float]:
    """Run the installed command; wall and processor seconds, peak memory in MiB."""
    started = time.monotonic()
    command = ["framing", "annotate", str(given), "-o", str(output), "--cache", str(cache)]
    process = subprocess.Popen(command, env=os.environ | {"OMP_NUM_THREADS": "1"}, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"framing annotate failed: {os.waitstatus_to_exitcode(status)}")
    unit = 1 if sys.platform == "darwin" else 1024
    return {
        "wall, s": time.monotonic() - started,
        "processor, s": used.ru_utime + used.ru_stime,
        "peak memory, MiB": used.ru_maxrss * unit / 2**20,
    }


def encoder_seconds(pool: list[str]) -> float:
    """Processor seconds that the network takes a sentence, on one core."""
    model = load_model(threads=1)
    model.predict(pool[:64], embedding=False)
    started = time.process_time()
    model.predict(pool, embedding=False)
    return (time.process_time() - started) / len(pool)


@click.command()
@click.option("--size", "sizes", type=(click.IntRange(1000), click.IntRange(1)), multiple=True, metavar="SENTENCES ARTICLES",
              default=((100_000, 5_000), (1_000_000, 50_000), (2_000_000, 500_000)))  # fmt: skip
@click.option("--save", "keep", is_flag=True, help="Keep the figures in eval/results.")
def main(sizes: tuple[tuple[int, int], ...], keep: bool) -> None:
    """Measure `framing annotate` on invented articles."""
    pool, rows = sentences(), list[dict[str, Any]]()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        every = folder / "every.parquet"
        # All sentences once, in articles of their own: afterwards the cache knows each, and the words around quotations.
        pq.write_table(pa.table({"id": [str(i) for i in range(len(pool))], "text": pool}), every)
        annotate(every, folder / "every.scores.parquet", folder / "cache")
        encoder = encoder_seconds(pool)
        for count, articles in sizes:
            write_articles(folder / "given.parquet", articles, count // articles, pool)
            found = annotate(folder / "given.parquet", folder / "scores.parquet", folder / "cache")
            share = found["processor, s"] / count
            rows.append(
                {
                    "sentences": f"{count:,}",
                    "articles": f"{articles:,}",
                    **found,
                    "ms a sentence": share * 1000,
                    "share of the whole way": share / (share + encoder),
                }
            )
    result = Result(
        name="annotate-scale",
        title="Annotating a million sentences: all but the encoder",
        command="python -m eval.benchmarks.annotate_scale " + " ".join(f"--size {n} {m}" for n, m in sizes),
        rows=rows,
        note=(
            f"Invented articles in Parquet, every distinct sentence ({len(pool):,}) in "
            f"the cache. The encoder takes {encoder * 1000:.2f} ms a sentence of the pool on one core; the share is that of "
            f"everything else in the sum of both. Peak memory was to be under {MOST_MIB} MiB, and the same for ten times a million; what "
            "grows is what is kept of an article, so that many short ones stand for more sentences."
        ),
    )
    show(result)
    if keep:
        save(result)


if __name__ == "__main__":
    main()
