"""Addresses: absolute ones for the server, relative ones for the static site; nothing else builds a URL."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.routing import Match

from dashboards.http.assets import Assets
from tracker.metrics import METRICS

Query = Mapping[str, object]


def encoded(query: Query) -> str:
    """'?a=1&b=2' without what is empty; '' when nothing is left. Slashes and commas stay readable."""
    kept = [(k, _written(v)) for k, v in query.items() if v not in (None, "", False, (), [])]
    return "?" + urlencode(kept, safe="/,", quote_via=quote) if kept else ""


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "1"
    if isinstance(value, date):
        return value.isoformat()
    return ",".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def without_slash(request: Request) -> str | None:
    """The same path without its last slash, or that of the API with one, where there is something; else None.

    Never with a host: what the visitor called us stays in the visitor's address bar.
    """
    path = request.url.path
    other = path.rstrip("/") if path.endswith("/") else path + "/"
    if not other.startswith("/") or other[1:2] in ("/", "\\"):
        return None
    scope = {**request.scope, "path": other}
    if not any(route.matches(scope)[0] is Match.FULL for route in request.app.routes):
        return None
    query = request.url.query
    return quote(other) + (f"?{query}" if query else "")


def absolute(base: str, link: str) -> str:
    """A link as whoever is not on a page of ours needs it; `base` is the address we are known by."""
    return f"{base}/{link.lstrip('/')}"


class Links:
    """Where things are on the server. `live` says that pages can answer questions put to them."""

    live = True

    def __init__(self, assets: Assets) -> None:
        self._assets = assets

    @property
    def top(self) -> Links:
        """The same as seen from the front page."""
        return self

    def page(self, path: str, query: Query | None = None) -> str:
        """A page by its path, e.g. '/compare'."""
        return path + encoded(query or {})

    def repository(self, full_name: str, as_of: date | None = None) -> str:
        """A repository's page."""
        return f"/repositories/{quote(full_name)}" + encoded({"as_of": as_of})

    def asset(self, plain: str) -> str:
        """A file of the pages, by its hashed name."""
        return f"/assets/{self._assets.name(plain)}"

    def figure(self, name: str, query: Query | None = None) -> str:
        """The JSON of a chart."""
        return f"/figures/{name}.json" + encoded(query or {})

    def download(self, name: str, query: Query | None = None, kind: str = "csv") -> str:
        """What is shown, as a file: its numbers as CSV or its picture as SVG."""
        return f"/download/{name}.{kind}" + encoded(query or {})

    def card(self, page: str, path: Mapping[str, str], query: Query) -> str:
        """What is shown where a page is shared, as PNG."""
        name = "repositories/" + quote("/".join(path.values())) if path else page
        return f"/card/{name}.png" + encoded(query)

    def badge(self, full_name: str) -> str:
        """A repository's badge."""
        return f"/badge/{quote(full_name)}.svg"

    def series(self, kind: str) -> str:
        """All series in one file: 'parquet' by day, 'csv' and 'json' by month."""
        every = {} if kind == "parquet" else {"every": "month"}
        return f"/api/v1/exports/series.{kind}" + encoded({"metric": "stars", **every})

    def series_of(self, full_name: str) -> dict[str, str]:
        """All series of one repository, by kind of file."""
        query = encoded({"repository": full_name}) + "".join(f"&metric={metric}" for metric in METRICS)
        return {kind: f"/api/v1/exports/series.{kind}{query}" for kind in ("csv", "parquet")}

    def verdicts(self) -> str:
        """Every verdict with its evidence, as JSON."""
        return "/api/v1/verdicts"

    def verdict(self, full_name: str) -> str:
        """A repository's verdict with its evidence, as JSON."""
        return f"/api/v1/repositories/{quote(full_name)}/verdict"

    def feed(self) -> str:
        """The feed of verdicts."""
        return "/verdicts.atom"

    def embed(self, query: Query) -> str:
        """A chart to embed elsewhere."""
        return "/embed/stars.svg" + encoded(query)
