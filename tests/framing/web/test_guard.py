"""Who may ask: host names, other sites' pages, the token, sizes; and what every answer's headers forbid."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from framing.errors import InputError
from framing.web import Limits, Settings, create_app

HERE = "http://127.0.0.1:8000"
Serve = Callable[[Settings], TestClient]
TOKEN = "only-for-those-who-know"


@pytest.fixture
def shared_client(tmp_path: Path, serve: Serve) -> TestClient:
    """An app that others can reach."""
    return serve(Settings(labels=tmp_path, host="0.0.0.0", token=TOKEN))


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "localhost:9000", "[::1]:8000", "localhost", "LOCALHOST:1"]
)
def test_the_machines_own_names_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["rebound.example", "127.0.0.1.rebound.example", "192.168.1.7:8000", "localhost@rebound.example",
     "rebound.example:127.0.0.1", "", "[::1", "127.0.0.1 rebound.example"],
)  # fmt: skip
def test_a_name_that_somebody_points_here_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/api/v1/profile", headers={"Host": host})
    assert answer.status_code == 400
    assert answer.json()["detail"][0]["place"] == "header Host"


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:9999", "http://localhost:8000"]
)
def test_a_page_of_another_site_cannot_post(client: TestClient, settings: Settings, origin: str) -> None:
    answer = client.post("/api/v1/annotate", json={"text": "One more."}, headers={"Origin": origin})
    assert answer.status_code == 403
    assert not settings.labels.exists()


def test_the_apps_own_page_and_a_program_can_post(client: TestClient) -> None:
    for headers in ({"Origin": HERE, "Sec-Fetch-Site": "same-origin"}, {}):
        answer = client.post("/api/v1/annotate", json={"text": "The quay is closed."}, headers=headers)
        assert answer.status_code == 200


def test_another_site_may_link_here_but_not_load_from_here(client: TestClient) -> None:
    site = {"Sec-Fetch-Site": "cross-site"}
    assert client.get("/", headers=site | {"Sec-Fetch-Mode": "navigate"}).status_code == 200
    assert client.get("/api/v1/profile", headers=site | {"Sec-Fetch-Mode": "no-cors"}).status_code == 403
    assert client.post("/enter", headers=site | {"Sec-Fetch-Mode": "navigate"}).status_code == 403


@pytest.mark.parametrize(
    "path", ["/", "/static/base.css", "/api/v1/openapi.json", "/api/v1/nowhere", "/enter"]
)
def test_every_answer_forbids_foreign_and_inline_script(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_a_refusal_has_the_headers_too(client: TestClient) -> None:
    refused = client.get("/", headers={"Host": "rebound.example"})
    assert "content-security-policy" in refused.headers


def test_pages_have_no_inline_script_style_or_foreign_address(client: TestClient) -> None:
    for path in ("/", "/profiles", "/enter"):
        page = client.get(path).text
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick" not in page
        assert "<script>" not in page
        assert 'src="http' not in page
        assert 'href="http' not in page


def test_an_address_that_others_reach_needs_a_token() -> None:
    for host in ("0.0.0.0", "192.168.1.7", "::", "study.example"):
        with pytest.raises(InputError, match="token"):
            Settings(host=host)
    for host in ("127.0.0.1", "127.8.8.8", "::1", "localhost"):
        assert Settings(host=host).is_local


def test_nothing_is_shown_without_the_token(shared_client: TestClient) -> None:
    for path in ("/profiles", "/api/v1/openapi.json", "/api/v1/profile", "/labelling-static/x.js"):
        assert shared_client.get(path).status_code == 401
    assert shared_client.post("/api/v1/annotate", json={"text": "A word."}).status_code == 401
    wrong = {"Authorization": "Bearer guess"}
    assert shared_client.get("/api/v1/openapi.json", headers=wrong).status_code == 401
    right = {"Authorization": f"Bearer {TOKEN}"}
    assert shared_client.get("/api/v1/openapi.json", headers=right).status_code == 200


def test_a_person_enters_the_token_once(shared_client: TestClient) -> None:
    sent_on = shared_client.get("/", headers={"Accept": "text/html"}, follow_redirects=False)
    assert (sent_on.status_code, sent_on.headers["location"]) == (303, "/enter?next=%2F")
    assert "That is not the token" in shared_client.post("/enter", data={"token": "guess"}).text
    entered = shared_client.post("/enter", data={"token": TOKEN}, follow_redirects=False)
    cookie = entered.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert shared_client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [("/label?name=ann&x=1", "/label?name=ann&x=1"), ("//evil.example/", "/"), ("https://evil.example/", "/"), ("/\\evil", "/"), ("", "/")],
)  # fmt: skip
def test_the_token_leads_on_to_what_was_asked_for_and_never_elsewhere(
    shared_client: TestClient, asked: str, led_to: str
) -> None:
    page = shared_client.get("/enter", params={"next": asked})
    assert f'name="next" value="{led_to.replace("&", "&amp;")}"' in page.text
    entered = shared_client.post("/enter", data={"token": TOKEN, "next": asked}, follow_redirects=False)
    assert entered.headers["location"] == led_to


def test_with_a_token_others_may_come_by_address_or_by_the_names_given(tmp_path: Path, serve: Serve) -> None:
    client = serve(Settings(labels=tmp_path, host="0.0.0.0", token=TOKEN, names=("Study.Example",)))
    right = {"Authorization": f"Bearer {TOKEN}"}
    for host, status in (("192.168.1.7:8000", 200), ("study.example", 200), ("rebound.example", 400)):
        assert client.get("/", headers=right | {"Host": host}).status_code == status


def test_a_request_that_is_too_large_is_told_the_limit(tmp_path: Path, serve: Serve) -> None:
    client = serve(Settings(labels=tmp_path, limits=Limits(body_bytes=1000)))
    answer = client.post("/api/v1/annotate", json={"text": "long " * 400})
    assert answer.status_code == 413
    assert "at most 1,000 bytes" in answer.json()["detail"][0]["rule"]
    # A body that does not say how long it is is cut off as it comes.
    parts = client.post("/api/v1/annotate", content=(b"x" * 100 for _ in range(50)))
    assert parts.status_code == 413


def test_the_environment_cannot_make_the_app_report_home(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    app = create_app(settings)
    with TestClient(app, base_url=HERE) as client:  # its sockets would be refused by the test run
        assert client.get("/").status_code == 200


def test_who_goes_astray_is_told_as_a_person_or_as_a_program(client: TestClient) -> None:
    person = {"Accept": "text/html,application/xhtml+xml"}
    astray = client.get("/nowhere", headers=person)
    assert astray.status_code == 404
    assert "Read an article" in astray.text
    for answer in (client.get("/nowhere"), client.get("/api/v1/nowhere", headers=person)):
        assert (answer.status_code, answer.json()["detail"][0]["found"][:4]) == (404, "GET ")
    assert client.put("/api/v1/annotate").status_code == 405
