"""The regressions of a bundle, run in Python and in R and set beside the textbook's arithmetic."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from framing.cli.export import export
from framing.cli.sample import sample

LANGUAGES = ["Python", "R"]


def clustered(y: np.ndarray, group: np.ndarray, cluster: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Least squares on dummies with the sandwich's errors, by the textbook."""
    names = np.unique(group)
    x = np.column_stack([np.ones(len(y)), *(group == name for name in names[1:])]).astype(float)
    bread = np.linalg.inv(x.T @ x)
    beta = bread @ x.T @ y
    scored = x * (y - x @ beta)[:, None]
    sums = np.array([scored[cluster == c].sum(axis=0) for c in np.unique(cluster)])
    n, k, m = *x.shape, len(sums)
    factor = m / (m - 1) * (n - 1) / (n - k)
    return beta, np.sqrt(np.diag(factor * bread @ sums.T @ sums @ bread))


def tables_of(output: str) -> list[list[list[float]]]:
    """The estimates and errors of each table that a regression prints."""
    blocks = [b.splitlines() for b in re.split(r"\n\s*\n", output.strip()) if b]
    return [[[float(v) for v in next(csv.reader([line]))[1:3]] for line in block[2:]] for block in blocks]


def expected(folder: Path) -> list[tuple[np.ndarray, np.ndarray]]:
    table = pq.read_table(folder / "scores.parquet").to_pandas()
    own = table[table["voice"].isin(["outlet", "mixed", "attributed"])]
    y, group, cluster = (own[name].to_numpy() for name in ("editorial", "outlet", "article_id"))
    with (folder / "labels.csv").open(newline="", encoding="utf-8") as file:
        found = {r["sentence_id"]: (float(r["label"]), float(r["weight"])) for r in csv.DictReader(file)}
    put_right = np.array(
        [
            f + found[i][1] * (found[i][0] - f) if i in found else f
            for i, f in zip(own["sentence_id"], y, strict=True)
        ]
    )
    return [clustered(y, group, cluster), clustered(put_right, group, cluster)]


def regression(folder: Path, language: str) -> str:
    """What the bundle's regression prints; skips without its interpreter."""
    return run_regression(folder, language).stdout


def run_regression(folder: Path, language: str) -> subprocess.CompletedProcess[str]:
    """The regression, run."""
    pytest.importorskip("statsmodels", reason="statsmodels is a development dependency")
    command = [sys.executable, "regression.py"]
    if language == "R":
        rscript = shutil.which("Rscript") or pytest.skip("R is not installed")
        if subprocess.run([rscript, "-e", "library(sandwich)"], capture_output=True, check=False).returncode:
            pytest.skip("R has no package sandwich")
        command = [rscript, "regression.R"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)


def test_groups_of_few_articles_are_told(study, run, tmp_path: Path) -> None:
    assert run(export, study.old, "--by", "outlet,month", "-o", tmp_path / "b").exit_code == 0
    done = run_regression(tmp_path / "b", "python")
    assert "for groups of fewer than 10 articles: {'" in done.stderr
    assert "fewer" not in done.stdout, "its tables stay as they were"


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_models_are_the_textbooks(language: str, bundle: Path) -> None:
    found = tables_of(regression(bundle, language))
    for table, (beta, error) in zip(found, expected(bundle), strict=True):
        np.testing.assert_allclose(sorted(table), sorted(np.column_stack([beta, error]).tolist()), rtol=1e-6)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_regression_by_month_and_of_an_outlet_called_na(
    language: str, study, run, tmp_path: Path
) -> None:
    table = pq.read_table(study.old)
    outlets = pa.array(["NA" if name.startswith("Aube") else name for name in table["outlet"].to_pylist()])
    table = table.set_column(table.column_names.index("outlet"), "outlet", outlets)
    pq.write_table(table, tmp_path / "na.parquet")
    arguments = ("--by", "outlet,month", "-o", tmp_path / "b")
    assert run(export, tmp_path / "na.parquet", *arguments).exit_code == 0
    printed = regression(tmp_path / "b", language)
    own = table.to_pandas()
    own = own[own["voice"].isin(["outlet", "mixed", "attributed"])]
    group = own["outlet"] + " / " + own["published"].str[:7]
    beta, error = clustered(own["editorial"].to_numpy(), group.to_numpy(), own["article_id"].to_numpy())
    assert "NA / 2025-02" in printed
    want = np.column_stack([beta, error])
    np.testing.assert_allclose(sorted(tables_of(printed)[0]), sorted(want.tolist()), rtol=1e-6)


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_of_quoting_sentences_correct_a_regression_of_those(
    language: str, study, run, tmp_path: Path
) -> None:
    labels = tmp_path / "drawn.jsonl"
    assert run(sample, study.old, "--of", "charged", "-n", 40, "-o", labels).exit_code == 0
    rows = [json.loads(line) for line in labels.read_text("utf-8").splitlines()]
    answered = [row | {"label": study.truth[row["id"]]} for row in rows]
    labels.write_text("".join(json.dumps(row) + "\n" for row in answered), "utf-8")
    result = run(export, study.old, "--labels", labels, "-o", tmp_path / "b")
    assert result.exit_code == 0, result.output
    quoting = pq.read_table(study.old).to_pandas()
    quoting = quoting[quoting["voice"].isin(["quote", "mixed"]) & (quoting["quote_share"] > 0)]
    columns = (quoting[name].to_numpy() for name in ("charged", "outlet", "article_id"))
    raw, corrected = tables_of(regression(tmp_path / "b", language))
    want = np.column_stack(clustered(*columns))
    np.testing.assert_allclose(sorted(raw), sorted(want.tolist()), rtol=1e-6)
    assert not np.allclose(raw, corrected)
    assert "the score of each sentence that quotes" in (tmp_path / "b" / "README.md").read_text("utf-8")
