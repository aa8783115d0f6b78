"""The road from a scores table to judgements: sampled, put into context, judged, and used for a profile."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as csv
from click.testing import CliRunner
from fastapi.testclient import TestClient

from framing.cli.profile import profile
from framing.cli.sample import sample
from framing.web import Settings, create_app
from framing.web.labelling.context import with_neighbours
from framing.web.labelling.queue import read_queue

HERE = "http://127.0.0.1:8000"
STORY = ("The board met.", "It caved in.", "The vote was close.", "A second session follows.")


def table(path: Path, stories: int = 4) -> Path:
    """A scores table of invented articles of two outlets, without what labelling does not need."""
    rows = [
        {"sentence_id": f"s{story}-{i}", "article_id": f"a{story}", "outlet": ("Sund Post", "Bay Times")[story % 2],
         "start": 30 * i, "end": 30 * i + len(text), "text": text, "voice": "outlet", "editorial": 0.1 + 0.2 * i,
         "editorial_label": int(i > 1), "signature": "framing:test"}
        for story in range(stories) for i, text in enumerate(STORY)
    ]  # fmt: skip
    csv.write_csv(pa.Table.from_pylist(rows), path)
    return path


def queue_of(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_neighbours_come_from_the_article_and_stop_at_its_ends(tmp_path: Path) -> None:
    rows = [
        {"id": f"s1-{i}", "article": "a1", "start": 30 * i, "end": 30 * i + len(STORY[i]), "text": STORY[i]}
        for i in (3, 0, 1)
    ]
    queue = with_neighbours(read_queue(queue_of(tmp_path / "q.jsonl", *rows)), table(tmp_path / "scores.csv"))
    assert [(item.before, item.after) for item in queue.items] == [
        (STORY[2], None), (None, STORY[1]), (STORY[0], STORY[2]),
    ]  # fmt: skip


def test_what_the_table_does_not_have_gets_no_neighbours(tmp_path: Path) -> None:
    other = {"id": "s1-1", "article": "a1", "start": 30, "end": 37, "text": "Another"}
    unknown = {"id": "x", "article": "a9", "start": 30, "end": 42, "text": STORY[1]}
    own = {"id": "y", "article": "a1", "start": 0, "end": 14, "text": STORY[0], "before": "Its own."}
    queue = read_queue(queue_of(tmp_path / "q.jsonl", other, unknown, own))
    assert with_neighbours(queue, table(tmp_path / "scores.csv")) == queue


def test_a_table_without_texts_leaves_the_queue_as_it_is(tmp_path: Path) -> None:
    queue = read_queue(queue_of(tmp_path / "q.jsonl", {"id": "s", "article": "a", "text": "It rained."}))
    scores = tmp_path / "scores.csv"
    scores.write_text("article_id,editorial\na,0.5\n")
    assert with_neighbours(queue, scores) == queue


def test_a_sample_is_judged_in_the_browser_and_corrects_the_profile(tmp_path: Path) -> None:
    scores, queue, labels = (
        table(tmp_path / "scores.csv", 12),
        tmp_path / "to_label.jsonl",
        tmp_path / "labels",
    )
    runner = CliRunner()
    drawn = runner.invoke(sample, [str(scores), "-n", "24", "--per-article", "2", "-o", str(queue)])
    assert drawn.exit_code == 0, drawn.output
    with TestClient(create_app(Settings(labels, queue, scores)), base_url=HERE) as http:
        at = "/api/v1/labels/annotators/anna"
        turn = http.get(f"{at}/turn").json()
        assert turn["sentence"]["before"] or turn["sentence"]["after"]
        while turn["sentence"]:
            framed = turn["sentence"]["text"] == STORY[1]
            answers = {"voice": "outlet", "editorial": int(framed), "charged": 0,
                       "devices": [{"device": "vague_source"}] if framed else []}  # fmt: skip
            body = {"key": turn["sentence"]["key"], "seen": turn["seen"], **answers}
            turn = http.post(f"{at}/judgements", json=body).json()
    design = tmp_path / "to_label.design.json"
    table_of = tmp_path / "profile.json"
    given = [str(scores), "--labels", str(labels), "--design", str(design), "-o", str(table_of)]
    corrected = runner.invoke(profile, given)
    assert corrected.exit_code == 0, corrected.output
    assert "24" in corrected.output
    assert table_of.is_file()
