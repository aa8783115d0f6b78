"""How wide an interval so many labels buy, before anyone labels; and the other way round.

What decides is the share of the label's variance that the score explains (`gain`): the corrected interval is
as narrow as that of n / (1 - gain) independent labels.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, sqrt

from framing.profiles.rates import Rate

# A search stops here: nobody labels a million sentences.
MOST_LABELS = 1_000_000
# The least a sample can hold of one group.
LEAST_LABELS = 2


@dataclass(frozen=True, slots=True)
class Expected:
    """One group as expected: its rate, the share of variance that the score explains, and its sentences."""

    rate: float
    gain: float
    sentences: float = inf

    def width(self, labels: int, level: float) -> float:
        """Width of the corrected interval with `labels` labels of this group."""
        if labels >= self.sentences:
            return 0.0
        hits = min(self.rate, 1 - self.rate) * labels
        # Below 3 labels of the rarer kind the score is not used (see rates).
        gain = self.gain if hits >= 3 else 0.0
        effective = labels / (1 - gain) / (1 - labels / self.sentences)
        low, high = Rate(self.rate, effective, max(1, labels - 1), hits, labels, 0.0, 0.0).interval(level)
        return high - low

    def labels(self, width: float, level: float) -> int | None:
        """The least number of labels that gives an interval of `width` or less; `None` if there is none."""
        most = int(min(self.sentences, MOST_LABELS))
        if self.width(most, level) > width:
            return None
        low, high = LEAST_LABELS - 1, most
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self.width(middle, level) <= width else (middle, high)
        return high


def gain_of_errors(rate: float, precision: float, recall: float) -> float:
    """The share of variance that the model's labels explain, from precision and recall: phi squared.

    Phi is the correlation of two labels; a claim is made of `rate * recall / precision` of the sentences.
    Raises `ValueError` for figures that no model can have together.
    """
    claimed = rate * recall / precision if precision > 0 else 0.0
    if not (0 < rate < 1 and 0 < claimed < 1 and claimed * (1 - precision) <= 1 - rate + 1e-12):
        raise ValueError(
            f"rate {rate:g}, precision {precision:g} and recall {recall:g} do not go together: the model "
            f"would claim {claimed:.0%} of the sentences"
        )
    phi = (rate * recall - rate * claimed) / sqrt(rate * (1 - rate) * claimed * (1 - claimed))
    return max(0.0, phi) ** 2


def gain_of_scores(mean: float, mean_square: float) -> float:
    """The same from the scores alone, as if they were calibrated: their variance over the label's."""
    spread = mean * (1 - mean)
    return min(0.99, max(0.0, mean_square - mean * mean) / spread) if spread > 0 else 0.0
