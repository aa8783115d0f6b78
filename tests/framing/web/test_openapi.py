"""The API asked everything that its own description allows, and much that it does not: never a 5xx."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis.errors import Unsatisfiable

from framing.annotator import Annotator
from framing.web import Settings, create_app

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

HERE = {"Host": "127.0.0.1:8000"}
QUEUE = [
    {"id": f"s{place}", "article": "tolls", "start": 70 * place, "end": 70 * place + 20, "text": "The quay is closed."}
    for place in range(3)
]  # fmt: skip


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory, annotator: Annotator, scores: Path) -> Iterator[Any]:
    """The description of an app with everything in it."""
    folder = tmp_path_factory.mktemp("openapi")
    queue = folder / "queue.jsonl"
    queue.write_text("".join(json.dumps(row) + "\n" for row in QUEUE), encoding="utf-8")
    app = create_app(Settings(labels=folder / "labels", queue=queue, scores=scores))
    app.state.services._annotator = annotator
    with TestClient(app):
        yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers=HERE)


@pytest.mark.slow
@pytest.mark.usefixtures("numeric_names")
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_no_question_makes_the_app_fail(api: Any, mode: Any) -> None:
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

    checks = [not_a_server_error, response_schema_conformance, status_code_conformance]
    asked = 0
    for found in api.get_all_operations():
        operation = found.ok()

        @hypothesis_settings(
            max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Any) -> None:
            nonlocal asked
            asked += 1
            case.validate_response(case.call(headers=HERE), checks=checks)

        # A question without any part has nothing that could be wrong.
        with suppress(Unsatisfiable):
            ask()
    assert asked > 50


def test_the_description_names_every_function_and_what_an_error_looks_like(client: TestClient) -> None:
    found = client.get("/api/v1/openapi.json").json()
    assert {"/api/v1/annotate", "/api/v1/compare", "/api/v1/profile", "/api/v1/labels/corrections"} <= set(
        found["paths"]
    )
    for path, methods in found["paths"].items():
        assert path.startswith("/api/v1/")
        for operation in methods.values():
            problem = operation["responses"]["422"]["content"]["application/json"]["schema"]
            assert problem == {"$ref": "#/components/schemas/Problems"}, path
            assert operation.get("description")
