"""The last layer found in the model file, read, rewritten, and nothing else touched."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from framing.errors import ArtefactError, InputError
from framing.model import load_model, open_artefact
from framing.model.artefact import LAYOUT
from framing.refit import Head, HeadReader, write_model
from framing.refit.graph import head_layer, with_head, with_output

TEXTS = [
    "The ferry resumed service on Monday after a two-day strike.",
    "It was a cowardly retreat from everything the town had been promised.",
    "Short.",
]


@pytest.fixture(scope="module")
def reader() -> HeadReader:
    return HeadReader(open_artefact(), "charged")


def test_what_is_read_times_the_weights_is_what_the_model_says(reader: HeadReader) -> None:
    scores = reader.before.scores(reader.hidden(TEXTS))
    np.testing.assert_allclose(scores, load_model().predict(TEXTS)["charged"], atol=1e-5)


def test_a_reader_still_predicts_as_the_model_does(reader: HeadReader) -> None:
    mine, plain = reader.predict(TEXTS), load_model().predict(TEXTS)
    np.testing.assert_allclose(mine["editorial"], plain["editorial"], atol=1e-6)
    assert mine.words == plain.words


def test_equal_texts_have_equal_rows_and_no_texts_have_none(reader: HeadReader) -> None:
    found = reader.hidden([TEXTS[1], TEXTS[0], TEXTS[1]])
    np.testing.assert_array_equal(found[0], found[2])
    assert reader.hidden([]).shape == (0, reader.layer.width)


def test_a_rewritten_head_says_something_else_and_the_others_the_same(
    reader: HeadReader, tmp_path: Path
) -> None:
    before = reader.before
    turned = Head(-before.weight, before.bias + 0.5, before.calibration, 0.5)
    write_model(reader, turned, tmp_path / "turned", {"labels": 0})
    plain, changed = load_model().predict(TEXTS), load_model(tmp_path / "turned").predict(TEXTS)
    np.testing.assert_allclose(changed["charged"], turned.scores(reader.hidden(TEXTS)), atol=1e-5)
    assert np.abs(changed["charged"] - plain["charged"]).max() > 0.1
    np.testing.assert_array_equal(changed["editorial"], plain["editorial"])
    np.testing.assert_array_equal(changed.embedding, plain.embedding)
    assert open_artefact(tmp_path / "turned").hash != open_artefact().hash


def test_only_the_row_s_own_bytes_change(reader: HeadReader) -> None:
    changed = with_head(reader.file, reader.layer, reader.question, reader.before.weight, reader.before.bias)
    assert changed == reader.file
    other = with_head(reader.file, reader.layer, 0, np.zeros(reader.layer.width), 0.0)
    differ = np.flatnonzero(np.frombuffer(other, np.uint8) != np.frombuffer(reader.file, np.uint8))
    inside = (differ >= reader.layer.weight[0]) & (differ < reader.layer.weight[0] + 4 * reader.layer.width)
    in_bias = (differ >= reader.layer.bias[0]) & (differ < reader.layer.bias[0] + 4)
    assert (inside | in_bias).all()


def test_an_output_is_added_behind_the_file(reader: HeadReader) -> None:
    assert with_output(reader.file, reader.layer.reads).startswith(reader.file)


@pytest.mark.parametrize("broken", [b"", b"\x3a\xff\xff\xff\x7f", b"not a model at all"])
def test_a_file_that_is_no_model_is_refused(broken: bytes) -> None:
    with pytest.raises(ArtefactError):
        head_layer(broken, "model.onnx")


def test_a_file_cut_short_is_refused(reader: HeadReader) -> None:
    with pytest.raises(ArtefactError):
        head_layer(reader.file[:2000], "model.onnx")


def test_a_head_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="editorial, charged"):
        HeadReader(open_artefact(), "loaded_wording")


def test_the_layer_is_where_the_file_says(reader: HeadReader) -> None:
    assert (reader.artefact.folder / LAYOUT.model).read_bytes() == reader.file
    assert reader.layer.questions == len(reader.artefact.heads) + len(reader.artefact.devices)
