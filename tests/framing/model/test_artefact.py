from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import ArtefactError
from framing.model import DEFAULT, Calibration, load_model, open_artefact


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DEFAULT, tmp_path / "copy"))


def test_the_shipped_artefact_is_whole_small_and_says_what_it_is() -> None:
    artefact = open_artefact()
    assert set(artefact.heads) == {"editorial", "charged"}
    assert (DEFAULT / "README.md").read_text(encoding="utf-8").startswith("---\n")
    assert sum(p.stat().st_size for p in DEFAULT.iterdir()) <= 30_000_000
    assert {"corpus", "licence", "stage"} <= artefact.metadata["data"][0].keys()


def test_a_changed_byte_is_refused_by_name(copy: Path) -> None:
    with (copy / "model.onnx").open("r+b") as handle:
        handle.seek(1000)
        byte = handle.read(1)
        handle.seek(1000)
        handle.write(bytes([byte[0] ^ 1]))
    with pytest.raises(ArtefactError, match=r"model\.onnx: SHA-256 must be"):
        open_artefact(copy)


@pytest.mark.parametrize("name", ["framing.json", "tokenizer.json"])
def test_a_missing_file_is_refused_by_name(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(ArtefactError, match=name):
        open_artefact(copy)


def test_another_format_is_refused(copy: Path) -> None:
    metadata = json.loads((copy / "framing.json").read_text(encoding="utf-8"))
    (copy / "framing.json").write_text(json.dumps(metadata | {"format": 99}), encoding="utf-8")
    with pytest.raises(ArtefactError, match="'format' must be 1, found 99"):
        open_artefact(copy)


def test_another_threshold_is_another_signature(copy: Path) -> None:
    metadata = json.loads((copy / "framing.json").read_text(encoding="utf-8"))
    metadata["thresholds"]["editorial"] = 0.7
    (copy / "framing.json").write_text(json.dumps(metadata), encoding="utf-8")
    assert open_artefact(copy).hash != open_artefact().hash


def test_scores_do_not_depend_on_company() -> None:
    model = load_model()
    texts = [
        "Short.",
        "The council approved the budget on Tuesday after a long debate. " * 3,
        "",
        "Ünïcödé — “x”",
    ]
    together = model.predict(texts * 20)
    for place, text in enumerate(texts):
        alone = model.predict([text])
        for head in ("editorial", "charged"):
            # 8-bit inputs are scaled by the batch's largest value, so padding shifts scores a little.
            assert together[head][place] == pytest.approx(alone[head][0], abs=0.05)
            assert together[head][place] == together[head][place + len(texts)]


def test_no_texts_give_no_scores() -> None:
    assert load_model().predict([])["charged"].shape == (0,)


@given(st.floats(0.01, 5), st.floats(-3, 3), st.lists(st.floats(-100, 100), min_size=2, max_size=20))
def test_calibration_keeps_the_order_and_stays_a_probability(
    slope: float, shift: float, logits: list[float]
) -> None:
    found = Calibration(slope, shift)(np.sort(np.array(logits)))
    assert np.all((found >= 0) & (found <= 1))
    assert np.all(np.diff(found) >= 0)
