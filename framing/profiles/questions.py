"""What a profile asks: which score, which label, among which sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from framing.errors import InputError
from framing.profiles.counts import OWN_VOICE, QUOTING, one_of

DEVICE = "device_"
OWN, QUOTES = "own-voice sentences", "sentences that quote"
# For a score column that has no label column of its own.
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Question:
    """A rate to be known: the share of label 1 among the sentences of `among`.

    `score` is the column of the model's probability, `label` that of its 0 or 1, `None` for a score from
    one half up.
    """

    name: str
    score: str
    label: str | None
    among: str

    def is_called(self, name: str) -> bool:
        """Whether `name` is its name: a device has one with `device_` before it and one without."""
        return name in (self.name, self.score) or f"{DEVICE}{name}" == self.score

    @property
    def columns(self) -> list[str]:
        """The columns of a scores table that it needs."""
        needed = ["voice", self.score]
        needed += [self.label] if self.label else []
        return [*needed, "quote_share"] if self.among == QUOTES else needed

    def rows(self, table: pa.Table) -> pa.ChunkedArray:
        """Which sentences of `table` count: true or false a row."""
        scored = pc.is_valid(table[self.score])
        if self.among == OWN:
            return pc.and_(one_of(table["voice"], OWN_VOICE), scored)
        quotes = pc.fill_null(pc.greater(table["quote_share"], 0), False)
        return pc.and_(pc.and_(one_of(table["voice"], QUOTING), scored), quotes)

    def scores(self, table: pa.Table) -> pa.ChunkedArray:
        """The probabilities; `InputError` for one outside 0 to 1."""
        try:
            scores = table[self.score].cast(pa.float64())
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise InputError("scores", f"column '{self.score}' must hold numbers", str(error)) from error
        if count := pc.sum(pc.is_nan(scores)).as_py():
            rule = f"column '{self.score}' must hold probabilities, and nothing where there is no score"
            raise InputError("scores", rule, f"{count} that are no number (NaN)")
        span = pc.min_max(scores).as_py()
        if span["min"] is not None and not 0 <= span["min"] <= span["max"] <= 1:
            found = f"{span['min']:g} to {span['max']:g}"
            raise InputError("scores", f"column '{self.score}' must hold probabilities, 0 to 1", found)
        return scores

    def hits(self, table: pa.Table) -> pa.ChunkedArray:
        """The model's label, 0 or 1; where the model abstained from it, by the score from one half up."""
        yes = (
            pc.equal(table[self.label].cast(pa.int64()), 1)
            if self.label
            else pc.greater_equal(self.scores(table), HALF)
        )
        return pc.coalesce(yes, pc.greater_equal(self.scores(table), HALF)).cast(pa.int64())


def question(name: str, columns: Sequence[str]) -> Question:
    """The question `name` of a table with `columns`: editorial, charged (in quotes), or a score column.

    A device may be named without the `device_` that stands before its column.
    """
    if name == "editorial":
        return Question(name, "editorial", "editorial_label", OWN)
    if name == "charged":
        return Question(name, "charged", "charged_label", QUOTES)
    score = next((c for c in (name, f"{DEVICE}{name}") if c in columns), None)
    if score is None:
        rule = f"--of is editorial, charged or a column of probabilities; no column '{name}'"
        raise InputError("scores", rule, ", ".join(columns) or "no column")
    label = f"{score}_label"
    return Question(name, score, label if label in columns else None, OWN)
