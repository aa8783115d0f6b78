"""Tell editorial framing from neutral reporting, sentence by sentence.

>>> import framing
>>> annotator = framing.load()
>>> article = framing.read_article("The minister resigned on Monday. It was a craven betrayal.")
>>> [s.editorial_label for s in annotator.annotate(article).sentences]
[0, 1]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from framing.errors import FramingError
from framing.types import AnnotatedArticle, Article, Reject, Voice

if TYPE_CHECKING:
    from framing.annotator import Annotator, load
    from framing.engine.batches import BatchScorer
    from framing.reading import ReadOptions, open_corpus, read_article
    from framing.refit import FramingClassifier

__all__ = [
    "AnnotatedArticle",
    "Annotator",
    "Article",
    "BatchScorer",
    "FramingClassifier",
    "FramingError",
    "ReadOptions",
    "Reject",
    "Voice",
    "load",
    "open_corpus",
    "read_article",
]

# Imported on first use: the command line's help must not wait for numpy and the model's runtime.
_LAZY = {
    "Annotator": "framing.annotator",
    "BatchScorer": "framing.engine.batches",
    "FramingClassifier": "framing.refit",
    "load": "framing.annotator",
    "ReadOptions": "framing.reading",
    "open_corpus": "framing.reading",
    "read_article": "framing.reading",
}


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'framing' has no attribute {name!r}")
    return getattr(import_module(_LAZY[name]), name)
