"""An annotator that scores each article once, so that suites which share sentences share the work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from framing.annotator import Annotator
from framing.model import load_model
from framing.types import AnnotatedArticle, Article, ScoredSentence, Span, Unit

AT_ONCE = 1024


class Remembering(Annotator):
    """The annotator of an evaluation: it keeps every article's sentences as long as it lives."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self._known: dict[tuple[Unit, str, tuple[Span, ...]], tuple[ScoredSentence, ...]] = {}

    def annotate_many(self, articles: Iterable[Article]) -> Iterator[AnnotatedArticle]:
        """Articles in order; of those with the same text only the first is scored."""
        source = iter(articles)
        while group := list(islice(source, AT_ONCE)):
            keys = [(article.unit, article.text, article.non_content) for article in group]
            new = {key: article for key, article in zip(keys, group, strict=True) if key not in self._known}
            for key, scored in zip(new, super().annotate_many(new.values()), strict=True):
                self._known[key] = scored.sentences
            for key, article in zip(keys, group, strict=True):
                yield AnnotatedArticle(article, self._known[key])


def remembering(folder: Path | None) -> Remembering:
    """The artefact in `folder`, or the shipped one, with a memory."""
    return Remembering(load_model(folder))
