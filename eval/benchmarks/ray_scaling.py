"""`framing annotate --engine ray` by 1 worker and by more: how many times as fast, on this machine.

    python -m eval.benchmarks.ray_scaling [--workers 2] [--copies 40] [--save]

Runs the installed command on copies of the demo corpus, in alternation, and on one article, to know what starting a
cluster takes: the ratio is that of the scoring alone. It means something where nothing else is at work and there
are more processors than workers.
"""

from __future__ import annotations

import os
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


def write_copies(path: Path, copies: int) -> int:
    """The demo corpus `copies` times, with ids of their own; how many articles that is."""
    articles = [unit for unit in open_corpus([str(DEMO)]) if isinstance(unit, Article)]
    many = [(f"{copy} {one.id}", one.outlet, one.text) for copy in range(copies) for one in articles]
    pq.write_table(pa.table(dict(zip(("id", "outlet", "text"), zip(*many, strict=True), strict=True))), path)
    return len(many)


def annotated(articles: Path, workers: int, out: Path) -> float:
    """Wall seconds of a run to a new folder."""
    call = [
        str(Path(sys.executable).with_name("framing")),
        "annotate",
        str(articles),
        "-o",
        f"{out}/",
        "--engine",
        "ray",
        "--workers",
        str(workers),
        "--quiet",
    ]
    started = time.monotonic()
    subprocess.run(call, check=True)
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
        many, one, out = (Path(folder) / name for name in ("many.parquet", "one.parquet", "scores"))
        count = write_copies(many, copies)
        pq.write_table(pq.read_table(many).slice(0, 1), one)
        runs: dict[int, list[tuple[float, float]]] = {1: [], workers: []}
        for _ in range(times):
            for number, found in runs.items():
                found.append((annotated(one, number, out), annotated(many, number, out)))
    starting = {number: statistics.median(start for start, _ in found) for number, found in runs.items()}
    scoring = {
        number: statistics.median(whole - start for start, whole in found) for number, found in runs.items()
    }
    result = Result(
        name="ray-scaling",
        title="Ray: one worker and more",
        command=f"python -m eval.benchmarks.ray_scaling --workers {workers} --copies {copies} --times {times}",
        rows=[
            {
                "workers": number,
                "starting, s": starting[number],
                "scoring, s": scoring[number],
                "articles a second": count / scoring[number],
                "times as fast": scoring[1] / scoring[number],
            }
            for number in runs
        ],
        note=(
            f"{count:,} articles, the demo corpus {copies} times, in Parquet; medians of {times} runs in alternation on "
            f"{len(os.sched_getaffinity(0))} processors, of which other work may have had a part. Starting is a run on "
            "one article. To reach: 1.7 times as fast by 2 workers."
        ),
    )
    show(result)
    print(f"{workers} workers are {scoring[1] / scoring[workers]:.2f} times as fast as one")
    if keep:
        save(result)


if __name__ == "__main__":
    main()
