"""One page, in bytes: redirects followed and checked one by one, within a size and a time."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import zlib
from dataclasses import dataclass
from email.message import Message
from urllib.parse import quote, urljoin

from framing.errors import InputError
from framing.web.fetching.addresses import Place, check_address
from framing.web.settings import Limits

KINDS = ("text/html", "application/xhtml+xml", "text/plain")
_REDIRECTS = (301, 302, 303, 307, 308)
_URL_MARKS = ":/?#[]@!$&'()*+,;=%~"
_CHUNK = 1 << 16
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32
# No cookie, nothing about the visitor: the page as anybody gets it.
_HEADERS = {
    "Accept": "text/html, text/plain;q=0.8",
    "Accept-Encoding": "identity",
    "Accept-Language": "en",
    "Connection": "close",
    "User-Agent": "framing (reads one page for a person)",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What came: from which address in the end, of which kind, in which encoding if the server says so."""

    url: str
    kind: str
    encoding: str | None
    data: bytes


def fetch_page(url: str, limits: Limits) -> Page:
    """The page at `url`. Errors: InputError with the rule it broke, whatever the other side does."""
    deadline = time.monotonic() + limits.page_seconds
    for _ in range(limits.redirects + 1):
        answer = _get(check_address(url), url, deadline, limits)
        if isinstance(answer, Page):
            return answer
        url = answer
    raise InputError("url", f"a page must be reached in {limits.redirects} redirects", "more")


def _get(place: Place, url: str, deadline: float, limits: Limits) -> Page | str:
    """The page, or the address it redirects to."""
    try:
        with _connect(place, deadline) as connected:
            # A timeout counts from byte to byte; this one ends the whole, however slowly the bytes drip.
            alarm = threading.Timer(max(0.0, deadline - time.monotonic()), _hang_up, [connected])
            alarm.start()
            try:
                answer = _ask(connected, place, url, limits)
            finally:
                alarm.cancel()
    except (OSError, http.client.HTTPException) as error:
        _check_time(deadline, place, limits)
        rule = "the page must be reachable"
        raise InputError("url", rule, f"{place.host}: {error or type(error).__name__}") from error
    # Hanging up may look like the page's end.
    _check_time(deadline, place, limits)
    return answer


def _ask(connected: socket.socket, place: Place, url: str, limits: Limits) -> Page | str:
    if isinstance(connected, ssl.SSLSocket):
        connected.do_handshake()
    connection = http.client.HTTPConnection(place.host, place.port)
    connection.sock = connected
    connection.request("GET", place.target, headers={"Host": place.authority, **_HEADERS})
    return _answer(connection.getresponse(), url, limits)


def _check_time(deadline: float, place: Place, limits: Limits) -> None:
    if time.monotonic() >= deadline:
        rule = f"a page must come within {limits.page_seconds:g} seconds"
        raise InputError("url", rule, f"no end of it from {place.host}")


def _connect(place: Place, deadline: float) -> socket.socket:
    """A connection to one of the checked addresses; its handshake, if there is one, is still to come."""
    failed: OSError = TimeoutError("no time left")
    for address in place.addresses:
        left = deadline - time.monotonic()
        if left <= 0:
            break
        try:
            plain = socket.create_connection((address, place.port), timeout=left)
        except OSError as error:
            failed = error
            continue
        if place.scheme == "http":
            return plain
        return _context().wrap_socket(plain, server_hostname=place.host, do_handshake_on_connect=False)
    raise failed


def _context() -> ssl.SSLContext:
    """The machine's own authorities, and a set that is there on a machine without any."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _hang_up(connection: socket.socket) -> None:
    try:
        # Not SSLSocket's own, which takes the encryption away from under a thread that reads.
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
    except OSError:  # it ended by itself
        return


def _answer(response: http.client.HTTPResponse, url: str, limits: Limits) -> Page | str:
    if response.status in _REDIRECTS and (target := response.getheader("Location")):
        # Header bytes beyond ASCII reach us as Latin-1; quoted they are what the server sent.
        return urljoin(url, quote(target.strip(), safe=_URL_MARKS, encoding="latin-1"))
    if response.status != 200:
        raise InputError("url", "the page must be there for everybody", f"status {response.status}")
    headers: Message = response.msg
    kind = headers.get_content_type()
    if kind not in KINDS:
        raise InputError("url", "the address must be of a page of text", repr(kind))
    encoding = headers.get_content_charset()
    return Page(url, kind, encoding, _body(response, limits.page_bytes))


def _body(response: http.client.HTTPResponse, most: int) -> bytes:
    packing = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if packing not in ("identity", "gzip", "deflate"):
        raise InputError("url", "a page must come unpacked, as gzip or as deflate", repr(packing))
    unpack = None if packing == "identity" else zlib.decompressobj(_GZIP_OR_ZLIB)
    data = bytearray()
    while chunk := response.read1(_CHUNK):
        try:
            data += unpack.decompress(chunk, most + 1 - len(data)) if unpack else chunk
        except zlib.error as error:
            raise InputError("url", "a packed page must be whole", str(error)) from error
        if len(data) > most:
            raise InputError("url", f"a page must have at most {most:,} bytes", "more")
    if response.length:
        raise InputError("url", "a page must come to its end", f"{response.length:,} bytes are missing")
    return bytes(data)
