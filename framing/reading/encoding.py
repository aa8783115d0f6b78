"""Which encoding the bytes of a file are in, and the text that comes out."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass

from framing.errors import InputError

SAMPLE = 1 << 18
# More NUL bytes or control characters than this share: the file is no text.
MOST_NULS = 1 / 1000
MOST_CONTROLS = 1 / 200
# UTF-16 without a mark: about half the bytes of English text are NUL, all on one side, so many times as many.
UTF16_NULS = 0.3
ONE_SIDE = 10
# English text decides little between its code pages; of equally good ones it is the usual one.
WESTERN = "cp1252"
# What browsers read for the encodings of which it is a larger one: pages declare them and hold its quotation marks.
_READ_AS = {"iso8859-1": WESTERN, "ascii": WESTERN}

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Made of characters, but of other words than the article's.
_NO_TEXT = (
    (b"%PDF-", "a PDF file"),
    (b"{\\rtf", "an RTF file (a word processor saves it as plain text)"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w-]+)""", re.IGNORECASE
)
# Codecs that take some of these characters for something else are none of a page's text.
_PROBE = rb"a<\n\u0041+AGE-"
_NOT_ASCII = re.compile(rb"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec, how it treats bytes it cannot read, and the rule that the bytes broke, if they did."""

    name: str
    errors: str = "strict"
    note: str | None = None


def find_encoding(
    chunks: Iterable[bytes], place: str, forced: str | None = None, hint: str | None = None
) -> Encoding:
    """The encoding of a file: by its mark, else UTF-8 where most of what is beyond ASCII is, else `hint` (what a
    server said), what the page declares, or charset-normalizer's best guess.

    Errors: InputError when the bytes are no text, or not in the encoding that was asked for.
    """
    looked = _look(chunks, forced)
    for beginning, kind in _NO_TEXT:
        if looked.head.startswith(beginning):
            raise InputError(place, "must be text", kind)
    if forced is not None:
        if looked.count.bad:
            raise InputError(place, f"must be {forced}", "bytes that are not")
        return Encoding(forced)
    if looked.mark is not None:
        return Encoding(looked.mark, "replace", _note(looked.mark, looked.count))
    if looked.nuls > max(1, looked.size * MOST_NULS):
        return _utf16(looked.head, looked.nuls / looked.size, place)
    if looked.count.mostly_good:
        _refuse_controls(looked.head.decode("utf-8", "ignore"), place)
        return Encoding("utf-8", "replace" if looked.count.bad else "strict", _note("utf-8", looked.count))
    return _told(looked, hint) or _guess(looked.telling, place)


def decode(
    data: bytes, place: str, forced: str | None = None, hint: str | None = None
) -> tuple[str, str | None]:
    """The text of `data` and a note about its encoding, if there is one to make."""
    encoding = find_encoding((data,), place, forced, hint)
    return data.decode(encoding.name, encoding.errors), encoding.note


def is_text_encoding(name: str) -> bool:
    """Whether Python knows `name` as an encoding of text; it has codecs of other things, and of names only."""
    try:
        "".encode(name)
        b"-".decode(name, "replace")
    except (LookupError, ValueError):
        return False
    return True


class Count:
    """How many characters beyond ASCII can be read in an encoding, and how many places cannot."""

    def __init__(self, name: str) -> None:
        self.good = self.bad = 0
        self._decoder = codecs.getincrementaldecoder(name)()

    @property
    def mostly_good(self) -> bool:
        """Whether it is this encoding, if damaged: by chance hardly a character of another one fits."""
        return self.good >= self.bad

    def add(self, chunk: bytes, final: bool = False) -> None:
        """Count the next bytes."""
        before = self._decoder.getstate()
        bad = 0
        try:
            text = self._decoder.decode(chunk, final)
        except UnicodeError:
            self._decoder.setstate(before)
            self._decoder.errors = "replace"
            text = self._decoder.decode(chunk, final)
            self._decoder.errors = "strict"
            bad = text.count("�")
        if not text.isascii():
            self.good += len(text) - len(text.encode("ascii", "ignore")) - bad
        self.bad += bad


@dataclass(slots=True)
class _Looked:
    """What all of a file's bytes tell. `telling` are the first of them that tell code pages apart."""

    mark: str | None
    head: bytes
    telling: bytes
    size: int
    nuls: int
    count: Count


def _look(chunks: Iterable[bytes], forced: str | None) -> _Looked:
    head, telling, size, nuls = b"", b"", 0, 0
    mark: str | None = None
    count = Count(forced or "utf-8")
    for chunk in chunks:
        if not size:
            mark = next((name for start, name in _MARKS if chunk.startswith(start)), None)
            count = Count(forced or mark or "utf-8")
        size += len(chunk)
        nuls += chunk.count(b"\x00")
        head += chunk[: SAMPLE - len(head)]
        first = _NOT_ASCII.search(chunk) if not telling else None
        start = first.start() if first else 0
        if telling or first:
            telling += chunk[start : start + SAMPLE - len(telling)]
        count.add(chunk)
    count.add(b"", final=True)
    return _Looked(mark, head, head if not head.isascii() else telling or head, size, nuls, count)


def _note(name: str, count: Count) -> str | None:
    return f"must be {name.removesuffix('-sig').upper()}" if count.bad else None


def _told(looked: _Looked, hint: str | None) -> Encoding | None:
    """The encoding that the server or the page names, if it is one and fits."""
    declared = _DECLARED.search(looked.head[:4096])
    for name in (hint, declared[1].decode("ascii") if declared else None):
        codec = _larger(name)
        if codec is None:
            continue
        count = Count(codec)
        count.add(looked.telling)  # its last character may be cut off
        if count.mostly_good and not _controls(looked.telling.decode(codec, "replace")):
            return Encoding(codec, "replace", _note(name or codec, count))
    return None


def _larger(name: str | None) -> str | None:
    """The codec for what is said to be `name`; None where that is none, or not one that holds ASCII as it is."""
    if name is None or not is_text_encoding(name):
        return None
    try:
        holds = _PROBE.decode(name, "replace") == _PROBE.decode("ascii")
    except UnicodeError:
        return None
    codec = codecs.lookup(name).name
    return _READ_AS.get(codec, codec) if holds else None


def _utf16(sample: bytes, share: float, place: str) -> Encoding:
    left, right = sample[0::2].count(0), sample[1::2].count(0)
    if share > UTF16_NULS and min(left, right) * ONE_SIDE < max(left, right):
        return Encoding("utf-16-le" if right > left else "utf-16-be", "replace")
    raise InputError(place, "must be text", f"binary data or an unknown encoding ({share:.0%} NUL bytes)")


def _guess(sample: bytes, place: str) -> Encoding:
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None:
        raise InputError(place, "must be text", "binary data or an unknown encoding")
    western = from_bytes(sample, cp_isolation=[WESTERN]).best()
    if western is not None and western.chaos <= best.chaos:
        best = western
    _refuse_controls(str(best), place)
    return Encoding(best.encoding, "replace")


def _refuse_controls(text: str, place: str) -> None:
    if share := _controls(text):
        raise InputError(
            place, "must be text", f"binary data or an unknown encoding ({share:.0%} control characters)"
        )


def _controls(text: str) -> float:
    """The share of control characters; nought where there are no more than a text may have."""
    controls = len(_CONTROL.findall(text))
    return controls / len(text) if controls > max(1, len(text) * MOST_CONTROLS) else 0.0
