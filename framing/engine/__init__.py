"""Running a whole corpus through the annotator."""

from framing.engine.local import Outcome, annotate_corpus

__all__ = ["Outcome", "annotate_corpus"]
