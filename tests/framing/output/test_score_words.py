"""Words, devices and embeddings in the scores table: written, read back, and absent in older files."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from framing.errors import InputError, OutputError
from framing.output import ScoreWriter, read_scores
from framing.output.columns import NESTED
from framing.output.score_columns import EMBEDDING, SCORE_COLUMNS, score_columns
from framing.types import AnnotatedArticle, DeviceSpan, Signature, Span, Unit, Voice

Build = Callable[..., AnnotatedArticle]
DEVICES = ("labelling", "loaded_wording")
ENDINGS = [".parquet", ".csv", ".csv.gz", ".jsonl", ".jsonl.gz"]
NOTHING = pa.schema([])
NEW = [c.name for c in SCORE_COLUMNS if c.type in NESTED]


def write(
    path: Path,
    articles: list[AnnotatedArticle],
    signature: Signature,
    devices: tuple[str, ...] = DEVICES,
    extra: pa.Schema = NOTHING,
    embedding: int | None = None,
) -> Path:
    unit = articles[0].article.unit
    with ScoreWriter(path, unit, extra, signature, devices, embedding) as writer:
        for article in articles:
            writer.write(article)
    return path


@pytest.fixture
def scores(tmp_path: Path, told: Build, signature: Signature) -> Path:
    return write(tmp_path / "scores.parquet", [told()], signature)


def test_words_and_devices_of_a_row(scores: Path) -> None:
    rows = pq.read_table(scores).to_pylist()
    flagged = rows[1]
    carried = ["shameful walkout", "held the whole coast to ransom"]
    assert [one["words"] for one in flagged["rationale"]] == carried
    assert all(flagged["text"][one["start"] : one["end"]] == one["words"] for one in flagged["rationale"])
    assert [one["words"] for one in flagged["charged_rationale"]] == carried[:1]
    assert flagged["devices"][0] == {"device": "labelling", "start": None, "end": None, "words": None}
    assert [(one["device"], one["words"]) for one in flagged["devices"][1:]] == [
        ("loaded_wording", w) for w in carried
    ]
    assert (flagged["device_labelling"], flagged["device_labelling_label"]) == (0.75, 1)
    assert (rows[0]["device_labelling"], rows[0]["device_labelling_label"]) == (0.25, 0)
    assert (rows[0]["rationale"], rows[0]["devices"]) == ([], [])


def test_without_a_label_there_is_no_device_and_without_a_score_nothing(scores: Path) -> None:
    _, _, unsure, _, _, promotion = pq.read_table(scores).to_pylist()
    assert (unsure["editorial"], unsure["editorial_label"]) == (0.21, None)
    assert (unsure["device_labelling"], unsure["device_labelling_label"]) == (0.25, None)
    assert (unsure["rationale"], unsure["devices"]) == ([], None)
    assert {promotion[name] for name in [*NEW, "device_labelling", "device_labelling_label"]} == {None}


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_format_gives_back_the_same_words(
    tmp_path: Path, told: Build, scores: Path, signature: Signature, ending: str
) -> None:
    found = read_scores(write(tmp_path / f"s{ending}", [told()], signature))
    reference = pq.read_table(scores)
    assert found.to_pylist() == reference.to_pylist()
    assert found.schema.remove_metadata().equals(reference.schema.remove_metadata())
    assert found.column_names == [c.name for c in score_columns(DEVICES)]


def test_csv_holds_the_words_as_json(tmp_path: Path, told: Build, signature: Signature) -> None:
    path = write(tmp_path / "s.csv", [told()], signature)
    with path.open(newline="", encoding="utf-8") as file:
        row = list(csv.DictReader(file))[4]
    assert [one["words"] for one in json.loads(row["charged_rationale"])] == ["robbed"]
    assert row["devices"] == "[]"


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".jsonl"])
@pytest.mark.parametrize(
    "picked", [["device_labelling", "rationale"], ["device_labelling_label"], ["devices"]]
)
def test_a_column_alone_has_its_type(
    tmp_path: Path, told: Build, scores: Path, signature: Signature, ending: str, picked: list[str]
) -> None:
    found = read_scores(write(tmp_path / f"s{ending}", [told()], signature), picked)
    assert found.equals(pq.read_table(scores, columns=picked).select(picked).replace_schema_metadata())


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".jsonl"])
def test_a_file_without_them_is_read_as_before(
    tmp_path: Path, told: Build, signature: Signature, ending: str
) -> None:
    """Older files end with the labels; what a researcher called `rationale` in them is the researcher's."""
    extra = pa.schema([("note", pa.string()), ("device_type", pa.string())])
    article = told(extra={"note": "see [the] codebook", "device_type": "mobile"})
    table = pq.read_table(write(tmp_path / "new.parquet", [article], signature, (), extra)).drop_columns(NEW)
    table = table.rename_columns(["rationale" if n == "note" else n for n in table.column_names])
    old = tmp_path / f"old{ending}"
    if ending == ".parquet":
        pq.write_table(table, old)
    elif ending == ".jsonl":
        old.write_text("".join(json.dumps(row) + "\n" for row in table.to_pylist()), encoding="utf-8")
    else:
        pa.csv.write_csv(table, old)
    found = read_scores(old)
    assert found.to_pylist() == table.to_pylist()
    assert found.schema.field("start").type == pa.int32()
    assert (
        read_scores(old, ["editorial_label", "rationale"])["rationale"].to_pylist()
        == ["see [the] codebook"] * 6
    )
    with pytest.raises(InputError, match="scores need the column 'devices'"):
        read_scores(old, ["devices"])


