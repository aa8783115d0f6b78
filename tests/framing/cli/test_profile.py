"""`framing profile`, run as a command."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from framing.cli.profile import profile
from framing.errors import InputError, OutputError

SIGNATURE = "framing:0.1.0|model:invented|codebook:1|splitter:1|threshold:0.5"


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> Path:
    generator = np.random.default_rng(1)
    size = 600
    table = pa.table(
        {
            "article_id": [f"a{i // 6}" for i in range(size)],
            "outlet": ["Aube" if i < size // 2 else "Brunnen" for i in range(size)],
            "topic": ["harbour", "budget", "rail"] * (size // 3),
            "voice": generator.choice(["outlet", "quote", "mixed"], size),
            "quote_share": pa.array(generator.choice([0.0, 0.7], size)),
            "editorial_label": pa.array(generator.integers(0, 2, size), pa.int8()),
            "charged_label": pa.array(generator.integers(0, 2, size), pa.int8()),
            "signature": [SIGNATURE] * size,
        }
    )
    path = tmp_path_factory.mktemp("scores") / "scores.parquet"
    pq.write_table(table, path)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(profile, [str(a) for a in arguments])


def test_the_table_alone_is_on_standard_output(scores: Path) -> None:
    result = run(scores)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0].startswith("outlet ")
    assert {line.split()[0] for line in lines[1:3]} == {"Aube", "Brunnen"}
    assert lines[-1].startswith(SIGNATURE + "|interval:")
    assert lines[-1].endswith("@0.95|resamples:2000|seed:0")
    assert result.stderr == ""


def test_files_are_written_and_told_on_standard_error(scores: Path, tmp_path: Path) -> None:
    out, chart = tmp_path / "p.json", tmp_path / "c.svg"
    result = run(scores, "-o", out, "--chart", chart, "--resamples", 200, "--seed", 7, "--level", 0.9)
    assert result.exit_code == 0, result.output
    assert json.loads(out.read_text())["signature"].endswith("@0.9|resamples:200|seed:7")
    assert json.loads(out.read_text())["profiles"][0]["level"] == 0.9
    assert "<svg" in chart.read_text()
    assert f"wrote {out}" in result.stderr


def test_the_same_seed_gives_the_same_bytes(scores: Path, tmp_path: Path) -> None:
    run(scores, "-o", tmp_path / "a.csv", "--chart", tmp_path / "a.png")
    run(scores, "-o", tmp_path / "b.csv", "--chart", tmp_path / "b.png")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_groups_by_columns(scores: Path) -> None:
    result = run(scores, "--by", "outlet,topic")
    assert result.exit_code == 0, result.output
    head, *rows = (line.split() for line in result.stdout.splitlines())
    assert head[:2] == ["outlet", "topic"]
    assert ["Aube", "rail"] in [row[:2] for row in rows]


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_text_formats_give_the_same(scores: Path, tmp_path: Path, ending: str) -> None:
    table = pq.read_table(scores)
    path = tmp_path / f"scores.{ending}"
    if ending == "csv":
        pyarrow.csv.write_csv(table, path)
    else:
        path.write_text("".join(json.dumps(row) + "\n" for row in table.to_pylist()))
    assert run(path).stdout == run(scores).stdout


def test_mixed_models_are_told(scores: Path, tmp_path: Path) -> None:
    table = pq.read_table(scores)
    other = table.set_column(7, "signature", pa.array(["framing:0.0.9"] * table.num_rows))
    pq.write_table(pa.concat_tables([table, other]), tmp_path / "mixed.parquet")
    assert "come from 2 different models or settings" in run(tmp_path / "mixed.parquet").stderr


def test_a_missing_column_is_an_input_error(scores: Path, tmp_path: Path) -> None:
    pq.write_table(pq.read_table(scores).drop_columns(["voice"]), tmp_path / "less.parquet")
    result = run(tmp_path / "less.parquet")
    assert isinstance(result.exception, InputError)
    assert "'voice'" in str(result.exception)


@pytest.mark.parametrize("option", ["-o", "--chart"])
def test_a_bad_output_is_refused_before_reading(tmp_path: Path, option: str) -> None:
    result = run(tmp_path / "not there.parquet", option, tmp_path / "p.xlsx")
    assert isinstance(result.exception, OutputError)


def test_no_sentence_says_so(scores: Path, tmp_path: Path) -> None:
    pq.write_table(pq.read_table(scores).slice(0, 0), tmp_path / "empty.parquet")
    result = run(tmp_path / "empty.parquet")
    assert result.exit_code == 0
    assert "no sentence to profile" in result.stderr
