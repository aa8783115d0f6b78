"""Fetching a page: only from the public internet, at the address that was checked, within size and time."""

from __future__ import annotations

import _socket
import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from framing.errors import InputError
from framing.web.fetching import addresses, check_address, fetch_page, is_public, page
from framing.web.settings import Limits

LIMITS = Limits(page_bytes=5000, page_seconds=1.5, redirects=2)
NAMES = {
    "sund.example": ["93.184.215.14"],
    "two.example": ["93.184.215.14", "10.0.0.8"],
    "inside.example": ["192.168.1.1"],
    "meta.example": ["169.254.169.254"],
    "six.example": ["fd00::1"],
}
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names resolve as `NAMES` says, addresses to themselves, nothing by asking anybody."""

    def resolve(host: str, port: int, **given: int) -> list[tuple[object, ...]]:
        if host not in NAMES:
            return _socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST, **given)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in NAMES[host]]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", resolve)


Serve = Callable[..., list[bytes]]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Answers the connections, one after the other, with the given bytes; returns the requests that came."""
    with ExitStack() as stack:

        def start(*answers: bytes, drip: float = 0.0) -> list[bytes]:
            requests: list[bytes] = []
            waiting = iter(answers)

            def connect(place: addresses.Place, deadline: float) -> socket.socket:
                ours, theirs = socket.socketpair()
                stack.callback(theirs.close)
                answer = next(waiting)
                threading.Thread(target=_play, args=(theirs, answer, drip, requests), daemon=True).start()
                return ours

            monkeypatch.setattr(page, "_connect", connect)
            return requests

        yield start


def _play(end: socket.socket, answer: bytes, drip: float, requests: list[bytes]) -> None:
    requests.append(end.recv(1 << 16))
    step = 50 if drip else 1 << 20
    try:
        for place in range(0, len(answer), step):
            end.sendall(answer[place : place + step])
            time.sleep(drip)
        end.shutdown(socket.SHUT_WR)
    except OSError:  # hung up on, or closed with the test
        return


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254",
     "100.64.0.1", "192.0.2.1", "224.0.0.1", "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1",
     "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
     "2002:7f00:1::", "not an address"],
)  # fmt: skip
def test_an_address_of_this_machine_or_its_network_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f:cb07::1", "64:ff9b::5db8:d70e", "::ffff:8.8.8.8"]
)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://[::1]/", "http://inside.example/", "http://two.example/", "http://2130706433/",
     "http://0x7f.1/", "http://127.1/", "http://meta.example/latest/", "http://six.example/", "http://0/",
     "https://[::ffff:192.168.0.1]/"],
)  # fmt: skip
def test_a_page_inside_is_refused_however_it_is_written(url: str) -> None:
    with pytest.raises(InputError, match="public internet"):
        check_address(url)


