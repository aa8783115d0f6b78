"""The research corpora in their publishers' own files, where they are at hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from framing.errors import InputError
from framing.labels.formats import find, read
from framing.labels.tasks import Origin
from framing.types import Annotation


@pytest.fixture(scope="module")
def data(shared: Path) -> Path:
    return shared / "data"


def imported(name: str, path: Path) -> tuple[list[Annotation], Counter[str]]:
    refused: Counter[str] = Counter()

    def refuse(place: str, error: InputError | None) -> None:
        refused["unanswered" if error is None else error.rule] += 1

    return list(read(find(name), path, Origin(time="2025-05-05T05:05:05Z"), refuse)), refused


def holds(labels: list[Annotation]) -> None:
    for one in labels:
        assert one.text is not None
        assert len(one.text) == one.end - one.start
        assert all(d.span is None or d.span.end <= len(one.text) for d in one.devices or ())


def test_babe_has_a_row_an_annotator_with_words_and_article(data: Path) -> None:
    labels, refused = imported("babe", data / "babe")
    holds(labels)
    assert len({one.text for one in labels}) > 3600
    assert len({one.annotator for one in labels}) >= 5
    assert {one.charged for one in labels} == {0, 1}
    assert all(one.editorial is None for one in labels)
    joined = [one for one in labels if one.outlet]
    assert len(joined) > 0.95 * len(labels)
    # One judgement is of no text at all.
    assert refused.keys() <= {"unanswered", "a sentence must have 0 <= start < end"}
    assert refused["a sentence must have 0 <= start < end"] == 1
    marked = [one for one in labels if one.devices]
    assert len(marked) > 1000


def test_babes_panel_alone(data: Path) -> None:
    labels, refused = imported("babe", data / "babe" / "final_labels_SG2.csv")
    assert Counter(one.charged for one in labels) == {0: 1863, 1: 1810}
    assert refused == {"unanswered": 1}
    assert {one.annotator for one in labels} == {"babe_panel"}


def test_newssd_asks_for_the_outlets_own_voice(data: Path) -> None:
    labels, refused = imported("newssd", data / "newssd_eng" / "test.csv")
    holds(labels)
    assert (len(labels), not refused) == (219, True)
    assert {one.editorial for one in labels} == {0, 1}
    assert all(one.devices is None for one in labels)


def test_semeval_keeps_every_span(data: Path) -> None:
    folder = data / "semeval2023_task3"
    labels, refused = imported("semeval", folder)
    holds(labels)
    assert not refused
    assert len({one.article for one in labels}) == 536
    marked = {d.device for one in labels for d in one.devices or ()}
    lines = (folder / "train-labels-spans.txt").read_text().splitlines()
    assert marked == {"semeval:" + line.split("\t")[1] for line in lines}
    assert sum(len(one.devices or ()) for one in labels) >= 0.98 * len(lines)


def test_polnear_keeps_sources_cues_and_contents(data: Path) -> None:
    labels, refused = imported("polnear", data / "polnear" / "dev")
    holds(labels)
    assert not refused
    assert {d.device for one in labels for d in one.devices or ()} == {
        "polnear:source",
        "polnear:cue",
        "polnear:content",
    }
    assert len({(one.article, one.annotator) for one in labels}) == 94


@pytest.mark.parametrize("name", ["semeval", "polnear"])
def test_a_folder_of_something_else_is_an_error(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the corpus is a folder with"):
        imported(name, tmp_path)
