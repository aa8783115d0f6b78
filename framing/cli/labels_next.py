"""`framing labels next`: which sentences to label so that a model learns most from them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.options import article_option, id_option

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

EMBEDDING = "embedding"
SHOWN = ("start", "end", "text")


@click.command("next")
@click.argument("scores", type=click.Path(path_type=Path))
@click.option(
    "-n", "--labels", "count", type=click.IntRange(1), default=50, show_default=True, help="Labels in all."
)
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="Sentences to label: .jsonl."
)
@click.option(
    "--of", "of", type=click.Choice(["editorial", "charged"]), default="editorial", show_default=True,
    help="The question to be labelled.",
)  # fmt: skip
@click.option("--by", default="outlet", show_default=True, help="Column whose values each get their share.")
@article_option
@id_option
@click.option(
    "--labelled", multiple=True, type=click.Path(path_type=Path),
    help="Labels there are already: their sentences are left out, and what they say is gone by. May be repeated.",
)  # fmt: skip
def next_labels(
    scores: Path,
    count: int,
    output: Path,
    of: str,
    by: str,
    article: str,
    id_column: str,
    labelled: tuple[Path, ...],
) -> None:
    """Choose sentences to label so that a model learns most from them.

    SCORES is what `framing annotate` wrote, with --embeddings: of every outlet those sentences are taken whose labels
    would make a refitted head surest of all others. Without, the ones nearest to the threshold. Fill in `label` with 0
    or 1 and run `framing train --labels`. They are no sample: `framing profile` refuses them (for rates, draw with
    `framing sample`).
    """
    import numpy as np

    from framing.errors import InputError
    from framing.output.scores import column_names
    from framing.output.whole import WholeFile, check_ending, check_writable
    from framing.refit.next import CHOSEN_BY, MOST_CANDIDATES, OPEN, candidates, most_telling

    check_ending(output, (".jsonl",))
    check_writable(output)
    present = column_names(scores)
    known = _known(labelled, of)
    pool = list(_pool(scores, of, by, id_column, present))
    rest = [row for row in pool if row[0] not in known]
    if not rest:
        raise InputError(str(scores), f"there must be sentences with a score of '{of}' to label", "none")
    if len({row[0] for row in pool}) < len(pool):
        raise InputError(str(scores), f"'{id_column}' must be unique", "one twice")
    threshold = _threshold(np.array([row[2] for row in pool]), np.array([row[3] for row in pool]))
    rows = [rest[place] for place in candidates(len(rest), max(MOST_CANDIDATES, count))]
    rows += [row for row in pool if known.get(row[0]) is not None]
    ids, groups, values, _ = zip(*rows, strict=True)
    vectors = _vectors(scores, ids, id_column, present)
    if vectors is None:
        click.echo(
            "no embeddings in the scores: chosen by doubt alone (framing annotate --embeddings)", err=True
        )
    answers = np.array([OPEN if (said := known.get(name)) is None else said for name in ids])
    places = most_telling(np.array(values), threshold, groups, vectors, answers, count)
    chosen = _tasks(scores, [ids[place] for place in places], by, article, id_column, present)
    marks = {"label": None, "of": of, "chosen_by": CHOSEN_BY, "blind": True}
    text = "".join(json.dumps(row | marks, ensure_ascii=False) + "\n" for row in chosen)
    with WholeFile(output) as file:
        file.write(text.encode("utf-8", "surrogatepass"))
    names = {groups[place] for place in places}
    click.echo(f"{len(chosen)} sentences of {len(names)} groups: {output}", err=True)
    click.echo("they correct no rates: framing profile refuses labels that a model chose", err=True)


def _known(places: Sequence[Path], of: str) -> dict[str, int | None]:
    """What most annotators say of each sentence that has a label; None where none of them answers this question."""
    from framing.cli.labels_load import load
    from framing.labels.store import last_words

    said: dict[str, list[int]] = {}
    for one in last_words(load(places)[0]):
        answer = one.editorial if of == "editorial" else one.charged
        said.setdefault(one.sentence, []).extend([] if answer is None else [answer])
    return {name: round(sum(votes) / len(votes)) if votes else None for name, votes in said.items()}


def _pool(
    scores: Path, of: str, by: str, id_column: str, present: Sequence[str]
) -> Iterator[tuple[str, str, float, int]]:
    """Id, group, score and label of every sentence that the question is asked of."""
    for batch in _batches(scores, [id_column, by, "voice", of, f"{of}_label"], present):
        for row in batch.to_pylist():
            score, voice = row[of], row["voice"]
            # All quotation: 0 by definition, and nothing to learn from.
            if score is None or (of == "editorial" and voice == "quote"):
                continue
            label = row[f"{of}_label"]
            yield (
                str(row[id_column]),
                str(row[by] or ""),
                float(score),
                -1 if label is None else int(label),
            )


def _threshold(values: NDArray[np.float64], said: NDArray[np.int64]) -> float:
    """The score that parts the labels in the table; a half where it has only one."""
    no, yes = values[said == 0], values[said == 1]
    return float((no.max() + yes.min()) / 2) if len(no) and len(yes) else 0.5


def _vectors(
    scores: Path, wanted: Sequence[str], id_column: str, present: Sequence[str]
) -> NDArray[np.float32] | None:
    """Embeddings of the wanted sentences, in their order; None where the table has none, or not of all of them."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if EMBEDDING not in present:
        return None
    ids = pa.array(list(wanted), pa.string())
    place = {name: number for number, name in enumerate(wanted)}
    vectors: NDArray[np.float32] | None = None
    known = 0
    for batch in _batches(scores, [id_column, EMBEDDING], present):
        names = batch[id_column].cast(pa.string())
        here = pc.and_(pc.is_in(names, value_set=ids), pc.is_valid(batch[EMBEDDING]))
        part = batch.filter(here)
        if not part.num_rows:
            continue
        flat = part[EMBEDDING].flatten().to_numpy(zero_copy_only=False).reshape(part.num_rows, -1)
        if vectors is None:
            vectors = np.zeros((len(wanted), flat.shape[1]), dtype=np.float32)
        vectors[[place[str(name)] for name in names.filter(here).to_pylist()]] = flat
        known += part.num_rows
    return vectors if known == len(wanted) else None


def _tasks(
    scores: Path, wanted: Sequence[str], by: str, article: str, id_column: str, present: Sequence[str]
) -> list[dict[str, Any]]:
    """Rows of the wanted sentences to label, in their order."""
    import pyarrow as pa
    import pyarrow.compute as pc

    shown = [name for name in SHOWN if name in present]
    ids = pa.array(list(wanted), pa.string())
    found: dict[str, dict[str, Any]] = {}
    for batch in _batches(scores, [id_column, article, by, *shown], present):
        here = pc.is_in(batch[id_column].cast(pa.string()), value_set=ids)
        for row in batch.filter(here).to_pylist():
            found[str(row[id_column])] = row
    return [
        {"id": row[id_column], "article": row[article], by: row[by]} | {n: row[n] for n in shown}
        for row in (found[name] for name in wanted)
    ]


def _batches(scores: Path, names: Sequence[str], present: Sequence[str]) -> Iterator[pa.RecordBatch]:
    from framing.errors import InputError
    from framing.output.scores import scan_scores

    missing = [name for name in names if name not in present]
    if missing:
        raise InputError(
            str(scores), f"the scores need the columns {', '.join(names)}", f"no {', '.join(missing)}"
        )
    yield from scan_scores(scores, list(dict.fromkeys(names)))
