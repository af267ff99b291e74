"""What is answered at each path: pages, charts, files, pictures, and errors written like a person."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from dashboards.api.problems import RETRY_AFTER
from dashboards.data.query import ALIASES, KNOWN, QueryString
from dashboards.data.snapshot import Snapshot
from dashboards.data.snapshots import Snapshots
from dashboards.data.summaries import summaries
from dashboards.http import outage
from dashboards.http.assets import Assets
from dashboards.http.files import FileEndpoints
from dashboards.http.links import Links, without_slash
from dashboards.http.permission import ActionPolicy, Refused
from dashboards.http.render import Renderer
from dashboards.http.respond import FOR_GOOD, Representation, send, text
from dashboards.views.alerts import actions as quieting
from dashboards.views.alerts import page as alerts_page
from dashboards.views.base import NotHere, Page
from tracker.asking import BadParameter
from tracker.processes import settle_memory
from tracker.store.session import OtherVersion, StoreError
from tracker.store.store import Store

log = logging.getLogger(__name__)

IDLE = 3.0  # seconds in which nobody came: what the first visitor needs not is made ready then too
NOWHERE = "Nothing is kept at this address. A repository's page is /repositories/OWNER/NAME."


class Endpoints(FileEndpoints):
    """The endpoints. They run in worker threads, and each answer is made once for an unchanged database."""

    def __init__(
        self,
        data: Snapshots,
        assets: Assets,
        actions: ActionPolicy | None = None,
        clock: Callable[[], datetime] | None = None,
        warnings: Callable[[Store], list[str]] = lambda store: [],
    ) -> None:
        self.data = data
        self.assets = assets
        self.actions = actions or ActionPolicy()
        self.clock = clock or (lambda: datetime.now(UTC))
        self.warnings = warnings  # what is wrong with the alert rules
        self.renderer = Renderer(Links(assets))
        self._answered = Event()

    def warm(self, *later: Callable[[], object]) -> None:
        """Make ready what the first visitor needs; once somebody was answered, what the others will need."""
        try:
            snapshot = self.data.current()
            summaries(snapshot, snapshot.today)
        except StoreError as error:
            log.info("nothing to show yet: %s", error)
        finally:
            settle_memory()
        self._answered.wait(IDLE)
        for work in later:
            work()
        settle_memory()
        self.assets.packed(self.assets.name("plotly.js"))

    def shower(self, page: Page) -> Callable[[Request], Response]:
        """The endpoint of one page."""

        def show(request: Request) -> Response:
            more = {"may": self.actions.permission(request)} if page.fresh else {}
            base = str(request.base_url).rstrip("/")
            return self.answer(
                request,
                f"{page.name} {base}",
                lambda s, asked: self._html(page, s, asked, {"base": base, **more, **self._warned(page, s)}),
                page.fresh,
            )

        return show

    def _warned(self, page: Page, snapshot: Snapshot) -> dict[str, object]:
        """What a page that is made for every visitor says of the settings, which are no part of the data."""
        return {"astray": self.warnings(snapshot.history.store)} if page.fresh else {}

    def _html(
        self, page: Page, snapshot: Snapshot, asked: QueryString, more: dict[str, object]
    ) -> Representation:
        if not snapshot.tracked:
            return text(self.renderer.plain("begin.html", snapshot, message=""))
        return text(self.renderer.page(page, snapshot, asked, **more))

    async def act(self, request: Request) -> Response:
        """A button of the Alerts page was pressed: do it, and show the page again."""
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > quieting.LONGEST_BODY:
                return send(request, self._error(413, "That is too long", "Nothing was changed."))
        return await run_in_threadpool(self._act, request, body)

    def _act(self, request: Request, body: bytes) -> Response:
        try:
            view = {name: _asked(request).text(name) for name in alerts_page.VIEW}
            form, ticked = quieting.fields(body)
            self.actions.check(request, form)
            done, many = quieting.act(self.data.current(), form, ticked, self.clock)
        except Refused as error:
            return send(request, self._error(403, "Nothing was changed", str(error)))
        except BadParameter as error:
            return send(request, self._error(400, "That cannot be used", str(error)))
        except StoreError as error:
            return send(request, self._away("Nothing was changed", str(error)))
        back = {**view, "done": done, "count": many if many > 1 else ""}
        return RedirectResponse(self.renderer.links.page("/alerts", back), 303)

    def answer(
        self,
        request: Request,
        kind: str,
        make: Callable[[Snapshot, QueryString], Representation],
        fresh: bool = False,
    ) -> Response:
        asked = _asked(request)
        key = (kind, asked.key)
        try:
            snapshot = self.data.current()
            answer = make(snapshot, asked) if fresh else snapshot.page(key, lambda: make(snapshot, asked))
        except StoreError as error:
            answer = self._unread(key, error)
        except BadParameter as error:
            answer = self._error(400, "That cannot be used", str(error))
        except NotHere as error:
            answer = self._error(404, "Nobody follows that here", str(error))
        self._answered.set()
        return send(request, answer)

    def _unread(self, key: tuple[object, ...], error: StoreError) -> Representation:
        """What is said when nothing can be read: how to begin, or that the database is away."""
        if isinstance(error, OtherVersion):
            return self._away("The database is of another version", f"{error}. {outage.REOPENED}")
        if not outage.is_outage(error):
            return text(self.renderer.plain("begin.html", None, message=str(error)), cache="no-store")
        last = self.data.shown.kept_page(key) if self.data.shown else None
        if last is not None and (page := outage.last_known(last, error)):
            return page
        return self._away(outage.TITLE, f"{error}. {outage.RECOVERY}")

    def _away(self, title: str, message: str) -> Representation:
        return replace(self._error(503, title, message), retry_after=RETRY_AFTER)

    def _error(self, status: int, title: str, message: str) -> Representation:
        """A page with one sentence, around what is shown at present; it must not fail for lack of data."""
        told = {"title": title, "message": message, "status": status}
        try:
            body = self.renderer.plain("error.html", self.data.shown, **told)
        except StoreError:
            body = self.renderer.plain("error.html", None, **told)
        return text(body, status=status, cache="no-store")

    def asset(self, request: Request) -> Response:
        """One of the pages' own files."""
        name = request.path_params["name"]
        asset = self.assets.by_name.get(name)
        if asset is None:
            return send(request, self._error(404, "There is no such file", name))
        answer = Representation(asset.body, asset.media_type, FOR_GOOD)
        answer.__dict__["as_brotli"] = self.assets.packed(name)
        answer.__dict__["etag"] = f'"{name}"'
        return send(request, answer)

    def healthz(self, _request: Request) -> Response:
        """Whether pages can be served, and of when the data are; the database is asked each time."""
        try:
            snapshot = self.data.current(look=True)
            many = len(snapshot.tracked)
        except StoreError as error:
            other = isinstance(error, OtherVersion)
            away = other or outage.is_outage(error)
            status = "other version" if other else "database away" if away else "empty"
            told = {"status": status, "message": str(error)}
            return JSONResponse(told, 503, {"Retry-After": str(RETRY_AFTER)}) if away else JSONResponse(told)
        return JSONResponse({"status": "ok", "today": snapshot.today.isoformat(), "repositories": many})

    def http_error(self, request: Request, error: HTTPException) -> Response:
        """404 and its kin; a slash too many or one too few leads on, to this very server."""
        if error.status_code == 404 and (way := without_slash(request)):
            return RedirectResponse(way, 307)
        titles = {404: "There is no such page", 405: "That cannot be done here"}
        title = titles.get(error.status_code, "That did not work")
        told = NOWHERE if error.detail == "Not Found" else str(error.detail)  # what Starlette says by itself
        return send(request, self._error(error.status_code, title, told))

    def failed(self, request: Request, error: Exception) -> Response:
        """Our own mistake: said plainly, with the trace in the log and not on the page."""
        log.error("%s failed", request.url.path, exc_info=error)
        message = "The mistake is ours. It is written in the log with its cause; other pages still work."
        return send(request, self._error(500, "This page broke", message))


def _asked(request: Request) -> QueryString:
    values: dict[str, list[str]] = {}
    for given, value in request.query_params.multi_items():
        name = ALIASES.get(given, given)
        if name in KNOWN:  # what nobody reads must not make a page anew
            values.setdefault(name, []).append(value)
    path = {k: str(v) for k, v in request.path_params.items()}
    if "repository" in path:
        path["name"] = path.pop("repository")
    return QueryString(values, path)
