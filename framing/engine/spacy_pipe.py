"""The spaCy component: `nlp.add_pipe("framing")`.

Each document gets `doc._.framing` (an `AnnotatedArticle`) and the span group `doc.spans["framing"]`: one span a scored
sentence, labelled `editorial` or `neutral`, with `span._.editorial`, `span._.charged` and `span._.voice`. Sentences
are the program's own, whatever the pipeline's. Documents go to other processes and to disk with all of it (`DocBin` with
`store_user_data=True`); to read one where no pipeline has the component, import this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from framing.annotator import load
from framing.engine.plain import plain, rebuilt
from framing.reading.values import scrub
from framing.types import AnnotatedArticle, Article

if TYPE_CHECKING:
    from framing.annotator import Annotator

GROUP = "framing"
SPAN_VALUES = ("editorial", "charged", "voice")
# Where the annotated article lies in `doc.user_data`, as plain values: spaCy writes what is there with msgpack.
KEPT = "framing"


def _annotated(doc: Doc) -> AnnotatedArticle | None:
    """What `doc._.framing` is: made anew each time, `None` for a document that was not scored."""
    kept = doc.user_data.get(KEPT)
    return None if kept is None else rebuilt(AnnotatedArticle, kept)


Doc.set_extension("framing", getter=_annotated, force=True)
for _name in SPAN_VALUES:
    Span.set_extension(_name, default=None, force=True)


class FramingPipe:
    """Scores documents; in `nlp.pipe` many at once."""

    def __init__(self, annotator: Annotator) -> None:
        self.annotator = annotator

    def __reduce__(self) -> tuple[Any, ...]:
        """Loaded anew where another process is not a copy of this one: a session cannot be sent."""
        annotator, artefact = self.annotator, self.annotator.model.artefact
        threshold = annotator.thresholds["editorial"]
        chosen = None if threshold == artefact.thresholds["editorial"] else threshold
        return _loaded, (artefact.folder, chosen, annotator.abstain, annotator.embeddings)

    def __call__(self, doc: Doc) -> Doc:
        """The document, scored."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 32) -> Iterator[Doc]:
        """Documents in order, scored `batch_size` at a time."""
        source = iter(stream)
        while docs := list(islice(source, batch_size)):
            articles = (Article(scrub(doc.text), str(place), "spacy") for place, doc in enumerate(docs))
            for doc, annotated in zip(docs, self.annotator.annotate_many(articles), strict=True):
                yield _marked(doc, annotated)


def _loaded(*how: Any) -> FramingPipe:
    return FramingPipe(load(*how))


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
    doc.user_data[KEPT] = plain(annotated)
    doc.spans[GROUP] = spans
    return doc


@Language.factory("framing", default_config={"model": None, "threshold": None})  # type: ignore[untyped-decorator]
def make_framing(nlp: Language, name: str, model: str | None, threshold: float | None) -> FramingPipe:  # noqa: ARG001
    """`nlp.add_pipe("framing", config={"model": "my_model/"})`; by default the shipped artefact."""
    return FramingPipe(load(model, threshold))
