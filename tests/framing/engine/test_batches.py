from __future__ import annotations

import copy
import json

import pytest

from framing.engine.batches import BatchScorer

TEXTS = [
    "The council approved the budget by nine votes to four.",
    "It was a craven surrender to a corrupt clique.",
    '"They are vandals and crooks, all of them," the mayor said.',
]


def test_a_batch_of_texts_becomes_columns() -> None:
    found = BatchScorer()({"text": [*TEXTS, None, ""], "other": range(5)})
    assert found["editorial_label"] == [0, 1, 0, None, None]
    assert found["voice"][2] == "quote"
    assert [words["words"] for words in json.loads(found["rationale"][1])]
    assert {len(column) for column in found.values()} == {5}
    assert "other" not in found
    assert all(str(value).startswith("framing:") for value in found["signature"])


def test_another_process_loads_its_own_model() -> None:
    scorer = BatchScorer("body", threshold=0.99)
    first = scorer({"body": TEXTS})
    sent = copy.copy(scorer)
    sent.__setstate__(scorer.__getstate__())
    assert sent._annotator is None
    assert sent({"body": TEXTS}) == first


def test_a_batch_without_the_column_is_an_error() -> None:
    with pytest.raises(KeyError, match="text"):
        BatchScorer()({"body": TEXTS})


def test_it_drops_into_a_datasets_map() -> None:
    datasets = pytest.importorskip("datasets", reason="needs the train extra")
    table = datasets.Dataset.from_dict({"text": TEXTS}).map(BatchScorer(), batched=True, batch_size=2)
    assert table["editorial_label"][:] == [0, 1, 0]
    assert table["text"][:] == TEXTS
