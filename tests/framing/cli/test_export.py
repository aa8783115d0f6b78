"""`framing export`: the bundle is whole, valid, readable by others, and makes its own figures again."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from framing.cli.annotate import annotate
from framing.cli.export import export
from framing.errors import ArtefactError, InputError, OutputError


@pytest.fixture(scope="module")
def raw(study, run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "raw"
    result = run(export, study.old, "--no-text", "-o", folder)
    assert result.exit_code == 0, result.output
    return folder


def in_path() -> dict[str, str]:
    """The environment with this Python's commands first."""
    return os.environ | {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}


def test_a_consensus_is_no_annotator(study, run, tmp_path: Path) -> None:
    """The labels of `framing labels consensus` are of several people, and "by 1 annotator" would deny it."""
    folder = tmp_path / "settled"
    folder.mkdir()
    shutil.copy(next(study.labels.glob("*.design.json")), folder)
    rows = (
        (study.labels / "anna.jsonl")
        .read_text("utf-8")
        .replace('"annotator": "anna"', '"annotator": "majority"')
    )
    (folder / "majority.jsonl").write_text(rows, encoding="utf-8")
    result = run(export, study.old, "--labels", folder, "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    text = (tmp_path / "out" / "METHODS.md").read_text("utf-8")
    assert "150 of them have a label, for the question" in text
    assert "no measure of agreement" not in text


@pytest.mark.parametrize("which", ["bundle", "raw"])
def test_it_is_valid_to_frictionless(which: str, request: pytest.FixtureRequest) -> None:
    frictionless = pytest.importorskip("frictionless", reason="the validator is a development dependency")
    folder = request.getfixturevalue(which)
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "type", "message"])
    named = {r["path"] for r in json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]}
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert there - named == {"datapackage.json", "SHA256SUMS"}


def test_the_validator_would_have_seen_a_wrong_cell(bundle: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="the validator is a development dependency")
    copy = shutil.copytree(bundle, tmp_path / "copy")
    text = (copy / "scores.csv").read_text("utf-8").replace('"non_content"', '"nobody"', 1)
    (copy / "scores.csv").write_text(text, encoding="utf-8")
    assert not frictionless.Package(str(copy / "datapackage.json")).validate().valid


