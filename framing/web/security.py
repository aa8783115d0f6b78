"""Who may ask: the right host name, the app's own pages, and the token where there is one.

A page on another site can make a browser send requests here, and a name that its owner points at 127.0.0.1
makes that page look like this app's own. The first is told by `Origin` and `Sec-Fetch-Site`, the second by
`Host`: an attacker controls what a name points at, never what the browser writes into these headers.
"""

from __future__ import annotations

import hmac
import ipaddress
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from framing.web.problems import problem_response
from framing.web.settings import LOOPBACK_NAMES, Settings

COOKIE = "framing_token"
ENTER = "/enter"
# What a visitor without the token may load: the page that asks for it, and its looks.
_OPEN = "/static/"
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

HEADERS = {
    # No inline script or style, nothing from elsewhere, in no other site's frame.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # "no-referrer" would make browsers hide `Origin` of the app's own form, the token's page.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# Texts and labels stay out of the browser's cache; the program's own files may be kept while they are fresh.
_PRIVATE, _FRESH = "no-store", "no-cache"


class Guard:
    """ASGI middleware: refuses what is not this app's own business, and adds the security headers."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or pass it on."""
        if scope["type"] == "websocket":  # the app has none
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                headers["Cache-Control"] = _FRESH if scope["path"].startswith(_OPEN) else _PRIVATE
            await send(message)

        refused = self._refusal(scope)
        if refused is None:
            await self.app(scope, receive, send_safely)
            return
        answer: Response = problem_response(*refused)
        if answer.status_code == 401 and "text/html" in Headers(scope=scope).get("accept", ""):
            # Back to what was asked for, a shared link, once the token is given.
            wanted = scope["path"] + (
                f"?{query}" if (query := scope["query_string"].decode("latin-1")) else ""
            )
            answer = RedirectResponse(f"{ENTER}?{urlencode({'next': wanted})}", 303)
        await answer(scope, receive, send_safely)

    def _refusal(self, scope: Scope) -> tuple[int, str, str, str] | None:
        """Status, place, rule and value found, or None for a request that may pass."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._is_ours(_name(host)):
            return 400, "header Host", "must be an address or a name of this app", repr(host[:100])
        if not _same_site(scope["method"], headers, host):
            found = headers.get("origin") or headers.get("sec-fetch-site", "")
            return 403, "header Origin", "requests come from this app's own pages", repr(found[:100])
        if not self._has_token(scope["path"], headers):
            rule = "the token must be given, as 'Authorization: Bearer TOKEN' or by the page /enter"
            return 401, "header Authorization", rule, "none, or another"
        length, most = headers.get("content-length", "0"), self.settings.limits.body_bytes
        # What has no length, or a false one, meets the framework's own limit as it comes in.
        if length.isdecimal() and int(length) > most:
            return (
                413,
                "header Content-Length",
                f"a request must have at most {most:,} bytes",
                f"{int(length):,}",
            )
        return None

    def _is_ours(self, name: str) -> bool:
        # A browser sends names in small letters, whatever was typed.
        own = {given.lower() for given in (*LOOPBACK_NAMES, *self.settings.names, self.settings.host)}
        if name in own:
            return True
        # With a token others may come by any of the machine's addresses; an address cannot be rebound.
        return self.settings.token is not None and _is_address(name)

    def _has_token(self, path: str, headers: Headers) -> bool:
        if self.settings.token is None or path == ENTER or path.startswith(_OPEN):
            return True
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            given = _cookie(headers.get("cookie", ""))
        return is_token(given, self.settings)


def is_token(given: str, settings: Settings) -> bool:
    """Whether `given` is the app's token, in a time that does not tell how much of it was right."""
    return settings.token is not None and hmac.compare_digest(given.encode(), settings.token.encode())


def _name(host: str) -> str:
    """The name in a Host header, without port and brackets; empty for one that is no such header."""
    try:
        return (urlsplit(f"//{host}").hostname or "") if "@" not in host else ""
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _same_site(method: str, headers: Headers, host: str) -> bool:
    """Whether the request comes from this app's page, a program, or a link that somebody followed."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
    if origin is not None and origin.partition("://")[2] != host:
        return False
    followed = method in _SAFE_METHODS and headers.get("sec-fetch-mode") == "navigate"
    return followed or site in ("none", "same-origin")


def _cookie(header: str) -> str:
    try:
        jar = SimpleCookie(header)
    except CookieError:
        return ""
    return jar[COOKIE].value if COOKIE in jar else ""
