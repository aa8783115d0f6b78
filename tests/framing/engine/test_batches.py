from __future__ import annotations

import copy
import json
import pickle

import pyarrow as pa
import pytest

from framing.engine.batches import BatchScorer
from framing.errors import InputError
from framing.model.registry import folder_of

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


@pytest.mark.parametrize(("given", "found"), [(TEXTS[1], "'It was a craven"), ("", "''"), (None, "missing")])
def test_one_text_is_no_batch(given: str | None, found: str) -> None:
    """`map` without `batched=True` would have every character scored."""
    with pytest.raises(InputError, match=r"column 'text': must hold a batch .* batched=True") as error:
        BatchScorer()({"text": given})  # type: ignore[dict-item]
    assert found in error.value.found


def test_columns_that_are_there_are_kept_and_ours_get_another_name() -> None:
    gold = {"editorial": ["my gold"] * 3, "voice": [1, 2, 3], "framing_voice": [0] * 3}
    found = BatchScorer()({"text": TEXTS, **gold})
    assert not set(gold) & set(found)
    assert found["framing_framing_voice"][2] == "quote"
    assert found["framing_editorial"] == BatchScorer()({"text": TEXTS})["editorial"]
    assert found["editorial_label"] == [0, 1, 0], "a name that is free stays as it is"


@pytest.mark.parametrize("options", [{}, {"embeddings": True}], ids=["plain", "embeddings"])
def test_columns_have_their_types_where_nothing_is_in_them(options: dict[str, bool]) -> None:
    scorer = BatchScorer(**options)
    empty, full = (pa.table(scorer({"text": texts})).schema for texts in ([None, ""], TEXTS))
    assert empty == full
    assert not [field for field in full if pa.types.is_null(field.type)]


@pytest.mark.parametrize("size", [1, 2])
def test_a_datasets_map_may_begin_with_missing_texts(size: int) -> None:
    datasets = pytest.importorskip("datasets", reason="needs the train extra")
    rows = {"text": [None, "", *TEXTS], "editorial": ["my gold"] * 5}
    scorer = BatchScorer(embeddings=True)
    table = datasets.Dataset.from_dict(rows).map(scorer, batched=True, batch_size=size)
    assert table["editorial_label"][:] == [None, None, 0, 1, 0]
    assert table["editorial"][:] == ["my gold"] * 5
    assert [value is None for value in table["framing_editorial"][:]] == [True, True, False, False, False]
    assert [value and len(value) for value in table["embedding"][:]] == [None, None, 128, 128, 128]
    assert [json.loads(value or "null") for value in table["speakers"][:]][:3] == [None, None, []]


def test_datasets_maps_without_batches_are_told_what_to_do() -> None:
    datasets = pytest.importorskip("datasets", reason="needs the train extra")
    with pytest.raises(InputError, match="batched=True"):
        datasets.Dataset.from_dict({"text": TEXTS}).map(BatchScorer())


def test_it_drops_into_a_datasets_map() -> None:
    datasets = pytest.importorskip("datasets", reason="needs the train extra")
    table = datasets.Dataset.from_dict({"text": TEXTS}).map(BatchScorer(), batched=True, batch_size=2)
    assert table["editorial_label"][:] == [0, 1, 0]
    assert table["text"][:] == TEXTS


def test_what_is_kept_by_its_state_is_of_this_model_and_program() -> None:
    assert pickle.dumps(BatchScorer()) == pickle.dumps(BatchScorer())
    assert pickle.loads(pickle.dumps(BatchScorer())).made_by.startswith("framing:")
    assert BatchScorer().__getstate__() != BatchScorer(model=folder_of("fast")).__getstate__() | {
        "model": None
    }


def test_a_batch_of_arrow_is_scored_as_one_of_lists() -> None:
    scorer, table = BatchScorer(), pa.table({"text": [*TEXTS, None], "editorial": [1, 2, 3, 4]})
    wanted = scorer(table.to_pydict())
    assert wanted["editorial_label"] == [0, 1, 0, None]
    assert "framing_editorial" in wanted, "a name that the table has already"
    for batch in (table, table.to_batches()[0], {"text": table["text"], "editorial": table["editorial"]}):
        assert scorer(batch) == wanted


def test_what_is_no_text_is_an_error_and_a_lone_surrogate_is_none() -> None:
    scorer = BatchScorer()
    with pytest.raises(InputError, match=r"'text'.*bytes"):
        scorer({"text": [b"It rained."]})
    (score,) = scorer({"text": ["The \ud800 mayor spoke."]})["editorial"]
    assert score is not None
    assert scorer({"text": [float("nan"), None]})["editorial"] == [None, None]
