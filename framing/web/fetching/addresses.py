"""Which addresses a page may be fetched from: the public internet, as the name resolves right now.

The name is resolved here, once, and the connection goes to the addresses that were checked: a name that
resolves to another address a moment later gains nothing by it.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from framing.errors import InputError

PORTS = {"http": 80, "https": 443}
LONGEST = 2000
# IPv4 inside IPv6, as a network that has only the latter reaches the former.
_NAT64 = IPv6Network("64:ff9b::/96")
# Reserved too, but taken for public by the library before Python 3.11.10.
_RESERVED = (IPv4Network("192.0.0.0/24"), IPv6Network("64:ff9b:1::/48"), IPv6Network("3fff::/20"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where to connect: the addresses that were checked, and what to ask for there."""

    addresses: tuple[str, ...]
    port: int
    scheme: str
    host: str
    target: str

    @property
    def authority(self) -> str:
        """What the header Host says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def check_address(url: str) -> Place:
    """The place behind `url`. Errors: InputError for an address that a page must not be fetched from."""
    if len(url) > LONGEST:
        raise InputError("url", f"an address must have at most {LONGEST:,} characters", f"{len(url):,}")
    parts, host, port = _parts(url)
    addresses = _resolve(host, port)
    closed = [address for address in addresses if not is_public(address)]
    if closed:
        rule = "an address must lie in the public internet, not on this machine or in its network"
        raise InputError("url", rule, f"{host} at {closed[0]}")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(addresses, port, parts.scheme, host, target)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, whatever it is wrapped in."""
    try:
        ip = ip_address(address)
    except ValueError:  # with a zone, as in fe80::1%eth0: never beyond the own link
        return False
    inner = _inside(ip) if isinstance(ip, IPv6Address) else None
    if inner is not None:
        return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _RESERVED)


def _inside(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for, if it does."""
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


def _parts(url: str) -> tuple[SplitResult, str, int]:
    """The parts, the host in ASCII and the port of a web address that is plainly one."""
    shown = repr(url[:100])
    if not url.isascii() or any(ord(character) <= ord(" ") for character in url):
        raise InputError("url", "an address must be as the browser's address bar copies it", shown)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise InputError("url", "an address must be readable", f"{shown} ({error})") from error
    if parts.scheme not in PORTS or not host:
        raise InputError("url", "an address must begin with http:// or https:// and a host", shown)
    if parts.username is not None or parts.password is not None:
        raise InputError("url", "an address must hold no user name or password", f"{host} with one")
    if port not in PORTS.values():
        raise InputError("url", "pages are fetched from the ports 80 and 443 only", str(port))
    return parts, host, port


def _resolve(host: str, port: int) -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise InputError("url", "the address must be of a host that exists", f"{host} ({error})") from error
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
