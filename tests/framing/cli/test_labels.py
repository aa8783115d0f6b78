"""`framing labels`, run as commands; and the road from a sample through a labelling tool to a corrected profile."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from framing.cli import framing
from framing.errors import InputError, OutputError
from framing.labels import read_labels


def run(*arguments: object) -> Result:
    return CliRunner().invoke(framing, [str(a) for a in arguments])


def done(*arguments: object) -> Result:
    result = run(*arguments)
    assert result.exit_code == 0, (result.output, result.exception)
    return result


@pytest.fixture(scope="module")
def demo(root: Path) -> Path:
    return root / "annotations" / "demo"


@pytest.fixture(scope="module")
def scores(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scores") / "scores.parquet"
    done("annotate", demo / "articles", "-o", path, "--quiet")
    return path


def answer_in_label_studio(tasks: Path, exported: Path) -> None:
    """What comes home: every task answered by its own text's length, so that a test can tell what to expect."""
    found = json.loads(tasks.read_text(encoding="utf-8"))
    for number, task in enumerate(found, start=1):
        said = "yes" if len(task["data"]["text"]) % 2 else "no"
        result = {
            "id": "x",
            "from_name": "editorial",
            "to_name": "text",
            "type": "choices",
            "value": {"choices": [said]},
        }
        task |= {"id": number, "annotations": [{"id": number, "completed_by": {"email": "anna@post.example"}, "result": [result],
                 "updated_at": "2025-03-02T10:00:00Z"}]}  # fmt: skip
    exported.write_text(json.dumps(found), encoding="utf-8")


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_a_sample_goes_through_a_tool_and_corrects_a_profile(
    ending: str, scores: Path, tmp_path: Path
) -> None:
    sample = tmp_path / f"sample.{ending}"
    done("sample", scores, "-n", 40, "-o", sample)
    done("labels", "export", sample, "-f", "label-studio", "-o", tmp_path / "tasks.json")
    assert (tmp_path / "tasks.config.xml").is_file()
    answer_in_label_studio(tmp_path / "tasks.json", tmp_path / "export.json")
    project = tmp_path / "project"
    told = done(
        "labels", "import", tmp_path / "export.json", "-f", "label-studio", "-o", project, "--codebook", "1"
    )
    assert "40 labels of anna@post.example" in told.stderr
    labels = read_labels(project)
    drawn = {row["id"] for row in json.loads((tmp_path / "sample.design.json").read_text())["sample"]}
    assert {one.id for one in labels} == drawn
    assert {one.chosen_by for one in labels} == {"articles-then-sentences"}
    result = done(
        "profile",
        scores,
        "--labels",
        project,
        "--design",
        tmp_path / "sample.design.json",
        "-o",
        tmp_path / "p.json",
    )
    assert "not in the sample" not in result.stderr
    # The ids are those of the scores table: the same corrected profile from the sample filled in by hand.
    rows = {one.id: one.editorial for one in labels}
    filled = tmp_path / "filled.csv"
    with filled.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "label"])
        writer.writerows(rows.items())
    other = done("profile", scores, "--labels", filled, "--design", tmp_path / "sample.design.json")
    assert other.stdout == result.stdout


def test_importing_again_adds_nothing_and_a_change_of_mind_is_a_new_row(tmp_path: Path) -> None:
    path, project = tmp_path / "anna.csv", tmp_path / "project"
    path.write_text("id,article,start,end,label\nf00d,a,0,12,1\nf11d,a,13,20,0\n")
    assert "2 labels of anna" in done("labels", "import", path, "-o", project).stderr
    assert "2 were there already" in done("labels", "import", path, "-o", project).stderr
    path.write_text("id,article,start,end,label\nf00d,a,0,12,0\nf11d,a,13,20,0\n")
    assert "1 labels of anna" in done("labels", "import", path, "-o", project).stderr
    assert len((project / "anna.jsonl").read_text().splitlines()) == 3
    assert [one.editorial for one in read_labels(project)] == [0, 0]


def test_a_file_that_changes_its_mind_is_one_word_however_often_it_is_imported(tmp_path: Path) -> None:
    path, project = tmp_path / "anna.csv", tmp_path / "project"
    path.write_text("id,article,start,end,label\nf00d,a,0,12,0\nf00d,a,0,12,1\n")
    for _ in range(3):
        done("labels", "import", path, "-o", project)
        assert [one.editorial for one in read_labels(project)] == [1]
    assert len((project / "anna.jsonl").read_text().splitlines()) == 2


def test_a_bad_row_is_told_and_the_others_are_kept_unless_strict(tmp_path: Path) -> None:
    path, project = tmp_path / "anna.csv", tmp_path / "project"
    path.write_text("id,article,start,end,label\nf00d,a,0,12,maybe\nf11d,a,13,20,0\nf22d,a,21,30,\n")
    strict = run("labels", "import", path, "-o", project, "--strict")
    assert isinstance(strict.exception, InputError)
    assert not project.exists()
    result = run("labels", "import", path, "-o", project)
    assert result.exit_code == 3
    assert "anna.csv:2: 'label' must be 0 or 1 (or empty), found 'maybe'" in result.stderr
    assert "1 rows without an answer" in result.stderr
    assert len(read_labels(project)) == 1


