"""What the browser app is started with."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

from framing.errors import InputError
from framing.reading.options import MAX_ARTICLE

# Nobody guesses so many characters by asking; `framing serve` makes one of 32.
SHORTEST_TOKEN = 12
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one request may ask for; what is over it is answered with the limit that it broke.

    `body_bytes` is room for the longest article, its characters four bytes each. `page_seconds` is for all of
    a page's fetching, redirects included.
    """

    body_bytes: int = 4 * MAX_ARTICLE + (1 << 16)
    articles: int = 100
    page_bytes: int = 8 << 20
    page_seconds: float = 15.0
    redirects: int = 5
    sentences: int = 500


@dataclass(frozen=True, slots=True)
class Settings:
    """`labels` is the folder that judgements go to, `queue` a sample to label, `scores` a table to profile,
    `model` an artefact's folder (else the shipped one). `names` are host names that the app answers to
    besides its addresses.

    Of the queue: `ask` the questions put, `each` how many people judge a sentence (None: everybody judges all),
    `show` whether outlet and score are on the screen.

    Errors: InputError for an address that others can reach without a token, or for a token to be guessed.
    """

    labels: Path = Path("labels")
    queue: Path | None = None
    scores: Path | None = None
    model: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    token: str | None = None
    names: tuple[str, ...] = ()
    ask: tuple[str, ...] = ("voice", "editorial", "devices", "charged")
    each: int | None = None
    show: bool = False
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if self.token is None and not self.is_local:
            raise InputError("host", "an address that others can reach needs a token", repr(self.host))
        if self.token is not None and len(self.token) < SHORTEST_TOKEN:
            rule = f"a token must have at least {SHORTEST_TOKEN} characters"
            raise InputError("token", rule, f"{len(self.token)}")

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the app."""
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether what listens at `host` can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