@pytest.mark.parametrize(
    ("url", "rule"),
    [("file:///etc/passwd", "http://"), ("ftp://sund.example/", "http://"), ("javascript:alert(1)", "http://"),
     ("//sund.example/", "http://"), ("http:///x", "http://"), ("", "http://"), ("http://sund.example:22/", "ports"),
     ("http://sund.example:99999/", "readable"), ("http://me:secret@sund.example/", "password"),
     ("http://sund.example/a b", "address bar"), ("http://sund.example/\r\nHost: x", "address bar"),
     ("http://[sund.example/", "readable"), ("http://sund.example/" + "x" * 3000, "2,000")],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_refused(url: str, rule: str) -> None:
    with pytest.raises(InputError, match=rule):
        check_address(url)


def test_a_password_in_an_address_is_not_repeated() -> None:
    with pytest.raises(InputError) as refused:
        check_address("http://me:secret@sund.example/")
    assert "secret" not in str(refused.value)


def test_a_host_that_does_not_exist_is_told() -> None:
    with pytest.raises(InputError, match="exists"):
        check_address("http://nowhere.invalid/")


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def refuse(where: object, timeout: float) -> socket.socket:
        asked.append(where)
        # From now on the name points inside: whoever asks again is lost.
        monkeypatch.setitem(NAMES, "sund.example", ["127.0.0.1"])
        raise ConnectionRefusedError("closed")

    monkeypatch.setattr(page.socket, "create_connection", refuse)
    with pytest.raises(InputError, match="reachable"):
        fetch_page("http://sund.example/story", LIMITS)
    assert asked == [("93.184.215.14", 80)]


def test_a_page_comes_without_cookies_or_traces_of_the_visitor(serve: Serve) -> None:
    requests = serve(OK + b"Set-Cookie: a=b\r\nContent-Length: 9\r\n\r\n<p>Hi</p>")
    found = fetch_page("http://sund.example/story?n=1#part", LIMITS)
    assert (found.data, found.kind, found.encoding) == (b"<p>Hi</p>", "text/html", "utf-8")
    head = requests[0].decode().lower()
    assert head.startswith("get /story?n=1 http/1.1\r\nhost: sund.example\r\n")
    assert "cookie" not in head
    assert "referer" not in head


def test_redirects_are_followed_and_each_is_checked(serve: Serve) -> None:
    serve(
        b"HTTP/1.1 302 Found\r\nLocation: /new\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 301 Moved\r\nLocation: http://inside.example/admin\r\nContent-Length: 0\r\n\r\n",
    )
    with pytest.raises(InputError, match="public internet"):
        fetch_page("http://sund.example/", LIMITS)


def test_redirects_do_not_go_on_for_ever(serve: Serve) -> None:
    serve(*[b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n"] * 5)
    with pytest.raises(InputError, match="2 redirects"):
        fetch_page("http://sund.example/", LIMITS)


def test_a_page_that_is_too_long_is_cut_off(serve: Serve) -> None:
    serve(OK + b"\r\n" + b"x" * 6000)
    with pytest.raises(InputError, match="5,000 bytes"):
        fetch_page("http://sund.example/", LIMITS)


def test_a_page_packed_small_that_unfolds_large_is_cut_off(serve: Serve) -> None:
    serve(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"x" * 10_000_000)[:4900])
    with pytest.raises(InputError, match="5,000 bytes"):
        fetch_page("http://sund.example/", LIMITS)


def test_a_packed_page_is_unpacked(serve: Serve) -> None:
    serve(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"<p>Hi</p>"))
    assert fetch_page("http://sund.example/", LIMITS).data == b"<p>Hi</p>"


@pytest.mark.parametrize("head", [OK, b"HTTP/1.1 200 OK\r\n"])
def test_a_page_that_drips_is_given_up(serve: Serve, head: bytes) -> None:
    serve(head + b"X-Slow: yes\r\n" * 20 + b"\r\n" + b"x" * 4000, drip=0.1)
    begun = time.monotonic()
    with pytest.raises(InputError, match=r"within 1\.5 seconds"):
        fetch_page("http://sund.example/", LIMITS)
    assert time.monotonic() - begun < 4


@pytest.mark.parametrize(
    ("answer", "rule"),
    [(b"HTTP/1.1 404 Not Found\r\n\r\n", "there for everybody"),
     (b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n%PDF", "page of text"),
     (OK + b"Content-Length: 900\r\n\r\nshort", "reachable|to its end"),
     (OK + b"Content-Encoding: br\r\n\r\nxx", "unpacked"),
     (OK + b"Content-Encoding: gzip\r\n\r\nnot gzip", "whole"),
     (b"garbage\r\n\r\n", "reachable"), (b"", "reachable"),
     (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n", "reachable")],
)  # fmt: skip
def test_what_is_no_page_is_told(serve: Serve, answer: bytes, rule: str) -> None:
    serve(answer)
    with pytest.raises(InputError, match=rule):
        fetch_page("http://sund.example/", LIMITS)
