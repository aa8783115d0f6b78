"""`framing serve --queue`: what is wrong with a queue is told before anybody comes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import uvicorn
from click.testing import CliRunner, Result

from framing.cli.serve import serve
from framing.errors import InputError
from framing.web import Settings

ROW = {"id": "s1", "text": "The ferry left two hours late."}


@pytest.fixture
def queue(tmp_path: Path) -> Path:
    path = tmp_path / "queue.jsonl"
    path.write_text(json.dumps(ROW) + '\n{"id": "s2"}\n', "utf-8")
    return path


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, socket_enabled: None) -> list[Settings]:
    """The settings of the apps that would be served, were it not a test."""
    found: list[Settings] = []

    def run(server: uvicorn.Server, sockets: object = None) -> None:
        found.append(server.config.app.state.services.settings)  # type: ignore[union-attr]

    monkeypatch.setattr(uvicorn.Server, "run", run)
    return found


def run(queue: Path, *options: str) -> Result:
    given = ["--port", "0", "--queue", str(queue), "--labels", str(queue.parent / "labels")]
    return CliRunner().invoke(serve, [*given, *options])


def test_what_is_left_out_of_the_queue_is_told(queue: Path, started: list[Settings]) -> None:
    result = run(queue, "--ask", "editorial, charged", "--each", "2", "--show")
    assert result.exit_code == 0, result.output
    assert f"left out of the queue: {queue}:2: a sentence to judge must have its text" in result.stderr
    (settings,) = started
    assert (settings.ask, settings.each, settings.show) == (("editorial", "charged"), 2, True)


@pytest.mark.parametrize("options", [("--ask", "mood"), ("--ask", "devices")])
def test_questions_that_cannot_be_asked_stop_the_start(
    queue: Path, started: list[Settings], options: tuple[str, ...]
) -> None:
    result = run(queue, *options)
    assert isinstance(result.exception, InputError)
    assert "--ask" in str(result.exception)
    assert not started
