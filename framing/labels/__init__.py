"""Hand labels: the store, what other tools write, how far annotators agree, and what they say together."""

from framing.labels.consensus import majority
from framing.labels.store import LabelStore, read_all, read_labels

__all__ = ["LabelStore", "majority", "read_all", "read_labels"]