def test_ids_and_outlets_that_are_numbers_are_read_again(tmp_path: Path) -> None:
    path, project = tmp_path / "anna.jsonl", tmp_path / "project"
    row = {"id": 5, "outlet": 7, "article": 3, "start": 0, "end": 9, "text": "It burns.", "label": 1}
    path.write_text(json.dumps(row) + "\n")
    done("labels", "import", path, "-o", project)
    assert [(one.id, one.outlet, one.article) for one in read_labels(project)] == [("5", "7", "3")]
    done("labels", "agreement", project)


def test_a_label_that_could_not_be_read_again_is_refused_in_its_row(tmp_path: Path) -> None:
    path, project = tmp_path / "anna.jsonl", tmp_path / "project"
    rows = [{"text": "One.", "label": 1, "time": "0001-01-01T00:00:00"}, {"text": "Two.", "label": 0}, 5, [1]]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    result = run("labels", "import", path, "-o", project)
    assert result.exit_code == 3
    assert result.stderr.count("refused: ") == 3
    assert "anna.jsonl:1: 'time' must read like" in result.stderr
    assert [one.text for one in read_labels(project)] == ["Two."]
    for command in (["labels", "agreement", path], ["train", "--labels", path, "-o", tmp_path / "m"]):
        failed = run(*command)
        assert isinstance(failed.exception, InputError), failed.exception


@pytest.mark.parametrize("form", ["csv", "jsonl", "datasets"])
def test_an_answer_is_no_suggestion_where_the_two_look_alike(form: str, demo: Path, tmp_path: Path) -> None:
    result = run("labels", "export", demo / "labels", "-f", form, "-o", tmp_path / f"x.{form}", "--suggest")
    assert result.exit_code == 2
    assert "cannot be told from an answer" in result.stderr
    assert not list(tmp_path.iterdir())


def test_text_may_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "my.jsonl"
    path.write_text(json.dumps({"text": "It is a racket.", "label": 1}) + "\n")
    done("labels", "import", path, "-o", tmp_path / "project", "--no-text", "--annotator", "anna")
    assert "racket" not in (tmp_path / "project" / "anna.jsonl").read_text()


def test_demo_labels_go_out_with_the_articles_texts_and_come_home(demo: Path, tmp_path: Path) -> None:
    for name, out in (("doccano", "o.jsonl"), ("inception", "folder"), ("prodigy", "p.jsonl")):
        done(
            "labels",
            "export",
            demo / "labels" / "a1.jsonl",
            "-f",
            name,
            "-o",
            tmp_path / out,
            "--text",
            demo / "articles",
        )
        done("labels", "import", tmp_path / out, "-f", name, "-o", tmp_path / name, "--no-text")

        def known(folder: Path) -> set[tuple[Any, ...]]:
            return {(one.sentence, one.voice, one.editorial, one.charged, frozenset(one.devices or ()), one.confidence, one.note, one.time)
                    for one in read_labels(folder)}  # fmt: skip

        assert known(tmp_path / name) == known(demo / "labels" / "a1.jsonl")


def test_a_tool_that_shows_sentences_needs_them(demo: Path, tmp_path: Path) -> None:
    result = run("labels", "export", demo / "labels", "-f", "prodigy", "-o", tmp_path / "p.jsonl")
    assert isinstance(result.exception, InputError)
    assert "give their source with --text, found 582 without text" in str(result.exception)
    assert not (tmp_path / "p.jsonl").exists()


