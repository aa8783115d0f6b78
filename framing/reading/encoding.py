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
# So many characters read as good UTF-8 for each bad one: UTF-8 with damage, and no other encoding.
GOOD_TO_BAD = 10
# UTF-16 without a mark: about half the bytes of English text are NUL, all on one side.
UTF16_NULS = 0.3
# English text decides little between its code pages; of equally good ones it is the usual one.
WESTERN = "cp1252"

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


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec, how it treats bytes it cannot read, and what is worth telling the user."""

    name: str
    errors: str = "strict"
    note: str | None = None


def find_encoding(chunks: Iterable[bytes], place: str, forced: str | None = None) -> Encoding:
    """The encoding of a file, by its mark, strict UTF-8, or charset-normalizer's best guess.

    Errors: InputError when the bytes are no text, or not in the encoding that was asked for.
    """
    sample, size, nuls, valid = b"", 0, 0, True
    decoder = codecs.getincrementaldecoder(forced or "utf-8")()
    for chunk in chunks:
        size += len(chunk)
        nuls += chunk.count(b"\x00")
        if len(sample) < SAMPLE:
            sample += chunk[: SAMPLE - len(sample)]
        valid = valid and _decodes(decoder, chunk, final=False)
    valid = valid and _decodes(decoder, b"", final=True)
    for beginning, kind in _NO_TEXT:
        if sample.startswith(beginning):
            raise InputError(place, "must be text", kind)
    if forced is not None:
        if not valid:
            raise InputError(place, f"must be {forced}", "bytes that are not")
        return Encoding(forced)
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return Encoding(name, "replace")
    if nuls > max(1, size * MOST_NULS):
        return _utf16(sample, nuls / size, place)
    if valid:
        _refuse_controls(sample.decode("utf-8", "ignore"), place)
        return Encoding("utf-8")
    return _damaged(sample, place) or _guess(sample, place)


def decode(data: bytes, place: str, forced: str | None = None) -> tuple[str, str | None]:
    """The text of `data` and a note about its encoding, if there is one to make."""
    encoding = find_encoding((data,), place, forced)
    return data.decode(encoding.name, encoding.errors), encoding.note


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeError:
        return False
    return True


def _utf16(sample: bytes, share: float, place: str) -> Encoding:
    left, right = sample[0::2].count(0), sample[1::2].count(0)
    if share > UTF16_NULS and min(left, right) * GOOD_TO_BAD < max(left, right):
        return Encoding("utf-16-le" if right > left else "utf-16-be", "replace")
    raise InputError(place, "must be text", f"binary data or an unknown encoding ({share:.0%} NUL bytes)")


def _damaged(sample: bytes, place: str) -> Encoding | None:
    text = sample.decode("utf-8", "replace")
    bad = text.count("�")
    good = sum(not char.isascii() for char in text) - bad
    if good < GOOD_TO_BAD * max(bad, 1):
        return None
    _refuse_controls(text, place)
    return Encoding("utf-8", "replace", "bytes that are not; they were replaced")


def _guess(sample: bytes, place: str) -> Encoding:
    declared = _DECLARED.search(sample[:4096])
    if declared is not None:
        name = declared[1].decode("ascii")
        try:
            _refuse_controls(sample.decode(name), place)
        except (LookupError, UnicodeError):
            pass
        else:
            return Encoding(name, "replace")
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
    controls = len(_CONTROL.findall(text))
    if controls > max(1, len(text) * MOST_CONTROLS):
        share = controls / len(text)
        raise InputError(
            place, "must be text", f"binary data or an unknown encoding ({share:.0%} control characters)"
        )
