"""An app over a small invented study, as a test client and, in a process of its own, for a real browser."""

from __future__ import annotations

import _socket
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from fastapi.testclient import TestClient

from framing.annotator import Annotator, load
from framing.output.tables import ScoreWriter
from framing.reading import read_article
from framing.types import Unit
from framing.web import Settings, create_app
from framing.web.fetching import addresses

HERE = "http://127.0.0.1:8000"
ARTICLE = (
    "The council voted on Monday to raise the harbour tolls by 12 percent. "
    "It was a shameful surrender to a clique of corrupt contractors. "
    '"We will not be bullied," said Marta Lindqvist, who leads the finance committee.\n\n'
    "According to the port authority, the quay was last repaired in 1998. "
    "The so-called reform will crush the very families who built this harbour."
)
QUIET = (
    "The council met on Tuesday. Twelve members voted for the budget and nine against it. "
    "The next session is planned for 14 April, the clerk said."
)


# Milliseconds until a page has not done what a test waits for: machines that run tests are slow at times.
PATIENCE = 20_000


@pytest.fixture(scope="session")
def annotator() -> Annotator:
    return load()


@pytest.fixture(scope="session")
def scores(tmp_path_factory: pytest.TempPathFactory, annotator: Annotator) -> Path:
    """Four articles of two outlets in two months, scored."""
    path = tmp_path_factory.mktemp("scores") / "scores.parquet"
    articles = [
        read_article(text, id=f"{outlet}-{month}", outlet=outlet, topic=topic, published=f"2025-0{month}-11",
                     title=f"Tolls <b>{month}</b>", url="https://sund.example/tolls")
        for outlet, text in (("Sund Post", ARTICLE), ("Harbour & Bay", QUIET))
        for month, topic in ((1, "harbour"), (2, "budget"))
    ]  # fmt: skip
    artefact = annotator.model.artefact
    with ScoreWriter(path, Unit.ARTICLE, pa.schema([]), annotator.signature, artefact.devices) as writer:
        for annotated in annotator.annotate_many(articles):
            writer.write(annotated)
    return path


@pytest.fixture
def settings(tmp_path: Path, scores: Path) -> Settings:
    return Settings(labels=tmp_path / "labels", scores=scores)


@pytest.fixture
def serve(annotator: Annotator) -> Iterator[Callable[[Settings], TestClient]]:
    """Makes a client of an app over the settings it is given, with a model that is loaded already."""
    with ExitStack() as stack:

        def start(settings: Settings) -> TestClient:
            app = create_app(settings)
            app.state.services._annotator = annotator
            return stack.enter_context(TestClient(app, base_url=HERE))

        yield start


@pytest.fixture
def client(settings: Settings, serve: Callable[[Settings], TestClient]) -> TestClient:
    return serve(settings)


@pytest.fixture
def numeric_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names resolve only where they are addresses already: the tests ask nobody."""

    def resolve(host: str, port: int, **given: int) -> list[tuple[object, ...]]:
        return _socket.getaddrinfo(host, port, flags=_socket.AI_NUMERICHOST, **given)

    monkeypatch.setattr(addresses.socket, "getaddrinfo", resolve)


@pytest.fixture(scope="module")
def live_labels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the live app's labels go."""
    return tmp_path_factory.mktemp("live") / "labels"


@pytest.fixture(scope="module")
def live(live_labels: Path, scores: Path) -> Iterator[str]:
    """The address of an app that `framing serve` runs."""
    with _served("--scores", scores, "--labels", live_labels) as address:
        yield address


@pytest.fixture
def live_with_token(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of one that asks for a token, and the token."""
    token = "a-token-of-the-tests"
    with _served("--labels", tmp_path, "--token", token) as address:
        yield address, token


@contextmanager
def _served(*options: str | Path) -> Iterator[str]:
    program = Path(sys.executable).with_name("framing")
    with subprocess.Popen(
        [program, "serve", "--port", "0", *options], stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        try:
            first = process.stderr.readline()
            assert first.startswith("Open http"), first + process.stderr.read()
            yield first.split()[1]
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real browser; skips where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("Debian's chromium is not installed")
    sync_api.expect.set_options(timeout=PATIENCE)
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any, live: str) -> Iterator[Callable[..., Any]]:
    """Opens a page of the live app; whatever the browser complains of fails the test."""
    contexts, complaints = [], []

    def open_page(path: str = "/", width: int = 1280, scheme: str = "light", **more: Any) -> Any:
        size = {"width": width, "height": 800}
        context = chromium.new_context(viewport=size, color_scheme=scheme, base_url=live, **more)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        # A refused resource is a complaint too: the content security policy speaks up here.
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: complaints.append(asked.url) if not _own(asked.url, live) else None)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _own(url: str, live: str) -> bool:
    """Whether the browser asked for something of the app's own."""
    return url.startswith((live, "data:", "blob:"))