def test_files_of_artefacts_with_other_devices(tmp_path: Path, told: Build, signature: Signature) -> None:
    article = told()
    other = replace(
        article.sentences[1],
        prediction=replace(article.sentences[1].prediction, devices={"appeal_to_fear": 0.5}),
        devices=(DeviceSpan("appeal_to_fear", Span(4, 12)),),
    )
    path = write(tmp_path / "s.csv", [replace(article, sentences=(other,))], signature, ("appeal_to_fear",))
    (row,) = read_scores(path).to_pylist()
    assert (row["device_appeal_to_fear"], row["device_appeal_to_fear_label"]) == (0.5, 1)
    assert row["devices"][0]["words"] == "shameful"
    assert "device_labelling" not in row


def test_names_that_are_taken_get_the_prefix_and_are_found(
    tmp_path: Path, ready_split: Build, told: Build, signature: Signature
) -> None:
    extra = pa.schema([("rationale", pa.string()), ("device_labelling", pa.string())])
    row = replace(ready_split(rationale="because", device_labelling="phone"), sentences=told().sentences[1:2])
    path = write(tmp_path / "s.csv", [row], signature, extra=extra)
    (found,) = read_scores(path).to_pylist()
    assert (found["rationale"], found["device_labelling"]) == ("because", "phone")
    (ours,) = read_scores(path, ["rationale", "device_labelling", "device_labelling_label"]).to_pylist()
    assert (ours["rationale"][0]["words"], ours["device_labelling"]) == ("shameful walkout", 0.75)
    assert ours["device_labelling_label"] == 1


def test_what_another_program_made_of_the_words_is_refused_by_name(tmp_path: Path) -> None:
    line = "editorial,charged_rationale\n0.5,{'start': 1}\n"
    (tmp_path / "s.csv").write_text(line)
    assert read_scores(tmp_path / "s.csv", ["editorial"]).to_pylist() == [{"editorial": 0.5}]
    with pytest.raises(InputError, match="column 'charged_rationale' must be of type list"):
        read_scores(tmp_path / "s.csv")


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".jsonl"])
def test_half_a_character_among_the_words(
    tmp_path: Path, build: Build, signature: Signature, ending: str
) -> None:
    article = build([("Half \ud83d face.", Voice.OUTLET, 0.9, 0.9)])
    (half,) = article.sentences
    half = replace(half, prediction=replace(half.prediction, rationale=(Span(0, 11),)))
    path = write(tmp_path / f"s{ending}", [replace(article, sentences=(half,))], signature, ())
    assert read_scores(path)["rationale"][0].as_py()[0]["words"] == "Half \ufffd face"


def embedded(article: AnnotatedArticle) -> AnnotatedArticle:
    vectors = [None if s.prediction.editorial is None else (0.6, 0.8) for s in article.sentences]
    sentences = [
        replace(s, prediction=replace(s.prediction, embedding=vector))
        for s, vector in zip(article.sentences, vectors, strict=True)
    ]
    return replace(article, sentences=tuple(sentences))


@pytest.mark.parametrize("ending", [".parquet", ".jsonl", ".jsonl.gz"])
def test_embeddings_are_vectors_of_one_size(
    tmp_path: Path, told: Build, signature: Signature, ending: str
) -> None:
    path = write(tmp_path / f"s{ending}", [embedded(told())], signature, embedding=2)
    found = read_scores(path)[EMBEDDING].to_pylist()
    assert [vector is None for vector in found] == [False] * 5 + [True]
    assert found[0] == pytest.approx([0.6, 0.8])
    if ending == ".parquet":
        assert pq.read_schema(path).field(EMBEDDING).type == pa.list_(pa.float32(), 2)


@pytest.mark.parametrize("ending", [".csv", ".csv.gz"])
def test_embeddings_do_not_go_into_csv(tmp_path: Path, signature: Signature, ending: str) -> None:
    with (
        pytest.raises(OutputError, match=r"ending must be one of \.parquet, \.jsonl\.gz, \.jsonl"),
        ScoreWriter(tmp_path / f"s{ending}", Unit.ARTICLE, NOTHING, signature, DEVICES, 2),
    ):
        pytest.fail("entered")
    assert list(tmp_path.iterdir()) == []
