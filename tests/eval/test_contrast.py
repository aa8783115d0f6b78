"""The project's contrast pairs: each differs in one wording, parts are apart, and no test sentence is among them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from eval.behaviour.sentences import every_sentence
from eval.corpora import contrast
from eval.corpora.examples import sentence_key
from framing.errors import InputError


def test_a_loaded_sentence_is_its_neutral_one_but_for_the_wording() -> None:
    found = [*contrast.pairs("train"), *contrast.pairs("calibration")]
    assert len(found) == 2 * 1780
    for neutral, loaded in zip(found[::2], found[1::2], strict=True):
        assert (neutral.id, neutral.label, loaded.label) == (loaded.id, 0, 1)
        assert loaded.words is not None
        left, right = loaded.text[: loaded.words.start].split(), loaded.text[loaded.words.end :].split()
        same = Counter(neutral.text.casefold().split())
        lost = Counter(word.casefold() for word in left + right) - same
        # The article before it, a comma or a replaced neighbour may change with the wording.
        assert sum(lost.values()) <= 3, (neutral.text, loaded.text)


def test_parts_share_no_sentence_with_each_other_nor_with_any_test(root: Path) -> None:
    parts = [
        {sentence_key(w.text) for w in found}
        for found in (contrast.pairs("train"), contrast.pairs("calibration"), contrast.named())
    ]
    tests = {sentence_key(text) for text in every_sentence()}
    demo = root / "annotations" / "demo"
    for line in (demo / "sentences.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = (demo / "articles" / f"{row['article']}.txt").read_text(encoding="utf-8")
        tests.add(sentence_key(text[row["start"] : row["end"]]))
    for number, keys in enumerate(parts):
        assert not keys & tests
        assert all(not keys & other for other in parts[number + 1 :])


def test_every_sentence_with_a_place_is_read_with_several_names() -> None:
    found = contrast.named()
    assert set(Counter(w.id for w in found).values()) == {contrast.NAMES_EACH}
    assert len({w.text for w in found}) == len(found)
    assert sum(w.label for w in found) == len(found) / 2
    assert contrast.named() == found, "the same names every time"


def test_words_that_do_not_stand_there_once_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = {
        "id": "x1",
        "part": "train",
        "neutral": "It rained.",
        "loaded": "It rained, sadly, sadly.",
        "word": "sadly",
    }
    (tmp_path / "pairs.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    monkeypatch.setattr(contrast, "FOLDER", tmp_path)
    with pytest.raises(InputError, match=r"pairs\.jsonl:1.*once.*'sadly'"):
        contrast.pairs("train")