def test_a_folder_with_something_in_it_is_not_written_into(demo: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("x")
    result = run("labels", "export", demo / "labels", "-f", "datasets", "-o", tmp_path / "out")
    assert isinstance(result.exception, OutputError)


def test_agreement_as_table_file_page_and_work_for_an_adjudicator(demo: Path, tmp_path: Path) -> None:
    result = done(
        "labels", "agreement", demo / "labels", "--text", demo / "articles", "-o", tmp_path / "a.csv",
        "--page", tmp_path / "d.html", "--disputes", tmp_path / "open.jsonl",
    )  # fmt: skip
    assert "Krippendorff's alpha" in result.stdout
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    alpha = {
        row["question"]: float(row["value"])
        for row in rows
        if row["among"] == "all" and row["coefficient"].endswith("alpha")
    }
    assert alpha["editorial"] == pytest.approx(0.989, abs=0.001)
    assert {row["among"] for row in rows} >= {"a1 & a2", "Evening Flash"}
    page = (tmp_path / "d.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert 'http-equiv="Content-Security-Policy" content="default-src \'none\'' in page
    open_rows = [json.loads(line) for line in (tmp_path / "open.jsonl").read_text().splitlines()]
    assert len(open_rows) == 82
    assert all(row["label"] is None and row["text"] and "editorial" not in row for row in open_rows)
    # An adjudicator answers them in any tool, and settles them.
    (tmp_path / "judged.jsonl").write_text(
        "".join(json.dumps(row | {"label": 0}) + "\n" for row in open_rows)
    )
    done("labels", "import", tmp_path / "judged.jsonl", "-o", tmp_path / "judge", "--annotator", "judge")
    told = done(
        "labels",
        "consensus",
        demo / "labels",
        tmp_path / "judge",
        "-o",
        tmp_path / "gold.jsonl",
        "--adjudicator",
        "judge",
    )
    assert "82 settled by judge" in told.stderr
    assert len(read_labels(tmp_path / "gold.jsonl")) == 582
    # Nor do the answers to the disputed ones alone pull the agreement down.
    both = ("labels", "agreement", demo / "labels", tmp_path / "judge", "--text", demo / "articles")
    assert done(*both, "--adjudicator", "judge").stdout == result.stdout
    assert done(*both).stdout != result.stdout


def test_what_the_page_shows_cannot_become_markup(tmp_path: Path, demo: Path) -> None:
    evil = "<img src=x onerror=alert(1)>\"'&"
    row = json.loads((demo / "labels" / "a1.jsonl").read_text().splitlines()[0])
    row |= {
        "text": evil,
        "start": 0,
        "end": len(evil),
        "note": evil,
        "article": evil,
        "outlet": evil,
        "devices": [{"device": evil}],
    }
    for who, said in (("anna", 1), ("ben", 0)):
        (tmp_path / f"{who}.jsonl").write_text(json.dumps(row | {"annotator": who, "editorial": said}) + "\n")
    done(
        "labels", "agreement", tmp_path / "anna.jsonl", tmp_path / "ben.jsonl", "--page", tmp_path / "d.html"
    )
    page = (tmp_path / "d.html").read_text(encoding="utf-8")
    assert "<img" not in page
    assert "&lt;img" in page


def test_check_tells_and_writes_and_changes_nothing(demo: Path, scores: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in (demo / "labels").iterdir()}
    result = done(
        "labels",
        "check",
        demo / "labels",
        "--scores",
        scores,
        "--text",
        demo / "articles",
        "--most",
        1,
        "-o",
        tmp_path / "f.jsonl",
    )
    assert "likely error: " in result.stdout
    assert "AUROC" in result.stderr
    found = [json.loads(line) for line in (tmp_path / "f.jsonl").read_text().splitlines()]
    assert {row["kind"] for row in found} >= {"likely error"}
    assert before == {path: path.read_bytes() for path in (demo / "labels").iterdir()}
    leaks = done(
        "labels",
        "check",
        demo / "labels" / "a1.jsonl",
        "--against",
        demo / "labels" / "a2.jsonl",
        "--most",
        0,
    )
    assert "leak: 615" in leaks.stdout


def test_a_consensus_does_not_lie_among_its_labels(demo: Path, tmp_path: Path) -> None:
    labels = tmp_path / "labels"
    labels.mkdir()
    (labels / "a1.jsonl").write_bytes((demo / "labels" / "a1.jsonl").read_bytes())
    result = run("labels", "consensus", labels, "-o", labels / "gold.jsonl")
    assert isinstance(result.exception, OutputError)
    assert isinstance(
        run("labels", "consensus", labels, "-o", tmp_path / "g.jsonl", "--adjudicator", "nobody").exception,
        InputError,
    )


def test_an_unfinished_row_is_passed_over_and_said(demo: Path, tmp_path: Path) -> None:
    (tmp_path / "a1.jsonl").write_bytes(
        (demo / "labels" / "a1.jsonl").read_bytes() + b'{"annotator": "a1", "ti'
    )
    result = done("labels", "agreement", tmp_path / "a1.jsonl", demo / "labels" / "a2.jsonl")
    assert "passed over an unfinished last row" in result.stderr


def test_the_command_ends_with_the_documented_exit_codes(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", "from framing.cli import main; main()", "labels", "agreement", tmp_path / "gone.jsonl"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stderr.endswith("gone.jsonl: labels are read from a file or a folder, found nothing there\n")


def test_the_scores_table_gives_texts_too(demo: Path, scores: Path, tmp_path: Path) -> None:
    done(
        "labels",
        "export",
        demo / "labels" / "a1.jsonl",
        "-f",
        "csv",
        "-o",
        tmp_path / "o.csv",
        "--text",
        scores,
    )
    texts = set(pq.read_table(scores, columns=["text"])["text"].to_pylist())
    with (tmp_path / "o.csv").open(encoding="utf-8", newline="") as file:
        found = [row["text"] for row in csv.DictReader(file) if row["text"]]
    assert len(found) > 500
    assert set(found) <= texts
