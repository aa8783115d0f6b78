"""The spaCy component: `nlp.add_pipe("framing")`.

Each document gets `doc._.framing` (an `AnnotatedArticle`) and the span group `doc.spans["framing"]`: one span a scored
sentence, labelled `editorial` or `neutral`, with `span._.editorial`, `span._.charged` and `span._.voice`. Sentences
are the program's own, whatever the pipeline's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc, Span

from framing.annotator import load
from framing.types import AnnotatedArticle, Article

if TYPE_CHECKING:
    from framing.annotator import Annotator

GROUP = "framing"
SPAN_VALUES = ("editorial", "charged", "voice")


class FramingPipe:
    """Scores documents; in `nlp.pipe` many at once."""

    def __init__(self, annotator: Annotator) -> None:
        self.annotator = annotator
        Doc.set_extension("framing", default=None, force=True)
        for name in SPAN_VALUES:
            Span.set_extension(name, default=None, force=True)

    def __call__(self, doc: Doc) -> Doc:
        """The document, scored."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 32) -> Iterator[Doc]:
        """Documents in order, scored `batch_size` at a time."""
        source = iter(stream)
        while docs := list(islice(source, batch_size)):
            articles = (Article(doc.text, str(place), "spacy") for place, doc in enumerate(docs))
            for doc, annotated in zip(docs, self.annotator.annotate_many(articles), strict=True):
                yield _marked(doc, annotated)


def _marked(doc: Doc, annotated: AnnotatedArticle) -> Doc:
    spans = []
    for scored in annotated.sentences:
        sentence, label = scored.sentence, "editorial" if scored.editorial_label else "neutral"
        span = doc.char_span(sentence.start, sentence.end, label=label, alignment_mode="expand")
        if span is None or scored.editorial_label is None:
            continue
        span._.editorial, span._.charged = scored.prediction.editorial, scored.prediction.charged
        span._.voice = sentence.voice.value
        spans.append(span)
    doc._.framing = annotated
    doc.spans[GROUP] = spans
    return doc


@Language.factory("framing", default_config={"model": None, "threshold": None})  # type: ignore[untyped-decorator]
def make_framing(nlp: Language, name: str, model: str | None, threshold: float | None) -> FramingPipe:  # noqa: ARG001
    """`nlp.add_pipe("framing", config={"model": "my_model/"})`; by default the shipped artefact."""
    return FramingPipe(load(model, threshold))
