"""Errors as RFC 9457 says: `application/problem+json`, naming the parameter that is wrong."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from tracker.asking import BadParameter, Contradiction
from tracker.extras import missing
from tracker.series import UnknownCategory, UnknownList, UnknownMetric, UnknownRepository
from tracker.store.session import StoreError

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
# What narrows a list, by its parameter.
FILTERS: dict[type[Exception], str] = {UnknownList: "list", UnknownCategory: "category"}
RETRY_AFTER = 60  # seconds; a database that was away is asked again once a second
TITLES = {
    400: "A parameter cannot be used",
    404: "Not found",
    405: "Method not allowed",
    409: "Parameters contradict each other",
    429: "Too many requests",
    500: "Our mistake",
    501: "Not installed here",
    503: "Nothing can be read",
}


class Fault(BaseModel):
    """One parameter that is wrong."""

    parameter: str = Field(examples=["from"])
    place: str = Field(alias="in", examples=["query"])
    detail: str


class Problem(BaseModel):
    """An error (RFC 9457)."""

    type: str = Field("about:blank", examples=["about:blank"])
    title: str
    status: int
    detail: str
    instance: str
    errors: list[Fault] = Field([], description="the parameters that are wrong")


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What OpenAPI says of these statuses."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": TITLES[status], "content": content} for status in statuses}


def problem(
    request: Request | None,
    status: int,
    detail: str,
    errors: Sequence[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES.get(status, "That did not work"),
        "status": status,
        "detail": detail,
        "instance": request.url.path if request else "",
    }
    if errors:
        body["errors"] = list(errors)
    text = json.dumps(body, ensure_ascii=True).encode()  # a lone surrogate in a path is no UTF-8
    kept = {"Cache-Control": "no-store", **(headers or {})}
    return Response(text, status, kept, media_type=MEDIA_TYPE)


def handle(app: FastAPI) -> None:
    """Let every error of this application leave as a problem."""
    app.add_exception_handler(RequestValidationError, _invalid)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, _http)  # type: ignore[arg-type]
    app.add_exception_handler(BadParameter, _bad)  # type: ignore[arg-type]
    kinds: list[type[Exception]] = [UnknownRepository, UnknownMetric, *FILTERS]
    for kind in kinds:
        app.add_exception_handler(kind, _unknown)
    app.add_exception_handler(StoreError, _empty)
    app.add_exception_handler(ModuleNotFoundError, _lacking)
    app.add_exception_handler(Exception, _failed)


def _invalid(request: Request, error: RequestValidationError) -> Response:
    faults = []
    for found in error.errors():
        place, *names = (str(part) for part in found["loc"])
        name = names[0] if names else place
        faults.append(
            {"parameter": name, "in": place, "detail": str(found["msg"]).removeprefix("Value error, ")}
        )
    first = faults[0]
    return problem(request, 400, f"{first['parameter']}: {first['detail']}", faults)


def _bad(request: Request, error: BadParameter) -> Response:
    status = 409 if isinstance(error, Contradiction) else 400
    fault = {"parameter": error.name, "in": "query", "detail": error.sentence}
    return problem(request, status, str(error), [fault])


def _http(request: Request, error: HTTPException) -> Response:
    headers = dict(error.headers or {})
    if headers.get("Allow") == "GET":
        headers["Allow"] = "GET, HEAD"  # what answers one answers the other
    return problem(request, error.status_code, str(error.detail), headers=headers)


def _unknown(request: Request, error: Exception) -> Response:
    fault = {"parameter": "repository", "in": "path", "detail": str(error.args[0])}
    if isinstance(error, tuple(FILTERS)):
        fault |= {"parameter": FILTERS[type(error)], "in": "query"}
    elif "repository" in request.query_params:
        fault["in"] = "query"
    return problem(request, 404, fault["detail"], [fault])


def _empty(request: Request, error: Exception) -> Response:
    log.warning("%s is not answered: %s", request.url.path, error)
    return problem(request, 503, str(error), headers={"Retry-After": str(RETRY_AFTER)})


def _lacking(request: Request, error: Exception) -> Response:
    needed = missing(error)
    return problem(request, 501, needed) if needed else _failed(request, error)


def _failed(request: Request, error: Exception) -> Response:
    log.error("%s failed", request.url.path, exc_info=error)
    return problem(request, 500, "The mistake is ours. It is written in the log with its cause.")
