"""What a worker makes of its slices: together the rows of one machine, made twice the same files."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from framing.annotator import load
from framing.engine import annotate_corpus
from framing.engine.slice_worker import Done, Job, SliceWorker, came_before, first_places_in
from framing.errors import ArtefactError, OutputError
from framing.output import dataset
from framing.output.scores import column_names, read_scores
from framing.output.summary import Summary
from framing.output.tables import ScoreWriter
from framing.reading import Corpus, open_corpus
from framing.reading.slices import cut
from framing.types import Reject

OUTLETS = ("Sund Post", "Brint Herald")


def write_articles(folder: Path, count: int = 80) -> None:
    """A Parquet file of 32 articles or fewer for each slice; ids come again, within a file and across files."""
    folder.mkdir()
    texts = [
        f"The harbour board met on day {number}. It was the {number}th shameful gift to a corrupt clique. "
        f'"We will not pay," the mayor of Aldmoor said.'
        for number in range(count)
    ]
    ids = [str(number) for number in range(count)]
    ids[5] = "4"
    ids[40] = ids[70] = ids[71] = "3"
    texts[3] = ""  # what was refused does not count as there: 40 is the first of its id
    outlets = [OUTLETS[number % 2] for number in range(count)]
    for start in range(0, count, 32):
        columns = {"id": ids, "text": texts, "outlet": outlets}
        rows = {name: values[start : start + 32] for name, values in columns.items()}
        pq.write_table(pa.table(rows), folder / f"{start:05d}.parquet")


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    write_articles(tmp_path / "in")
    return open_corpus([str(tmp_path / "in")])


def job(corpus: Corpus, output: str, signature: str) -> Job:
    return Job(corpus.read, output, ("outlet",), signature)


def places(corpus: Corpus) -> dict[int, dict[str, str]]:
    return came_before(first_places_in(corpus.read, one) for one in cut(corpus))


def table(scores: str) -> pa.Table:
    found = read_scores(scores, sorted(column_names(scores)))
    return found.sort_by("sentence_id").combine_chunks()


def test_slices_by_workers_are_the_rows_of_one_machine(tmp_path: Path, corpus: Corpus) -> None:
    annotator = load()
    layout = (corpus.read.unit, corpus.extra, annotator.signature, annotator.model.artefact.devices)
    one, many = f"{tmp_path}/one/", f"{tmp_path}/many/"
    whole, refused = Summary(), list[Reject]()
    with ScoreWriter(one, *layout) as writer:
        annotate_corpus(corpus, annotator, lambda a: (writer.write(a), whole.add(a))[0], refused.append)

    worker, again = SliceWorker(job(corpus, many, str(annotator.signature))), places(corpus)
    slices = cut(corpus)
    assert len(slices) == 3
    with ScoreWriter(many, *layout, partition=("outlet",)) as writer:
        done = [worker(piece, again.get(piece.number, {})) for piece in slices]
        files = {path: path.read_bytes() for path in Path(many).rglob("part-*")}
        assert worker(slices[1], again[2]).parts == worker(slices[1], {}).parts == done[1].parts
        assert {path: path.read_bytes() for path in Path(many).rglob("part-*")} == files, (
            "made again, the same files"
        )
        merged = Summary()
        for each in done:
            writer.adopt(each.parts)
            merged.merge(each.summary)
    assert table(many).equals(table(one).select(table(many).column_names)), "every score to the last bit"
    assert [reject for each in done for reject in each.rejects] == refused
    assert sum("ids must be unique" in reject.rule for reject in refused) == 3
    assert [str(group) for group in merged.tally.groups()] == [str(group) for group in whole.tally.groups()]
    assert (merged.strongest, merged.devices, merged.scored) == (whole.strongest, whole.devices, whole.scored)
    assert not list(Path(many).glob(".*"))


def test_an_id_is_the_first_article_s_that_can_be_scored(corpus: Corpus) -> None:
    places_of = [part for one in cut(corpus) for part, _ in one.parts]
    assert places(corpus) == {2: {"3": f"{places_of[1]}:row 9"}}
    assert came_before([]) == {}


def test_what_workers_left_goes_when_the_run_fails(tmp_path: Path, corpus: Corpus) -> None:
    out = f"{tmp_path}/many/"
    annotator = load()
    worker = SliceWorker(job(corpus, out, str(annotator.signature)))
    layout = (corpus.read.unit, corpus.extra, annotator.signature, annotator.model.artefact.devices)

    def stopped() -> None:
        with ScoreWriter(out, *layout, partition=("outlet",)):
            worker(cut(corpus)[0], {})  # nobody was told of its parts
            assert list(Path(out).rglob("part-*"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert not Path(out).exists()


def test_partitions_are_counted_over_all_workers(
    tmp_path: Path, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    annotator = load()
    out = f"{tmp_path}/many/"
    layout = (corpus.read.unit, corpus.extra, annotator.signature, annotator.model.artefact.devices)
    monkeypatch.setattr(dataset, "MOST_PARTITIONS", 1)
    parts = tuple(dataset.Part(f"outlet={name}/part-00000-00000.parquet", 1) for name in "ab")
    with (
        pytest.raises(OutputError, match="must make at most 1 folders"),
        ScoreWriter(out, *layout, partition=("outlet",)) as writer,
    ):
        writer.adopt(parts)
    assert not Path(out).exists()


def test_a_machine_with_another_model_is_refused(corpus: Corpus) -> None:
    signature = str(load(threshold=0.9).signature)
    with pytest.raises(ArtefactError, match="every machine must have the same program and model"):
        SliceWorker(job(corpus, "out/", signature))


def test_a_slice_of_nothing_makes_no_part(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    corpus = open_corpus([str(tmp_path / "empty.txt")])
    annotator = load()
    worker = SliceWorker(job(corpus, f"{tmp_path}/out/", str(annotator.signature)))
    (tmp_path / "out").mkdir()
    (piece,) = cut(corpus)
    done: Done = worker(piece, {})
    assert (done.units, done.parts, len(done.rejects)) == (0, (), 1)
    assert not list((tmp_path / "out").iterdir())
