"""The labelling API and its pages over HTTP: the way a browser or a program uses them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from framing.labels import read_all
from framing.profiles.answers import read_answers
from framing.profiles.design import Design, Drawn
from framing.profiles.questions import question
from framing.web import Settings, create_app

HERE = "http://127.0.0.1:8000"
SENTENCES = (
    "The ferry left two hours late.",
    "In a shameful surrender, the board closed the school.",
    "“We had hoped for more time,” the shepherd said.",
)
NEUTRAL: dict[str, Any] = {"voice": "outlet", "editorial": 0, "devices": [], "charged": 0}
FRAMED: dict[str, Any] = NEUTRAL | {"editorial": 1, "devices": [{"device": "vague_source"}]}
ANNA = "/api/v1/labels/annotators/anna"


@pytest.fixture
def with_queue(tmp_path: Path) -> Settings:
    path = tmp_path / "to_label.jsonl"
    rows = [
        {"id": f"s{i}", "article": f"a{i % 2}", "outlet": "Sund Post", "start": 0, "end": len(text), "text": text,
         "chosen_by": "articles-then-sentences", "design": "d1", "score": 0.75, "before": "<b>Before.</b>"}
        for i, text in enumerate(SENTENCES)
    ]  # fmt: skip
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return Settings(labels=tmp_path / "labels", queue=path)


@pytest.fixture
def http(with_queue: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(with_queue), base_url=HERE) as client:
        yield client


def test_a_judgement_is_on_the_disk_when_it_is_answered(http: TestClient, with_queue: Settings) -> None:
    turn = http.get(f"{ANNA}/turn").json()
    assert turn["sentence"]["text"] == SENTENCES[0]
    after = http.post(f"{ANNA}/judgements", json={"key": turn["sentence"]["key"], "seen": 0, **FRAMED})
    assert after.status_code == 200
    assert after.json()["sentence"]["text"] == SENTENCES[1]
    (row,) = read_all(with_queue.labels)
    assert (row.annotator, row.id, row.editorial, row.codebook) == ("anna", "s0", 1, "1")


def test_the_screen_is_blind_to_outlet_article_and_score(http: TestClient) -> None:
    answer = http.get(f"{ANNA}/turn")
    assert answer.json()["sentence"]["outlet"] is None
    assert answer.json()["sentence"]["score"] is None
    assert not [hint for hint in ("Sund", "0.75", '"a0"', '"s0"') if hint in answer.text]


def test_outlet_and_score_are_shown_where_the_coordinator_says_so(with_queue: Settings) -> None:
    with TestClient(create_app(replace(with_queue, show=True)), base_url=HERE) as http:
        sentence = http.get(f"{ANNA}/turn").json()["sentence"]
    assert (sentence["outlet"], sentence["score"]) == ("Sund Post", 0.75)


def test_undo_and_skip_over_http(http: TestClient) -> None:
    key = http.get(f"{ANNA}/turn").json()["sentence"]["key"]
    judged = http.post(f"{ANNA}/judgements", json={"key": key, "seen": 0, **FRAMED}).json()
    undone = http.post(f"{ANNA}/undo", json=judged["undo"]).json()
    assert (undone["sentence"]["key"], undone["seen"], undone["answers"]["editorial"]) == (key, 2, 1)
    skipped = http.post(f"{ANNA}/skips", json={"key": key, "seen": 2, "note": "who speaks?"}).json()
    assert (skipped["skipped"], skipped["sentence"]["text"]) == (1, SENTENCES[1])
    assert http.get(f"{ANNA}/skipped").json()["answers"]["note"] == "skipped: who speaks?"


def test_what_was_taken_back_corrects_no_profile(http: TestClient, with_queue: Settings) -> None:
    for person in ("anna", "ben"):
        at = f"/api/v1/labels/annotators/{person}"
        key = http.get(f"{at}/turn").json()["sentence"]["key"]
        judged = http.post(f"{at}/judgements", json={"key": key, "seen": 0, **FRAMED}).json()
        http.post(f"{at}/judgements", json={"key": judged["sentence"]["key"], "seen": 0, **NEUTRAL})
    last = http.get(f"{ANNA}/turn").json()["undo"]
    http.post(f"{ANNA}/undo", json=last)
    drawn = tuple(Drawn(name, "a", 0, 0, 1.0) for name in ("s0", "s1"))
    design = Design("editorial", ("outlet",), 0, (), 1.0, True, (), drawn)
    found = read_answers(with_queue.labels, question("editorial", []), design)
    assert found.values == {"s0": 1, "s1": 0}  # of s1 only ben's answer stands
    http.post("/api/v1/labels/annotators/ben/undo", json=last)
    assert read_answers(with_queue.labels, question("editorial", []), design).values == {"s0": 1}


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"key": "none", "seen": 0, **NEUTRAL}, "sentence of the queue"),
        ({"seen": 0, **NEUTRAL}, "Field required"),
        ({"key": "KEY", "seen": -1, **NEUTRAL}, "greater than or equal"),
        ({"key": "KEY", "seen": 0, **NEUTRAL, "editorial": 1}, "editorial, and no device"),
        ({"key": "KEY", "seen": 0, **NEUTRAL, "editorial": "yes"}, "Input should be 0 or 1"),
        ({"key": "KEY", "seen": 0, **NEUTRAL, "note": "\ud800"}, "unicode"),
        ({"key": "KEY", "seen": 0, **NEUTRAL, "note": "x" * 2001}, "at most 2,000"),
        ({"key": "KEY", "seen": 0, **NEUTRAL, "mood": 1}, "not permitted"),
        ([], "valid dictionary"),
    ],
)
def test_bad_input_is_told_with_place_rule_and_value(
    http: TestClient, with_queue: Settings, body: Any, found: str
) -> None:
    if isinstance(body, dict) and body.get("key") == "KEY":
        body["key"] = http.get(f"{ANNA}/turn").json()["sentence"]["key"]
    # By hand: a client would not send half a surrogate pair.
    sent = {"content": json.dumps(body), "headers": {"content-type": "application/json"}}
    answer = http.post(f"{ANNA}/judgements", **sent)
    assert answer.status_code == 422
    (detail,) = answer.json()["detail"]
    assert set(detail) == {"place", "rule", "found"}
    assert found in f"{detail['rule']} {detail['found']}"
    assert not with_queue.labels.exists()


def test_another_windows_answer_is_a_conflict(http: TestClient) -> None:
    key = http.get(f"{ANNA}/turn").json()["sentence"]["key"]
    body = {"key": key, "seen": 0, **NEUTRAL}
    assert http.post(f"{ANNA}/judgements", json=body).status_code == 200
    assert http.post(f"{ANNA}/judgements", json=body).status_code == 200
    assert http.post(f"{ANNA}/judgements", json=body | {"charged": 1}).status_code == 409
    assert http.get("/api/v1/labels/progress").json()["annotators"][0]["judged"] == 1


def test_a_bad_name_is_refused(http: TestClient) -> None:
    assert http.get("/api/v1/labels/annotators/a%20b/turn").status_code == 422
    assert http.get(f"/api/v1/labels/annotators/{'a' * 65}/turn").status_code == 422


def test_progress_and_agreement_are_the_coordinators(http: TestClient) -> None:
    assert http.get("/api/v1/labels/agreement").json() == {"coefficients": [], "sentences": 0}
    for person, answers in (("anna", (NEUTRAL, FRAMED, NEUTRAL)), ("ben", (NEUTRAL, FRAMED, FRAMED))):
        at = f"/api/v1/labels/annotators/{person}"
        for given in answers:
            turn = http.get(f"{at}/turn").json()
            http.post(f"{at}/judgements", json={"key": turn["sentence"]["key"], "seen": 0, **given})
        assert http.get(f"{at}/turn").json()["sentence"] is None
    progress = http.get("/api/v1/labels/progress").json()
    assert [(one["annotator"], one["judged"]) for one in progress["annotators"]] == [("anna", 3), ("ben", 3)]
    agreed = http.get("/api/v1/labels/agreement").json()
    assert agreed["sentences"] == 3
    alpha = {one["question"]: one["value"] for one in agreed["coefficients"] if "alpha" in one["coefficient"]}
    # Two sentences alike and one apart, three answers of each kind: 1 - (2/6) / (18/30).
    assert alpha["editorial"] == pytest.approx(1 - (2 / 6) / (18 / 30))


def test_an_app_without_a_queue_says_how_to_get_one(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(labels=tmp_path)), base_url=HERE) as http:
        assert http.get(f"{ANNA}/turn").status_code == 404
        assert "framing sample" in http.get("/label").text


def test_the_pages_hold_no_inline_script_and_escape_a_name(http: TestClient) -> None:
    for page in ("/label", "/label?name=anna", "/label/progress", "/label/codebook"):
        answer = http.get(page)
        assert answer.status_code == 200
        assert "<script>" not in answer.text
        assert " style=" not in answer.text
    assert "<b>x" not in http.get("/label", params={"name": "<b>x"}).text


def test_the_codebook_is_the_annotators(http: TestClient, root: Path) -> None:
    page = http.get("/label/codebook").text
    for line in (root / "annotations" / "CODEBOOK.md").read_text("utf-8").splitlines():
        if line.startswith("## "):
            assert f"<h3>{line.removeprefix('## ')}</h3>" in page
