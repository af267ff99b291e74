"""Where the API stands in the dashboards. What answers there is read once somebody asks, or there is time.

FastAPI and the shapes of all answers are half of what a server reads at its start, and no page needs them.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboards.api import prometheus
from dashboards.api.respond import NoLineBreaks
from dashboards.data.snapshots import Snapshots
from tracker.config import ApiSettings

PREFIX = "/api/v1"


class WhenAsked:
    """An application that is made once, when it is first asked or when it is told to be ready."""

    def __init__(self, make: Callable[[], ASGIApp]) -> None:
        self._make = make
        self._made: ASGIApp | None = None
        self._lock = Lock()

    def ready(self) -> ASGIApp:
        """The application itself."""
        with self._lock:
            made = self._made if self._made is not None else self._make()
            self._made = made
        return made

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        made = self._made if self._made is not None else await run_in_threadpool(self.ready)
        await made(scope, receive, send)


def install(app: Starlette, data: Snapshots, settings: ApiSettings | None = None) -> WhenAsked:
    """Mount the API and /metrics on the dashboards' application; returns the API's own."""

    def make() -> ASGIApp:
        from dashboards.api.application import application

        return application(data, settings or ApiSettings())

    api = WhenAsked(make)
    app.state.data = data
    app.mount(PREFIX, api)
    app.add_middleware(NoLineBreaks, prefix=f"{PREFIX}/")
    app.add_route("/metrics", prometheus.endpoint, methods=["GET", "HEAD"])
    return api
