"""An encrypted page: the certificate must be the host's, and a handshake that hangs is given up."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from framing.errors import InputError
from framing.web.fetching import fetch_page, page
from framing.web.fetching.addresses import Place
from framing.web.settings import Limits

LIMITS = Limits(page_seconds=1.5)
HOST = "sund.example"
PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\n<p>Hi</p>"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of `HOST` that nobody vouches for, and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed: it makes the test's certificate")
    folder = tmp_path_factory.mktemp("tls")
    made, key = folder / "made.pem", folder / "key.pem"
    names = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names]
    subprocess.run([*command, "-out", made, "-keyout", key], check=True, capture_output=True)
    return made, key


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Callable[[socket.socket], None]], None]]:
    """Sends the next connection to a function that plays the server."""
    ends: list[socket.socket] = []

    def play(server: Callable[[socket.socket], None]) -> None:
        ours, theirs = socket.socketpair()
        ends.append(theirs)
        monkeypatch.setattr(page.socket, "create_connection", lambda where, timeout: ours)
        threading.Thread(target=server, args=(theirs,), daemon=True).start()

    yield play
    for end in ends:
        end.close()


def ask(monkeypatch: pytest.MonkeyPatch, host: str = HOST) -> page.Page:
    place = Place(("93.184.215.14",), 443, "https", host, "/")
    monkeypatch.setattr(page, "check_address", lambda url: place)
    return fetch_page(f"https://{host}/", LIMITS)


def answering(certificate: tuple[Path, Path]) -> Callable[[socket.socket], None]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)

    def server(end: socket.socket) -> None:
        with suppress(OSError), context.wrap_socket(end, server_side=True) as secure:
            secure.recv(1 << 16)
            secure.sendall(PAGE)

    return server


def trust(monkeypatch: pytest.MonkeyPatch, certificate: tuple[Path, Path]) -> None:
    context = page._context()
    context.load_verify_locations(certificate[0])
    monkeypatch.setattr(page, "_context", lambda: context)


def test_a_certified_page_is_read(monkeypatch, connected, certificate) -> None:  # type: ignore[no-untyped-def]
    trust(monkeypatch, certificate)
    connected(answering(certificate))
    assert ask(monkeypatch).data == b"<p>Hi</p>"


def test_a_certificate_that_nobody_vouches_for_is_refused(monkeypatch, connected, certificate) -> None:  # type: ignore[no-untyped-def]
    connected(answering(certificate))
    with pytest.raises(InputError, match="certificate"):
        ask(monkeypatch)


def test_a_certificate_of_another_host_is_refused(monkeypatch, connected, certificate) -> None:  # type: ignore[no-untyped-def]
    trust(monkeypatch, certificate)
    connected(answering(certificate))
    with pytest.raises(InputError, match="certificate"):
        ask(monkeypatch, "bay.example")


def test_a_handshake_that_hangs_is_given_up(
    monkeypatch: pytest.MonkeyPatch, connected: Callable[..., None]
) -> None:
    connected(lambda end: time.sleep(5))
    begun = time.monotonic()
    with pytest.raises(InputError, match=r"within 1\.5 seconds"):
        ask(monkeypatch)
    assert time.monotonic() - begun < 4


def test_a_plain_answer_to_an_encrypted_question_is_told(
    monkeypatch: pytest.MonkeyPatch, connected: Callable[..., None]
) -> None:
    connected(lambda end: end.sendall(PAGE))
    with pytest.raises(InputError, match="reachable"):
        ask(monkeypatch)
