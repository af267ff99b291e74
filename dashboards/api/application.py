"""The API as an application of its own, mounted at /api/v1 of the dashboards."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from starlette.middleware.cors import CORSMiddleware

from dashboards.api import (
    events,
    exports,
    forecasts,
    models,
    reference,
    repositories,
    series,
    verdicts,
)
from dashboards.api.errors import handle
from dashboards.api.limits import Limiter
from dashboards.api.mount import PREFIX
from dashboards.api.parameters import OnlyKnown
from dashboards.api.problems import documented
from dashboards.api.ranges import RecentExports
from dashboards.api.respond import HeadWithoutBody, reply
from dashboards.data.snapshots import Snapshots
from tracker import __version__
from tracker.config import ApiSettings

WORDS = (
    "Popularity and health of GitHub repositories: the same numbers and verdicts as the pages, with their "
    "sources and trust labels. Read only, no key. Unknown is null or an absent row, never 0. Times are UTC."
)
EXPOSED = (
    "ETag", "RateLimit-Limit", "RateLimit-Remaining", "Retry-After", "Content-Disposition", "Link",
    "Accept-Ranges", "Content-Range", "Content-Length",
)  # fmt: skip


def application(data: Snapshots, settings: ApiSettings) -> FastAPI:
    """The API alone."""
    api = FastAPI(
        title="framework-tracker API",
        version=__version__,
        description=WORDS,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        servers=[{"url": PREFIX}],
        root_path_in_servers=False,
        responses={
            304: {"description": "Nothing has changed since the answer with that ETag"},
            **documented(400, 404, 409, 429, 500, 503),
        },
        generate_unique_id_function=lambda route: route.name,
    )
    api.state.data, api.state.kept = data, RecentExports()
    handle(api)
    for part in (repositories, verdicts, series, forecasts, events, exports):
        api.include_router(part.router)
    _add_documents(api)
    _describe(api)
    # The last one added is the first to see a request: CORS headers stand on refusals too.
    api.add_middleware(HeadWithoutBody)
    api.add_middleware(Limiter, a_minute=settings.requests_a_minute)
    if settings.cors:
        api.add_middleware(
            CORSMiddleware, allow_origins=list(settings.cors), allow_methods=["GET", "HEAD"],
            allow_headers=["If-None-Match", "Range", "If-Range"],
            expose_headers=list(EXPOSED), max_age=86_400,
        )  # fmt: skip
    return api


def _add_documents(api: FastAPI) -> None:
    @api.get("/", response_model=models.Root, tags=["about"], dependencies=[OnlyKnown])
    def root(request: Request) -> Response:
        """Where everything is."""
        paths = {about["get"]["operationId"]: PREFIX + path for path, about in api.openapi()["paths"].items()}
        links = {**paths, "openapi": f"{PREFIX}/openapi.json", "reference": f"{PREFIX}/docs"}
        return reply(
            request,
            lambda s: {
                "name": "framework-tracker", "version": __version__, "today": s.today.isoformat(),
                "kind": "demo" if s.is_demo else "live", "links": links,
            },
        )  # fmt: skip

    @api.get("/openapi.json", include_in_schema=False)
    def openapi() -> dict[str, Any]:
        return api.openapi()

    @api.get("/docs", include_in_schema=False)
    def docs(request: Request) -> HTMLResponse:
        base = str(request.base_url).rstrip("/").removesuffix(PREFIX) + PREFIX
        return HTMLResponse(reference.page(api.openapi(), base))


def _describe(api: FastAPI) -> None:
    """OpenAPI as FastAPI makes it, with problems for errors instead of FastAPI's own shape."""
    made = api.openapi

    def openapi() -> dict[str, Any]:
        if api.openapi_schema is None:
            document = made()
            schemas = document["components"]["schemas"]
            problem = models.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas |= problem.pop("$defs", {}) | {"Problem": problem}
            for name in ("HTTPValidationError", "ValidationError"):
                schemas.pop(name, None)
            for methods in document["paths"].values():
                for about in methods.values():
                    about["responses"].pop("422", None)
            api.openapi_schema = document
        return api.openapi_schema

    api.openapi = openapi  # type: ignore[method-assign]
