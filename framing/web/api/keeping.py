"""An annotation as a file to keep: the table of scores or the report that `framing annotate` writes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
from starlette.responses import Response

from framing.output.report import write_report
from framing.output.summary import Summary
from framing.output.tables import ScoreWriter
from framing.profiles import profile_tally
from framing.types import AnnotatedArticle, Article, Reject, ScoredSentence, Unit
from framing.web.services import Services

CSV, HTML = "text/csv", "text/html"
_NAMES = {CSV: "scores.csv", HTML: "report.html"}
# Scored at a time: some tenths of a second, so that the first sentences are on screen at once, and that others' requests
# come in between.
GROUP = 64


def kind_of(accept: str) -> str | None:
    """The kind of file that a request accepts, if it accepts one."""
    return next((kind for kind in _NAMES if kind in accept), None)


def as_file(units: Iterable[Article | Reject], services: Services, kind: str) -> Response:
    """The scores of all articles as an attachment of this kind; what is refused is left out."""
    with tempfile.TemporaryDirectory(prefix="framing-") as folder:
        path = Path(folder, _NAMES[kind])
        write = _write_table if kind == CSV else _write_page
        write(path, _annotated(units, services), services)
        content = path.read_bytes()
    headers = {"Content-Disposition": f'attachment; filename="{_NAMES[kind]}"'}
    return Response(content, media_type=f"{kind}; charset=utf-8", headers=headers)


def _annotated(units: Iterable[Article | Reject], services: Services) -> Iterator[AnnotatedArticle]:
    for unit in units:
        if isinstance(unit, Article):
            groups = services.annotator.annotate_in_groups(unit, GROUP)
            found: list[ScoredSentence] = []
            while True:
                with services.scoring:
                    group = next(groups, None)
                if group is None:
                    break
                found += group
            yield AnnotatedArticle(unit, tuple(found))


def _write_table(path: Path, annotated: Iterable[AnnotatedArticle], services: Services) -> None:
    devices = services.annotator.model.artefact.devices
    with ScoreWriter(path, Unit.ARTICLE, pa.schema([]), services.annotator.signature, devices) as writer:
        for one in annotated:
            writer.write(one)


def _write_page(path: Path, annotated: Iterable[AnnotatedArticle], services: Services) -> None:
    articles, summary = list(annotated), Summary()
    for one in articles:
        summary.add(one)
    write_report(path, articles, services.annotator.signature, profile_tally(summary.tally))
