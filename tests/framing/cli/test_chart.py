"""`framing chart` and `framing profile --chart`, run as commands."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from framing.cli import chart as module
from framing.cli.chart import chart
from framing.cli.profile import profile
from framing.errors import InputError, OutputError
from framing.output.charts import MOST_GROUPS, MOST_PANELS


def words(path: Path) -> str:
    return re.sub(r"<[^>]+>", "\n", path.read_text("utf-8"))


@pytest.mark.parametrize("which", ["profile", "devices", "months"])
@pytest.mark.parametrize("labelled", [False, True])
def test_each_chart_raw_and_corrected(which: str, labelled: bool, study, run, tmp_path: Path) -> None:
    # The made study's labels answer `editorial` only; a device's labels are in `devices`.
    more = ["--labels", study.labels] if labelled and which != "devices" else []
    result = run(chart, which, study.old, *more, "-o", tmp_path / "c.svg", "-o", tmp_path / "c.html")
    assert result.exit_code == 0, result.output
    shown = words(tmp_path / "c.svg")
    assert "Aube" in shown
    assert ("corrected by hand labels" in shown) == bool(more)
    assert ("not corrected" in shown) != bool(more)
    assert f"wrote {tmp_path / 'c.html'}" in result.stderr


def test_profile_draws_the_rates_that_it_prints(study, run, tmp_path: Path) -> None:
    result = run(profile, study.old, "--labels", study.labels, "--chart", tmp_path / "c.html")
    assert result.exit_code == 0, result.output
    page = words(tmp_path / "c.html")
    (line,) = (line for line in result.stdout.splitlines() if line.startswith("Aube"))
    corrected = re.findall(r"[\d.]+ %", line)[2].removesuffix(" %")
    (ends,) = re.findall(r"\[.*?\]", line)
    assert re.search(rf"corrected by hand labels\s+{corrected}\s+{re.escape(ends)}", page)
    assert (
        run(chart, "profile", study.old, "--labels", study.labels, "-o", tmp_path / "d.html").exit_code == 0
    )
    assert words(tmp_path / "d.html") == page


def test_devices_are_corrected_by_labels_that_answer_them(study, run, tmp_path: Path) -> None:
    labels = tmp_path / "labels"
    labels.mkdir()
    for file in study.labels.glob("*.jsonl"):
        (labels / file.name).write_text(
            file.read_text("utf-8").replace('"devices": null', '"devices": []'), "utf-8"
        )
    design = next(study.labels.glob("*.design.json"))
    result = run(
        chart, "devices", study.old, "--labels", labels, "--design", design, "-o", tmp_path / "c.svg"
    )
    assert result.exit_code == 0, result.output
    shown = words(tmp_path / "c.svg")
    assert "labelling" in shown
    assert shown.count("0.0\n") >= 3


def test_months_of_all_outlets_together(study, run, tmp_path: Path) -> None:
    assert run(chart, "months", study.old, "--by", "", "-o", tmp_path / "c.svg").exit_code == 0
    shown = words(tmp_path / "c.svg")
    assert "all together" in shown
    assert "Aube" not in shown


def test_calibration_needs_labels_and_shows_how_many(study, run, tmp_path: Path) -> None:
    out = tmp_path / "c.svg"
    assert run(chart, "calibration", study.old, "-o", out).exit_code == 2
    result = run(chart, "calibration", study.old, "--labels", study.labels, "-o", out)
    assert result.exit_code == 0, result.output
    assert "150 hand labels of a probability sample" in words(out)
    assert "Mean score" in words(out)


def test_the_mean_score_is_that_of_the_sample_as_it_was_drawn(study, run, tmp_path: Path) -> None:
    """By the sample's weights, which know the strata's sizes: close to the mean of all scores."""
    run(chart, "calibration", study.old, "--labels", study.labels, "-o", tmp_path / "c.svg")
    (shown,) = re.findall(r"Mean score ([\d.]+) %", words(tmp_path / "c.svg"))
    table = pq.read_table(study.old).to_pylist()
    own = [row["editorial"] for row in table if row["voice"] in ("outlet", "mixed", "attributed")]
    assert float(shown) == pytest.approx(100 * float(np.mean(own)), abs=1.5)


@pytest.mark.parametrize("which", ["profile", "devices", "months", "calibration"])
def test_what_cannot_be_written_is_refused_before_reading(which: str, run, tmp_path: Path) -> None:
    more = ["--labels", tmp_path / "none"] if which == "calibration" else []
    result = run(chart, which, tmp_path / "not there.parquet", *more, "-o", tmp_path / "c.gif")
    assert isinstance(result.exception, OutputError)
    assert (
        run(chart, which, tmp_path / "not there.parquet", "--design", "d.json", "-o", "c.svg").exit_code == 2
    )


def test_scores_without_devices_say_so(study, run, tmp_path: Path) -> None:
    table = pq.read_table(study.old)
    less = table.select([name for name in table.column_names if not name.startswith("device_")])
    pq.write_table(less, tmp_path / "less.parquet")
    result = run(chart, "devices", tmp_path / "less.parquet", "-o", tmp_path / "c.svg")
    assert isinstance(result.exception, InputError)
    assert "a column 'device_...' for each device" in str(result.exception)


def test_the_help_says_the_charts_own_defaults() -> None:
    assert (module.MOST_GROUPS, module.MOST_PANELS) == (MOST_GROUPS, MOST_PANELS)
