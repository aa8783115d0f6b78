"""`framing sample`, `framing power` and `framing profile --labels`, run as commands one after the other."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import click
import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from framing.cli.power import power
from framing.cli.profile import profile
from framing.cli.sample import sample
from framing.errors import InputError, OutputError
from framing.profiles.design import read_design

SIGNATURE = "framing:0.1.0|model:invented|codebook:1|splitter:1|threshold:0.5"


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four outlets; the model's scores are too low in Aube and fair elsewhere."""
    generator = np.random.default_rng(1)
    size = 4000
    outlet = np.repeat(["Aube", "Brunnen", "Cimon", "Dorn"], size // 4)
    truth = generator.random(size) < np.repeat([0.5, 0.5, 0.1, 0.3], size // 4)
    score = np.clip(0.5 * truth + generator.normal(0.2, 0.15, size) - 0.2 * (outlet == "Aube"), 0, 1)
    table = pa.table(
        {
            "sentence_id": [f"s{i}" for i in range(size)],
            "article_id": [f"a{i // 10}" for i in range(size)],
            "outlet": outlet,
            "published": [f"2025-0{1 + i // 10 % 3}-17" for i in range(size)],
            "start": pa.array(np.arange(size) % 10 * 90, pa.int32()),
            "end": pa.array(np.arange(size) % 10 * 90 + 80, pa.int32()),
            "text": [f"The harbour board heard {i} objections." for i in range(size)],
            "voice": generator.choice(["outlet", "mixed", "quote"], size, p=[0.6, 0.2, 0.2]),
            "quote_share": pa.array(np.full(size, 0.4)),
            "editorial": score,
            "editorial_label": pa.array((score >= 0.5).astype(int), pa.int8()),
            "charged": score,
            "charged_label": pa.array((score >= 0.5).astype(int), pa.int8()),
            "device_labelling": score / 2,
            "truth": truth.astype(int),
            "signature": [SIGNATURE] * size,
        }
    )
    path = tmp_path_factory.mktemp("scores") / "scores.parquet"
    pq.write_table(table, path)
    return path


def run(command: click.Command, *arguments: object) -> Result:
    return CliRunner().invoke(command, [str(a) for a in arguments])


def label(scores: Path, drawn: Path, to: Path, **more: object) -> Path:
    """Somebody labels what was drawn, truthfully."""
    table = pq.read_table(scores, columns=["sentence_id", "truth"])
    truth = dict(zip(table["sentence_id"].to_pylist(), table["truth"].to_pylist(), strict=True))
    rows = [json.loads(line) for line in drawn.read_text("utf-8").splitlines()]
    if to.suffix == ".csv":
        to.write_text("id,label\n" + "".join(f"{r['id']},{truth[r['id']]}\n" for r in rows))
    else:
        filled = [r | {"label": truth[r["id"]]} | more for r in rows]
        to.write_text("".join(json.dumps(row) + "\n" for row in filled))
    return to


@pytest.fixture(scope="module")
def labelled(scores: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("labels")
    result = run(sample, scores, "-n", 300, "-o", folder / "drawn.jsonl", "--seed", 3)
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    return label(scores, folder / "drawn.jsonl", folder / "labels.csv")


def test_every_row_says_how_it_was_drawn(labelled: Path) -> None:
    rows = [json.loads(line) for line in (labelled.parent / "drawn.jsonl").read_text().splitlines()]
    assert len(rows) == 300
    for row in rows:
        assert 0 < row["inclusion"] <= row["article_inclusion"] <= 1
        assert (row["seed"], row["scores"], row["of"]) == (3, SIGNATURE, "editorial")
        assert row["text"].startswith("The harbour board")
    design = json.loads((labelled.parent / "drawn.design.json").read_text())
    assert {row["design"] for row in rows} == {design["id"]}
    assert {row["id"] for row in rows} == {row["id"] for row in design["sample"]}


def test_the_whole_way_puts_the_model_right(scores: Path, labelled: Path, tmp_path: Path) -> None:
    result = run(profile, scores, "--labels", labelled, "--rank", "--differences", "-o", tmp_path / "p.json")
    assert result.exit_code == 0, result.output
    found = json.loads((tmp_path / "p.json").read_text())
    rows = {row["outlet"]: row for row in found["profiles"]}
    table = pq.read_table(scores).filter(pa.compute.not_equal(pq.read_table(scores)["voice"], "quote"))
    for outlet in ("Aube", "Brunnen", "Cimon", "Dorn"):
        here = table.filter(pa.compute.equal(table["outlet"], outlet))
        truth = np.mean(here["truth"].to_numpy())
        assert rows[outlet]["corrected_low"] <= truth <= rows[outlet]["corrected_high"]
        assert rows[outlet]["sentences"] == here.num_rows
    assert not rows["Aube"]["corrected_low"] <= rows["Aube"]["raw_rate"] <= rows["Aube"]["corrected_high"]
    assert list(rows)[-1] == "(all)"
    assert found["warnings"] == {"editorial": []}
    assert len(found["differences"]) == 6
    letters = {row["group"]: set(row["letters"]) for row in found["ranks"]}
    assert letters["Aube"] & letters["Brunnen"]
    assert not letters["Aube"] & letters["Cimon"]
    assert "cannot be told apart" in result.stdout
    assert result.stdout.splitlines()[-1].startswith(SIGNATURE + "|correction:ppi++")


def test_two_columns_stay_two_columns(scores: Path, labelled: Path, tmp_path: Path) -> None:
    result = run(profile, scores, "--labels", labelled, "--by", "outlet,month", "-o", tmp_path / "p.csv")
    assert result.exit_code == 0, result.output
    with (tmp_path / "p.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0])[:3] == ["outlet", "month", "of"]
    assert {(r["outlet"], r["month"]) for r in rows if r["month"]} == {
        (o, f"2025-0{m}") for o in ("Aube", "Brunnen", "Cimon", "Dorn") for m in (1, 2, 3)
    }
    assert any("few-labels" in r["warning_codes"] for r in rows)
    assert run(profile, scores, "--by", "outlet,month").stdout.startswith("outlet   month")


def test_warnings_are_on_the_screen_in_the_table_and_on_standard_error(scores: Path, labelled: Path) -> None:
    result = run(profile, scores, "--labels", labelled, "--by", "month,topic,outlet".replace("topic,", ""))
    lines = [line for line in result.stdout.splitlines() if line.startswith("! ")]
    assert lines
    assert result.stderr.splitlines() == lines
    assert all(line.endswith("]") for line in lines)


def test_labels_that_were_not_drawn_are_refused_and_counted(
    scores: Path, labelled: Path, tmp_path: Path
) -> None:
    design = labelled.parent / "drawn.design.json"
    more = tmp_path / "more.csv"
    drawn = {row["id"] for row in json.loads(design.read_text())["sample"]}
    others = [f"s{i}" for i in range(4000) if f"s{i}" not in drawn][:7]
    more.write_text(labelled.read_text() + "".join(f"{i},1\n" for i in others))
    result = run(profile, scores, "--labels", more, "--design", design)
    assert "! labels: 7 labels of sentences that are not in the recorded sample: refused" in result.stderr
    without = run(profile, scores, "--labels", labelled)
    assert result.stdout.splitlines()[:6] == without.stdout.splitlines()[:6]


def test_labels_chosen_by_uncertainty_alone_correct_nothing(
    scores: Path, labelled: Path, tmp_path: Path
) -> None:
    drawn = labelled.parent / "drawn.jsonl"
    picked = label(scores, drawn, tmp_path / "picked.jsonl", chosen_by="uncertainty")
    result = run(profile, scores, "--labels", picked, "--design", labelled.parent / "drawn.design.json")
    assert isinstance(result.exception, InputError)
    assert "300 not drawn" in str(result.exception)


def test_a_device_needs_answers_of_its_own_on_the_same_sample(scores: Path, labelled: Path) -> None:
    both = ("--of", "editorial", "--of", "labelling")
    result = run(profile, scores, "--labels", labelled, *both)
    assert "labels must answer 'labelling'" in str(result.exception), (
        "`label` answers what the sample was drawn for"
    )
    with labelled.open(newline="") as file:
        rows = list(csv.DictReader(file))
    answered = labelled.with_name("device.csv")
    with answered.open("w", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], "labelling"])
        writer.writeheader()
        writer.writerows(row | {"labelling": number % 2} for number, row in enumerate(rows))
    design = labelled.parent / "drawn.design.json"
    result = run(profile, scores, "--labels", answered, "--design", design, *both)
    answered.unlink()
    assert result.exit_code == 0, result.output
    assert "labelling, of own-voice sentences" in result.stdout


def test_what_was_labelled_and_what_is_read_is_never_written_over(scores: Path, tmp_path: Path) -> None:
    drawn, copy = tmp_path / "drawn.csv", tmp_path / "scores.csv"
    assert run(sample, scores, "-n", 40, "-o", drawn).exit_code == 0
    (tmp_path / "drawn.design.json").unlink()
    assert run(sample, scores, "-n", 40, "--seed", 1, "-o", drawn).exit_code == 0, "nobody has labelled it"
    with drawn.open(newline="") as file:
        rows = list(csv.DictReader(file))
    rows[7]["label"] = "0"
    with drawn.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    before = drawn.read_bytes(), (tmp_path / "drawn.design.json").read_bytes()
    result = run(sample, scores, "-n", 40, "-o", drawn)
    assert "never written over one with labels" in str(result.exception)
    assert (drawn.read_bytes(), (tmp_path / "drawn.design.json").read_bytes()) == before
    pa.csv.write_csv(pq.read_table(scores), copy)
    before_scores = copy.read_bytes()
    for command in (sample, profile):
        result = run(command, copy, "-o", copy)
        assert isinstance(result.exception, OutputError)
        assert "must not be one of the inputs" in str(result.exception)
    result = run(profile, scores, "--labels", tmp_path, "-o", tmp_path / "profile.csv")
    assert "nor lie in one" in str(result.exception), "it would be read as labels the next time"
    assert copy.read_bytes() == before_scores


def test_a_drawn_id_that_another_article_has_too_is_refused_before_anybody_labels(
    scores: Path, tmp_path: Path
) -> None:
    table = pq.read_table(scores)
    again = table.slice(0, 10).set_column(1, "article_id", pa.array(["reprint"] * 10))
    pq.write_table(pa.concat_tables([table, again]), tmp_path / "twice.parquet")
    found = [
        str(
            run(
                sample, tmp_path / "twice.parquet", "-n", 40, "--seed", seed, "-o", tmp_path / f"{seed}.csv"
            ).exception
        )
        for seed in range(40)
    ]
    refused = [one for one in found if "'sentence_id' must be unique" in one]
    assert refused
    assert all("'reprint'" in one and "'a0'" in one for one in refused)
    assert len(list(tmp_path.glob("*.design.json"))) == 40 - len(refused)


def test_a_group_is_a_column_of_single_values(scores: Path, tmp_path: Path) -> None:
    table = pq.read_table(scores)
    nested = table.append_column("devices", pa.array([["labelling"]] * table.num_rows))
    pq.write_table(nested, tmp_path / "nested.parquet")
    for command in ((profile,), (sample, "-o", tmp_path / "s.csv"), (power,)):
        result = run(command[0], tmp_path / "nested.parquet", "--by", "devices", *command[1:])
        assert "a group must be a column of single values, found 'devices'" in str(result.exception)


def test_another_kind_of_sentences_needs_a_sample_of_its_own(scores: Path, labelled: Path) -> None:
    result = run(profile, scores, "--labels", labelled, "--of", "charged")
    assert isinstance(result.exception, InputError)
    assert "found a sample of own-voice sentences" in str(result.exception)


def test_charged_inside_quotes(scores: Path, tmp_path: Path) -> None:
    assert run(sample, scores, "-n", 120, "--of", "charged", "-o", tmp_path / "q.jsonl").exit_code == 0
    labels = label(scores, tmp_path / "q.jsonl", tmp_path / "q.labels.jsonl")
    result = run(profile, scores, "--labels", labels, "--design", tmp_path / "q.design.json")
    assert result.exit_code == 0, result.output


def test_a_folder_with_the_design_in_it_needs_no_other(scores: Path, labelled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "labels"
    folder.mkdir()
    (folder / labelled.name).write_text(labelled.read_text(encoding="utf-8"), encoding="utf-8")
    for place in (folder / "d.design.json", scores.with_name("d.design.json")):
        shutil.copy(next(labelled.parent.glob("*.design.json")), place)
    result = run(profile, scores, "--labels", folder)
    scores.with_name("d.design.json").unlink()
    assert result.exit_code == 0, result.output


def test_without_a_design_beside_it_must_be_named(scores: Path, labelled: Path, tmp_path: Path) -> None:
    lone = tmp_path / "lone.csv"
    lone.write_text(labelled.read_text())
    result = run(profile, scores, "--labels", lone)
    assert isinstance(result.exception, InputError)
    assert "--design must name the sample's *.design.json, or one lie beside, found none" in str(
        result.exception
    )


def test_options_that_need_labels_say_so(scores: Path) -> None:
    result = run(profile, scores, "--rank")
    assert result.exit_code == 2
    assert "need --labels" in result.stderr


def test_a_sample_goes_to_csv_too_and_nowhere_else(scores: Path, tmp_path: Path) -> None:
    assert run(sample, scores, "-n", 40, "-o", tmp_path / "s.csv", "--show-scores").exit_code == 0
    with (tmp_path / "s.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 40
    assert (rows[0]["label"], rows[0]["blind"]) == ("", "False")
    assert 0 <= float(rows[0]["score"]) <= 1
    assert isinstance(run(sample, scores, "-o", tmp_path / "s.xlsx").exception, OutputError)


def test_power_goes_both_ways(scores: Path, labelled: Path) -> None:
    table = run(power, scores, "-n", 400)
    assert table.exit_code == 0, table.output
    widths = [float(line.split()[-2]) for line in table.stdout.splitlines()[1:5]]
    alone = [float(line.split()[-1]) for line in table.stdout.splitlines()[1:5]]
    assert all(0 < w <= a < 40 for w, a in zip(widths, alone, strict=True))
    more = run(power, scores, "-n", 800)
    assert all(float(x.split()[-2]) < w for x, w in zip(more.stdout.splitlines()[1:5], widths, strict=True))
    back = run(power, scores, "--width", max(widths) / 100)
    assert 90 <= max(int(line.split()[-2]) for line in back.stdout.splitlines()[1:5]) <= 102


def test_power_from_a_pilot_and_from_measured_errors(scores: Path, labelled: Path) -> None:
    pilot = run(power, scores, "--pilot", labelled)
    assert pilot.exit_code == 0, pilot.output
    assert "from a pilot" in pilot.stdout
    measured = run(power, scores, "--precision", 0.8, "--recall", 0.6, "--rate", 0.3)
    assert "from precision and recall" in measured.stdout
    impossible = run(power, scores, "--precision", 0.1, "--recall", 0.9, "--rate", 0.5)
    assert impossible.exit_code == 2
    assert "do not go together" in impossible.stderr
    rare = run(power, scores, "--pilot", labelled, "--rate", 0.01)
    assert rare.output != pilot.output, "a rate that is given counts, not the pilot's"
    assert run(power, scores, "--precision", 0.8).exit_code == 2
    assert run(power, scores, "--design", labelled).exit_code == 2


@pytest.mark.parametrize("name", ["drawn.jsonl", "drawn.csv"])
def test_a_design_is_never_written_over_by_another_sample_s(scores: Path, tmp_path: Path, name: str) -> None:
    assert run(sample, scores, "-n", 20, "-o", tmp_path / "drawn.jsonl").exit_code == 0
    before = (tmp_path / "drawn.design.json").read_bytes()
    again = run(sample, scores, "-n", 20, "-o", tmp_path / "drawn.jsonl")
    assert again.exit_code == 0
    other = run(sample, scores, "-n", 20, "--seed", 1, "-o", tmp_path / name)
    assert isinstance(other.exception, OutputError)
    assert (tmp_path / "drawn.design.json").read_bytes() == before


def test_the_columns_of_the_draw_are_those_of_the_profile(scores: Path, tmp_path: Path) -> None:
    table = pq.read_table(scores)
    series = [f"t{int(name[1:]) // 4}" for name in table["article_id"].to_pylist()]
    pq.write_table(table.append_column("series", pa.array(series)), tmp_path / "s.parquet")
    drawn = tmp_path / "drawn.jsonl"
    assert run(sample, tmp_path / "s.parquet", "-n", 80, "--article", "series", "-o", drawn).exit_code == 0
    labels = label(scores, drawn, tmp_path / "labels.csv")
    said, unsaid = (
        run(profile, tmp_path / "s.parquet", "--labels", labels, *more)
        for more in (["--article", "series"], [])
    )
    assert said.exit_code == 0, said.output
    assert said.stdout == unsaid.stdout


@pytest.mark.parametrize("change", ["articles", "stratum", "part"])
def test_a_design_that_was_changed_in_anything_is_refused(
    labelled: Path, tmp_path: Path, change: str
) -> None:
    raw = json.loads((labelled.parent / "drawn.design.json").read_text())
    rows = raw["parts"] if change == "articles" else raw["sample"]
    rows[-1][change] += 1
    (tmp_path / "x.design.json").write_text(json.dumps(raw))
    with pytest.raises(InputError, match="as it was drawn"):
        read_design(tmp_path / "x.design.json")


def test_power_names_the_groups_that_a_pilot_leaves_out(scores: Path, labelled: Path, tmp_path: Path) -> None:
    aube = pq.read_table(scores, columns=["sentence_id", "outlet"])
    ids = {
        i
        for i, o in zip(aube["sentence_id"].to_pylist(), aube["outlet"].to_pylist(), strict=True)
        if o == "Aube"
    }
    head, *rows = labelled.read_text().splitlines()
    pilot = tmp_path / "pilot.csv"
    pilot.write_text("\n".join([head, *(row for row in rows if row.split(",")[0] in ids)]) + "\n")
    found = run(power, scores, "--pilot", pilot, "--design", labelled.parent / "drawn.design.json")
    assert found.exit_code == 0, found.output
    assert "no labels of Brunnen in the pilot" in found.stderr
    few = run(power, scores, "-n", 3)
    assert isinstance(few.exception, InputError)


def test_sentences_of_a_table_of_ones_own_are_in_the_rows_and_outlets_need_not_be(
    scores: Path, tmp_path: Path
) -> None:
    table = pq.read_table(scores)
    own = tmp_path / "own.parquet"
    pq.write_table(
        table.rename_columns(["sent" if name == "text" else name for name in table.column_names]), own
    )
    bare = run(sample, own, "-n", 40, "-o", tmp_path / "bare.jsonl")
    assert "--text-column" in bare.stderr
    run(sample, own, "-n", 40, "-o", tmp_path / "all.jsonl", "--text-column", "sent", "--hide-groups")
    rows, without = (
        [json.loads(line) for line in (tmp_path / name).read_text().splitlines()]
        for name in ("all.jsonl", "bare.jsonl")
    )
    assert all(row["text"].startswith("The harbour board") for row in rows)
    assert not any("outlet" in row for row in rows)
    assert [row["id"] for row in rows] == [row["id"] for row in without], "the draw is the same"
    filled = tmp_path / "filled.jsonl"
    filled.write_text("".join(json.dumps(row | {"label": 1}) + "\n" for row in rows))
    done = run(profile, own, "--labels", filled, "--design", tmp_path / "all.design.json")
    assert "Aube" in done.stdout, "the design knows the outlets"
    wrong = run(sample, own, "-o", tmp_path / "no.jsonl", "--text-column", "body")
    assert isinstance(wrong.exception, InputError)
    assert "'body'" in str(wrong.exception)


def test_a_file_without_an_answer_is_told_what_it_lacks(scores: Path, labelled: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "coded.csv"
    wrong.write_text("sentence,coding\nThe harbour board heard 3 objections.,1\n")
    done = run(profile, scores, "--labels", wrong, "--design", next(labelled.parent.glob("*.design.json")))
    assert isinstance(done.exception, InputError)
    assert "'label'" in str(done.exception)
    assert "sentence, coding" in str(done.exception)
