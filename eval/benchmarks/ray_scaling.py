"""`framing annotate --engine ray` by 1 worker and by more: how many times as fast, on this machine.

    python -m eval.benchmarks.ray_scaling [--workers 2] [--copies 40] [--save]

Runs the installed command on copies of the demo corpus, in alternation with the plain command, and on an article a worker,
to know what starting takes: the ratio is that of the scoring alone. It means something where nothing else is at work.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
import pyarrow as pa
import pyarrow.parquet as pq

from eval.store import Result, save, show
from framing.reading import open_corpus
from framing.types import Article

DEMO = Path(__file__).resolve().parents[2] / "annotations" / "demo" / "articles"
TIMES = 3
SENTENCE_END = re.compile(r"(?<=\w)(?=[.!?,][\"”’]*(?:\s|$))")


def write_copies(path: Path, copies: int) -> int:
    """The demo corpus `copies` times; how many articles that is. Each copy has ids and sentences of its own, since a sentence
    that comes twice is scored once."""
    articles = [unit for unit in open_corpus([str(DEMO)]) if isinstance(unit, Article)]
    many = [
        (f"{copy} {one.id}", one.outlet, SENTENCE_END.sub(f" {copy}", one.text))
        for copy in range(copies)
        for one in articles
    ]
    pq.write_table(pa.table(dict(zip(("id", "outlet", "text"), zip(*many, strict=True), strict=True))), path)
    return len(many)


def annotated(articles: Path, out: Path, *options: str) -> float:
    """Wall seconds of a run of the installed command; what it wrote is removed."""
    command = [
        str(Path(sys.executable).with_name("framing")),
        "annotate",
        str(articles),
        "-o",
        f"{out}/",
        *options,
    ]
    started = time.monotonic()
    subprocess.run([*command, "--quiet"], check=True)
    took = time.monotonic() - started
    shutil.rmtree(out)
    return took


@click.command()
@click.option("--workers", type=click.IntRange(2), default=2, show_default=True)
@click.option("--copies", type=click.IntRange(1), default=40, show_default=True)
@click.option("--times", type=click.IntRange(1), default=TIMES, show_default=True)
@click.option("--save", "keep", is_flag=True, help="Keep the figures in eval/results.")
def main(workers: int, copies: int, times: int, keep: bool) -> None:
    """Measure how many times as fast more workers are."""
    with tempfile.TemporaryDirectory() as folder:
        many, few, out = (Path(folder) / name for name in ("many.parquet", "few.parquet", "scores"))
        count = write_copies(many, copies)
        pq.write_table(pq.read_table(many).slice(0, workers), few)
        ways = {("Ray", number): ("--engine", "ray", "--workers", str(number)) for number in (1, workers)} | {
            ("the plain command", len(os.sched_getaffinity(0))): ()
        }
        runs: dict[tuple[str, int], list[tuple[float, float]]] = {way: [] for way in ways}
        for _ in range(times):
            for way, options in ways.items():
                runs[way].append((annotated(few, out, *options), annotated(many, out, *options)))
    starting = {way: statistics.median(start for start, _ in found) for way, found in runs.items()}
    scoring = {way: statistics.median(whole - start for start, whole in found) for way, found in runs.items()}
    faster = {way: scoring["Ray", 1] / scoring[way] for way in ways}
    result = Result(
        name="ray-scaling",
        title="Ray: one worker and more",
        command=f"python -m eval.benchmarks.ray_scaling --workers {workers} --copies {copies} --times {times}",
        rows=[
            {
                "by": way[0],
                "processors": way[1],
                "starting, s": starting[way],
                "scoring, s": scoring[way],
                "articles a second": count / scoring[way],
                "times as fast": faster[way],
            }
            for way in ways
        ],
        note=(
            f"{count:,} articles, the demo corpus {copies} times with sentences of its own each time, in Parquet; medians of "
            f"{times} runs in alternation on {len(os.sched_getaffinity(0))} processors, of which other work may have had a part. "
            "Starting is a run on an article a worker. The plain command uses every processor. To reach: 1.7 times as fast by 2 workers."
        ),
    )
    show(result)
    print(f"{workers} workers are {faster['Ray', workers]:.2f} times as fast as one")
    if keep:
        save(result)


if __name__ == "__main__":
    main()
