"""`framing annotate --engine ray` by 1 worker and by more: how many times as fast, on this machine.

    python -m eval.benchmarks.ray_scaling [--workers 2] [--copies 40] [--save]

Runs the installed command on copies of the demo corpus, in alternation, and on an article a worker, to know what starting
a cluster takes: the ratio is that of the scoring alone. What the machine allows is measured beside it: as many separate
runs of the plain command, each with one thread and its part of the articles, against one of them with all. The ratios
mean something where nothing else is at work.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click
import pyarrow as pa
import pyarrow.parquet as pq

from eval.store import Result, save, show
from framing.reading import open_corpus
from framing.types import Article

Way = Callable[[Path, int, Path], float]
DEMO = Path(__file__).resolve().parents[2] / "annotations" / "demo" / "articles"
TIMES = 3
ONE_THREAD = {"OMP_NUM_THREADS": "1"}
RAY, APART = "Ray", "separate processes"


def write_copies(path: Path, copies: int) -> int:
    """The demo corpus `copies` times, with ids of their own; how many articles that is."""
    articles = [unit for unit in open_corpus([str(DEMO)]) if isinstance(unit, Article)]
    many = [(f"{copy} {one.id}", one.outlet, one.text) for copy in range(copies) for one in articles]
    pq.write_table(pa.table(dict(zip(("id", "outlet", "text"), zip(*many, strict=True), strict=True))), path)
    return len(many)


def by_ray(articles: Path, workers: int, out: Path) -> float:
    """Wall seconds of a run to a new folder."""
    return together([["-o", f"{out}/", "--engine", "ray", "--workers", str(workers)]], [articles], out)


def apart(articles: Path, processes: int, out: Path) -> float:
    """Wall seconds until the last of several runs ends, each with its part of the articles and one thread."""
    table = pq.read_table(articles)
    ends = [place * table.num_rows // processes for place in range(processes + 1)]
    parts = [articles.with_name(f"part{place}.parquet") for place in range(processes)]
    for path, start, end in zip(parts, ends[:-1], ends[1:], strict=True):
        pq.write_table(table.slice(start, end - start), path)
    out.mkdir()
    return together([["-o", str(out / part.name)] for part in parts], parts, out)


def together(options: list[list[str]], articles: list[Path], out: Path) -> float:
    """Wall seconds of commands that run at once, from the first's start to the last's end; what they wrote is removed."""
    command = str(Path(sys.executable).with_name("framing"))
    started = time.monotonic()
    running = [
        subprocess.Popen([command, "annotate", str(path), *chosen, "--quiet"], env=os.environ | ONE_THREAD)
        for path, chosen in zip(articles, options, strict=True)
    ]
    codes = [process.wait() for process in running]
    took = time.monotonic() - started
    if any(codes):
        raise SystemExit(f"framing annotate failed: {codes}")
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
        ways: dict[tuple[str, int], Way] = {
            (RAY, 1): by_ray, (RAY, workers): by_ray, (APART, 1): apart, (APART, workers): apart
        }  # fmt: skip
        runs: dict[tuple[str, int], list[tuple[float, float]]] = {key: [] for key in ways}
        for _ in range(times):
            for (name, number), way in ways.items():
                runs[name, number].append((way(few, number, out), way(many, number, out)))
    starting = {key: statistics.median(start for start, _ in found) for key, found in runs.items()}
    scoring = {key: statistics.median(whole - start for start, whole in found) for key, found in runs.items()}
    faster = {(name, number): scoring[name, 1] / scoring[name, number] for name, number in runs}
    result = Result(
        name="ray-scaling",
        title="Ray: one worker and more",
        command=f"python -m eval.benchmarks.ray_scaling --workers {workers} --copies {copies} --times {times}",
        rows=[
            {
                "by": name,
                "workers": number,
                "starting, s": starting[name, number],
                "scoring, s": scoring[name, number],
                "articles a second": count / scoring[name, number],
                "times as fast": faster[name, number],
            }
            for name, number in runs
        ],
        note=(
            f"{count:,} articles, the demo corpus {copies} times, in Parquet; medians of {times} runs in alternation on "
            f"{len(os.sched_getaffinity(0))} processors, of which other work may have had a part. Starting is a run on "
            "an article a worker. Separate processes: as many runs of the plain command as workers, of one thread each, with a part "
            "of the articles each: what the machine allows. To reach: 1.7 times as fast by 2 workers, where cores allow."
        ),
    )
    show(result)
    print(
        f"{workers} workers are {faster[RAY, workers]:.2f} times as fast as one, of {faster[APART, workers]:.2f} possible"
    )
    if keep:
        save(result)


if __name__ == "__main__":
    main()
