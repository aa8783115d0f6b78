"""Does the score stay where it is when the sentence is typed differently?"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.behaviour.sentences import Pair, pairs, plain
from eval.scored import sentences
from eval.store import Result
from framing.annotator import Annotator

HEADS = ("editorial", "charged")
# Every fourth pair of loaded.toml, both sides: enough for a mean, and a fifth of the time.
STEP = 4
SEED = 0
SHORTEST_MISTYPED = 6


@dataclass(frozen=True, slots=True)
class Moved:
    """How far scores moved (absolute) and whether labels changed, by pair: shape (pairs,)."""

    movement: NDArray[np.float64]
    flips: NDArray[np.bool_]


def mistyped(text: str) -> str:
    """Two inner letters of one longer word change places; which, is fixed by the text."""
    long = [m for m in re.finditer(r"[a-z]+", text) if len(m[0]) >= SHORTEST_MISTYPED]
    if not long:
        return text
    chance = random.Random(f"{SEED}{text}")
    word = chance.choice(long)
    at = word.start() + chance.randrange(1, len(word[0]) - 2)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def straight(text: str) -> str:
    """Typographic quotation marks and apostrophes as on a typewriter."""
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


def curly(text: str) -> str:
    """Typewriter marks as typographic ones: opening before a letter after a space, else closing."""
    text = re.sub(r'(?<![\w.,!?])"(?=\w)', "“", text).replace('"', "”")
    return text.replace("'", "’")


CHANGES: dict[str, Callable[[str], str]] = {
    "a typing error": mistyped,
    "lower case": str.lower,
    "upper case": str.upper,
    "spaces doubled": lambda text: text.replace(" ", "  "),
    "non-breaking spaces": lambda text: text.replace(" ", "\xa0"),
}


def changed_pairs() -> list[Pair]:
    """Every pair of sentences that should score alike, by what was changed."""
    base = [text for p in pairs("loaded")[::STEP] for text in (p.first, p.second)]
    quoted = [text for _, text in plain("quoted")]
    made = [Pair(name, text, change(text)) for name, change in CHANGES.items() for text in base]
    made += [Pair("straight or curly quotes", straight(text), curly(straight(text))) for text in quoted]
    return made + pairs("stable")


def moved(annotator: Annotator, chosen: Sequence[Pair], head: str) -> Moved:
    """What the change did to scores and labels."""
    one = sentences(annotator, [p.first for p in chosen])
    two = sentences(annotator, [p.second for p in chosen])
    scores = [np.array([getattr(s.prediction, head) or 0.0 for s in found]) for found in (one, two)]
    labels = [np.array([getattr(s, f"{head}_label") or 0 for s in found]) for found in (one, two)]
    return Moved(np.abs(scores[0] - scores[1]), labels[0] != labels[1])


def measure_stability(annotator: Annotator) -> Result:
    """Movement and flips by what was changed."""
    chosen = changed_pairs()
    found = {head: moved(annotator, chosen, head) for head in HEADS}
    rows = []
    for group in dict.fromkeys(p.group for p in chosen):
        here = np.array([p.group == group for p in chosen])
        row: dict[str, object] = {"changed": group, "pairs": int(here.sum())}
        for head, result in found.items():
            row[f"{head} movement"] = float(result.movement[here].mean())
            row[f"{head} flips"] = float(result.flips[here].mean())
        rows.append(row)
    return Result(
        name="behaviour-stability",
        title="The same sentence, typed differently",
        command="framing evaluate behaviour",
        rows=rows,
        note=(
            "Mean absolute difference of score, and share of pairs that get different labels. A typing error may "
            "fall on the loaded word, and then takes its charge away."
        ),
        signature=str(annotator.signature),
    )
