"""Hand labels: reading the annotators' files, and what their majority says."""

from framing.labels.consensus import majority
from framing.labels.store import read_labels

__all__ = ["majority", "read_labels"]