def test_parquet_and_csv_hold_the_same_scores(bundle: Path, study) -> None:
    table, given = pq.read_table(bundle / "scores.parquet"), pq.read_table(study.old)
    assert table.equals(given)
    with (bundle / "scores.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [r["text"] for r in rows] == table["text"].to_pylist()
    assert [r["editorial"] for r in rows] == [
        "" if v is None else repr(v) for v in table["editorial"].to_pylist()
    ]
    assert json.loads(next(r["rationale"] for r in rows if r["rationale"]))[0]["words"] == "deaf as ever"


def test_stata_opens_it_with_labels(bundle: Path) -> None:
    pandas = pytest.importorskip("pandas", reason="needs the stata extra")
    with pandas.io.stata.StataReader(bundle / "scores.dta") as reader:
        table, labels = reader.read(), reader.variable_labels()
        values = reader.value_labels()
    given = pq.read_table(bundle / "scores.parquet")
    assert labels["voice"] == "Who speaks in the sentence."
    assert values["editorial_label"] == {0: "no", 1: "yes"}
    assert set(values["outlet"].values()) == set(given["outlet"].to_pylist())
    assert table["text"].tolist() == given["text"].to_pylist()
    assert table["published"].dt.strftime("%Y-%m-%d").tolist() == given["published"].to_pylist()
    known = table["editorial_label"].notna()
    assert known.tolist() == given["editorial_label"].is_valid().to_pylist()
    assert (table["editorial_label"] == "yes").tolist() == [
        v == 1 for v in given["editorial_label"].to_pylist()
    ]


def test_methods_have_every_number_and_every_reference(bundle: Path, raw: Path, study) -> None:
    text = (bundle / "METHODS.md").read_text("utf-8")
    profiles = json.loads((bundle / "profile.json").read_text("utf-8"))["profiles"]
    every = profiles[-1]
    assert every["outlet"] == "(all)"
    rate = f"{100 * every['corrected_rate']:.1f} % [{100 * every['corrected_low']:.1f}, {100 * every['corrected_high']:.1f}]"
    assert f"the corrected rate is {rate}" in text
    assert "480 sentences of 60 articles by 3 outlets, published 2025-01-17 to 2025-06-17" in text
    assert "150 of them have a label, by 2 annotators" in text
    assert "alpha (Krippendorff 2018) of all annotators is 1.00" in text
    plain = (raw / "METHODS.md").read_text("utf-8")
    assert "not corrected by hand labels" in plain
    assert "Hand labels.**" not in plain
    for folder in (bundle, raw):
        page, bib = ((folder / name).read_text("utf-8") for name in ("METHODS.md", "references.bib"))
        assert not re.search(r"\bNone\b|nan|\{\{|Undefined", page)
        body, _, listed = page.partition("## References")
        years = [
            re.findall(r"^- (\w+),.*?\((\d{4})\)", line)[0]
            for line in listed.splitlines()
            if line.startswith("- ")
        ]
        assert years
        for name, year in years:
            assert re.search(rf"{name}[^();]*? {year}", body), (name, year)
        assert bib.count("{") == bib.count("}")
        assert len(re.findall(r"^@", bib, re.M)) == len(years) + 1


def test_the_profile_is_drawn_as_it_is_reported(bundle: Path, raw: Path) -> None:
    drawn, plain = ((folder / "profile.svg").read_text("utf-8") for folder in (bundle, raw))
    assert "corrected by hand labels" in drawn
    assert "Raw model rate, not corrected" in plain
    assert "`profile.svg`" in (bundle / "README.md").read_text("utf-8")


def test_the_label_table_weighs_to_the_whole(bundle: Path, study) -> None:
    with (bundle / "labels.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    table = pq.read_table(study.old)
    own = [v in ("outlet", "mixed", "attributed") for v in table["voice"].to_pylist()]
    assert {r["sentence_id"]: int(r["label"]) for r in rows} == {
        r["sentence_id"]: study.truth[r["sentence_id"]] for r in rows
    }
    assert sum(float(r["weight"]) for r in rows) == pytest.approx(sum(own), rel=0.1)


def test_without_text_no_word_of_the_articles_is_left(raw: Path, study, run, tmp_path: Path) -> None:
    labelled = tmp_path / "labelled"
    assert run(export, study.old, "--labels", study.labels, "--no-text", "-o", labelled).exit_code == 0
    for folder in (raw, labelled):
        for file in folder.rglob("*"):
            if file.is_file():
                assert b"deaf as ever" not in file.read_bytes(), file
                assert b"Harbour board" not in file.read_bytes(), file
        spans = [row for row in pq.read_table(folder / "scores.parquet")["rationale"].to_pylist() if row]
        assert spans[0] == [{"start": 11, "end": 23, "words": None}]
    assert len(list((labelled / "labels").glob("*.jsonl"))) == 2


@pytest.mark.parametrize("which", ["bundle", "raw"])
def test_it_makes_its_profile_again_and_sees_a_changed_file(
    which: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    copy = shutil.copytree(request.getfixturevalue(which), tmp_path / "a copy")
    done = subprocess.run(
        ["sh", copy / "reproduce.sh"], env=in_path(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "files: as they were made\nprofile: the same again\n"
    (copy / "profile.txt").write_text("another table\n")
    assert subprocess.run(
        ["sh", copy / "reproduce.sh"], env=in_path(), capture_output=True, check=False
    ).returncode


def test_articles_are_scored_by_the_model_that_the_scores_are_of(run, tmp_path: Path) -> None:
    articles, scores, bundle = (tmp_path / name for name in ("in.jsonl", "scores.parquet", "bundle"))
    texts = ("The craven board shut the quay on Monday.", "The council met on Tuesday. It adjourned at nine.")
    rows = [{"id": f"a{n}", "text": text, "outlet": f"Outlet {n}"} for n, text in enumerate(texts)]
    articles.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert run(annotate, articles, "--model", "fast", "-o", scores).exit_code == 0
    assert run(export, scores, "-o", bundle).exit_code == 0
    again = subprocess.run(
        ["sh", bundle / "reproduce.sh", articles], env=in_path(), capture_output=True, text=True, check=False
    )
    assert again.returncode == 0, again.stderr
    (signature,) = set(pq.read_table(scores)["signature"].to_pylist())
    assert "model:fast-" in signature
    assert signature in again.stdout + again.stderr
    assert "default-" not in again.stdout + again.stderr


def test_a_model_that_is_not_at_hand_must_be_named(bundle: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(bundle, tmp_path / "copy")
    again = subprocess.run(
        ["sh", copy / "reproduce.sh", copy], env=in_path(), capture_output=True, text=True, check=False
    )
    assert again.returncode
    assert "MODEL: must name the model's folder" in again.stderr


def test_the_same_scores_give_the_same_bytes(bundle: Path, study, run, tmp_path: Path) -> None:
    assert run(export, study.old, "--labels", study.labels, "-o", tmp_path / "bundle").exit_code == 0
    again = (tmp_path / "bundle" / "SHA256SUMS").read_text().splitlines()
    first = (bundle / "SHA256SUMS").read_text().splitlines()
    # Sums of floats in another order may differ in the last digit.
    loose = {"profile.csv", "profile.json", "datapackage.json"}
    assert {line for line in again if line.split()[1] not in loose} <= set(first)


def test_the_codebook_is_the_one_in_annotations(root: Path, bundle: Path) -> None:
    page = (root / "annotations" / "CODEBOOK.md").read_text("utf-8")
    assert (root / "framing/output/templates/bundle/CODEBOOK.md").read_text("utf-8") == page
    assert (bundle / "CODEBOOK.md").read_text("utf-8") == page


def test_a_card_of_another_model_is_refused(study, run, root: Path, tmp_path: Path) -> None:
    result = run(export, study.old, "--model", root / "framing/model/default", "-o", tmp_path / "b")
    assert isinstance(result.exception, ArtefactError)
    assert not (tmp_path / "b").exists()


def test_nothing_is_left_of_a_bundle_that_failed(study, run, tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("kept")
    result = run(export, study.old, "-o", full)
    assert isinstance(result.exception, OutputError)
    assert "new or empty, found 1 files in it" in str(result.exception)
    assert isinstance(run(export, study.old, "-o", tmp_path / "no" / "where").exception, OutputError)
    assert isinstance(run(export, study.old, "-o", tmp_path / "b", "--id", "row").exception, InputError)
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(study.old.read_bytes()[:-100])
    assert isinstance(run(export, broken, "-o", tmp_path / "b").exception, InputError)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["broken.parquet", "full"]
    (tmp_path / "empty").mkdir()
    assert run(export, study.old, "-o", tmp_path / "empty").exit_code == 0


def test_a_table_of_ready_split_sentences(study, run, tmp_path: Path) -> None:
    table = pq.read_table(study.old)
    ours = [
        "voice",
        "quote_share",
        "attributed_share",
        "editorial",
        "editorial_label",
        "charged",
        "charged_label",
        "signature",
    ]
    mine = table.select(["sentence_id", "article_id", "outlet", "text", *ours])
    names = {"sentence_id": "row", "article_id": "piece", "outlet": "paper", "text": "words"} | {
        "voice": "framing_voice"
    }
    mine = mine.append_column("voice", mine["text"]).rename_columns(
        [*(names.get(n, n) for n in mine.column_names), "voice"]
    )
    pq.write_table(mine, tmp_path / "mine.parquet")
    arguments = ("--by", "paper", "--article", "piece", "--id", "row", "--text-column", "words")
    result = run(export, tmp_path / "mine.parquet", *arguments, "-o", tmp_path / "b")
    assert result.exit_code == 0, result.output
    done = subprocess.run(
        [sys.executable, "regression.py"], cwd=tmp_path / "b", capture_output=True, text=True, check=True
    )
    assert len(done.stdout.strip().splitlines()) == 2 + 3
    again = subprocess.run(
        ["sh", tmp_path / "b" / "reproduce.sh"], env=in_path(), capture_output=True, text=True, check=False
    )
    assert again.returncode == 0, again.stderr


def test_scores_without_a_signature_say_that_it_is_unknown(study, run, tmp_path: Path) -> None:
    table = pq.read_table(study.old)
    unsigned = pa.nulls(table.num_rows, pa.string())
    pq.write_table(
        table.set_column(table.column_names.index("signature"), "signature", unsigned), tmp_path / "s.parquet"
    )
    assert run(export, tmp_path / "s.parquet", "-o", tmp_path / "b").exit_code == 0
    assert "were scored with framing (unknown)" in (tmp_path / "b" / "METHODS.md").read_text("utf-8")
