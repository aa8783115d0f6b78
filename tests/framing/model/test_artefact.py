from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.errors import ArtefactError
from framing.model import DEFAULT, RATIONALE, Calibration, Model, load_model, open_artefact
from framing.model.artefact import FORMAT, SHIPPED
from framing.model.registry import folder_of


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DEFAULT, tmp_path / "copy"))


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_a_shipped_artefact_is_whole_small_and_says_what_it_is(name: str) -> None:
    artefact = open_artefact(name)
    assert set(artefact.heads) == {"editorial", "charged"}
    assert (artefact.folder / "README.md").read_text(encoding="utf-8").startswith("---\n")
    assert sum(p.stat().st_size for p in artefact.folder.iterdir()) <= 30_000_000
    assert {"corpus", "licence", "stage"} <= artefact.metadata["data"][0].keys()


def test_a_model_folder_comes_before_a_shipped_name(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(copy.parent)
    Path("fast").mkdir()
    assert open_artefact("fast").folder == SHIPPED["fast"] == folder_of("fast"), "a folder, but no model"
    Path("fast").rmdir()
    copy.rename("fast")
    assert open_artefact("fast").hash == open_artefact().hash
    assert folder_of("fast") == Path("fast")


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
    with pytest.raises(ArtefactError, match=f"'format' must be {FORMAT}, found 99"):
        open_artefact(copy)


def test_another_threshold_is_another_signature(copy: Path) -> None:
    metadata = json.loads((copy / "framing.json").read_text(encoding="utf-8"))
    metadata["thresholds"]["editorial"] = 0.7
    (copy / "framing.json").write_text(json.dumps(metadata), encoding="utf-8")
    assert open_artefact(copy).hash != open_artefact().hash


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model()


# Sums of numbers come in another order in another batch; nothing else may differ.
COMPANY = 1e-4
PLAIN = "The council approved the budget on Tuesday after a long debate."


@settings(max_examples=10, deadline=None)
@given(
    st.lists(st.text(alphabet="abcde .,“”’éñ\n", max_size=120), min_size=1, max_size=6), st.integers(0, 40)
)
def test_what_is_said_of_a_text_does_not_depend_on_its_company(
    model: Model, texts: list[str], others: int
) -> None:
    company = [
        f"{PLAIN} Shameful surrender number {n} of a craven board. " * (n % 9 + 1) for n in range(others)
    ]
    together = model.predict([*company, *texts, *texts])
    names = (*model.artefact.heads, *model.artefact.devices)
    for place, text in enumerate(texts, start=others):
        alone = model.predict([text])
        for name in names:
            assert together[name][place] == pytest.approx(alone[name][0], abs=COMPANY)
            assert together[name][place] == together[name][place + len(texts)]
        assert together.embedding[place] == pytest.approx(alone.embedding[0], abs=COMPANY)


def test_everything_that_is_said_has_its_shape(model: Model) -> None:
    texts = [PLAIN, "", "Ünïcödé — “x”", PLAIN]
    scores = model.predict(texts)
    assert set(scores.by_head) == {*model.artefact.heads, *model.artefact.devices}
    assert set(scores.words) == {RATIONALE, *model.artefact.devices, *model.artefact.voice_tags}
    assert scores.embedding.shape == (4, model.artefact.metadata["embedding"])
    assert np.linalg.norm(scores.embedding, axis=1) == pytest.approx(1, abs=1e-3)
    for text, *found in zip(texts, *scores.words.values(), strict=True):
        assert all(0 <= span.start < span.end <= len(text) for spans in found for span in spans)


def test_no_texts_give_no_scores(model: Model) -> None:
    scores = model.predict([])
    assert scores["charged"].shape == (0,)
    assert scores.words[RATIONALE] == []


@given(st.floats(0.01, 5), st.floats(-3, 3), st.lists(st.floats(-100, 100), min_size=2, max_size=20))
def test_calibration_keeps_the_order_and_stays_a_probability(
    slope: float, shift: float, logits: list[float]
) -> None:
    found = Calibration(slope, shift)(np.sort(np.array(logits)))
    assert np.all((found >= 0) & (found <= 1))
    assert np.all(np.diff(found) >= 0)
