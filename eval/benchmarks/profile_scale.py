"""`framing sample` and `framing profile --labels` on ten million sentences: seconds and memory.

    python -m eval.benchmarks.profile_scale [--rows 10000000] [--save]

Writes an invented scores table to a temporary folder (about 300 MB for ten million rows), runs the installed
command on it as a process of its own, and takes the file away.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import click
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from eval.store import Result, save, show

SENTENCES_AN_ARTICLE = 20
OUTLETS = 50
CHUNK = 500_000
LABELS = 2000
MOST_SECONDS, MOST_GIB = 120, 2


def write_table(path: Path, rows: int, seed: int = 0) -> None:
    """Invented scores of `rows` sentences, as `framing annotate` would write them, without texts."""
    generator = np.random.default_rng(seed)
    writer: pq.ParquetWriter | None = None
    for start in range(0, rows, CHUNK):
        number = np.arange(start, min(start + CHUNK, rows))
        article = number // SENTENCES_AN_ARTICLE
        score = generator.beta(0.6, 2.4, len(number))
        voice = generator.choice(
            ["outlet", "attributed", "mixed", "quote"], len(number), p=[0.6, 0.2, 0.1, 0.1]
        )
        month = pc.utf8_lpad(pa.array(1 + article % 12).cast(pa.string()), 2, "0")
        columns: dict[str, Any] = {
            "sentence_id": _named("s", number),
            "article_id": _named("a", article),
            "outlet": _named("Outlet ", article % OUTLETS),
            "published": pc.binary_join_element_wise("2025", month, "01", "-"),
            "voice": pa.array(voice),
            "quote_share": np.where(np.isin(voice, ("quote", "mixed")), 0.5, 0.0),
            "editorial": score,
            "editorial_label": (score >= 0.5).astype(np.int8),
            "charged": score,
            "charged_label": (score >= 0.5).astype(np.int8),
            "signature": pa.array(["framing:scale|model:invented"]).take(
                pa.array(np.zeros(len(number), np.int64))
            ),
        }
        table = pa.table(columns)
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer:
        writer.close()


def _named(prefix: str, number: np.ndarray[Any, Any]) -> pa.Array:
    return pc.binary_join_element_wise(prefix, pa.array(number).cast(pa.string()), "")


def timed(arguments: list[str]) -> dict[str, float]:
    """Run the installed command on two cores at most; wall and processor seconds, peak memory in GiB."""
    started = time.monotonic()
    process = subprocess.Popen(
        ["framing", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"OMP_NUM_THREADS": "2"},
    )
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"framing {arguments[0]} failed: {os.waitstatus_to_exitcode(status)}")
    return {
        "wall, s": time.monotonic() - started,
        "processor, s": used.ru_utime + used.ru_stime,
        "peak memory, GiB": used.ru_maxrss / 2**20,
    }


@click.command()
@click.option("--rows", type=click.IntRange(10_000), default=10_000_000, show_default=True)
@click.option("--save", "keep", is_flag=True, help="Keep the figures in eval/results.")
def main(rows: int, keep: bool) -> None:
    """Measure `framing sample` and `framing profile --labels` on an invented table."""
    with tempfile.TemporaryDirectory() as folder:
        scores, drawn, labels = (
            str(Path(folder) / n) for n in ("scores.parquet", "drawn.jsonl", "labels.csv")
        )
        write_table(Path(scores), rows)
        print(f"{rows:,} rows, {Path(scores).stat().st_size / 2**20:.0f} MiB", file=sys.stderr)
        figures = {"sample": timed(["sample", scores, "-n", str(LABELS), "-o", drawn])}
        generator = np.random.default_rng(1)
        ids = [json.loads(line)["id"] for line in Path(drawn).read_text(encoding="utf-8").splitlines()]
        Path(labels).write_text("id,label\n" + "".join(f"{i},{generator.integers(2)}\n" for i in ids))
        design = str(Path(folder) / "drawn.design.json")
        asked = ["profile", scores, "--labels", labels, "--design", design]
        figures["profile --labels"] = timed(asked)
        figures["profile --labels --by outlet,month"] = timed([*asked, "--by", "outlet,month"])
    result = Result(
        name="profile-scale",
        title="A profile of ten million sentences",
        command=f"python -m eval.benchmarks.profile_scale --rows {rows}",
        rows=[
            {"command": f"framing {name}", "rows": f"{rows:,}", **found} for name, found in figures.items()
        ],
        note=(
            f"Invented scores in Parquet, {OUTLETS} outlets, {SENTENCES_AN_ARTICLE} sentences an article, "
            f"{LABELS:,} labels. To be under {MOST_SECONDS} s and {MOST_GIB} GiB on two cores. Wall time is "
            "that of the machine as it was; processor time is what the work took."
        ),
    )
    show(result)
    if keep:
        save(result)


if __name__ == "__main__":
    main()
