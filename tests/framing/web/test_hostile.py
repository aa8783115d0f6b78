"""Requests that no browser makes: each is answered with what is wrong, none with a failure."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "body",
    [b"[" * 200_000, b'{"text":' * 20_000, b'{"text": "\xff\xfe"}', b'{"text": NaN}', b"", b"null", b'"text"',
     b'{"text": "a", "text": 7}', b'{"text": ' + b"9" * 5000 + b"}"],
)  # fmt: skip
def test_json_that_is_none_or_goes_too_deep(client: TestClient, body: bytes) -> None:
    answer = client.post("/api/v1/annotate", content=body, headers=JSON)
    assert answer.status_code in (400, 422)
    assert answer.json()["detail"][0]["rule"]


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "multipart/form-data", "text/plain"])
def test_an_upload_that_is_none(client: TestClient, kind: str) -> None:
    answer = client.post("/api/v1/annotate/file", content=b"garbage", headers={"Content-Type": kind})
    assert answer.status_code in (400, 422)


def test_a_form_of_a_thousand_parts(client: TestClient) -> None:
    parts = {f"part{number}": ("a.txt", b"x") for number in range(1500)}
    assert client.post("/api/v1/annotate/file", files=parts).status_code in (400, 422)


@pytest.mark.parametrize(
    "name", ["a\x00b.txt", "../../../etc/cron.d/a.txt", "C:\\a\\b.txt", "<b>.txt", "é\u202e.txt"]
)
def test_a_files_name_is_a_name_and_no_place(client: TestClient, name: str) -> None:
    answer = client.post("/api/v1/annotate/file", files={"file": (name, b"The quay is closed today.")})
    assert answer.status_code == 200
    source = answer.json()["articles"][0]["source"]
    assert "/" not in source
    assert "\\" not in source


@pytest.mark.parametrize(
    "query", ["outlet=%00", "topic=%ED%A0%80", "outlet=%FF", "since=0001-01-01&until=9999-12-31"]
)
def test_filters_of_any_bytes(client: TestClient, query: str) -> None:
    for path in ("", "/sentences"):
        assert client.get(f"/api/v1/profile{path}?{query}").status_code == 200


@pytest.mark.parametrize("path", ["/static/../settings.py", "/static/%2e%2e/settings.py", "/static/", "/static/%00",
                                  "/static//etc/passwd", "/labelling-static/..%2f..%2fsettings.py"])  # fmt: skip
def test_only_the_static_files_are_static_files(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_cookie_that_is_none(client: TestClient) -> None:
    assert client.get("/", headers={"Cookie": 'framing_token="\\x; ;;=;'}).status_code == 200
