"""Annotating over the API: text, pages and files; whole or as a stream; hostile input told, never obeyed."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from framing.annotator import Annotator
from framing.cli.annotate import annotate
from framing.reading import read_article
from framing.web import Limits, Settings, reading
from framing.web.api.forms import Annotation
from framing.web.fetching import Page

NDJSON = {"Accept": "application/x-ndjson"}
TEXT = (
    "The council voted on Monday to raise the tolls. It was a shameful surrender to a corrupt clique. "
    '"We will not be bullied," the mayor said.'
)


def post(client: TestClient, **body: object) -> object:
    answer = client.post("/api/v1/annotate", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_an_article_is_scored_as_the_program_scores_it(client: TestClient, annotator: Annotator) -> None:
    found = Annotation.model_validate(post(client, text=TEXT, outlet="Sund Post", title="Tolls"))
    expected = annotator.annotate(read_article(TEXT, outlet="Sund Post", title="Tolls"))
    (article,) = found.articles
    assert found.start.signature == str(annotator.signature)
    assert (article.outlet, article.title, article.content_hash) == (
        "Sund Post", "Tolls", expected.article.content_hash,
    )  # fmt: skip
    assert [s.editorial_label for s in article.sentences] == [0, 1, 0]
    for ours, theirs in zip(article.sentences, expected.sentences, strict=True):
        assert ours.text == theirs.sentence.text == expected.article.text[ours.start : ours.end]
        assert ours.editorial == pytest.approx(theirs.prediction.editorial)
        assert [one.speaker for one in ours.attributions] == [
            one.speaker for one in theirs.sentence.attributions
        ]
        assert ours.rationale == list(theirs.prediction.rationale)
        assert {d.device: d.score for d in ours.devices} == pytest.approx(dict(theirs.prediction.devices))


def test_the_stream_says_the_same_line_by_line(client: TestClient) -> None:
    whole = post(client, text=TEXT)
    answer = client.post("/api/v1/annotate", json={"text": TEXT}, headers=NDJSON)
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [line["kind"] for line in lines] == ["start", "article", *["sentence"] * 3, "end"]
    assert lines[-1] == {"kind": "end", "articles": 1, "sentences": 3}
    assert lines[2:-1] == whole["articles"][0]["sentences"]


def test_the_table_to_keep_is_the_one_that_the_program_writes(client: TestClient, tmp_path: Path) -> None:
    source = tmp_path / "two.jsonl"
    rows = [
        {"id": "a", "text": TEXT, "outlet": "Sund Post", "desk": "city"},
        {"id": "b", "text": "=The quay, once again, is a disgrace."},
        {"id": "c", "text": ""},
    ]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    answer = client.post(
        "/api/v1/annotate/file", files={"file": source.open("rb")}, headers={"Accept": "text/csv"}
    )
    assert answer.headers["content-disposition"] == 'attachment; filename="scores.csv"'
    kept = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    run = CliRunner().invoke(annotate, [str(source), "-o", str(tmp_path / "own.csv"), "--quiet"])
    assert run.exit_code == 3, run.output
    with (tmp_path / "own.csv").open(encoding="utf-8-sig", newline="") as file:
        own = list(csv.DictReader(file))
    assert [row["article_id"] for row in kept] == ["a", "a", "a", "b"]
    places = {"source", "desk"}
    assert [{k: v for k, v in row.items() if k not in places} for row in kept] == [
        {k: v for k, v in row.items() if k not in places} for row in own
    ]


def test_the_report_to_keep_is_a_page_of_its_own(client: TestClient) -> None:
    body = {"text": TEXT, "outlet": "Sund Post", "title": "<b>Tolls</b>"}
    answer = client.post("/api/v1/annotate", json=body, headers={"Accept": "text/html"})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "shameful surrender" in answer.text
    assert "&lt;b&gt;Tolls" in answer.text
    assert "<b>Tolls" not in answer.text


def test_nothing_to_keep_is_told_as_an_error(client: TestClient) -> None:
    answer = client.post("/api/v1/annotate", json={"text": " "}, headers={"Accept": "text/csv"})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["place"] == "text"


def test_a_long_text_begins_to_arrive_before_it_is_scored(client: TestClient) -> None:
    text = " ".join(f"The clerk read item {number} of the budget aloud." for number in range(400))
    with client.stream("POST", "/api/v1/annotate", json={"text": text}, headers=NDJSON) as answer:
        pieces = [piece for piece in answer.iter_raw() if piece]
    assert len(pieces) > 5
    assert json.loads(b"".join(pieces).splitlines()[-1])["sentences"] == 400


@pytest.mark.usefixtures("numeric_names")
@pytest.mark.parametrize(
    ("body", "place", "rule"),
    [({}, "body", "either"), ({"text": "A.", "url": "http://x.example"}, "body", "either"), ({"text": " "}, "text", "text"),
     ({"text": 7}, "body.text", "string"), ({"text": "A.", "published": "3rd Oct 20x5"}, "text", "ISO date"),
     ({"url": "http://127.0.0.1/"}, "url", "public internet"), ({"url": "http://x.example", "published": "3rd Oct 20x5"}, "body", "ISO date"), ({"text": "x", "title": "t" * 1001}, "body.title", "1,000"),
     ({"text": "Der Rat hat am Montag beschlossen, die Gebühren für den Hafen ab dem nächsten Frühjahr zu erhöhen. " * 4},
      "text", "language")],
)  # fmt: skip
def test_bad_input_is_told_with_place_rule_and_value(
    client: TestClient, body: dict[str, object], place: str, rule: str
) -> None:
    answer = client.post("/api/v1/annotate", json=body)
    assert answer.status_code == 422
    problem = answer.json()["detail"][0]
    assert problem["place"] == place
    assert rule in problem["rule"]
    assert problem["found"]


def test_half_a_character_in_the_json_is_told(client: TestClient) -> None:
    answer = client.post(
        "/api/v1/annotate", content=b'{"text": "\\ud800 x"}', headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 422


def upload(client: TestClient, name: str, data: bytes, **headers: str) -> object:
    return client.post("/api/v1/annotate/file", files={"file": (name, data)}, headers=headers)


def test_a_file_of_several_articles_comes_back_with_what_was_refused(client: TestClient) -> None:
    rows = [
        {"text": TEXT, "outlet": "Sund Post"},
        {"text": ""},
        {"text": "The quay is closed today.", "outlet": "Bay"},
    ]
    data = "\n".join(json.dumps(row) for row in rows).encode()
    found = Annotation.model_validate(upload(client, "week.jsonl", data).json())
    assert [article.outlet for article in found.articles] == ["Sund Post", "Bay"]
    assert found.rejects[0].place == "week.jsonl:2"


def test_a_page_in_a_file_is_reduced_to_its_article(client: TestClient) -> None:
    story = "".join(
        f"<p>The quay has been closed since Monday, the port said in report {n}.</p>" for n in range(9)
    )
    page = f"<html><title>Quay closed</title><body><nav>Home</nav><article><h1>Quay closed</h1>{story}</article></body>"
    (article,) = Annotation.model_validate(upload(client, "page.html", page.encode()).json()).articles
    assert len(article.sentences) >= 9
    assert all("<" not in sentence.text for sentence in article.sentences)


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [("a.exe", b"x", "end in one of"), ("a", b"x", "end in one of"), ("a.txt", gzip.compress(b"x"), "unpacked"),
     ("a.csv", b"PAR1xxxx", "unpacked"), ("a.txt", b"", "text"), ("../../a.txt", bytes(range(256)) * 9, "text"),
     ("a.jsonl", b"{", "text column")],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused(client: TestClient, name: str, data: bytes, rule: str) -> None:
    answer = upload(client, name, data)
    assert answer.status_code == 422, answer.text
    problem = answer.json()["detail"][0]
    assert rule in problem["rule"]
    assert "/tmp" not in answer.text


def test_a_file_of_more_articles_than_the_limit_says_so(tmp_path: Path, serve: object) -> None:
    client = serve(Settings(labels=tmp_path, limits=Limits(articles=2)))  # type: ignore[operator]
    data = "text,id\n" + "".join(f"The quay is closed on day {n}.,{n}\n" for n in range(5))
    found = Annotation.model_validate(upload(client, "many.csv", data.encode()).json())
    assert len(found.articles) == 2
    assert "first 2 articles" in found.rejects[-1].rule


def test_a_page_is_fetched_and_read(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    story = "".join(f"<p>The ferry was {n} minutes late on Monday, the line said.</p>" for n in range(9))
    page = f"<html><body><article><h1>Ferry late — très</h1>{story}</article></body></html>".encode(
        "latin-1", "replace"
    )
    fetched = Page("https://bay.example/ferry", "text/html", "iso-8859-1", page)
    monkeypatch.setattr(reading, "fetch_page", lambda url, limits: fetched)
    found = Annotation.model_validate(post(client, url="https://bay.example/", outlet="Bay"))
    (article,) = found.articles
    assert (article.url, article.outlet) == ("https://bay.example/ferry", "Bay")
    assert article.sentences


def test_an_encoding_that_the_server_makes_up_is_passed_over(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for encoding in ("nonsense-8", "base64", "utf-8"):
        fetched = Page("https://bay.example/", "text/plain", encoding, b"The ferry was late on Monday.")
        monkeypatch.setattr(reading, "fetch_page", lambda url, limits, it=fetched: it)
        assert post(client, url="https://bay.example/")["articles"]


def test_an_encoding_that_the_server_has_wrong_is_a_hint(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "The ferry’s late, said Zoë on Monday."
    for named, data in (
        ("utf-8", text.encode("cp1252")),
        ("iso-8859-1", text.encode("cp1252")),
        ("ascii", text.encode()),
    ):
        fetched = Page("https://bay.example/", "text/plain", named, data)
        monkeypatch.setattr(reading, "fetch_page", lambda url, limits, it=fetched: it)
        (article,) = post(client, url="https://bay.example/")["articles"]
        assert article["sentences"][0]["text"] == text


@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=200))
def test_whatever_text_comes_it_is_scored_or_refused(client: TestClient, text: str) -> None:
    answer = client.post("/api/v1/annotate", json={"text": text, "any_language": True})
    assert answer.status_code in (200, 422)
    if answer.status_code == 200:
        for sentence in answer.json()["articles"][0]["sentences"]:
            for start, end in sentence["quotes"] + sentence["rationale"]:
                assert 0 <= start < end <= len(sentence["text"])
