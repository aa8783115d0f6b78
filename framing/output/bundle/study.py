"""What a bundle is made of: everything that `framing export` has read before it writes the first file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from framing.model.artefact import Artefact
from framing.output.corrected_table import Report
from framing.profiles.answers import Answers
from framing.profiles.design import Design
from framing.types import OutletProfile


@dataclass(frozen=True, slots=True)
class Names:
    """The columns of the scores that a study goes by: groups, article, id, and the sentence itself."""

    by: tuple[str, ...]
    article: str
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Labelling:
    """Hand labels: where they lie, the sample they are of, what they answer, and the rates they corrected."""

    path: Path
    design_path: Path
    design: Design
    answers: Answers
    report: Report


@dataclass(frozen=True, slots=True)
class Study:
    """Scores with a profile of them: `labelling` if they were corrected, else `profiles` are raw.

    `artefact` is the model that made the scores, `None` where it is not at hand. `signature` is the profile's. `seed` and `resamples` are those of the raw rates' bootstrap.
    """

    scores: Path
    names: Names
    level: float
    seed: int
    resamples: int
    signatures: tuple[str, ...]
    signature: str
    profiles: Sequence[OutletProfile]
    labelling: Labelling | None
    artefact: Artefact | None
    text: bool = True

    @property
    def settings(self) -> dict[str, str]:
        """The parts of the scores' signature, by name; several values of one are joined."""
        found: dict[str, list[str]] = {}
        for signature in self.signatures:
            for part in signature.split("|"):
                name, _, value = part.partition(":")
                if value not in found.setdefault(name, []):
                    found[name].append(value)
        return {name: " and ".join(values) for name, values in found.items()}
