"""The store keeps what it has acknowledged: through kills, full disks, torn rows and second writers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing.errors import InputError, OutputError
from framing.labels.rows import annotator_name, from_line, to_line
from framing.labels.store import LabelStore, read_all, read_labels
from framing.types import Annotation

Make = Callable[..., Annotation]
HERE = Path(__file__).parent
posix = pytest.mark.skipif(sys.platform == "win32", reason="forks, and limits the size of files")


@posix
@pytest.mark.slow
def test_a_row_that_was_acknowledged_survives_a_kill_at_any_moment(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, str(HERE / "kill_writers.py"), str(tmp_path), "200", "7"],
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    acknowledged, _ = map(int, told.stdout.split())
    assert acknowledged > 200


FULL = """
import resource, signal, sys
from dataclasses import replace
from framing.errors import OutputError
from framing.labels.store import LabelStore
from framing.labels.rows import from_line
row = from_line(sys.argv[2], "row")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with LabelStore(sys.argv[1], row.annotator) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
    done = 0
    try:
        while True:
            store.append(replace(row, start=done, end=done + len(row.text)))
            done += 1
    except OutputError as error:
        print(done, error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    store.append(replace(row, start=done, end=done + len(row.text)))
"""


@posix
@pytest.mark.parametrize("room", [1, 700, 5000, 5001, 5200])
def test_a_full_disk_leaves_whole_rows_and_writing_goes_on_when_there_is_room(
    room: int, label: Make, tmp_path: Path
) -> None:
    row = to_line(label()).decode()
    told = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path), row, str(room)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    done, _, reason = told.stdout.partition(" ")
    assert "labels must be written to the disk, found File too large" in reason
    data = (tmp_path / "anna.jsonl").read_bytes()
    assert data.endswith(b"\n")
    assert [one.start for one in read_all(tmp_path)] == list(range(int(done) + 1))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_file_cut_anywhere_is_read_and_mended(
    data: st.DataObject, label: Make, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    rows = [label(start=i, end=i + 26, note="“a” 😄" * i or None) for i in range(4)]
    whole = b"".join(map(to_line, rows))
    cut = data.draw(st.integers(0, len(whole)))
    (folder / "anna.jsonl").write_bytes(whole[:cut])
    ends = [len(b"".join(map(to_line, rows[: n + 1]))) for n in range(4)]
    # A row whose line end alone is missing is a row.
    kept = sum(end - 1 <= cut for end in ends)
    told: list[str] = []
    assert list(read_all(folder, told.append)) == rows[:kept]
    assert bool(told) == (cut not in (0, *ends) and cut + 1 not in ends)
    with LabelStore(folder, "anna") as store:
        assert bool(store.mended) == (cut not in (0, *ends))
        store.append(label(start=99, end=125))
    assert [one.start for one in read_all(folder)] == [*(one.start for one in rows[:kept]), 99]


def test_what_was_taken_off_is_said(label: Make, tmp_path: Path) -> None:
    (tmp_path / "anna.jsonl").write_bytes(to_line(label()) + b'{"annotator": "an')
    with LabelStore(tmp_path, "anna") as store:
        assert store.mended is not None
        assert "took off an unfinished last row of 17 bytes" in store.mended
    with LabelStore(tmp_path, "anna") as store:
        assert store.mended is None


def test_a_broken_row_in_the_middle_is_an_error_not_a_torn_row(label: Make, tmp_path: Path) -> None:
    (tmp_path / "anna.jsonl").write_bytes(b'{"annotator"\n' + to_line(label()))
    with pytest.raises(InputError, match=r"anna\.jsonl:1"):
        read_labels(tmp_path)


def test_two_writers_are_kept_apart(label: Make, tmp_path: Path) -> None:
    with LabelStore(tmp_path, "anna") as first:
        with pytest.raises(OutputError, match="another has it open"), LabelStore(tmp_path, "anna"):
            pass
        with LabelStore(tmp_path, "ben") as other:
            other.append(label(annotator="ben"))
        first.append(label())
    with LabelStore(tmp_path, "anna") as again:
        again.append(label(editorial=0, devices=()))
    last = {one.annotator: one.editorial for one in read_labels(tmp_path)}
    assert last == {"anna": 0, "ben": 1}


def test_a_writer_writes_its_own_rows_only(label: Make, tmp_path: Path) -> None:
    with LabelStore(tmp_path, "anna") as store:
        with pytest.raises(InputError, match="rows of this file must be anna's, found ben"):
            store.append(label(), label(annotator="ben"))
        store.append()
    assert (tmp_path / "anna.jsonl").read_bytes() == b""


def test_a_row_that_could_not_be_read_again_is_not_written(label: Make, tmp_path: Path) -> None:
    with LabelStore(tmp_path, "anna") as store, pytest.raises(InputError, match="'time' must read like"):
        store.append(label(), label(time="yesterday"))
    assert (tmp_path / "anna.jsonl").read_bytes() == b""


@pytest.mark.parametrize("name", ["", "../anna", ".hidden", "a/b", "a b", "é"])
def test_a_name_that_is_no_file_name_is_refused_and_can_be_made_one(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="an annotator's name must be of"):
        LabelStore(tmp_path, name)
    assert LabelStore(tmp_path, annotator_name(name)).path.parent == tmp_path


def test_a_folder_that_cannot_be_made_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with (
        pytest.raises(OutputError, match="labels must be written"),
        LabelStore(tmp_path / "file" / "in", "anna"),
    ):
        pass


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_a_row_is_what_it_was_and_follows_the_schema(
    data: st.DataObject, any_label: Callable[..., st.SearchStrategy[Annotation]], root: Path
) -> None:
    schema = pytest.importorskip("jsonschema", reason="checks the schema")
    one = data.draw(any_label())
    line = to_line(one)
    assert from_line(line, "row") == one
    schema.validate(json.loads(line), json.loads((root / "annotations" / "schema.json").read_text()))


def test_half_a_surrogate_pair_is_kept(label: Make) -> None:
    one = label(note="cut \ud83d here")
    assert from_line(to_line(one), "row") == one


def test_nothing_is_written_after_a_row_that_could_not_be_taken_back(
    label: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with LabelStore(tmp_path, "anna") as store:
        store.append(label())
        monkeypatch.setattr("framing.labels.store.os.fsync", fail)
        monkeypatch.setattr(store, "_file", Broken(store._file))
        with pytest.raises(OutputError, match="Input/output error"):
            store.append(label(start=40, end=67))
        monkeypatch.undo()
        assert store._file.closed
    assert len(list(read_all(tmp_path))) >= 1


class Broken:
    """A file that takes writes and nothing else."""

    def __init__(self, file: object) -> None:
        self._file = file

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)

    def truncate(self, _: int) -> None:
        raise OSError(5, "Input/output error")
