"""`framing serve` as a user starts it: what it prints, what it refuses, how it ends."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from framing.cli import serve as command
from framing.errors import InputError

PROGRAM = Path(sys.executable).with_name("framing")


def start(folder: Path, *more: str) -> subprocess.Popen[str]:
    """The app in a process of its own, at a port that is free."""
    return subprocess.Popen(
        [PROGRAM, "serve", "--port", "0", *more],
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        # Tests that run in the background have it ignored, and so would the app until its server is up.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def printed(process: subprocess.Popen[str], lines: int) -> Sequence[str]:
    assert process.stderr is not None
    return [process.stderr.readline() for _ in range(lines)]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_and_ends_when_it_is_told(tmp_path: Path, how: signal.Signals) -> None:
    process = start(tmp_path)
    address, labels = printed(process, 2)
    assert re.match(r"Open http://127\.0\.0\.1:\d+ in a browser", address)
    assert str(tmp_path / "labels") in labels
    assert not (tmp_path / "labels").exists()
    process.send_signal(how)
    assert process.wait(30) in (0, 130, 143, -how)
    assert process.stderr is not None
    assert "Traceback" not in process.stderr.read()


def test_for_others_it_makes_a_token_and_prints_it(tmp_path: Path) -> None:
    process = start(tmp_path, "--host", "0.0.0.0")
    _, token, _ = printed(process, 3)
    process.terminate()
    process.wait(30)
    assert re.search(r": [\w-]{32}$", token)


def test_a_token_that_can_be_guessed_is_refused() -> None:
    found = CliRunner().invoke(command.serve, ["--token", "1234"])
    assert isinstance(found.exception, InputError)
    assert "12 characters" in str(found.exception)
    assert "1234" not in str(found.exception)


def test_a_model_that_is_none_is_told_before_anybody_comes(tmp_path: Path) -> None:
    process = start(tmp_path, "--model", str(tmp_path))
    assert process.stderr is not None
    told = process.stderr.read()
    assert process.wait(30) == 1
    assert told.startswith("framing: ")
    assert "framing.json" in told


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    first = start(tmp_path)
    address, _ = printed(first, 2)
    port = address.split()[1].rpartition(":")[2]
    second = subprocess.run(
        [PROGRAM, "serve", "--port", port], stderr=subprocess.PIPE, text=True, cwd=tmp_path, check=False
    )
    first.terminate()
    first.wait(30)
    assert second.returncode == 1
    assert "Traceback" not in second.stderr
    assert port in second.stderr


@pytest.mark.parametrize("missing", ["fastapi", "uvicorn", "python_multipart"])
def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    real = command.find_spec
    monkeypatch.setattr(command, "find_spec", lambda name: None if name == missing else real(name))
    found = CliRunner().invoke(command.serve, [])
    assert "pip install 'framing[web]'" in str(found.exception)
