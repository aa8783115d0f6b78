from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from framing.errors import OutputError
from framing.model import KeptScores
from framing.model.kept import Said
from framing.types import Span

WORDS = ((Span(0, 3), Span(5, 9)), (), (Span(2, 4),))


def said(number: float, embedding: bool = True) -> Said:
    vector = np.full(4, number, dtype=np.float32) if embedding else None
    return Said(np.array([number, -number], dtype=np.float32), WORDS, vector)


def test_what_is_kept_comes_back_bit_for_bit(tmp_path: Path) -> None:
    kept = KeptScores(tmp_path / "k", "m")
    texts = {f"text {i} \ud800": said(i / 7) for i in range(1200)}
    kept.keep(texts)
    found = kept.find([*texts, "another"], embedding=True)
    assert found.keys() == texts.keys()
    for text, one in found.items():
        assert np.array_equal(one.logits, texts[text].logits)
        assert one.words == WORDS
        assert one.embedding is not None
        assert np.array_equal(one.embedding, texts[text].embedding)


def test_a_text_kept_without_its_embedding_is_unknown_to_who_asks_for_it(tmp_path: Path) -> None:
    kept = KeptScores(tmp_path / "k", "m")
    kept.keep({"a": said(1.0, embedding=False)})
    assert kept.find(["a"], embedding=True) == {}
    assert kept.find(["a"], embedding=False).keys() == {"a"}


def test_another_model_begins_anew(tmp_path: Path) -> None:
    for model, expected in (("m", 0), ("m", 1), ("n", 0)):
        kept = KeptScores(tmp_path / "k", model)
        assert len(kept) == expected
        kept.keep({"a": said(1.0)})
        kept.close()


def test_a_broken_file_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "k").write_bytes(b"no database at all" * 500)
    kept = KeptScores(tmp_path / "k", "m")
    kept.keep({"a": said(1.0)})
    assert len(kept) == 1


def test_a_damaged_page_is_begun_anew_in_the_middle_of_a_run(tmp_path: Path) -> None:
    kept = KeptScores(tmp_path / "k", "m")
    kept.keep({f"text {i}": said(1.0) for i in range(3000)})
    kept.close()
    data = bytearray((tmp_path / "k").read_bytes())
    data[16384 : len(data) - 4096] = b"\xff" * (len(data) - 4096 - 16384)
    (tmp_path / "k").write_bytes(data)
    kept = KeptScores(tmp_path / "k", "m")
    assert kept.find([f"text {i}" for i in range(3000)], embedding=True) == {}
    kept.keep({"a": said(1.0)})
    assert kept.find(["a"], embedding=True).keys() == {"a"}


def test_a_place_that_takes_no_file_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="must take the scores"):
        KeptScores(tmp_path / "missing" / "k", "m")


def test_a_full_disk_ends_the_keeping_only(tmp_path: Path) -> None:
    kept = KeptScores(tmp_path / "k", "m")
    kept.keep({"a": said(1.0)})
    pages = sqlite3.connect(tmp_path / "k").execute("PRAGMA page_count").fetchone()[0]
    kept._file.execute(f"PRAGMA max_page_count={pages}")
    kept.keep({f"b{i}": said(1.0) for i in range(5000)})
    assert len(kept) == 1
    assert kept.find(["a"], embedding=True).keys() == {"a"}


def test_a_disk_that_fails_at_the_start_costs_nothing_that_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = KeptScores(tmp_path / "k", "m")
    kept.keep({"a": said(1.0)})
    kept.close()

    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("framing.model.kept.sqlite3.connect", full)
        with pytest.raises(OutputError, match="disk is full"):
            KeptScores(tmp_path / "k", "m")
    assert len(KeptScores(tmp_path / "k", "m")) == 1
