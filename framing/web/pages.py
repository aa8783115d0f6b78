"""The pages: each a frame that its script fills by the API."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from framing.web.problems import http_problem
from framing.web.reading import ENDINGS
from framing.web.security import COOKIE, ENTER, is_token
from framing.web.services import UseServices

router = APIRouter(default_response_class=HTMLResponse)

_HERE = Path(__file__).parent
_FOLDERS = [_HERE / "templates", _HERE / "labelling" / "templates"]
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(_FOLDERS),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
# Path, name in the navigation.
_NAVIGATION = (("/", "Read"), ("/compare", "Compare"), ("/profiles", "Profiles"), ("/label", "Label"))


def render(template: str, here: str, title: str, status: int = 200, **values: Any) -> HTMLResponse:
    """The page `template`; `here` is its path in the navigation, `title` stands in the browser's tab."""
    page = _ENVIRONMENT.get_template(template)
    return HTMLResponse(page.render(navigation=_NAVIGATION, here=here, title=title, **values), status)


@router.get(ENTER)
def ask_token(next: str = "/") -> HTMLResponse:
    """The page that asks for the token, and leads on to `next`."""
    return render("enter.html", ENTER, "Token", wrong=False, next=_own(next))


@router.post(ENTER)
async def enter(request: Request, services: UseServices) -> Response:
    """Keep the right token in a cookie that no script reads and no other site sends."""
    form = parse_qs((await request.body()).decode("utf-8", "replace"))
    given, wanted = (form.get(name, [""])[0].strip() for name in ("token", "next"))
    if not is_token(given, services.settings):
        return render("enter.html", ENTER, "Token", status=401, wrong=True, next=_own(wanted))
    answer = RedirectResponse(_own(wanted), 303)
    answer.set_cookie(COOKIE, given, httponly=True, samesite="strict")
    return answer


def _own(path: str) -> str:
    """`path` where it is one of this app's, else the first page: a link leads nobody to another site."""
    is_own = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if is_own else "/"


@router.get("/")
def read() -> HTMLResponse:
    """Read one article, marked."""
    return render("read.html", "/", "Read", endings=",".join(ENDINGS))


@router.get("/profiles")
def profiles(services: UseServices) -> HTMLResponse:
    """The rates of outlets, and the sentences behind them."""
    return render("profiles.html", "/profiles", "Profiles", has_scores=services.settings.scores is not None)


@router.get("/compare")
def compare() -> HTMLResponse:
    """Tellings of one event side by side."""
    return render("compare.html", "/compare", "Compare")


async def missing(request: Request, error: HTTPException) -> Response:
    """A page for people who went astray; programs are told as the API tells everything."""
    if request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
        return await http_problem(request, error)
    return render("missing.html", "", "Nothing here", status=404)
