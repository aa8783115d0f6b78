"""The Label pages: who judges, the sentence to judge, and for the coordinator how far everybody is."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from framing.web.labelling import codebook
from framing.web.labelling.desk import open_desk
from framing.web.pages import render
from framing.web.services import UseServices

router = APIRouter(default_response_class=HTMLResponse)
_HERE = "/label"


@router.get(_HERE)
def label(services: UseServices, name: str = "") -> HTMLResponse:
    """The page to judge on; it asks for the annotator's name first."""
    desk = open_desk(services)
    if desk is None:
        return render("no_queue.html", _HERE, "Label")
    if not name:
        return render("who.html", _HERE, "Label", sentences=len(desk.labelling.queue.items))
    return render(
        "label.html", _HERE, "Label", name=name, codebook=codebook.html(), version=codebook.version()
    )


@router.get(f"{_HERE}/progress")
def progress(services: UseServices) -> HTMLResponse:
    """How far everybody is, and how far they agree."""
    if open_desk(services) is None:
        return render("no_queue.html", _HERE, "Label")
    return render("progress.html", _HERE, "Progress")


@router.get(f"{_HERE}/codebook")
def read_codebook() -> HTMLResponse:
    """The codebook on a page of its own."""
    return render("codebook.html", _HERE, "Codebook", codebook=codebook.html(), version=codebook.version())
