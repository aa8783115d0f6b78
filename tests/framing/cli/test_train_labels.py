"""`framing train --labels`, `framing model` and `framing labels next`, end to end."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from framing.cli import framing
from framing.cli.labels_load import load_for
from framing.errors import FramingError, InputError, MissingExtraError, OutputError

CALM = ("The harbour board met on {}.", "Trains ran on time on {}.", "The count took place on {}.")
LOUD = (
    "The board's craven surrender on {}.",
    "A rotten, shabby deal, that {}!",
    "{} was a triumph of cowards.",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(framing, [str(a) for a in arguments], catch_exceptions=False)


def write_labels(path: Path) -> Path:
    rows = [
        {
            "text": form.format(day),
            "label": label,
            "article": f"{day}-{place}",
            "outlet": ("Tern", "Skua")[place % 2],
        }
        for label, forms in enumerate((CALM, LOUD))
        for place, form in enumerate(forms)
        for day in DAYS
    ]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FRAMING_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    place = tmp_path_factory.mktemp("own")
    done = run("train", "--labels", write_labels(place / "mine.csv"), "-o", place / "tern-1")
    assert done.exit_code == 0, done.output
    return place / "tern-1", done.output


def test_labels_become_a_model_with_a_report(trained: tuple[Path, str]) -> None:
    folder, output = trained
    assert "held out" in output
    report = json.loads((folder / "validity.json").read_text(encoding="utf-8"))
    assert report["labels"] == 30
    assert [row["metric"] for row in report["held_out"]] == [
        "macro-F1",
        "AUROC",
        "log loss",
        "calibration error",
    ]
    assert {row["outlet left out"] for row in report["outlets_left_out"]} == {"Skua", "Tern"}
    assert any(row["figure"].startswith("behaviour: ugly facts") for row in report["behaviour"])
    assert report["verdict"] in (folder / "VALIDITY.md").read_text(encoding="utf-8")
    refitted = json.loads((folder / "framing.json").read_text(encoding="utf-8"))["refitted"]
    assert (refitted["head"], refitted["labels"], refitted["articles"]) == ("editorial", 30, 15)


def test_the_model_annotates_by_folder_by_name_and_as_the_default(
    trained: tuple[Path, str], tmp_path: Path
) -> None:
    article = tmp_path / "a.txt"
    article.write_text("The board met on Friday. It was a craven surrender.\n", encoding="utf-8")
    signatures = []
    assert run("model", "use", trained[0], "--force").exit_code == 0
    for number, model in enumerate(
        (["--model", trained[0]], ["--model", "tern-1"], [], ["--model", "shipped"])
    ):
        out = tmp_path / f"{number}.jsonl"
        assert run("annotate", article, "-o", out, *model).exit_code == 0
        signatures.append(json.loads(out.read_text(encoding="utf-8").splitlines()[0])["signature"])
    assert signatures[0] == signatures[1] == signatures[2] != signatures[3]
    assert "* tern-1" in run("model", "list").output
    assert "held out" in run("model", "show", "tern-1").output


def test_a_model_not_shown_to_be_better_is_kept_but_not_made_the_default(
    trained: tuple[Path, str], tmp_path: Path
) -> None:
    report = json.loads((trained[0] / "validity.json").read_text(encoding="utf-8"))
    if report["better"]:
        assert run("model", "use", trained[0]).exit_code == 0
        return
    with pytest.raises(InputError, match="not shown to be better"):
        run("model", "use", trained[0])
    assert "overruled" in run("model", "use", trained[0], "--force").output


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("text,label\nIt rained.,1\nIt snowed.,0\n", "5 sentences or more"),
        ("text,label\nIt rained.,perhaps\n", "0 or 1"),
        ("text,label\n", "there must be labels"),
        ("text,label\nIt rained.,\n", "there must be labels"),
        ("text,lable\nIt rained.,1\n", "only text, lable"),
    ],
)
def test_labels_that_cannot_teach_leave_nothing_behind(tmp_path: Path, rows: str, said: str) -> None:
    (tmp_path / "few.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        run("train", "--labels", tmp_path / "few.csv", "-o", tmp_path / "model")
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "home") == ["few.csv"]


def test_an_output_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="new or empty"):
        run("train", "--labels", write_labels(tmp_path / "mine.csv"), "-o", tmp_path / "model")
    assert [path.name for path in (tmp_path / "model").iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("extra", [["--recipe", "plain", "-o", "x"], ["--encoder", "y", "-o", "x"], []])
def test_what_does_not_go_together_is_wrong_usage(tmp_path: Path, extra: list[str]) -> None:
    assert run("train", "--labels", write_labels(tmp_path / "mine.csv"), *extra).exit_code == 2


@pytest.mark.parametrize(
    "stray", [["--mode", "full"], ["--head", "charged"], ["--adjudicator", "bob"], ["--seed", "0"]]
)
def test_options_of_labels_do_not_start_a_recipe(stray: list[str]) -> None:
    result = run("train", *stray)
    assert result.exit_code == 2
    assert f"{stray[0]}: only with --labels" in result.stderr


@pytest.mark.parametrize("arguments", [[], ["--labels", "mine.csv", "--mode", "full", "-o", "model"]])
def test_what_needs_torch_says_so_where_there_is_none(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("framing.cli.train.find_spec", lambda name: None)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(MissingExtraError, match=r"framing\[train\]"):
        run("train", *arguments)
    assert not list(tmp_path.glob("model*"))


def test_without_a_checkout_the_corpora_are_not_measured_on_and_the_model_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eval.refitting.FOLDER", tmp_path / "not installed")
    labels = write_labels(tmp_path / "mine.csv")
    done = run("train", "--labels", labels, "-o", tmp_path / "m", "--data", tmp_path)
    assert done.exit_code == 0, done.output
    assert "in a checkout" in (tmp_path / "m" / "VALIDITY.md").read_text(encoding="utf-8")


def test_a_folder_of_corpora_or_an_adjudicator_that_is_not_there_is_refused_at_once(tmp_path: Path) -> None:
    labels = write_labels(tmp_path / "mine.csv")
    with pytest.raises(InputError, match="no such folder"):
        run("train", "--labels", labels, "-o", tmp_path / "m", "--data", tmp_path / "none")
    with pytest.raises(InputError, match="one of the annotators"):
        run("train", "--labels", labels, "-o", tmp_path / "m", "--adjudicator", "nobody")


def test_labels_that_cannot_be_held_out_by_outlet_are_refused_before_the_refit(tmp_path: Path) -> None:
    rows = [f"The board met in week {n}.,{n % 2},Tern" for n in range(20)]
    rows += [f"The hall opened in week {n}.,0,Skua" for n in range(10)]
    (tmp_path / "a.csv").write_text("text,label,outlet\n" + "\n".join(rows) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="whatever outlets are held out, two others must be left") as told:
        run("train", "--labels", tmp_path / "a.csv", "-o", tmp_path / "m", "--keep-outlets-apart")
    assert "1 left" in str(told.value)


def test_a_place_for_checkpoints_that_is_a_file_is_refused_before_training(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    (tmp_path / "runs").write_text("", encoding="utf-8")
    (tmp_path / "a.csv").write_text("text,label\nIt rained.,1\n", encoding="utf-8")
    with pytest.raises(OutputError, match="runs"):
        run("train", "--labels", tmp_path / "a.csv", "-o", tmp_path / "m", "--mode", "full",
            "--work", tmp_path / "runs")  # fmt: skip


def test_labels_chosen_by_a_model_never_correct_a_rate(tmp_path: Path) -> None:
    forms = [form.format(day) for form in (*CALM, *LOUD) for day in DAYS]
    lines = [
        {
            "id": f"a{n}",
            "outlet": ("Tern", "Skua")[n % 2],
            "text": f"Issue {n} is out. " + " ".join(forms[n:]),
        }
        for n in range(6)
    ]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in lines), encoding="utf-8")
    scores, sample, chosen = tmp_path / "s.parquet", tmp_path / "sample.jsonl", tmp_path / "next.jsonl"
    assert run("annotate", tmp_path / "in.jsonl", "-o", scores, "--embeddings").exit_code == 0
    assert run("sample", scores, "-n", 12, "-o", sample).exit_code == 0
    assert run("labels", "next", scores, "-n", 10, "-o", chosen).exit_code == 0
    rows = [json.loads(line) for line in chosen.read_text(encoding="utf-8").splitlines()]
    assert len({row["id"] for row in rows}) == 10
    assert {row["outlet"] for row in rows} == {"Tern", "Skua"}
    mixed = tmp_path / "mixed"
    mixed.mkdir()
    for name, found in (("drawn", sample), ("chosen", chosen)):
        labelled = [json.loads(line) | {"label": n % 2}
                    for n, line in enumerate(found.read_text(encoding="utf-8").splitlines())]  # fmt: skip
        text = "".join(json.dumps(row) + "\n" for row in labelled)
        (mixed / f"{name}.jsonl").write_text(text, encoding="utf-8")
    done = run("profile", scores, "--labels", mixed, "--design", tmp_path / "sample.design.json")
    assert "10 labels not chosen by the sample: refused" in done.output
    # What is labelled already is not asked again.
    again = tmp_path / "again.jsonl"
    run("labels", "next", scores, "-n", 10, "-o", again, "--labelled", mixed / "chosen.jsonl")
    ids = {json.loads(line)["id"] for line in again.read_text(encoding="utf-8").splitlines()}
    assert not ids & {row["id"] for row in rows}


def test_labels_are_read_from_any_table_and_a_row_s_own_question_counts(tmp_path: Path) -> None:
    rows = [{"text": f"It rained in week {n}.", "label": n % 2} for n in range(4)]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    asked = [row | {"of": "charged"} for row in rows]
    (tmp_path / "b.jsonl").write_text("".join(json.dumps(row) + "\n" for row in asked), encoding="utf-8")
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "c.parquet")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "d.csv").write_text("text,label\nIt rained in week 7.,1\n", encoding="utf-8")
    for name, count in (("a.jsonl", 4), ("c.parquet", 4), ("folder", 1)):
        found = load_for([tmp_path / name], "editorial")
        assert [one.editorial for one in found if one.editorial is not None] == (
            [0, 1, 0, 1] if count == 4 else [1]
        )
    assert {one.charged for one in load_for([tmp_path / "b.jsonl"], "editorial")} == {0, 1}
    assert {one.editorial for one in load_for([tmp_path / "b.jsonl"], "editorial")} == {None}
    with pytest.raises(InputError, match="nothing there"):
        load_for([tmp_path / "none.csv"], "editorial")


def test_sentences_of_one_article_and_one_length_are_two_without_offsets(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("article,text,label\na,It rained.,1\na,It snowed,0\nb,It rained.,0\n", encoding="utf-8")
    found = load_for([table], "editorial")
    assert [(one.text, one.editorial) for one in found] == [
        ("It rained.", 1),
        ("It snowed", 0),
        ("It rained.", 0),
    ]
    table.write_text("article,text,label\na,It rained.,1\na,It snowed.,0\n", encoding="utf-8")
    assert len(load_for([table], "editorial")) == 2


def test_a_sentence_that_a_table_has_twice_with_two_labels_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "t.csv"
    table.write_text("text,label\nIt rained.,1\nIt rained.,0\nIt snowed.,0\nIt snowed.,0\n", encoding="utf-8")
    assert [one.editorial for one in load_for([table], "editorial")] == [0, 0]
    assert (
        capsys.readouterr().err
        == "stand there twice with different labels: 1 sentences, of which the last label counts\n"
    )
    revised = "text,label,time\nIt rained.,1,2025-01-02T03:04:05Z\nIt rained.,0,2025-01-03T03:04:05Z\n"
    table.write_text(revised, encoding="utf-8")
    assert [one.editorial for one in load_for([table], "editorial")] == [0]
    assert not capsys.readouterr().err


def test_a_table_without_what_is_needed_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "s.jsonl"
    table.write_text('{"sentence_id": "a", "text": "It rained."}\n', encoding="utf-8")
    with pytest.raises(FramingError):
        run("labels", "next", table, "-o", tmp_path / "n.jsonl")
