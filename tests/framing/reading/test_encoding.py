"""Encodings of damaged, mixed and wrongly declared bytes: what is read, and what is told of it."""

from __future__ import annotations

import codecs
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import InputError
from framing.reading import ReadOptions
from framing.reading.encoding import SAMPLE, decode, find_encoding
from framing.reading.tables import encoding_note

PLAIN = "The ferry to Holm was late again on Monday, and nobody on the pier was told of it. "
QUOTED = "“The ferry’s engine is old” – so said Zoë at the café. "
# More than what is looked at to tell code pages apart.
LONG = PLAIN * (2 * SAMPLE // len(PLAIN))


def test_a_damaged_byte_does_not_make_utf8_another_code_page() -> None:
    text, note = decode(b"It\xe2\x80\x99s late \xff again.", "a")
    assert (text, note) == ("It’s late � again.", "must be UTF-8")
    (told,) = encoding_note("a", note)
    assert (told.source, told.rule) == ("a", "must be UTF-8")
    assert "replaced" in told.found


@pytest.mark.parametrize("tail", [b"\xe2\x80", b"\xc3", b"\xf0\x9f\x98"])
def test_utf8_cut_off_within_a_character_is_utf8(tail: bytes) -> None:
    text, note = decode(QUOTED.encode() + tail, "a")
    assert (text, note) == (f"{QUOTED}�", "must be UTF-8")


def test_the_whole_file_decides_and_not_its_beginning() -> None:
    assert decode((LONG + QUOTED).encode(), "a") == (LONG + QUOTED, None)
    assert decode(LONG.encode() + b"\xff" + QUOTED.encode(), "a") == (f"{LONG}�{QUOTED}", "must be UTF-8")
    assert decode((LONG + QUOTED).encode("cp1252"), "a") == (LONG + QUOTED, None)


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_the_pieces_in_which_a_file_comes_decide_nothing(size: int) -> None:
    for data in (QUOTED.encode(), QUOTED.encode() + b"\xff" + QUOTED.encode(), f"{QUOTED}�".encode()):
        pieces = [data[at : at + size] for at in range(0, len(data), size)]
        assert find_encoding(pieces, "a") == find_encoding([data], "a")


def test_a_sign_for_damage_that_stands_in_good_utf8_is_no_damage() -> None:
    assert decode("The file said �.".encode(), "a") == ("The file said �.", None)


@pytest.mark.parametrize(
    ("mark", "codec", "rule"),
    [
        (codecs.BOM_UTF8, "utf-8", "must be UTF-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "must be UTF-16"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "must be UTF-32"),
    ],
)
def test_damage_behind_a_mark_is_told(mark: bytes, codec: str, rule: str) -> None:
    good = mark + QUOTED.encode(codec)
    assert decode(good, "a") == (QUOTED, None)
    assert decode(good + b"\xff", "a") == (f"{QUOTED}�", rule)


def page(charset: str, encoded: str) -> bytes:
    return f'<html><head><meta charset="{charset}"></head><body><p>{QUOTED}</p></body></html>'.encode(encoded)


@pytest.mark.parametrize("charset", ["ISO-8859-1", "latin1", "us-ascii", "ascii", "windows-1252"])
def test_a_declared_western_encoding_is_read_as_browsers_read_it(charset: str) -> None:
    text, note = decode(page(charset, "cp1252"), "a")
    assert QUOTED in text
    assert note is None


@pytest.mark.parametrize("charset", ["utf-16", "utf-7", "base64", "undefined", "idna", "cp037", "klingon"])
def test_what_is_declared_but_cannot_be_is_passed_over(charset: str) -> None:
    assert QUOTED in decode(page(charset, "cp1252"), "a")[0]
    assert QUOTED in decode(page("iso-8859-1", "cp1252"), "a", hint=charset)[0]


def test_what_a_server_says_is_a_hint() -> None:
    polish = "Łódź mówi: „nie”. "
    assert decode(polish.encode("cp1250"), "a", hint="windows-1250") == (polish, None)
    assert decode(QUOTED.encode(), "a", hint="iso-8859-1") == (QUOTED, None), "good UTF-8 is no accident"
    assert decode(QUOTED.encode("cp1252"), "a", hint="utf-8") == (QUOTED, None)
    text, note = decode(QUOTED.encode("cp1252") + b"\x81", "a", hint="iso-8859-1")
    assert (text, note) == (f"{QUOTED}�", "must be ISO-8859-1")
    assert decode(page("iso-8859-2", "cp1250"), "a", hint="cp1250")[0].count("–") == 1, (
        "it goes before the page"
    )


@pytest.mark.parametrize("name", ["undefined", "idna", "a\x00b", ""])
def test_a_codec_that_cannot_read_text_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="the encoding must be one Python knows"):
        ReadOptions(encoding=name)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_good_utf8_is_read_as_it_is(text: str) -> None:
    assert decode(text.encode(), "a") == (text.removeprefix("\ufeff"), None)


@given(st.binary())
def test_whatever_bytes_come_they_are_read_or_refused(data: bytes) -> None:
    for hint in (None, "iso-8859-1", "shift_jis", "utf-16"):
        with suppress(InputError):
            decode(data, "a", hint=hint)
