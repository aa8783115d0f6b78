"""A small study: scores of one corpus by two invented models, and hand labels of a recorded sample."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from framing.cli.export import export
from framing.cli.sample import sample
from framing.output.score_columns import score_columns

SIGNATURE = "framing:0.1.0|model:{}|codebook:1|splitter:1|threshold:0.5"
OUTLETS = (
    "Aube, le quotidien",
    'Brunnen "am Markt"',
    "The Cimon Valley & District Evening Gazette (Sunday edition)",
)
RATES = (0.5, 0.3, 0.1)
ARTICLES, SENTENCES = 20, 8

Run = Callable[..., Result]


@dataclass(frozen=True)
class MadeStudy:
    """`old` and `new` are score tables of the same sentences, `labels` a folder with the sample's design."""

    old: Path
    new: Path
    labels: Path
    truth: dict[str, int]


def scores_of(model: str, seed: int, slope: float, start: int = 0) -> tuple[pa.Table, np.ndarray]:
    """A table as `framing annotate` writes it, and the truth; `slope` is how well the model tells."""
    generator, noise = np.random.default_rng(5), np.random.default_rng(seed)
    rows, truths = [], []
    for place, outlet in enumerate(OUTLETS):
        for article in range(ARTICLES):
            for index in range(SENTENCES):
                truth = int(generator.random() < RATES[place])
                voice = str(
                    generator.choice(["outlet", "mixed", "quote", "non_content"], p=[0.7, 0.1, 0.1, 0.1])
                )
                score = float(np.clip(0.3 + slope * (truth - 0.5) + noise.normal(0, 0.12), 0.01, 0.99))
                absent = voice == "non_content"
                label = int(score >= 0.5)
                truths.append(truth)
                rows.append(
                    {
                        "article_id": f"{place}-{article}",
                        "outlet": outlet,
                        "title": "Harbour board meets",
                        "published": f"2025-0{1 + article % 6}-17",
                        "topic": ["harbour", "budget"][article % 2],
                        "source": "invented.jsonl:1",
                        "sentence_id": f"{place}{article:02d}{index}f",
                        "sentence_index": index,
                        "paragraph": 0,
                        "start": 90 * index,
                        "end": 90 * index + 80,
                        "text": f"The board, deaf as ever, heard “{index}” objections\nand\tmoved on; {outlet}.",
                        "voice": voice,
                        "quote_share": 0.4 if voice in ("mixed", "quote") else 0.0,
                        "attributed_share": 0.0,
                        "editorial": None if absent else score,
                        "editorial_label": None if absent else label,
                        "charged": None if absent else score,
                        "charged_label": None if absent else label,
                        "rationale": None if absent else [{"start": 11, "end": 23, "words": "deaf as ever"}],
                        "charged_rationale": None if absent else [],
                        "devices": None if absent else [{"device": "labelling", "start": 11, "end": 23, "words": "deaf as ever"}] * label,
                        "device_labelling": None if absent else score / 2,
                        "device_labelling_label": None if absent else int(score >= 0.6),
                        "signature": SIGNATURE.format(model),
                    }
                )  # fmt: skip
    schema = pa.schema([(c.name, c.arrow) for c in score_columns(("labelling",))])
    return pa.Table.from_pylist(rows[start:], schema), np.array(truths[start:])


@pytest.fixture(scope="session")
def run() -> Run:
    """Calls a command with arguments of any type."""

    def call(command: click.Command, *arguments: object) -> Result:
        return CliRunner().invoke(command, [str(a) for a in arguments])

    return call


@pytest.fixture(scope="session")
def study(tmp_path_factory: pytest.TempPathFactory, run: Run) -> MadeStudy:
    folder = tmp_path_factory.mktemp("study")
    old, truth = scores_of("first", 1, 0.4)
    new, _ = scores_of("second", 2, 0.6)
    pq.write_table(old, folder / "old.parquet")
    # In another order: sentences are matched by their ids.
    pq.write_table(new.take(np.random.default_rng(0).permutation(new.num_rows)), folder / "new.parquet")
    labels = folder / "labels"
    labels.mkdir()
    drawn = run(sample, folder / "old.parquet", "-n", 150, "-o", folder / "drawn.jsonl", "--seed", 4)
    assert drawn.exit_code == 0, drawn.output
    (folder / "drawn.design.json").rename(labels / "drawn.design.json")
    answers = dict(zip(old["sentence_id"].to_pylist(), truth.tolist(), strict=True))
    about = {row["sentence_id"]: row for row in old.to_pylist()}
    sampled = [json.loads(line) for line in (folder / "drawn.jsonl").read_text("utf-8").splitlines()]
    for annotator in ("anna", "ben"):
        rows = [
            {
                "annotator": annotator,
                "time": "2025-07-01T09:00:00Z",
                "codebook": "1",
                "article": row["article"],
                "article_hash": None,
                "start": row["start"],
                "end": row["end"],
                "voice": "outlet",
                "editorial": answers[row["id"]],
                "charged": None,
                "devices": None,
                "confidence": 3,
                "note": None,
                "blind": True,
                "text": row["text"],
                "outlet": about[row["id"]]["outlet"],
                "id": row["id"],
                "design": row["design"],
                "chosen_by": row["chosen_by"],
            }
            for row in sampled
        ]
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (labels / f"{annotator}.jsonl").write_text(lines, encoding="utf-8")
    return MadeStudy(folder / "old.parquet", folder / "new.parquet", labels, answers)


@pytest.fixture(scope="session")
def bundle(study: MadeStudy, run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study with its labels, exported."""
    folder = tmp_path_factory.mktemp("out") / "bundle"
    result = run(export, study.old, "--labels", study.labels, "-o", folder)
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert "left out MODEL_CARD.md: the model first is not here" in result.stderr
    return folder
