"""Judging, skipping and undoing without a web server: what is on the disk, and what two windows do to each other."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from framing.errors import InputError, OutputError
from framing.labels import LabelStore, read_all, read_labels
from framing.types import Annotation, DeviceSpan, Span, Voice
from framing.web.label_files import LabelFiles
from framing.web.labelling import service
from framing.web.labelling.judgement import checked_questions
from framing.web.labelling.queue import Queue, read_queue
from framing.web.labelling.service import Labelling, OtherWindowError, Plan

SENTENCES = (
    "The ferry left two hours late.",
    "In a shameful surrender, the board closed the school.",
    "“We had hoped for more time,” the shepherd said.",
    "Photo: the pier at low tide.",
)
NEUTRAL: dict[str, Any] = {"voice": "outlet", "editorial": 0, "devices": [], "charged": 0}
FRAMED: dict[str, Any] = {
    "voice": "outlet", "editorial": 1, "charged": 1,
    "devices": [{"device": "loaded_wording", "start": 5, "end": 23}],
}  # fmt: skip


@pytest.fixture
def queue(tmp_path: Path) -> Queue:
    rows = [
        {"id": f"s{i}", "article": f"a{i}", "outlet": "Sund Post", "start": 10, "end": 10 + len(text), "text": text,
         "chosen_by": "articles-then-sentences", "design": "d1", "score": 0.5, "blind": False}
        for i, text in enumerate(SENTENCES)
    ]  # fmt: skip
    path = tmp_path / "queue.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return read_queue(path)


@pytest.fixture
def files(tmp_path: Path) -> Iterator[LabelFiles]:
    files = LabelFiles(tmp_path / "labels")
    yield files
    files.close()


@pytest.fixture
def labelling(queue: Queue, files: LabelFiles) -> Labelling:
    return Labelling(queue, files.folder, files.append)


def rows(labelling: Labelling, who: str = "anna") -> list[Annotation]:
    return list(read_all(labelling.folder / f"{who}.jsonl"))


def key(labelling: Labelling, place: int) -> str:
    return labelling.queue.items[place].key


def text(turn: service.Turn) -> str:
    assert turn.item is not None
    return turn.item.text


def test_a_judgement_is_a_whole_row_of_the_store(labelling: Labelling) -> None:
    labelling.judge("anna", key(labelling, 0), 0, NEUTRAL)
    turn = labelling.judge("anna", key(labelling, 1), 0, FRAMED | {"confidence": 2, "note": "heat"})
    assert (text(turn), turn.judged, turn.left) == (SENTENCES[2], 2, 2)
    first, second = rows(labelling)
    assert (first.voice, first.editorial, first.charged, first.devices) == (Voice.OUTLET, 0, 0, ())
    assert (first.id, first.article, first.design, first.chosen_by) == (
        "s0", "a0", "d1", "articles-then-sentences",
    )  # fmt: skip
    assert second.devices == (DeviceSpan("loaded_wording", Span(5, 23)),)
    assert (second.confidence, second.note, second.text) == (2, "heat", SENTENCES[1])


def test_labels_are_blind_though_the_sample_has_scores_unless_they_are_shown(
    queue: Queue, files: LabelFiles
) -> None:
    Labelling(queue, files.folder, files.append).judge("anna", queue.items[0].key, 0, NEUTRAL)
    shown = Labelling(queue, files.folder, files.append, Plan(show=True))
    shown.judge("ben", queue.items[0].key, 0, NEUTRAL)
    assert {one.annotator: one.blind for one in read_all(files.folder)} == {"anna": True, "ben": False}


def test_a_restart_goes_on_where_everybody_was(labelling: Labelling, queue: Queue, files: LabelFiles) -> None:
    labelling.judge("anna", key(labelling, 0), 0, NEUTRAL)
    labelling.skip("anna", key(labelling, 1), 0, "no context")
    labelling.judge("ben", key(labelling, 0), 0, NEUTRAL)
    files.close()
    after = Labelling(queue, files.folder, files.append)
    turn = after.turn("anna")
    assert (text(turn), turn.judged, turn.skipped) == (SENTENCES[2], 1, 1)
    assert turn.undo == (key(after, 1), 1)
    assert [(one.annotator, one.judged, one.skipped) for one in after.standings()] == [
        ("anna", 1, 1), ("ben", 1, 0),
    ]  # fmt: skip


def test_undo_appends_a_row_and_brings_the_sentence_back_with_its_answers(labelling: Labelling) -> None:
    labelling.judge("anna", key(labelling, 0), 0, NEUTRAL)
    turn = labelling.judge("anna", key(labelling, 1), 0, FRAMED)
    assert turn.undo is not None
    turn = labelling.undo("anna", *turn.undo)
    assert text(turn) == SENTENCES[1]
    assert turn.word.taken_back is not None
    assert turn.word.taken_back.editorial == 1
    assert (turn.judged, turn.undo) == (1, (key(labelling, 0), 1))
    assert text(labelling.turn("anna")) == SENTENCES[1]  # also after a reload
    assert len(rows(labelling)) == 3
    assert [one.sentence for one in read_labels(labelling.folder)] == ["s0"]
    labelling.judge("anna", key(labelling, 1), turn.word.revisions, NEUTRAL)
    assert {one.sentence: one.editorial for one in read_labels(labelling.folder)} == {"s0": 0, "s1": 0}


def test_undo_goes_back_through_everything(labelling: Labelling) -> None:
    turn = labelling.turn("anna")
    for place in range(3):
        turn = labelling.judge("anna", key(labelling, place), 0, NEUTRAL)
    for place in (2, 1, 0):
        assert turn.undo is not None
        turn = labelling.undo("anna", *turn.undo)
        assert text(turn) == SENTENCES[place]
    assert (turn.judged, turn.undo) == (0, None)
    assert read_labels(labelling.folder) == []


def test_a_skipped_sentence_is_no_label_and_can_be_judged_later(labelling: Labelling) -> None:
    labelling.skip("anna", key(labelling, 0), 0)
    turn = labelling.skip("anna", key(labelling, 2), 0, "who is speaking?")
    assert text(turn) == SENTENCES[1]
    assert read_labels(labelling.folder) == []
    assert [row.note for row in rows(labelling)] == ["skipped", "skipped: who is speaking?"]
    again = labelling.skipped("anna")
    assert text(again) == SENTENCES[0]
    assert text(labelling.skipped("anna", key(labelling, 0))) == SENTENCES[2]
    labelling.judge("anna", key(labelling, 0), again.word.revisions, NEUTRAL)
    assert labelling.turn("anna").skipped == 1
    assert labelling.skipped("anna", key(labelling, 2)).item is None


def test_the_end_is_an_empty_turn(labelling: Labelling) -> None:
    turn = labelling.turn("anna")
    while turn.item:
        turn = labelling.judge("anna", turn.item.key, 0, NEUTRAL)
    assert (turn.judged, turn.left) == (4, 0)


def test_the_same_judgement_again_is_one_row(labelling: Labelling) -> None:
    # The answer was lost on the way, and the browser asks again.
    first = labelling.judge("anna", key(labelling, 0), 0, NEUTRAL)
    assert labelling.judge("anna", key(labelling, 0), 0, NEUTRAL) == first
    assert first.undo is not None
    taken = labelling.undo("anna", *first.undo)
    assert labelling.undo("anna", *first.undo) == taken
    assert len(rows(labelling)) == 2


def test_another_answer_out_of_another_window_is_told_and_not_kept(labelling: Labelling) -> None:
    stale = labelling.turn("anna")
    assert stale.item is not None
    labelling.judge("anna", stale.item.key, 0, NEUTRAL)
    with pytest.raises(OtherWindowError):
        labelling.judge("anna", stale.item.key, 0, FRAMED | {"devices": [{"device": "labelling"}]})
    with pytest.raises(OtherWindowError):
        labelling.skip("anna", stale.item.key, 0)
    labelling.judge("anna", key(labelling, 1), 0, NEUTRAL)
    with pytest.raises(OtherWindowError):
        labelling.undo("anna", stale.item.key, 1)  # no longer the last
    assert [row.editorial for row in rows(labelling)] == [0, 0]


def test_two_windows_at_the_same_moment_leave_one_row(labelling: Labelling) -> None:
    barrier, outcomes = threading.Barrier(8), []

    def window(answer: dict[str, Any]) -> None:
        barrier.wait()
        try:
            labelling.judge("anna", key(labelling, 0), 0, answer)
            outcomes.append("kept")
        except OtherWindowError:
            outcomes.append("told")

    answers = [NEUTRAL | {"charged": i % 2} for i in range(8)]
    windows = [threading.Thread(target=window, args=(answer,)) for answer in answers]
    for one in windows:
        one.start()
    for one in windows:
        one.join()
    assert sorted(outcomes) == ["kept"] * 4 + ["told"] * 4
    assert len(rows(labelling)) == 1


def test_what_the_disk_did_not_take_is_not_counted(queue: Queue, tmp_path: Path) -> None:
    full, folder = True, tmp_path / "labels"

    def append(row: Annotation) -> None:
        if full:
            raise OutputError("labels", "labels must be written to the disk", "No space left on device")
        with LabelStore(folder, row.annotator) as store:
            store.append(row)

    labelling = Labelling(queue, folder, append)
    with pytest.raises(OutputError):
        labelling.judge("anna", key(labelling, 0), 0, NEUTRAL)
    turn = labelling.turn("anna")
    assert (text(turn), turn.judged, turn.word.revisions) == (SENTENCES[0], 0, 0)
    full = False
    assert labelling.judge("anna", key(labelling, 0), 0, NEUTRAL).judged == 1


def test_a_clock_that_was_set_back_does_not_undo_an_undo(
    labelling: Labelling, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn = labelling.judge("anna", key(labelling, 0), 0, NEUTRAL)
    assert turn.undo is not None
    monkeypatch.setattr(service, "utc", lambda _: "2001-01-01T00:00:00Z")
    labelling.undo("anna", *turn.undo)
    assert read_labels(labelling.folder) == []


def test_each_sentence_by_a_number_of_people(queue: Queue, files: LabelFiles) -> None:
    labelling = Labelling(queue, files.folder, files.append, Plan(each=1))
    assert text(labelling.turn("anna")) != text(labelling.turn("ben"))
    assert labelling.judge("anna", queue.items[0].key, 0, NEUTRAL).left == 3


def test_only_what_is_asked_is_answered(queue: Queue, files: LabelFiles) -> None:
    labelling = Labelling(queue, files.folder, files.append, Plan(asked=("editorial",)))
    labelling.judge("anna", queue.items[0].key, 0, {"editorial": 1})
    with pytest.raises(InputError, match="'charged' is not asked"):
        labelling.judge("anna", queue.items[1].key, 0, {"editorial": 1, "charged": 0})
    (row,) = rows(labelling)
    assert (row.editorial, row.voice, row.charged, row.devices) == (1, None, None, None)


@pytest.mark.parametrize(
    ("answers", "rule"),
    [
        (NEUTRAL | {"voice": None}, "'voice' is asked"),
        (NEUTRAL | {"voice": "crowd"}, "'voice' must be one of"),
        (NEUTRAL | {"editorial": 2}, "'editorial' must be one of"),
        (NEUTRAL | {"editorial": 1}, "editorial, and no device"),
        (FRAMED | {"editorial": 0}, "a device, and not editorial"),
        (FRAMED | {"charged": 0}, "loaded_wording, and not charged"),
        (FRAMED | {"voice": "non_content"}, "furniture is neither"),
        (FRAMED | {"devices": [{"device": "spin"}]}, "a device is one of"),
        (FRAMED | {"devices": [{"device": "labelling", "start": 3, "end": 90}]}, "inside the sentence"),
        (FRAMED | {"devices": [{"device": "labelling"}] * 2}, "twice"),
        (NEUTRAL | {"confidence": 4}, "'confidence' must be"),
        (NEUTRAL | {"note": "x" * 2001}, "2000 characters"),
    ],
)
def test_an_answer_that_breaks_a_rule_is_refused(
    labelling: Labelling, answers: dict[str, Any], rule: str
) -> None:
    with pytest.raises(InputError, match=rule):
        labelling.judge("anna", key(labelling, 1), 0, answers)
    assert not (labelling.folder / "anna.jsonl").exists()


@pytest.mark.parametrize("name", ["", "a b", "../anna", ".anna", "a" * 65, "a/b"])
def test_a_name_that_cannot_be_a_files_is_refused(labelling: Labelling, name: str) -> None:
    with pytest.raises(InputError, match="a name is of letters"):
        labelling.turn(name)


def test_names_that_differ_in_case_are_one_person(labelling: Labelling) -> None:
    labelling.judge("Anna", key(labelling, 0), 0, NEUTRAL)
    with pytest.raises(InputError, match="as before: Anna"):
        labelling.turn("anna")


@pytest.mark.parametrize("names", [["mood"], [], ["devices"]])
def test_questions_are_those_of_the_codebook(names: list[str]) -> None:
    with pytest.raises(InputError, match="--ask"):
        checked_questions(names)
    assert checked_questions(["charged", "voice"]) == ("voice", "charged")
