"""The record of a sample: which sentences were drawn, from how many, with which probability.

It is a JSON file beside the sample. Labels are worth something only together with it: the probabilities are
what makes a rate of them an estimate, and a label of a sentence that it does not name was not drawn.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from framing.errors import InputError
from framing.labels.formats.base import DESIGN
from framing.profiles.universe import Key
from framing.types import content_hash

NAME = "articles-then-sentences"
ENDING = DESIGN
FORMAT = 2


@dataclass(frozen=True, slots=True)
class Stratum:
    """Sentences of one group between two scores: `upto` is the first thousandth that is not in it.

    `sentences` in the whole group, `in_drawn` in the articles that were drawn, `drawn` in the sample.
    """

    upto: int
    sentences: int
    in_drawn: int
    drawn: int


@dataclass(frozen=True, slots=True)
class Part:
    """One group of the design (an outlet): articles there are and were drawn, and its strata by score."""

    key: Key
    articles: int
    articles_drawn: int
    strata: tuple[Stratum, ...]

    @property
    def article_share(self) -> float:
        """The probability with which an article was drawn."""
        return self.articles_drawn / self.articles


@dataclass(frozen=True, slots=True)
class Drawn:
    """One sampled sentence: its id, its part and stratum (places in the design), its probability."""

    id: str
    article: str
    part: int
    stratum: int
    inclusion: float


@dataclass(frozen=True, slots=True)
class Design:
    """A sample's design. `of` is the question, `scores` the signatures of the scores that stratified it; `article` and
    `id_column` are the columns of the scores that named articles and sentences."""

    of: str
    by: tuple[str, ...]
    seed: int
    scores: tuple[str, ...]
    per_article: float
    blind: bool
    parts: tuple[Part, ...]
    sample: tuple[Drawn, ...]
    article: str = "article_id"
    id_column: str = "sentence_id"

    @property
    def id(self) -> str:
        """Hash of all of it: what a labelled row names, so that labels find their design."""
        return content_hash(json.dumps(asdict(self), sort_keys=True))

    def to_json(self) -> str:
        """The file's content."""
        head = {"format": FORMAT, "design": NAME, "id": self.id}
        return json.dumps(head | asdict(self), ensure_ascii=False, indent=1) + "\n"


def read_design(path: Path) -> Design:
    """The design of a file; `InputError` if it is none, or was changed since it was drawn."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(str(path), "a sample's design must be readable JSON", str(error)) from error
    if not isinstance(raw, dict) or raw.get("design") != NAME or raw.get("format") != FORMAT:
        found = raw.get("design") if isinstance(raw, dict) else type(raw).__name__
        raise InputError(str(path), f"a sample's design must be '{NAME}', format {FORMAT}", repr(found))
    try:
        design = _design(raw)
        own = design.id
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(str(path), "a sample's design must be whole", repr(error)) from error
    if own != raw.get("id"):
        raise InputError(str(path), "a design must be as it was drawn", "a change")
    return design


def _design(raw: Mapping[str, Any]) -> Design:
    parts = [
        Part(
            tuple(p["key"]),
            int(p["articles"]),
            int(p["articles_drawn"]),
            tuple(Stratum(**s) for s in p["strata"]),
        )
        for p in raw["parts"]
    ]
    return Design(
        of=str(raw["of"]),
        by=tuple(raw["by"]),
        article=str(raw["article"]),
        id_column=str(raw["id_column"]),
        seed=int(raw["seed"]),
        scores=tuple(raw["scores"]),
        per_article=float(raw["per_article"]),
        blind=bool(raw["blind"]),
        parts=tuple(parts),
        sample=tuple(Drawn(**row) for row in raw["sample"]),
    )


def beside(folders: Sequence[Path]) -> list[Path]:
    """The design files of the folders, each once."""
    found = [path.resolve() for folder in folders for path in sorted(folder.glob(f"*{ENDING}"))]
    return list(dict.fromkeys(found))
