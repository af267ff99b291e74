"""Which error of ours or of FastAPI's leaves as which problem."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from dashboards.api.problems import RETRY_AFTER, problem
from tracker.asking import BadParameter, Contradiction
from tracker.extras import missing
from tracker.series import UnknownCategory, UnknownList, UnknownMetric, UnknownRepository
from tracker.store.session import StoreError

log = logging.getLogger(__name__)
# What narrows a list, by its parameter.
FILTERS: dict[type[Exception], str] = {UnknownList: "list", UnknownCategory: "category"}


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
