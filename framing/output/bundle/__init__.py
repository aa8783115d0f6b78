"""Research bundles: scores, profile, labels, methods and a script to check them, in one folder."""

from framing.output.bundle.study import Labelling, Names, Study
from framing.output.bundle.write import write_bundle

__all__ = ["Labelling", "Names", "Study", "write_bundle"]
