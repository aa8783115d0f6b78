"""`framing annotate`: words, devices, abstention and embeddings, through the installed command."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from framing.model import margin_for, open_artefact

ARTICLE = (
    "Council sells the harbour\n\n"
    "The council sold the harbour on Tuesday by 9 votes to 4. "
    '"They have sold us to vandals and thieves," the dockers\' secretary, Ama Terlow, said.\n\n'
    "It was a shameful, cowardly surrender to a corrupt clique that despises ordinary dockers. "
    "The new owner takes over on the first of May and has promised to keep all 310 jobs.\n"
)


def framing(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The command, in a process of its own."""
    call = [sys.executable, "-c", "from framing.cli import main; main()"]
    return subprocess.run([*call, *map(str, arguments)], capture_output=True, text=True, check=False)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path / "a.txt"


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_device_of_the_model_has_its_columns_and_the_words_their_place(
    tmp_path: Path, source: Path
) -> None:
    out = tmp_path / "o.jsonl"
    assert framing("annotate", source, "-o", out).returncode == 0
    rows = lines(out)
    devices = open_artefact().devices
    for row in rows:
        scored = row["editorial"] is not None
        for name in devices:
            score, label = row[f"device_{name}"], row[f"device_{name}_label"]
            assert (score is not None) == (label is not None) == scored
            assert (label == 1) == (name in {found["device"] for found in row["devices"] or []})
        for found in [*(row["rationale"] or []), *(row["charged_rationale"] or [])]:
            assert row["text"][found["start"] : found["end"]] == found["words"]
    assert "embedding" not in rows[0]


def test_abstaining_leaves_labels_empty_near_the_threshold_and_says_how_many(
    tmp_path: Path, source: Path
) -> None:
    out, artefact = tmp_path / "o.jsonl", open_artefact()
    surest = max(artefact.risk_coverage)
    done = framing("annotate", source, "-o", out, "--abstain", str(surest.risk + 1e-9))
    assert done.returncode == 0, done.stderr
    rows = lines(out)
    margin = margin_for(surest.risk + 1e-9, artefact.risk_coverage)
    scored = [row for row in rows if row["editorial"] is not None]
    unsure = [abs(row["editorial"] - artefact.thresholds["editorial"]) < margin for row in scored]
    assert [row["editorial_label"] is None for row in scored] == unsure
    assert all("|abstain:" in row["signature"] for row in rows)
    said = " ".join(done.stderr.split())
    assert (f"No label on {sum(unsure)} of {len(scored)} scored sentences" in said) == any(unsure)


def test_abstaining_is_refused_where_it_promises_too_much(tmp_path: Path, source: Path) -> None:
    call = ("annotate", source, "-o", tmp_path / "o.csv", "--abstain")
    assert framing(*call, "0").returncode == 2
    done = framing(*call, "0.000001")
    assert done.returncode == 1
    assert "at best, found 1e-06" in done.stderr
    done = framing(*call, "0.1", "--threshold", "0.7")
    assert done.returncode == 1
    assert "the model's own threshold only" in done.stderr
    assert not (tmp_path / "o.csv").exists()


def test_embeddings_are_unit_vectors_and_do_not_go_into_csv(tmp_path: Path, source: Path) -> None:
    out = tmp_path / "o.parquet"
    assert framing("annotate", source, "-o", out, "--embeddings").returncode == 0
    vectors = [v for v in pq.read_table(out)["embedding"].to_pylist() if v is not None]
    assert {len(v) for v in vectors} == {open_artefact().metadata["embedding"]}
    assert [sum(x * x for x in v) for v in vectors] == pytest.approx([1.0] * len(vectors), abs=1e-3)
    done = framing("annotate", source, "-o", tmp_path / "o.csv", "--embeddings")
    assert done.returncode == 4
    assert "found '.csv'" in done.stderr
