"""Errors as the API tells them: place, rule and value found, whatever went wrong."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from framing.errors import FramingError, InputError, OutputError

_LONGEST_FOUND = 200


class Problem(BaseModel):
    """What was wrong: where, which rule it broke, and what was found there."""

    place: str
    rule: str
    found: str


class Problems(BaseModel):
    """The body of every answer that is an error."""

    detail: list[Problem]


# For `responses=` of the routes, so that the OpenAPI says what an error looks like.
ANSWERS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problems, "description": text}
    for status, text in (
        (400, "Refused: not for this app"),
        (401, "The token is missing"),
        (403, "Refused: from another site's page"),
        (404, "There is no such thing"),
        (413, "More than the limit"),
        (422, "Input that breaks a rule"),
        (507, "The disk did not take it"),
    )
}


def problem_response(status: int, place: str, rule: str, found: str) -> JSONResponse:
    """An error answer with one problem."""
    return JSONResponse({"detail": [_problem(place, rule, found)]}, status)


def _problem(place: str, rule: str, found: str) -> dict[str, str]:
    # A lone surrogate out of a broken JSON escape has no UTF-8.
    texts = {"place": place, "rule": rule, "found": found[:_LONGEST_FOUND]}
    return {name: text.encode("utf-8", "replace").decode() for name, text in texts.items()}


def add_handlers(app: FastAPI) -> None:
    """Let every error of the program and of the framework be answered in the one form."""

    @app.exception_handler(InputError)
    async def _input(_: Request, error: InputError) -> Response:
        return problem_response(422, error.place, error.rule, error.found)

    @app.exception_handler(OutputError)
    async def _output(_: Request, error: OutputError) -> Response:
        return problem_response(507, error.place, error.rule, error.found)

    @app.exception_handler(FramingError)
    async def _other(_: Request, error: FramingError) -> Response:
        return problem_response(500, "the app", "it must be able to do its work", str(error))

    @app.exception_handler(RequestValidationError)
    async def _invalid(_: Request, error: RequestValidationError) -> Response:
        return JSONResponse({"detail": [_from_pydantic(each) for each in error.errors()]}, 422)

    app.add_exception_handler(HTTPException, http_problem)  # type: ignore[arg-type]  # typed for any error


async def http_problem(request: Request, error: HTTPException) -> Response:
    """The framework's own refusals: no such page, no such method."""
    found = f"{request.method} {request.url.path}"
    answer = problem_response(error.status_code, "the request", str(error.detail), found)
    answer.headers.update(error.headers or {})
    return answer


def _from_pydantic(error: dict[str, Any]) -> dict[str, str]:
    place = ".".join(str(part) for part in error["loc"])
    if error["type"] == "string_too_long":
        found = f"{len(error['input']):,}"
        return _problem(place, f"must have at most {error['ctx']['max_length']:,} characters", found)
    return _problem(place, error["msg"], repr(error.get("input")))
