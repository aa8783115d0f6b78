"""Labels of one question, ready to fit on: what the head is asked, the answer, the article and the outlet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.errors import InputError
from framing.labels.consensus import by_sentence, majority
from framing.refit.features import asked_text
from framing.types import Annotation

# With fewer of one answer there is nothing to hold out.
FEWEST_OF_AN_ANSWER = 5
NO_TEXT = "no text (`--text` says which articles it is in)"


@dataclass(frozen=True, slots=True)
class Labelled:
    """Sentences that answer one question; arrays and tuples of the same length.

    `texts` is what the head is asked, `labels` the answers (0 or 1), `articles` what must not be split.
    `left_out` counts sentences that cannot teach, by the reason.
    """

    texts: tuple[str, ...]
    labels: NDArray[np.int64]
    articles: tuple[str, ...]
    outlets: tuple[str | None, ...]
    left_out: dict[str, int]

    def __len__(self) -> int:
        return len(self.texts)

    def groups(self, *, outlets_apart: bool = False) -> NDArray[np.int64]:
        """A number a sentence, the same within an article or, if asked, within an outlet."""
        names = self.articles
        if outlets_apart:
            names = tuple(o or a for o, a in zip(self.outlets, self.articles, strict=True))
        return np.unique(np.array(names, dtype=object).astype(str), return_inverse=True)[1].astype(np.int64)


def labelled(
    annotations: Iterable[Annotation], head: str, place: str = "labels", adjudicator: str | None = None
) -> Labelled:
    """The majority's answer to `head` for each sentence. Raises InputError if too few are left to learn from.

    Left out: sentences without text, without an answer or with a tie, and for `editorial` those in which the
    outlet says nothing itself, which are 0 by definition and never reach a model.
    """
    rows: list[tuple[str, int, str, str | None]] = []
    left = Counter[str]()
    article_of: dict[str, str] = {}
    for group in by_sentence(annotations).values():
        answer = getattr(majority(group, adjudicator)[0], head)
        text = next((one.text for one in group if one.text), None)
        if answer is None:
            asked = any(getattr(one, head) is not None for one in group)
            left["tie" if asked else f"no answer to '{head}'"] += 1
        elif text is None:
            left[NO_TEXT] += 1
        elif not (said := asked_text(text.strip(), head)):
            left["no words of the outlet's own"] += 1
        else:
            # The same words in two articles are one article here: they must not be on both sides of a split.
            article = article_of.setdefault(said, group[0].article)
            rows.append((said, answer, article, next((one.outlet for one in group if one.outlet), None)))
    _check(rows, head, place, left)
    texts, answers, articles, outlets = zip(*rows, strict=True)
    return Labelled(texts, np.array(answers, dtype=np.int64), articles, outlets, dict(left))


def _check(
    rows: Sequence[tuple[str, int, str, str | None]], head: str, place: str, left: Mapping[str, int]
) -> None:
    counts = Counter(row[1] for row in rows)
    fewest = min(counts[0], counts[1])
    if fewest < FEWEST_OF_AN_ANSWER:
        rule = f"to learn '{head}' there must be {FEWEST_OF_AN_ANSWER} sentences or more of either answer"
        told = "".join(f"; left out: {count}, {reason}" for reason, count in left.items())
        raise InputError(place, rule, f"{counts[1]} labelled 1 and {counts[0]} labelled 0{told}")
