"""Several people labelling at once over real connections: nothing is lost, nothing is kept twice."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import threading
import time
from pathlib import Path

import pytest

from eval.benchmarks.labelling import annotate, load, served
from framing.labels import read_all

PEOPLE, EACH = 8, 6


@pytest.mark.slow
def test_what_was_answered_survives_a_kill(tmp_path: Path, socket_enabled: None) -> None:
    seconds: list[float] = []
    with served(tmp_path, 40) as (address, pid):
        people = [
            threading.Thread(target=until_the_end, args=(address, f"p{i}", seconds)) for i in range(PEOPLE)
        ]
        for one in people:
            one.start()
        while len(seconds) < 2 * PEOPLE:
            time.sleep(0.01)
        os.kill(pid, signal.SIGKILL)
        for one in people:
            one.join()
    rows = list(read_all(tmp_path / "labels"))
    # What was on its way to somebody's screen may be there too, one row each.
    assert len(seconds) <= len(rows) <= len(seconds) + PEOPLE
    with served(tmp_path, 40) as (address, _):
        answer = http.client.HTTPConnection(address, timeout=60)
        answer.request("GET", "/api/v1/labels/progress")
        found = json.loads(answer.getresponse().read())
    assert sum(one["judged"] for one in found["annotators"]) == len(rows)


def until_the_end(address: str, name: str, seconds: list[float]) -> None:
    """Judge until the app is gone."""
    with contextlib.suppress(OSError, http.client.HTTPException):
        annotate(address, name, 40, 0.0, seconds)


@pytest.mark.slow
@pytest.mark.parametrize("judges", [None, 2])
def test_eight_people_at_once_lose_and_double_nothing(
    tmp_path: Path, socket_enabled: None, judges: int | None
) -> None:
    options = () if judges is None else ("--each", str(judges))
    found = load(tmp_path, PEOPLE, EACH, 0.0, *options)
    assert (len(found.seconds), found.lost, found.doubled) == (PEOPLE * EACH, 0, 0)
    rows = list(read_all(tmp_path / "labels"))
    assert len(rows) == PEOPLE * EACH
    if judges is not None:
        by_sentence = {
            row.sentence: [one.annotator for one in rows if one.sentence == row.sentence] for row in rows
        }
        assert max(len(people) for people in by_sentence.values()) == judges
        assert all(len(set(people)) == len(people) for people in by_sentence.values())
