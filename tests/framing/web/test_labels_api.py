"""A correction on the Read screen is a label in the store: whole, attributed, and not blind."""

from __future__ import annotations

import json
import threading

import pytest
from fastapi.testclient import TestClient

from framing.labels import LabelStore, read_all, read_labels
from framing.types import Annotation, Voice
from framing.web import Settings

GIVEN = {
    "annotator": "Anna Berg",
    "article": "tolls-1",
    "article_hash": "0123456789abcdef",
    "start": 70,
    "text": "It was a surrender 🚢.",
    "outlet": "Sund Post",
    "editorial": 1,
}


def test_a_correction_is_in_the_store_when_the_answer_comes(client: TestClient, settings: Settings) -> None:
    answer = client.post("/api/v1/labels/corrections", json=GIVEN)
    assert answer.status_code == 201
    assert answer.json()["annotator"] == "Anna_Berg"
    (label,) = read_labels(settings.labels)
    assert (label.annotator, label.editorial, label.blind) == ("Anna_Berg", 1, False)
    assert (label.start, label.end) == (70, 70 + len(GIVEN["text"]))
    assert (label.text, label.outlet, label.time) == (GIVEN["text"], "Sund Post", answer.json()["time"])
    assert label.voice is None
    assert label.devices is None


def test_the_last_word_counts_and_the_first_is_kept(client: TestClient, settings: Settings) -> None:
    for editorial in (1, 0):
        client.post("/api/v1/labels/corrections", json=GIVEN | {"editorial": editorial})
    assert [label.editorial for label in read_labels(settings.labels)] == [0]
    assert len(list(read_all(settings.labels))) == 2


@pytest.mark.parametrize(
    "change",
    [{"annotator": ""}, {"editorial": 2}, {"editorial": "yes"}, {"start": -1}, {"text": ""}, {"article_hash": "x"},
     {"voice": "wire"}, {"annotator": None}, {"editorial": None}],
)  # fmt: skip
def test_a_correction_that_breaks_the_form_is_refused(
    client: TestClient, settings: Settings, change: dict[str, object]
) -> None:
    answer = client.post("/api/v1/labels/corrections", json=GIVEN | change)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["place"].startswith("body")
    assert not settings.labels.exists()


def test_what_a_correction_does_not_answer_stays_as_it_was(client: TestClient, settings: Settings) -> None:
    for answers in ({"editorial": 1, "charged": 1}, {"editorial": None, "voice": "mixed"}):
        assert client.post("/api/v1/labels/corrections", json=GIVEN | answers).status_code == 201
    (label,) = read_labels(settings.labels)
    assert (label.voice, label.editorial, label.charged, label.blind) == ("mixed", 1, 1, False)


def test_a_label_given_blind_is_not_corrected_in_sight_of_the_score(
    client: TestClient, settings: Settings
) -> None:
    blind = Annotation(
        "Anna_Berg", "2026-01-05T10:00:00Z", "1", "tolls-1", "0123456789abcdef", 70, 70 + len(GIVEN["text"]),
        Voice.OUTLET, 0, 0, (), text=GIVEN["text"],
    )  # fmt: skip
    with LabelStore(settings.labels, "Anna_Berg") as store:
        store.append(blind)
    answer = client.post("/api/v1/labels/corrections", json=GIVEN)
    assert answer.status_code == 422
    assert "without sight of the score" in answer.json()["detail"][0]["rule"]
    assert read_labels(settings.labels) == [blind]


@pytest.mark.parametrize("name", ["李明", "Anna Müller", "Ольга"])
def test_letters_that_would_be_lost_are_refused(client: TestClient, settings: Settings, name: str) -> None:
    answer = client.post("/api/v1/labels/corrections", json=GIVEN | {"annotator": name})
    assert (answer.status_code, answer.json()["detail"][0]["place"]) == (422, "body.annotator")
    assert not settings.labels.exists()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a/b", "..", ".hidden", "a\nb", "CON:", "<b>Anna</b>", "\x00"]
)
def test_a_name_never_leaves_the_folder(client: TestClient, settings: Settings, name: str) -> None:
    assert client.post("/api/v1/labels/corrections", json=GIVEN | {"annotator": name}).status_code == 201
    (file,) = settings.labels.iterdir()
    assert file.parent == settings.labels
    assert json.loads(file.read_text("utf-8"))["annotator"] == file.stem


def test_two_tabs_of_one_annotator_lose_nothing(client: TestClient, settings: Settings) -> None:
    def correct(first: int) -> None:
        for start in range(first, first + 20):
            client.post("/api/v1/labels/corrections", json=GIVEN | {"start": start})

    tabs = [threading.Thread(target=correct, args=(first,)) for first in (0, 100)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert {label.start for label in read_labels(settings.labels)} == {*range(20), *range(100, 120)}


def test_a_disk_that_does_not_take_it_is_told(client: TestClient, settings: Settings) -> None:
    settings.labels.write_text("a file where the folder should be", encoding="utf-8")
    answer = client.post("/api/v1/labels/corrections", json=GIVEN)
    assert answer.status_code == 507
    assert str(settings.labels) in answer.json()["detail"][0]["place"]
