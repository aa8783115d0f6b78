"""Annotate a text, a page or a file: whole as JSON, line by line while the scoring goes on, or as a file to keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Header, UploadFile
from starlette.responses import Response, StreamingResponse

from framing.errors import InputError
from framing.types import Article, Reject
from framing.web.api import forms
from framing.web.api.given import ToAnnotate, units_of
from framing.web.api.keeping import CSV, GROUP, HTML, as_file, kind_of
from framing.web.problems import ANSWERS
from framing.web.reading import read_file
from framing.web.services import Services, UseServices

router = APIRouter(tags=["annotate"], responses=ANSWERS)

NDJSON = "application/x-ndjson"

Accept = Annotated[str, Header(include_in_schema=False)]
_KINDS: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {NDJSON: {}, CSV: {}, HTML: {}},
        "description": f"The scores; if you accept {NDJSON} one object a line, {CSV} a table, {HTML} a report",
    }
}


@router.post("/annotate", response_model=forms.Annotation, responses=_KINDS)
def annotate(asked: ToAnnotate, services: UseServices, accept: Accept = "") -> forms.Annotation | Response:
    """Score every sentence of one article."""
    return _answer(units_of(asked, services), services, accept)


@router.post("/annotate/file", response_model=forms.Annotation, responses=_KINDS)
def annotate_file(
    file: Annotated[UploadFile, File(description="Text, HTML, JSONL or CSV.")],
    services: UseServices,
    any_language: Annotated[bool, Form()] = False,
    accept: Accept = "",
) -> forms.Annotation | Response:
    """Score every sentence of a file's articles."""
    name = (file.filename or "file").replace("\\", "/").rpartition("/")[2]
    units = read_file(name, file.file.read(), services.settings.limits, any_language)
    return _answer(units, services, accept)


def _answer(
    units: Iterator[Article | Reject], services: Services, accept: str
) -> forms.Annotation | Response:
    """The whole answer, the stream of it, or a file. Where there is no article at all, the first refusal is the answer."""
    refused: list[Reject] = []
    for unit in units:
        if isinstance(unit, Article):
            found = chain(refused, [unit], units)
            if NDJSON in accept:
                return StreamingResponse(_stream(_groups(found, services)), media_type=NDJSON)
            if kind := kind_of(accept):
                return as_file(found, services, kind)
            return _collect(_groups(found, services))
        refused.append(unit)
    if refused:
        raise InputError(refused[0].source, refused[0].rule, refused[0].found)
    raise InputError("file", "a file must hold an article", "none")


def _groups(units: Iterable[Article | Reject], services: Services) -> Iterator[list[forms.Line]]:
    """The answer's lines, as many at a time as are scored together."""
    annotator, articles, sentences = services.annotator, 0, 0
    yield [forms.start(annotator)]
    for unit in units:
        if isinstance(unit, Reject):
            yield [forms.refused(unit)]
            continue
        yield [forms.head(unit, articles)]
        scored = annotator.annotate_in_groups(unit, GROUP)
        while True:
            with services.scoring:
                group = next(scored, None)
            if group is None:
                break
            sentences += len(group)
            yield [forms.sentence(one, articles) for one in group]
        articles += 1
    yield [forms.End(articles=articles, sentences=sentences)]


def _stream(groups: Iterator[list[forms.Line]]) -> Iterator[str]:
    """One JSON object a line. What goes wrong half way is told in a line of its own, and no end follows it."""
    try:
        for group in groups:
            yield "".join(line.model_dump_json() + "\n" for line in group)
    except InputError as error:
        problem = forms.Refused(place=error.place, rule=error.rule, found=error.found)
        yield problem.model_dump_json() + "\n"


def _collect(groups: Iterator[list[forms.Line]]) -> forms.Annotation:
    begun: forms.Start | None = None
    articles: list[forms.Annotated] = []
    rejects: list[forms.Refused] = []
    for line in chain.from_iterable(groups):
        match line:
            case forms.Start():
                begun = line
            case forms.ArticleHead():
                articles.append(forms.Annotated(sentences=[], **line.model_dump()))
            case forms.Sentence():
                articles[-1].sentences.append(line)
            case forms.Refused():
                rejects.append(line)
    assert begun is not None
    return forms.Annotation(start=begun, articles=articles, rejects=rejects)
