"""The dashboards as an ASGI application: which path leads where."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from dashboards.api.mount import install
from dashboards.data.snapshots import Snapshots, opener
from dashboards.http.assets import Assets
from dashboards.http.astray import warner
from dashboards.http.endpoints import Endpoints
from dashboards.http.headers import SecurityHeaders
from dashboards.http.hosts import HostGuard, Hosts
from dashboards.http.limits import PageLimiter
from dashboards.http.permission import ActionPolicy
from dashboards.views import PAGES
from tracker.config import Settings
from tracker.health import Rules
from tracker.series import History

log = logging.getLogger(__name__)


def create_app(
    settings: Settings | None = None,
    *,
    history: Callable[[], History] | None = None,
    rules: Rules | None = None,
) -> Starlette:
    """The dashboards over the database that `settings` lead to, or over what `history` opens.

    Nothing is opened before the first request; a database that appears later is found.
    """
    if history is None:
        if settings is None:
            raise TypeError("create_app needs settings or a history")
        history = opener(settings)
    assets = Assets(_cache(settings))
    data = Snapshots(history, rules or (settings.health if settings else Rules()))
    ends = Endpoints(
        data,
        assets,
        ActionPolicy(settings.acts, settings.acts_secret) if settings else None,
        settings.now if settings else None,
        warner(settings),
    )

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> Any:
        Thread(target=ends.warm, args=(api.ready,), name="warm", daemon=True).start()
        yield

    app = Starlette(lifespan=lifespan)
    # Starlette's leads to what the Host header says; that of http_error does not.
    app.router.redirect_slashes = False
    app.state.endpoints = ends
    api = install(app, data, settings.api if settings else None)
    if settings:
        app.add_middleware(PageLimiter, a_minute=settings.api.requests_a_minute)
        app.add_middleware(HostGuard, hosts=Hosts(settings.allowed_hosts.split(","), settings.host))
    stack = app.build_middleware_stack
    # Around everything, also around what answers 500: a middleware that is added stands inside of that.
    app.build_middleware_stack = lambda: SecurityHeaders(stack())  # type: ignore[method-assign]
    app.add_exception_handler(HTTPException, ends.http_error)  # type: ignore[arg-type]
    app.add_exception_handler(Exception, ends.failed)
    for page in PAGES:
        app.add_route(page.path, ends.shower(page), methods=["GET", "HEAD"])
    app.add_route("/alerts", ends.act, methods=["POST"])
    for path, endpoint in (
        ("/healthz", ends.healthz),
        ("/llms.txt", ends.llms),
        ("/robots.txt", ends.robots),
        ("/sitemap.xml", ends.sitemap),
        ("/verdicts.atom", ends.verdict_feed),
        ("/assets/{name}", ends.asset),
        ("/figures/{name}.json", ends.figure),
        ("/download/{name}.csv", ends.download),
        ("/download/{name}.svg", ends.picture),
        ("/figures/repositories/{owner}/{repository}.json", ends.figure),
        ("/download/repositories/{owner}/{repository}.csv", ends.download),
        ("/download/repositories/{owner}/{repository}.svg", ends.picture),
        ("/download/{name}.png", ends.png),
        ("/download/repositories/{owner}/{repository}.png", ends.png),
        ("/card/{name}.png", ends.card),
        ("/card/repositories/{owner}/{repository}.png", ends.card),
        ("/embed/stars.svg", ends.embed),
        ("/badge/{owner}/{repository}.svg", ends.badge),
    ):
        app.add_route(path, endpoint, methods=["GET", "HEAD"])
    return app


def _cache(settings: Settings | None) -> Path | None:
    """Where compressed assets are kept between runs; nowhere when there is no home yet."""
    if settings is None or not settings.home.is_dir():
        return None
    folder = settings.home / "cache"
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        log.info("compressed assets are not kept: %s", error)
        return None
    return folder
