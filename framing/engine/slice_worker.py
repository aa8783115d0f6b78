"""What one of many workers does: read a slice of a corpus, score it, write its parts into the dataset."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.engine.local import annotate_corpus
from framing.errors import ArtefactError
from framing.output.dataset_folder import Part
from framing.output.summary import Summary
from framing.types import AnnotatedArticle, Reject

if TYPE_CHECKING:
    import pyarrow as pa

    from framing.annotator import Annotator
    from framing.reading.corpus import PartReader
    from framing.reading.slices import Slice


@dataclass(frozen=True, slots=True)
class Job:
    """What every worker must know. `model` is a folder, the shipped artefact by default; `output` a whole address.

    `signature` is that of the scores to make.
    """

    read: PartReader
    output: str
    partition: tuple[str, ...]
    signature: str
    model: str | None = None
    threshold: float | None = None
    abstain: float | None = None
    embeddings: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a slice."""

    units: int
    rejects: tuple[Reject, ...]
    parts: tuple[Part, ...]
    summary: Summary


class SliceWorker:
    """Loads the model once, on one thread, and annotates slices. Raises ArtefactError for another model."""

    def __init__(self, job: Job) -> None:
        from framing.annotator import Annotator
        from framing.model import load_model

        model = load_model(job.model, threads=1)
        self.job = job
        self.annotator: Annotator = Annotator(model, job.threshold, job.abstain, job.embeddings)
        if (own := str(self.annotator.signature)) != job.signature:
            rule = f"every machine must have the same program and model, {job.signature}"
            raise ArtefactError(f"{model.artefact.folder}: {rule}, found {own}")

    def __call__(self, piece: Slice, first_places: dict[str, str]) -> Done:
        """Annotate `piece`; done again, it writes the same parts.

        `first_places` tells of articles that come again where they came first: in a slice before this one.
        """
        from framing.output.tables import ScoreWriter

        job, summary = self.job, Summary()
        rejects: list[Reject] = []
        corpus = job.read(piece.parts, dict(first_places))
        artefact, signature = self.annotator.model.artefact, self.annotator.signature
        size = int(artefact.metadata["embedding"]) if job.embeddings else None
        table = (job.read.unit, job.read.extra, signature, artefact.devices, size)
        with ScoreWriter(job.output, *table, job.partition, piece.number) as writer:

            def write(annotated: AnnotatedArticle) -> None:
                writer.write(annotated)
                summary.add(annotated)

            outcome = annotate_corpus(corpus, self.annotator, write, rejects.append)
        return Done(outcome.units, tuple(rejects), writer.parts, summary)


def first_places_in(read: PartReader, piece: Slice) -> pa.Table:
    """The articles of a slice that can be scored: `id`, `source` and the number of the `slice`."""
    import pyarrow as pa

    found: dict[str, str] = {}
    for _ in read(piece.parts, found):
        pass
    numbers = pa.array([piece.number] * len(found), pa.int32())
    columns = [pa.array(list(found), pa.string()), pa.array(list(found.values()), pa.string()), numbers]
    return pa.table(columns, ["id", "source", "slice"])


def came_before(tables: Iterable[pa.Table]) -> dict[int, dict[str, str]]:
    """For each slice with an article that is in a slice before it too: the ids, and where they came first.

    `tables` are those of `first_places_in`, in any order.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    some = [table for table in tables if table.num_rows]
    if not some:
        return {}
    places = pa.concat_tables(some)
    groups = places.group_by("id").aggregate([("slice", "min"), ("slice", "count")])
    again = groups.filter(pc.greater(groups["slice_count"], 1)).select(["id", "slice_min"])
    found: dict[int, dict[str, str]] = {}
    if not again.num_rows:
        return found
    rows: list[dict[str, object]] = places.join(again, "id", join_type="inner").to_pylist()
    first = {row["id"]: row["source"] for row in rows if row["slice"] == row["slice_min"]}
    for row in rows:
        if row["slice"] != row["slice_min"]:
            found.setdefault(int(str(row["slice"])), {})[str(row["id"])] = str(first[row["id"]])
    return found
