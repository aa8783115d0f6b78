"""The queue: what of a file can be judged, in which order, and what is refused."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from framing.errors import InputError
from framing.web.labelling.queue import read_queue

TEXT = "The ferry left two hours late."


def row(number: int, text: str = TEXT, **more: Any) -> dict[str, Any]:
    """A row as `framing sample` writes it."""
    return {
        "id": f"s{number}", "article": f"sund-post-{number // 2}", "outlet": "Sund Post", "start": 40 * number,
        "end": 40 * number + len(text), "text": text, "label": None, "of": "editorial", "inclusion": 0.25,
        "stratum": "ab12cd", "chosen_by": "articles-then-sentences", "seed": 0, "design": "d1", "blind": True,
    } | more  # fmt: skip


def write(path: Path, *rows: Any) -> Path:
    path.write_text("".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in rows), "utf-8")
    return path


def test_the_order_and_what_identifies_a_sentence_are_kept(tmp_path: Path) -> None:
    queue = read_queue(
        write(tmp_path / "q.jsonl", row(3), row(1), row(2, before="A.", after="C.", score=0.7))
    )
    assert [item.task.id for item in queue.items] == ["s3", "s1", "s2"]
    last = queue.items[-1]
    assert (last.task.design, last.task.chosen_by, last.task.outlet) == (
        "d1", "articles-then-sentences", "Sund Post",
    )  # fmt: skip
    assert (last.before, last.after, last.score) == ("A.", "C.", 0.7)
    assert [queue.by_key[item.key] for item in queue.items] == [0, 1, 2]
    assert queue.by_sentence["s1"] == 1


def test_a_key_tells_neither_article_nor_id(tmp_path: Path) -> None:
    (item,) = read_queue(write(tmp_path / "q.jsonl", row(0, id="sund-post-0:1"))).items
    assert "sund" not in item.key


def test_csv_is_read_like_jsonl(tmp_path: Path) -> None:
    rows = [row(0, before="Before."), row(1, before="")]
    path = tmp_path / "q.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    first, second = read_queue(path).items
    assert (first.task.id, first.task.start, first.before) == ("s0", 0, "Before.")
    assert second.before is None


def test_ids_that_are_numbers_are_text_in_a_label(tmp_path: Path) -> None:
    (item,) = read_queue(write(tmp_path / "q.jsonl", row(0, id=17, article=4, outlet=1))).items
    assert (item.task.id, item.task.article, item.task.outlet) == ("17", "4", "1")


def test_a_row_with_more_cells_than_names_is_read(tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text("id,text\ns1,It rained.,and more\n")
    assert [item.task.id for item in read_queue(tmp_path / "q.csv").items] == ["s1"]


def test_what_cannot_be_judged_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = write(
        tmp_path / "q.jsonl", row(0), "{broken", row(1, text="  "), row(0), "[1]", row(2, end=7), "", row(3)
    )
    queue = read_queue(path)
    assert [item.task.id for item in queue.items] == ["s0", "s3"]
    assert [reject.source.rpartition(":")[2] for reject in queue.refused] == ["2", "3", "4", "5", "6"]
    assert "once" in queue.refused[2].rule


@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("q.jsonl", "", "must hold a sentence"),
        ("q.jsonl", '{"id": "s1", "text": null}\n', "must have its text"),
        ("q.txt", "A sentence.\n", r"ends in \.jsonl or \.csv"),
    ],
)
def test_a_queue_with_nothing_to_judge_is_an_error(tmp_path: Path, name: str, text: str, rule: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(InputError, match=rule):
        read_queue(tmp_path / name)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.jsonl: a queue must be readable"):
        read_queue(tmp_path / "none.jsonl")
