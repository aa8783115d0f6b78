"""`framing serve`: the browser app, on this machine alone unless it is told otherwise."""

from __future__ import annotations

import socket
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from framing.web import Settings
    from framing.web.services import Services

# Connections that may wait to be taken: a class of students that opens the page at once.
_WAITING = 256
# Seconds for which somebody who thinks about a sentence keeps the connection.
_THINKING = 75


@click.command()
@click.option(
    "--labels", type=click.Path(path_type=Path), default=Path("labels"), show_default=True,
    help="Folder that judgements go to, one file an annotator; made with the first of them.",
)  # fmt: skip
@click.option(
    "--queue", type=click.Path(path_type=Path),
    help="Sentences to label, as `framing sample` drew them or `framing labels next` chose them.",
)  # fmt: skip
@click.option(
    "--ask", metavar="QUESTIONS",
    help="What is asked of a sentence: some of voice, editorial, devices and charged, with commas [default: all].",
)  # fmt: skip
@click.option(
    "--each", type=click.IntRange(1),
    help="How many people judge a sentence of the queue [default: everybody judges every sentence].",
)  # fmt: skip
@click.option(
    "--show", is_flag=True, help="Show annotators the outlet and the score: their labels are not blind."
)
@click.option("--scores", type=click.Path(path_type=Path), help="Scores file to show profiles of.")
@click.option("--model", help="Model: a folder or a name [default: the shipped one].")
@click.option(
    "--host", default="127.0.0.1", show_default=True,
    help="Address to answer at. One that others can reach (0.0.0.0) asks them for a token.",
)  # fmt: skip
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to answer at; 0 for a free one.",
)
@click.option("--token", help="What visitors have to know [default: a new one, if others can reach the app].")
@click.option(
    "--name", "names", multiple=True, metavar="HOST",
    help="A host name by which others reach the app, for example behind a proxy. May be given several times.",
)  # fmt: skip
def serve(
    labels: Path,
    queue: Path | None,
    ask: str | None,
    each: int | None,
    show: bool,
    scores: Path | None,
    model: str | None,
    host: str,
    port: int,
    token: str | None,
    names: tuple[str, ...],
) -> None:
    """Read, compare, profile and label in a browser, on this machine.

    Prints the address to open. Needs the web extra. No request leaves the machine but for a page whose
    address a visitor asks for. Ctrl-C ends it; every judgement is on the disk by then.
    """
    # Looked for by name: the package that reads uploads is only missed at the first one.
    if any(find_spec(name) is None for name in ("fastapi", "uvicorn", "python_multipart")):
        raise MissingExtraError("framing serve", "web")
    from framing.model.registry import FIRST, folder_of
    from framing.web import Settings

    if labels.exists() and not labels.is_dir():
        raise InputError("--labels", "judgements go to a folder, one file an annotator", f"the file {labels}")
    if ask and queue is None:
        raise click.UsageError("--ask says what is asked of a queue: it needs --queue")
    place = folder_of(model or FIRST)
    settings = Settings(labels, queue, scores, place, host, port, token or _token(host), names)
    asked = tuple(name.strip() for name in ask.split(",")) if ask else settings.ask
    _run(replace(settings, ask=asked, each=each, show=show))


def _token(host: str) -> str | None:
    """A new token for an address that others can reach."""
    import secrets

    from framing.web.settings import is_loopback

    return None if is_loopback(host) else secrets.token_urlsafe(24)


def _run(settings: Settings) -> None:
    import uvicorn

    from framing.web import create_app

    app = create_app(settings)
    with _listen(settings.host, settings.port) as listening:
        _open(app.state.services)
        click.echo(_greeting(replace(settings, port=listening.getsockname()[1])), err=True)
        # Who is behind a proxy is nothing that a visitor may claim.
        quiet: dict[str, Any] = {"access_log": False, "log_level": "warning", "server_header": False}
        config = uvicorn.Config(app, proxy_headers=False, timeout_keep_alive=_THINKING, **quiet)
        uvicorn.Server(config).run(sockets=[listening])


def _open(services: Services) -> None:
    """Load the model and the queue, look at the scores: what is wrong with them is told before anybody comes."""
    from framing.output.scores import column_names
    from framing.web.labelling import open_desk

    if services.settings.scores is not None:
        column_names(services.settings.scores)
    services.annotator  # noqa: B018 - loads it
    desk = open_desk(services)
    for row in desk.labelling.queue.refused if desk else ():
        click.echo(f"left out of the queue: {row.source}: {row.rule}, found {row.found}", err=True)


def _listen(host: str, port: int) -> socket.socket:
    """The open port. Errors: InputError for an address that is taken, or not this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_WAITING)
    except OSError as error:
        rule = "the address must be this machine's, and its port free (--port 0 takes any)"
        raise InputError("serve", rule, f"{host} port {port}: {error.strerror or error}") from error


def _greeting(settings: Settings) -> str:
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::", "localhost") else settings.host
    host = f"[{host}]" if ":" in host else host
    lines = [f"Open http://{host}:{settings.port} in a browser. Ctrl-C ends it."]
    if settings.token is not None:
        lines.append(f"The token that visitors are asked for: {settings.token}")
    lines.append(f"Labels go to {settings.labels.resolve()}")
    return "\n".join(lines)
