"""What `framing diff` does between its options and its table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from framing.cli.correcting import Asked, count, the_design
from framing.errors import InputError
from framing.output.diff_table import Diff, Pair, Row
from framing.output.scores import column_names, scan_scores
from framing.profiles.answers import Answers, read_answers
from framing.profiles.corrected import ALL as ALL_TOGETHER
from framing.profiles.counts import as_text, key_columns
from framing.profiles.design import Design, read_design
from framing.profiles.groups import Group, Grouping
from framing.profiles.movement import compare, sentences
from framing.profiles.paired import corrected_difference
from framing.profiles.ppi import pooled_lambda
from framing.profiles.questions import Question, question
from framing.profiles.rates import Rate, corrected
from framing.profiles.universe import Key, Universe

BUNDLE_SCORES, BUNDLE_LABELS = "scores.parquet", "labels"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its scores, and its hand labels with their design if it has any."""

    scores: Path
    labels: Path | None
    design: Path | None


def sides(old: Path, new: Path, labels: Path | None, design: Path | None) -> tuple[Side, Side]:
    """Both sides, each a scores file or a bundle; labels that only one has count for both.

    A hand label is of a sentence, whichever model scored it.
    """
    found = [_side(path) for path in (old, new)]
    if labels is None:
        holders = [side for side in found if side.labels]
        if len(holders) == 1:
            labels, design = holders[0].labels, holders[0].design
    if labels is not None:
        design = design or the_design(labels, found[1].scores)
        found = [Side(side.scores, labels, design) for side in found]
    return found[0], found[1]


def _side(path: Path) -> Side:
    scores, labels = path / BUNDLE_SCORES, path / BUNDLE_LABELS
    if not scores.is_file():  # no bundle: a table, or a dataset of one in parts
        return Side(path, None, None)
    return Side(scores, labels, the_design(labels, scores)) if labels.is_dir() else Side(scores, None, None)


def compare_scores(old: Side, new: Side, of: str | None, asked: Asked) -> Diff:
    """Read both tables, set their sentences side by side, and correct both if there are labels."""
    design = read_design(new.design) if new.design else None
    one = question(of or (design.of if design else "editorial"), column_names(new.scores))
    (before, was), (after, now) = (_read(side, one, asked) for side in (old, new))
    moves = compare(before, after, asked.by, asked.level)
    if moves.whole is None:
        rule = f"two tables to compare must share sentences (by '{asked.id}')"
        raise InputError(
            f"{old.scores} and {new.scores}", rule, f"none of {before.num_rows} and {after.num_rows}"
        )
    pairs = _corrected(old, new, one.name, asked) if design else {}
    rows = tuple(Row(group, pairs.get(group.key)) for group in (*moves.groups, moves.whole))
    return Diff(asked.by, one, rows, moves.changed, asked.level, was, now, moves.unshared)


def _read(side: Side, one: Question, asked: Asked) -> tuple[pa.Table, str]:
    """The sentences of one side, and the signature of their scores."""
    present, found = column_names(side.scores), set[str]()
    columns = [*key_columns(asked.by, present), asked.article, asked.id, *one.columns, "signature"]

    def batches() -> Iterator[pa.RecordBatch]:
        for batch in scan_scores(side.scores, list(dict.fromkeys(columns))):
            found.update(s for s in pc.unique(batch["signature"]).to_pylist() if s)
            yield batch

    try:
        table = sentences(batches(), one, asked.by, asked.article, asked.id)
    except InputError as error:
        # The statistics know no file; here there are two.
        raise InputError(str(side.scores), error.rule, error.found) from error
    return table, " and ".join(sorted(found)) or "unsigned scores"


def _corrected(old: Side, new: Side, of: str, asked: Asked) -> dict[Key, Pair]:
    """The corrected rates of both sides by group, and of all groups together."""
    sides = [_correction(side, of, asked) for side in (old, new)]
    found: dict[Key, Pair] = {}
    for together in (None, ALL_TOGETHER):
        groupings = [side.grouping(together) for side in sides]
        same = groupings[0].labels["id"].equals(groupings[1].labels["id"])
        groups = [{group.key: group for group in grouping.groups()} for grouping in groupings]
        for key in groups[0].keys() & groups[1].keys():
            rates = [side.rate(g[key]) for side, g in zip(sides, groups, strict=True)]
            labels = [g[key].labelled for g in groups]
            if rates[0] and rates[1] and labels[0] and labels[1]:
                difference = corrected_difference(rates[0], rates[1], labels[0], labels[1], same, asked.level)
                found[key] = Pair(rates[0].estimate(asked.level), rates[1].estimate(asked.level), difference)
    return found


@dataclass(frozen=True, slots=True)
class _Correction:
    """What one side's rates are corrected from."""

    universe: Universe
    design: Design
    answers: Answers
    same: bool
    pooled: float

    def grouping(self, together: str | None) -> Grouping:
        """Its groups, the labelled sentences in the order of their ids: so they pair with the other side's."""
        found = Grouping(self.universe, self.design, self.answers, self.same, together)
        found.labels = found.labels.sort_by("id")
        return found

    def rate(self, group: Group) -> Rate | None:
        """The corrected rate; none where a part of the group has no label."""
        if group.labelled is None or group.left_out:
            return None
        return corrected(group.score_mean, group.labelled, self.pooled)[0]


def _correction(side: Side, of: str, asked: Asked) -> _Correction:
    assert side.labels is not None
    assert side.design is not None
    design = read_design(side.design)
    present = column_names(side.scores)
    drawn_for, one = question(design.of, present), question(of, present)
    (universe,), signatures = count(side.scores, present, [one], drawn_for, design, asked)
    answers = read_answers(side.labels, one, design)
    if not answers.values:
        rule = f"labels must answer '{of}' for sentences of the sample"
        raise InputError(str(side.labels), rule, "none")
    made = _Correction(universe, design, answers, set(design.scores) == signatures, 0.0)
    labelled = [group.labelled for group in made.grouping(None).groups() if group.labelled is not None]
    return replace(made, pooled=pooled_lambda(labelled))


def texts_of(scores: Path, id_column: str, text: str, ids: pa.ChunkedArray) -> dict[str, str]:
    """The sentences with these ids, where the table keeps them in the column `text`."""
    if text not in column_names(scores) or not len(ids):
        return {}
    found: dict[str, str] = {}
    for batch in scan_scores(scores, [id_column, text]):
        table = pa.Table.from_batches([batch])
        here = table.filter(pc.is_in(as_text(table[id_column]), value_set=ids.combine_chunks()))
        rows = zip(as_text(here[id_column]).to_pylist(), here[text].to_pylist(), strict=True)
        found.update((name, sentence) for name, sentence in rows if sentence is not None)
    return found
