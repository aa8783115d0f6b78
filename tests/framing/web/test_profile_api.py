"""Profiles over the API: the numbers of `framing profile`, filtered, and the sentences behind them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient

from framing.output.scores import read_scores
from framing.profiles import profile
from framing.web import Settings
from framing.web.scores_table import Filters, ScoresTable

Serve = Callable[[Settings], TestClient]


def get(client: TestClient, path: str = "", **asked: object) -> dict[str, object]:
    answer = client.get(f"/api/v1/profile{path}", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_numbers_are_those_of_the_command(client: TestClient, scores: Path) -> None:
    found = get(client)
    assert [one["name"] for one in found["profiles"]] == ["Sund Post", "Harbour & Bay"]
    for ours, theirs in zip(found["profiles"], profile(read_scores(scores)), strict=True):
        assert theirs.editorial_rate is not None
        assert ours["editorial"]["value"] == theirs.editorial_rate.value
        assert ours["editorial"]["low"] == theirs.editorial_rate.low
        assert ours["own_voice_sentences"] == theirs.own_voice_sentences
    assert "not corrected" in found["note"]
    assert "threshold:" in found["signature"]


def test_filters_leave_the_articles_that_pass(client: TestClient) -> None:
    def names(**asked: object) -> set[str]:
        return {one["name"] for one in get(client, "", **asked)["profiles"]}

    assert names(outlet="Harbour & Bay") == {"Harbour & Bay"}
    assert names(by="topic") == {"harbour", "budget"}
    assert names(by="topic", outlet="Sund Post", since="2025-02-01") == {"budget"}
    assert names(by="month") == {"2025-01", "2025-02"}
    assert names(by="month", until="2025-01-11") == {"2025-01"}
    assert names(by="month", until="2025-01-10") == set()
    assert names(by="year") == {"2025"}
    assert names(outlet="nobody") == set()


def test_choices_are_what_the_file_has(client: TestClient) -> None:
    found = get(client, "/choices")
    assert [one["name"] for one in found["outlets"]] == ["Harbour & Bay", "Sund Post"]
    assert [one["name"] for one in found["topics"]] == ["budget", "harbour"]
    assert (found["first"], found["last"]) == ("2025-01-11", "2025-02-11")


def test_a_rate_leads_to_its_sentences(client: TestClient) -> None:
    rate = next(one for one in get(client)["profiles"] if one["name"] == "Sund Post")
    found = get(client, "/sentences", outlet="Sund Post")
    assert found["count"] == rate["own_voice_sentences"] == len(found["sentences"])
    labels = [one["editorial_label"] for one in found["sentences"]]
    assert sum(labels) / len(labels) == rate["editorial"]["value"]
    values = [one["editorial"] for one in found["sentences"]]
    assert values == sorted(values, reverse=True)
    strongest = found["sentences"][0]
    start, end = strongest["rationale"][0]
    assert strongest["text"][start:end]


def test_pages_of_sentences_are_the_list_cut_in_pieces(client: TestClient) -> None:
    whole = get(client, "/sentences")["sentences"]
    pages = [get(client, "/sentences", first=first, most=3) for first in range(0, len(whole), 3)]
    assert [row for page in pages for row in page["sentences"]] == whole
    assert get(client, "/sentences", first=9000)["sentences"] == []


def test_the_order_does_not_depend_on_how_the_file_was_cut(
    scores: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from framing.output import scores as reader

    whole = ScoresTable(scores).sentences(Filters(), 2, 5)
    monkeypatch.setattr(reader, "_BATCH_ROWS", 3)
    assert ScoresTable(scores).sentences(Filters(), 2, 5) == whole


@pytest.mark.parametrize(
    "asked", [{"by": "colour"}, {"since": "soon"}, {"first": -1}, {"most": 0}, {"outlet": "x" * 1001}]
)
def test_a_question_that_makes_no_sense_is_told(client: TestClient, asked: dict[str, object]) -> None:
    path = "/api/v1/profile/sentences" if {"first", "most"} & set(asked) else "/api/v1/profile"
    assert client.get(path, params=asked).status_code == 422


def test_without_scores_the_answer_says_how_to_get_them(tmp_path: Path, serve: Serve) -> None:
    client = serve(Settings(labels=tmp_path))
    answer = client.get("/api/v1/profile")
    assert answer.status_code == 404
    assert "--scores" in answer.json()["detail"][0]["rule"]
    assert "framing annotate" in client.get("/profiles").text


def test_a_file_that_is_no_scores_file_is_told(tmp_path: Path, serve: Serve) -> None:
    path = tmp_path / "other.parquet"
    pq.write_table(pa.table({"colour": ["red"]}), path)
    client = serve(Settings(labels=tmp_path, scores=path))
    for question in ("", "/sentences"):
        answer = client.get(f"/api/v1/profile{question}")
        assert answer.status_code == 422
        assert "column" in answer.json()["detail"][0]["rule"]
    path.write_bytes(b"PAR1 broken")
    assert client.get("/api/v1/profile").status_code == 422


def test_articles_without_outlet_topic_or_date_are_found_as_unknown(
    tmp_path: Path, scores: Path, serve: Serve
) -> None:
    table = read_scores(scores)
    for name in ("outlet", "topic", "published"):
        place = table.column_names.index(name)
        table = table.set_column(place, name, pa.nulls(table.num_rows, pa.string()))
    pq.write_table(table, tmp_path / "bare.parquet")
    client = serve(Settings(labels=tmp_path, scores=tmp_path / "bare.parquet"))
    assert [one["name"] for one in get(client)["profiles"]] == ["(unknown)"]
    assert get(client, "/sentences", outlet="(unknown)")["count"] > 0
    assert get(client, "/choices")["first"] is None
    assert get(client, since="2025-01-01")["profiles"] == []


def test_a_tables_own_ids_and_dates_may_be_no_text(tmp_path: Path, scores: Path, serve: Serve) -> None:
    table = read_scores(scores)
    for name, value in (("article_id", 7), ("title", 1984), ("url", datetime(2025, 5, 1, tzinfo=UTC))):
        column = pa.array([value] * table.num_rows)
        table = table.set_column(table.column_names.index(name), name, column)
    pq.write_table(table, tmp_path / "own.parquet")
    client = serve(Settings(labels=tmp_path, scores=tmp_path / "own.parquet"))
    row = get(client, "/sentences")["sentences"][0]
    assert (row["article_id"], row["title"], row["url"][:10]) == ("7", "1984", "2025-05-01")


@pytest.mark.parametrize(
    ("kind", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("html", b"<!")]
)
def test_the_chart_can_be_kept(client: TestClient, kind: str, begins: bytes) -> None:
    answer = client.get("/api/v1/profile/chart", params={"format": kind, "topic": "budget"})
    assert answer.status_code == 200
    assert answer.content.lstrip().startswith(begins)
    assert answer.headers["content-disposition"] == f'attachment; filename="profile.{kind}"'
