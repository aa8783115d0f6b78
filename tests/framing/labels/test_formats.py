"""What other tools write is read as they mean it: their units of offsets, their ways to say nothing."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from framing.errors import InputError
from framing.labels.formats import find, read
from framing.labels.offsets import Utf16, located
from framing.labels.tasks import Origin, grouped
from framing.types import Annotation, DeviceSpan, Span, Voice

Make = Callable[..., Annotation]
# An emoji of two UTF-16 units, one of several characters, and a combining accent stand before the marked word.
TEXT = "😄 The 👨‍👩‍👧 cafe\u0301 levy is a racket."
WORD = Span(TEXT.index("racket"), TEXT.index("racket") + 6)
UNITS = Utf16(TEXT).to_units(WORD)
TASK = {
    "article": "levy__flash",
    "id": "f00d",
    "start": 10,
    "end": 10 + len(TEXT),
    "design": "d1",
    "outlet": "Evening Flash",
}


def imported(name: str, path: Path, **origin: Any) -> tuple[list[Annotation], list[str], int]:
    refused: list[str] = []
    unanswered = 0

    def refuse(place: str, error: InputError | None) -> None:
        nonlocal unanswered
        if error is None:
            unanswered += 1
        else:
            refused.append(str(error))

    labels = list(read(find(name), path, Origin(time="2025-05-05T05:05:05Z", **origin), refuse))
    return labels, refused, unanswered


def write(path: Path, *rows: Any, lines: bool = True) -> Path:
    path.write_text("\n".join(map(json.dumps, rows)) if lines else json.dumps(list(rows)), encoding="utf-8")
    return path


def test_the_units_differ_where_the_test_needs_them_to() -> None:
    assert UNITS != WORD
    assert TEXT[WORD.start : WORD.end] == "racket"


def studio(span: Span, **changes: Any) -> dict[str, Any]:
    region = {"start": span.start, "end": span.end, "text": "racket", "labels": ["labelling"]}
    annotation = {
        "id": 7, "completed_by": 3, "was_cancelled": False, "updated_at": "2025-03-02T10:00:00.123456+01:00",
        "result": [
            {"id": "a", "from_name": "devices", "to_name": "text", "type": "labels", "value": region},
            {"id": "b", "from_name": "editorial", "to_name": "text", "type": "choices", "value": {"choices": ["yes"]}},
            {"id": "c", "from_name": "voice", "to_name": "text", "type": "choices", "value": {"choices": ["outlet"]}},
            {"id": "d", "from_name": "note", "to_name": "text", "type": "textarea", "value": {"text": ["hm", "so"]}},
        ],
    }  # fmt: skip
    return {"id": 1, "data": {"text": TEXT, "framing": TASK}, "annotations": [annotation | changes]}


@pytest.mark.parametrize("span", [WORD, UNITS], ids=["code points", "UTF-16 units, as old releases"])
def test_label_studio_is_read_whichever_unit_it_counted_in(span: Span, tmp_path: Path) -> None:
    ((one,), refused, _) = imported(
        "label-studio", write(tmp_path / "export.json", studio(span), lines=False)
    )
    assert not refused
    assert one.devices == (DeviceSpan("labelling", WORD),)
    assert (one.annotator, one.time, one.id, one.design) == ("user3", "2025-03-02T09:00:00Z", "f00d", "d1")
    assert (one.editorial, one.charged, one.voice, one.note) == (1, None, Voice.OUTLET, "hm\nso")


def test_label_studio_knows_who_and_what_was_on_screen(tmp_path: Path) -> None:
    named = studio(WORD, completed_by={"id": 3, "email": "anna@post.example"})
    suggested = studio(WORD) | {"predictions": [{"result": []}]}
    skipped = studio(WORD, was_cancelled=True)
    path = write(tmp_path / "export.json", named, suggested, skipped, lines=False)
    ((first, second), refused, unanswered) = imported("label-studio", path)
    assert (first.annotator, first.blind, second.blind) == ("anna@post.example", True, False)
    assert (refused, unanswered) == ([], 1)
    ((third, _), _, _) = imported("label-studio", path, annotator="ben")
    assert third.annotator == "ben"


def test_a_bad_task_is_refused_with_its_place_and_the_others_are_read(tmp_path: Path) -> None:
    beyond = studio(Span(len(TEXT) - 1, len(TEXT) + 9))
    minimal = {"text": TEXT, "editorial": "yes"}
    odd = studio(WORD) | {"annotations": [{"result": "none"}]}
    path = write(tmp_path / "export.json", beyond, minimal, odd, studio(WORD), lines=False)
    (labels, refused, _) = imported("label-studio", path)
    assert len(labels) == 1
    assert f"{path}: task 1: a span must lie inside its text" in refused[0]
    assert "JSON-MIN" in refused[1]
    assert "task 3: a row must be as Label Studio writes it" in refused[2]


def test_label_studio_suggestions_are_predictions_and_come_with_an_interface(label: Make) -> None:
    form = find("label-studio")
    assert form.render is not None
    out = form.render(grouped([label()]), True)
    (task,) = json.loads(out[""])
    assert task["predictions"][0]["model_version"] == "anna"
    assert "annotations" not in task
    import xml.etree.ElementTree as tree

    names = {
        element.get("name") for element in tree.fromstring(out["config.xml"]).iter() if element.get("name")
    }
    used = {result["from_name"] for result in task["predictions"][0]["result"]}
    assert used <= names


@pytest.mark.parametrize(
    "marks",
    [
        {"cats": ["editorial:yes"], "entities": [[*UNITS, "labelling"]]},
        {"cats": ["editorial:yes"], "entities": [{"id": 4, "label": "labelling", "start_offset": UNITS.start, "end_offset": UNITS.end}]},
        {"label": [[*UNITS, "labelling"]]},
    ],
    ids=["both", "with relations", "sequence labelling"],
)  # fmt: skip
def test_doccano_counts_utf16_units(marks: dict[str, Any], tmp_path: Path) -> None:
    row = {"id": 12, "text": TEXT, "Comments": ["close"], "framing": {"task": TASK}} | marks
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("anna.jsonl", json.dumps(row))
    ((one,), refused, _) = imported("doccano", tmp_path / "export.zip")
    assert not refused
    assert one.devices == (DeviceSpan("labelling", WORD),)
    assert (one.annotator, one.note, one.id) == ("anna", "close", "f00d")


def test_doccano_categories_and_what_is_none_of_ours(tmp_path: Path) -> None:
    rows = [
        {
            "text": TEXT,
            "label": ["editorial:no", "charged:yes", "voice:mixed", "confidence:2", "device:vague_source"],
        },
        {"text": TEXT, "label": ["sport"]},
        {"text": TEXT, "label": ["editorial:yes", "editorial:no"]},
        {"text": TEXT, "label": []},
    ]
    (labels, refused, unanswered) = imported("doccano", write(tmp_path / "ben.jsonl", *rows))
    (one,) = labels
    assert (one.editorial, one.charged, one.voice, one.confidence) == (0, 1, Voice.MIXED, 2)
    assert one.devices == (DeviceSpan("vague_source"),)
    assert "ben.jsonl:2: a category must be one of" in refused[0]
    assert "'editorial' must have one answer" in refused[1]
    assert unanswered == 1


def test_doccano_is_written_so_that_it_cannot_guess_another_encoding_and_drops_no_mark(
    label: Make, tmp_path: Path
) -> None:
    form = find("doccano")
    assert form.render is not None
    spans = (Span(0, 5), Span(3, 9), WORD)
    one = label(text=TEXT, devices=tuple(DeviceSpan("labelling", span) for span in spans))
    data = form.render(grouped([one]), False)[""]
    assert data.isascii()
    assert [mark[:2] for mark in json.loads(data)["entities"]] == [[0, 6], [*UNITS]]
    (tmp_path / "all.jsonl").write_bytes(data)
    ((again,), _, _) = imported("doccano", tmp_path / "all.jsonl")
    assert set(again.devices or ()) == set(one.devices or ())
    assert again.time == one.time


def test_prodigy_counts_code_points_and_its_verdicts_are_heeded(tmp_path: Path) -> None:
    span = {"start": WORD.start, "end": WORD.end, "token_start": 9, "token_end": 9, "label": "labelling"}
    base = {"text": TEXT, "_timestamp": 1741000000, "_annotator_id": "news-anna", "framing": {"task": TASK}}
    rows = [
        base | {"spans": [span], "accept": ["editorial:yes"], "answer": "accept"},
        base | {"label": "EDITORIAL", "answer": "reject"},
        base | {"spans": [span], "answer": "ignore"},
        base | {"spans": [span], "answer": "reject"},
    ]
    (labels, refused, unanswered) = imported("prodigy", write(tmp_path / "out.jsonl", *rows))
    assert not refused
    assert [one.editorial for one in labels] == [1, 0]
    assert labels[0].devices == (DeviceSpan("labelling", WORD),)
    assert (labels[0].annotator, labels[0].time) == ("news-anna", "2025-03-03T11:06:40Z")
    assert unanswered == 2


def test_prodigy_spans_end_with_tokens(label: Make) -> None:
    form = find("prodigy")
    assert form.render is not None
    text = "The well-known levy."
    one = label(text=text, devices=(DeviceSpan("labelling", Span(6, 12)),))
    row = json.loads(form.render(grouped([one]), False)[""])
    tokens = {token["id"]: token for token in row["tokens"]}
    (span,) = row["spans"]
    assert tokens[span["token_start"]]["start"] == 6
    assert tokens[span["token_end"]]["end"] == 12
    assert all(text[t["start"] : t["end"]] == t["text"] for t in row["tokens"])
    assert [t["ws"] for t in row["tokens"] if t["text"] == "The"] == [True]


def test_inceptions_documents_are_what_another_reader_of_the_format_takes_them_for(
    label: Make, tmp_path: Path
) -> None:
    cassis = pytest.importorskip("cassis", reason="dkpro-cassis reads and writes UIMA CAS JSON")
    form = find("inception")
    assert form.render is not None
    one = label(text=TEXT, start=0, end=len(TEXT), devices=(DeviceSpan("labelling", WORD),), note="why")
    ((name, data),) = form.render(grouped([one]), False).items()
    assert name.endswith("/anna.json")
    cas = cassis.load_cas_from_json(data.decode())
    (device,) = cas.select("webanno.custom.FramingDevice")
    (sentence,) = cas.select("webanno.custom.FramingSentence")
    assert (device.get_covered_text(), device.device) == ("racket", "labelling")
    assert (sentence.get_covered_text(), sentence.editorial, sentence.note) == (TEXT, "yes", "why")
    # And back, as that writer writes it after somebody has changed an answer.
    sentence.charged = "no"
    (tmp_path / "doc").mkdir()
    cas.to_json(tmp_path / "doc" / "ben.json")
    ((again,), refused, _) = imported("inception", tmp_path)
    assert not refused
    assert (again.charged, again.devices, again.text) == (0, one.devices, TEXT)


def test_inception_another_users_file_that_began_with_ones_answers_is_the_other_users(
    label: Make, tmp_path: Path
) -> None:
    form = find("inception")
    assert form.render is not None
    one = label(text=TEXT, devices=(DeviceSpan("labelling", WORD),))
    ((_, data),) = form.render(grouped([one]), False).items()
    for name in ("INITIAL_CAS", "anna", "ben"):
        (tmp_path / f"{name}.json").write_bytes(data)
    (labels, refused, _) = imported("inception", tmp_path)
    assert not refused
    assert [(x.annotator, x.time, x.blind) for x in labels] == [
        ("anna", one.time, True),
        ("ben", "2025-05-05T05:05:05Z", False),
    ]


def test_inception_marks_outside_a_sentence_are_refused(label: Make, tmp_path: Path) -> None:
    form = find("inception")
    assert form.render is not None
    ((_, data),) = form.render(
        grouped([label(text=TEXT, start=0, end=len(TEXT), devices=None)]), False
    ).items()
    cas = json.loads(data)
    for begin, end in ((0, 900), (3, 4)):
        cas["%FEATURE_STRUCTURES"].append(
            {"%TYPE": "webanno.custom.FramingDevice", "begin": begin, "end": end}
        )
    (tmp_path / "a.json").write_text(json.dumps(cas))
    (_, refused, _) = imported("inception", tmp_path / "a.json")
    assert "a mark must lie inside the document, found 0 to 900" in refused[0]


@pytest.mark.train
def test_datasets_loads_the_folder_and_what_it_saves_is_read(
    label: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    datasets = pytest.importorskip("datasets", reason="needs the train extra")
    form = find("datasets")
    assert form.render is not None
    labels = [label(), label(annotator="ben", devices=None, editorial=None, note="=1")]
    for name, data in form.render(grouped(labels), False).items():
        path = tmp_path / "out" / name
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
    loaded = datasets.load_dataset(str(tmp_path / "out"), cache_dir=str(tmp_path / "cache"))["train"]
    assert loaded["annotator"][:] == ["anna", "ben"]
    loaded.save_to_disk(str(tmp_path / "saved"))
    (back, refused, _) = imported("datasets", tmp_path / "saved")
    assert (back, refused) == (labels, [])


def test_the_design_beside_the_labels_is_no_label(label: Make, tmp_path: Path) -> None:
    form = find("jsonl")
    assert form.render is not None
    for name, data in form.render(grouped([label()]), False).items():
        (tmp_path / (name or "anna.jsonl")).write_bytes(data)
    (tmp_path / "sample.design.json").write_text(json.dumps({"format": 2, "sample": []}, indent=1))
    (found, refused, _) = imported("jsonl", tmp_path)
    assert (found, refused) == ([label()], [])


def test_a_table_from_a_spreadsheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "carla.csv"
    path.write_text(
        "\ufeffid;article;start;end;label;of;blind\r\nf00d;a;0.0;12.0;Yes;charged;FALSE\r\nf11d;a;13;20;;charged;\r\nf22d;a;13;20;maybe;;\r\n",
        encoding="utf-8",
    )
    ((one,), refused, unanswered) = imported("csv", path)
    assert (one.id, one.charged, one.editorial, one.annotator, one.blind) == ("f00d", 1, None, "carla", False)
    assert (one.start, one.end) == (0, 12)
    assert unanswered == 1
    assert "carla.csv:4: 'label' must be 0 or 1 (or empty), found 'maybe'" in refused[0]


def test_a_text_with_a_label_is_enough(tmp_path: Path) -> None:
    ((one,), _, _) = imported("jsonl", write(tmp_path / "my.jsonl", {"text": "It is a racket.", "label": 1}))
    assert (one.start, one.end, one.editorial, one.devices) == (0, 15, 1, None)
    ((other,), _, _) = imported("jsonl", tmp_path / "my.jsonl", question="charged")
    assert (other.charged, other.editorial) == (1, None)


@pytest.mark.parametrize(
    ("span", "stated", "found"),
    [
        (Span(2, 3), "b", Span(3, 4)),  # a browser took \r\n for one
        (Span(3, 4), "b", Span(3, 4)),
        (Span(1, 3), None, Span(1, 3)),
    ],
)
def test_line_breaks_of_two_characters(span: Span, stated: str | None, found: Span) -> None:
    assert located("a\r\nb", span, stated, "here", units=False) == found


def test_a_border_inside_a_pair_moves_outward() -> None:
    assert Utf16("a😄b").to_points(Span(2, 4)) == Span(1, 3)
    assert Utf16("a😄b").to_points(Span(0, 5)) is None


@pytest.mark.parametrize("name", ["label-studio", "inception", "jsonl", "doccano", "datasets", "csv"])
def test_a_file_of_something_else_is_an_error_with_its_place(name: str, tmp_path: Path) -> None:
    path = tmp_path / ("x" + (find(name).endings or (".json",))[0])
    path.write_bytes(b"\xff\xfe\x00no such thing")
    with pytest.raises(InputError, match=path.name):
        imported(name, path)
    with pytest.raises(InputError, match="gone"):
        imported(name, tmp_path / "gone")
