"""`framing diff`: two models over the same sentences, with and without hand labels."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from framing.cli.diff import diff
from framing.cli.export import export
from framing.cli.profile import profile
from framing.errors import InputError, OutputError
from framing.output.columns import DIFF_COLUMNS


def rows_of(path: Path) -> dict[str, dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return {row["outlet"]: row for row in csv.DictReader(file)}


def test_rates_and_changed_labels_add_up(study, run, tmp_path: Path) -> None:
    result = run(diff, study.old, study.new, "-o", tmp_path / "d.csv", "--changed", tmp_path / "c.jsonl")
    assert result.exit_code == 0, result.output
    run(profile, study.new, "-o", tmp_path / "p.csv")
    groups, profiles = rows_of(tmp_path / "d.csv"), rows_of(tmp_path / "p.csv")
    assert set(groups) == {*profiles, "(all)"}
    changed = [json.loads(line) for line in (tmp_path / "c.jsonl").read_text("utf-8").splitlines()]
    for outlet, row in groups.items():
        moved = float(row["raw_new"]) - float(row["raw_old"])
        assert float(row["raw_difference"]) == pytest.approx(moved)
        assert float(row["raw_difference_low"]) <= moved <= float(row["raw_difference_high"])
        net = int(row["labels_0_to_1"]) - int(row["labels_1_to_0"])
        assert moved == pytest.approx(net / int(row["sentences_shared"]))
        mine = [c for c in changed if outlet in (c["outlet"], "(all)")]
        assert len(mine) == int(row["labels_0_to_1"]) + int(row["labels_1_to_0"])
        assert row["corrected_old"] == ""
        if outlet in profiles:
            assert float(row["raw_new"]) == pytest.approx(float(profiles[outlet]["editorial_rate"]))
    sizes = [abs(c["moved"]) for c in changed]
    assert sizes == sorted(sizes, reverse=True)
    assert all(c["text"].startswith("The board, deaf as ever") for c in changed)
    assert f"{len(changed)} of {groups['(all)']['sentences_shared']} sentences changed label" in result.stdout


def test_with_labels_both_sides_estimate_one_truth(study, run, tmp_path: Path) -> None:
    result = run(diff, study.old, study.new, "--labels", study.labels, "-o", tmp_path / "d.json")
    assert result.exit_code == 0, result.output
    found = json.loads((tmp_path / "d.json").read_text("utf-8"))
    run(profile, study.old, "--labels", study.labels, "-o", tmp_path / "p.json")
    before = {row["outlet"]: row for row in json.loads((tmp_path / "p.json").read_text())["profiles"]}
    for row in found["groups"]:
        assert row["corrected_old"] == pytest.approx(before[row["outlet"]]["corrected_rate"])
        assert row["corrected_difference_low"] <= 0 <= row["corrected_difference_high"]
        assert row["corrected_difference_method"].startswith("the same hand labels")
    every = found["groups"][-1]
    assert abs(every["corrected_difference"]) < abs(every["raw_difference"])
    assert any("one truth" in note for note in found["notes"])
    assert found["signature_old"] != found["signature_new"]


def test_bundles_bring_their_labels(study, run, tmp_path: Path) -> None:
    assert run(export, study.old, "--labels", study.labels, "-o", tmp_path / "a").exit_code == 0
    assert run(export, study.new, "-o", tmp_path / "b").exit_code == 0
    named = run(diff, study.old, study.new, "--labels", study.labels)
    bundles = run(diff, tmp_path / "a", tmp_path / "b")
    assert bundles.exit_code == 0, bundles.output
    assert bundles.stdout == named.stdout


def test_one_table_with_itself_moves_nowhere(study, run) -> None:
    result = run(diff, study.old, study.old)
    assert "\n0 of " in result.stdout
    assert "+0.0" in result.stdout
    assert "the same model and settings" in result.stdout


def test_sentences_of_one_table_alone_are_counted_and_told(study, run, tmp_path: Path) -> None:
    table = pq.read_table(study.new)
    half = table.filter(pc.less(table["sentence_index"], 4))
    pq.write_table(half, tmp_path / "half.parquet")
    result = run(diff, study.old, tmp_path / "half.parquet", "-o", tmp_path / "d.csv")
    row = rows_of(tmp_path / "d.csv")["(all)"]
    assert int(row["sentences_only_old"]) > 0 == int(row["sentences_only_new"])
    assert "in the old table only" in row["warnings"]
    assert "! (all): " in result.stdout


def test_the_dictionary_has_its_columns(study, run, tmp_path: Path) -> None:
    run(diff, study.old, study.new, "-o", tmp_path / "d.csv")
    head = (tmp_path / "d.csv").read_text("utf-8").partition("\n")[0].split(",")
    assert head == [column.name for column in DIFF_COLUMNS]


def test_groups_by_month_and_a_device(study, run, tmp_path: Path) -> None:
    result = run(
        diff, study.old, study.new, "--by", "topic,month", "--of", "labelling", "-o", tmp_path / "d.csv"
    )
    assert result.exit_code == 0, result.output
    head = (tmp_path / "d.csv").read_text().partition("\n")[0].split(",")
    assert head[:3] == ["topic", "month", "of"]


def test_groups_of_one_table_alone_are_named(study, run, tmp_path: Path) -> None:
    table = pq.read_table(study.old)
    gone = table["outlet"][0].as_py()
    pq.write_table(table.filter(pc.not_equal(table["outlet"], gone)), tmp_path / "fewer.parquet")
    for pair in ((tmp_path / "fewer.parquet", study.new), (study.new, tmp_path / "fewer.parquet")):
        assert f"Left out, since the tables share no sentence of them: {gone}." in run(diff, *pair).output


def test_a_dataset_in_parts_is_compared_too(study, run, tmp_path: Path) -> None:
    parts = tmp_path / "parts"
    parts.mkdir()
    shutil.copy(study.old, parts / "part-0.parquet")
    result = run(diff, parts, study.new)
    assert result.exit_code == 0, result.output
    assert result.output == run(diff, study.old, study.new).output


def test_a_table_that_quotes_nobody_shares_nothing(study, run, tmp_path: Path) -> None:
    table = pq.read_table(study.old)
    own = table.filter(pc.equal(table["voice"], "outlet"))
    pq.write_table(own, tmp_path / "own.parquet")
    for pair in ((tmp_path / "own.parquet", study.new), (study.new, tmp_path / "own.parquet")):
        result = run(diff, *pair, "--of", "charged")
        assert "must share sentences" in str(result.exception), result.exception


def test_a_comparison_is_not_written_over_a_table(study, run) -> None:
    before = study.new.read_bytes()
    for option in (["-o", study.new], ["--changed", study.new]):
        assert isinstance(run(diff, study.old, study.new, *option).exception, OutputError)
    assert study.new.read_bytes() == before


def test_tables_that_share_nothing_are_refused(study, run, tmp_path: Path) -> None:
    table = pq.read_table(study.new)
    ids = pc.binary_join_element_wise("other", table["sentence_id"], "-")
    place = table.schema.get_field_index("sentence_id")
    pq.write_table(table.set_column(place, "sentence_id", ids), tmp_path / "other.parquet")
    result = run(diff, study.old, tmp_path / "other.parquet", "-o", tmp_path / "d.csv")
    assert isinstance(result.exception, InputError)
    assert "must share sentences (by 'sentence_id'), found none of" in str(result.exception)
    assert not (tmp_path / "d.csv").exists()


def test_an_id_twice_is_refused_with_its_file(study, run, tmp_path: Path) -> None:
    import pyarrow as pa

    table = pq.read_table(study.new)
    pq.write_table(pa.concat_tables([table, table]), tmp_path / "twice.parquet")
    result = run(diff, study.old, tmp_path / "twice.parquet")
    assert isinstance(result.exception, InputError)
    assert str(result.exception).startswith(f"{tmp_path / 'twice.parquet'}: 'sentence_id' must be unique")


def test_wrong_endings_and_options_stop_it_before_it_reads(study, run, tmp_path: Path) -> None:
    assert isinstance(run(diff, study.old, study.new, "-o", tmp_path / "d.xlsx").exception, OutputError)
    assert isinstance(run(diff, study.old, study.new, "--changed", tmp_path / "c.txt").exception, OutputError)
    assert run(diff, study.old, study.new, "--design", study.labels / "drawn.design.json").exit_code == 2
    (tmp_path / "empty").mkdir()
    assert "a folder of scores must hold Parquet files" in str(
        run(diff, tmp_path / "empty", study.new).exception
    )
