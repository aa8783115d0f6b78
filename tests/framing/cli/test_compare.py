"""`framing compare` as a user calls it: articles in, a table, JSON, CSV and one page out."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from framing.cli.compare import compare

WIRE = (
    "Ferry runs aground off Halden\n\n"
    "VESTRE, Nov 3 (Coast Agency) - A ferry ran aground in fog near Halden on Monday, and all 212 people on board were "
    "taken off safely, the coast guard said. Eleven passengers were treated for bruises. "
    '"We heard the crash from the kitchen and we just went," said Ole Brandt, a fisherman.\n\n'
    "Fjordline, which operates the ferry, said the captain had been relieved of duty.\n"
)
POST = (
    "All 212 taken off ferry near Halden\n\n"
    "All 212 people on board were taken off safely when a ferry ran aground in fog near Halden on Monday. "
    "Eleven passengers were treated for bruises. "
    "It was a disgrace waiting to happen, and the ministry's pampered clerks slept through it.\n"
)
NEWS = (
    "Fjordline sends captain home\n\n"
    "Fjordline said that the captain of the ferry had been relieved of duty. "
    "Twelve passengers were treated for bruises. "
    '"We just went," said Ole Brandt, the fisherman.\n'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    rows = []
    for name, text, role in (("wire", WIRE, "wire"), ("post", POST, "outlet"), ("news", NEWS, "outlet")):
        (made / f"{name}.txt").write_text(text, encoding="utf-8")
        about = {"file": f"{name}.txt", "id": name, "outlet": f"The {name.title()}", "event": "ferry"}
        rows.append(json.dumps(about | {"role": role, "title": text.partition("\n")[0]}))
    (made / "manifest.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return made


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(compare, [str(a) for a in arguments], catch_exceptions=True)


def fates(result: dict[str, object], outlet: str) -> dict[str, str]:
    tellings = result["tellings"]
    assert isinstance(tellings, list)
    telling = next(t for t in tellings if t["outlet"] == outlet)
    return {s["text"][:12]: s["fate"] for s in telling["sentences"]}


def test_json_tells_fates_offsets_similarities_and_both_scores(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    done = run(folder, "-o", out)
    assert done.exit_code == 0, done.output
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["wire"]["outlet"] == "The Wire"
    assert fates(found, "The Post") == {
        "All 212 take": "reworded",
        "All 212 peop": "reworded",
        "Eleven passe": "kept",
        "It was a dis": "added",
    }
    assert fates(found, "The News")["Twelve passe"] == "added", "eleven is not twelve"
    assert fates(found, "The News")['"We just wen'] == "reworded"
    for telling in found["tellings"]:
        for one in telling["sentences"]:
            assert telling["text"][one["start"] : one["end"]] == one["text"]
            assert 0 <= one["editorial"] <= 1
            for link in one["links"]:
                assert 0 <= link["similarity"] <= 1
                assert link["editorial"] == found["reference"][link["reference"]]["editorial"]
        left_out = [found["reference"][place]["text"] for place in telling["omitted"]]
        assert telling["reference_fates"].count("omitted") == len(left_out)
        assert any("bruises" in text for text in left_out) == (telling["outlet"] == "The News")
    assert found["signature"].startswith("framing:")


def test_the_table_the_sentences_and_a_csv_row_for_each_link_and_omission(
    folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    done = run(folder, "-o", out, "--sentences")
    assert done.exit_code == 0, done.output
    assert re.search(r"The Post +1 +2 +1", done.output)
    assert re.search(r"\+ .*!.*disgrace", done.output), "an editorial addition is marked"
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert {row["fate"] for row in rows} == {"kept", "reworded", "added", "omitted"}
    for row in rows:
        assert bool(row["reference_text"]) == (row["fate"] != "added")
        assert bool(row["text"]) == (row["fate"] != "omitted")


def test_the_page_holds_every_sentence_and_fetches_nothing(folder: Path, tmp_path: Path) -> None:
    (folder / "post.txt").write_text(POST.replace("disgrace", "<b>disgrace</b> & shame"), encoding="utf-8")
    out = tmp_path / "out.html"
    done = run(folder, "-o", out)
    assert done.exit_code == 0, done.output
    page = out.read_text(encoding="utf-8")
    assert "&lt;b&gt;disgrace&lt;/b&gt; &amp; shame" in page
    assert "<ins>" in page
    assert "<del>" in page
    assert not re.search(r"(?:src|href)=\"(?!#)", page)
    policy = re.search(r"Content-Security-Policy\" content=\"([^\"]*)\"", page)
    assert policy
    assert "default-src 'none'" in policy[1]
    assert "script-src 'sha256-" in policy[1]
    assert page.count("<script>") == 1


def test_without_a_wire_the_common_core_is_what_most_tell(folder: Path, tmp_path: Path) -> None:
    out, page = tmp_path / "core.json", tmp_path / "core.html"
    done = run(folder, "--core", "-o", out, "-o", page)
    assert done.exit_code == 0, done.output
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["wire"] is None
    assert len(found["tellings"]) == 3
    assert any("taken off safely" in one["text"] for one in found["reference"])
    assert not any("disgrace" in one["text"] for one in found["reference"])
    assert "common core" in page.read_text(encoding="utf-8")


def test_the_wire_is_named_by_file_id_or_outlet(folder: Path, tmp_path: Path) -> None:
    for named in (("--wire", folder / "post.txt"), ("--wire", "post"), ("--wire-outlet", "the post")):
        out = tmp_path / "out.json"
        done = run(folder, *named, "-o", out)
        assert done.exit_code == 0, done.output
        assert json.loads(out.read_text(encoding="utf-8"))["wire"]["outlet"] == "The Post"


def test_the_wires_file_need_not_be_among_the_articles(folder: Path, tmp_path: Path) -> None:
    out, post, wire = tmp_path / "out.json", folder / "post.txt", folder / "wire.txt"
    assert run(post, "--wire", wire, "-o", out).exit_code == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["wire"]["source"] == str(wire)
    assert [telling["source"] for telling in found["tellings"]] == [str(post)]


def test_a_title_that_the_text_lacks_is_compared_as_its_headline(folder: Path, tmp_path: Path) -> None:
    (folder / "post.txt").write_text(POST.partition("\n\n")[2], encoding="utf-8")
    out = tmp_path / "out.json"
    assert run(folder, "-o", out).exit_code == 0
    assert fates(json.loads(out.read_text(encoding="utf-8")), "The Post")["All 212 take"] == "reworded"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--wire", "nobody"], "--wire: must be the file or the id of one of the 3 articles, found 'nobody'"),
        (["--wire-outlet", "Nobody"], "must be the outlet of exactly one article"),
        (["--event", "fire"], "--event: must be one of ferry, found 'fire'"),
        (["-o", "out.txt"], "must be one of .html, .htm, .json, .csv"),
    ],
)
def test_what_cannot_be_done_is_said_with_place_rule_and_value(
    folder: Path, arguments: list[str], said: str
) -> None:
    done = run(folder, *arguments)
    assert done.exit_code
    assert said in str(done.exception)


def test_several_events_are_not_one(folder: Path) -> None:
    with (folder / "manifest.jsonl").open("a", encoding="utf-8") as manifest:
        manifest.write(json.dumps({"file": "other.txt", "outlet": "Other", "event": "fire"}) + "\n")
    (folder / "other.txt").write_text("A barn burned down on Sunday. Nobody was hurt.\n", encoding="utf-8")
    assert "choose one with --event, found 2: ferry, fire" in str(run(folder).exception)
    assert run(folder, "--event", "ferry").exit_code == 0


def test_two_wires_at_once_are_wrong_usage_and_one_article_is_no_comparison(folder: Path) -> None:
    assert run(folder, "--wire", "post", "--core").exit_code == 2
    assert "needs two articles" in str(run(folder / "post.txt").exception)


def test_of_two_articles_of_wires_one_must_be_named(folder: Path) -> None:
    manifest = (folder / "manifest.jsonl").read_text(encoding="utf-8")
    (folder / "manifest.jsonl").write_text(manifest.replace('"role": "outlet"', '"role": "wire"', 1))
    assert "name it with --wire, or compare with what most tell (--core), found post, wire" in str(
        run(folder).exception
    )
    assert run(folder, "--wire", "wire").exit_code == 0
    assert run(folder, "--core").exit_code == 0


def test_an_output_is_never_an_input(folder: Path) -> None:
    page = folder / "page.html"
    page.write_text(f"<html><body><p>{POST}</p></body></html>", encoding="utf-8")
    assert "must not be one of the inputs" in str(run(folder, "-o", page).exception)
