"""The dashboards as files: every page, chart, badge and table in a folder that any file server can show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from dashboards.data.query import QueryString
from dashboards.data.snapshot import Snapshot
from dashboards.data.snapshots import opener
from dashboards.http import feed, machines
from dashboards.http.assets import Assets
from dashboards.http.downloads import csv_file, figure, svg_file
from dashboards.http.embeds import badge_of, stars
from dashboards.http.links import Links, Query
from dashboards.http.render import Renderer
from dashboards.site import files as site_data
from dashboards.site.folder import SiteError, opened, safe
from dashboards.site.keys import Keys, fixed
from dashboards.site.lines import Choice
from dashboards.views import PAGES
from dashboards.views.base import Page
from tracker.config import Settings
from tracker.health import Rules
from tracker.series import History, Repository

__all__ = ["PublishedSite", "SiteError", "publish"]
Progress = Callable[[int, int, str], None]
Files = Iterator[tuple[str, str | None, Callable[[], bytes]]]  # name, what it is made from, how


@dataclass(frozen=True, slots=True)
class PublishedSite:
    """How many files the site has, how many of them had to be made, and how many are other than before."""

    files: int
    made: int
    written: int


class SiteLinks(Links):
    """Relative addresses of files, seen from a page that lies `depth` folders deep."""

    live = False

    def __init__(self, assets: Assets, depth: int = 0) -> None:
        super().__init__(assets)
        self._up = "../" * depth

    @property
    def top(self) -> Links:
        return SiteLinks(self._assets)

    def page(self, path: str, query: Query | None = None) -> str:
        return f"{self._up}{file_of(path)}"

    def repository(self, full_name: str, as_of: date | None = None) -> str:
        return f"{self._up}repositories/{quote(safe(full_name))}/index.html"

    def asset(self, plain: str) -> str:
        return f"{self._up}assets/{self._assets.name(plain)}"

    def figure(self, name: str, query: Query | None = None) -> str:
        return f"{self._up}figures/{quote(safe(unquote(name)))}.json"

    def download(self, name: str, query: Query | None = None, kind: str = "csv") -> str:
        return f"{self._up}data/{quote(safe(unquote(name)))}.{kind}"

    def badge(self, full_name: str) -> str:
        return f"{self._up}badge/{quote(safe(full_name))}.svg"

    def embed(self, query: Query) -> str:
        one = str(query.get("repos") or "")
        return f"{self._up}embed/{quote(safe(one)) if one else 'stars'}.svg"

    def series(self, kind: str) -> str:
        return f"{self._up}data/series.{kind}"

    def series_of(self, full_name: str) -> dict[str, str]:
        return {"csv": self.download(f"repositories/{quote(full_name)}")}

    def verdicts(self) -> str:
        return f"{self._up}data/status.json"

    def verdict(self, full_name: str) -> str:
        return self.verdicts()

    def feed(self) -> str:
        return f"{self._up}verdicts.atom"


def file_of(path: str) -> str:
    """'/' to 'index.html', '/compare' to 'compare.html'."""
    return f"{path.strip('/') or 'index'}.html"


def publish(
    source: Settings | History,
    directory: Path,
    on_progress: Progress | None = None,
    rules: Rules | None = None,
    address: str = "",
) -> PublishedSite:
    """Write the site; what is made from the same as before stays as it is, unread.

    With the `address` at which it will be found it describes itself to machines too: feed, sitemap, JSON-LD.

    Killed before its last moment it leaves the old site whole. Raises SiteError for a folder that holds
    something else, StoreError when there is nothing to read.
    """
    tell = on_progress or (lambda done, total, name: None)
    history = opener(source)() if isinstance(source, Settings) else source
    snapshot = Snapshot(history, rules)
    files, made = list(_files(snapshot, Assets(), Keys(snapshot, address), address)), 0
    with opened(directory) as folder:
        folder.claim([name for name, _, _ in files])
        for done, (name, key, make) in enumerate(files):
            tell(done, len(files), name)
            if key is None or not folder.stands(name, key):
                folder.put(name, key or "", make())
                made += 1
        folder.exchange()
        tell(len(files), len(files), "done")
        return PublishedSite(len(files), made, folder.written)


def _files(snapshot: Snapshot, assets: Assets, keys: Keys, address: str) -> Files:
    """Every file; one without a key is made every time."""
    for asset in assets.by_name.values():
        yield f"assets/{asset.name}", fixed(asset.name.encode()), lambda asset=asset: asset.body  # type: ignore[misc]
    front = Renderer(SiteLinks(assets), address)
    choice = Choice(snapshot, front)
    drawn = {r.full_name: f"data/lines/{safe(r.full_name)}.js" for r in snapshot.resolved}
    for page in PAGES:
        if page.label:  # what is silenced or sent is in no key: alerts are made every time
            more = (lambda: {"look": choice.look(drawn)}) if page.name == "compare" else dict
            yield from _page(page, snapshot, front, None if page.fresh else keys.everything, more)
    inner = Renderer(SiteLinks(assets, depth=3), address)
    one = next(page for page in PAGES if page.name == "repository")
    for repository in snapshot.tracked:
        yield from _repository(one, snapshot, repository, inner, keys)
    everything, facts = keys.everything, keys.facts
    for repository in snapshot.resolved:
        make = lambda repository=repository: choice.script(repository)  # noqa: E731
        yield drawn[repository.full_name], everything, make
    yield "embed/stars.svg", everything, lambda: stars(snapshot, QueryString()).body
    yield "data/status.json", everything, lambda: site_data.status(snapshot)
    for kind in site_data.EVERY:
        yield f"data/series.{kind}", facts, lambda kind=kind: site_data.series(snapshot, kind)  # type: ignore[misc]
    yield "data/datapackage.json", facts, lambda: site_data.descriptor(snapshot)
    if address:
        yield from _for_machines(snapshot, front.links, keys, address)
    yield ".nojekyll", fixed(b""), lambda: b""  # GitHub Pages: show files as they are


def _for_machines(snapshot: Snapshot, links: Links, keys: Keys, address: str) -> Files:
    """What only makes sense with whole addresses in it."""
    yield "verdicts.atom", keys.everything, lambda: feed.verdicts(snapshot, links, address).body
    yield "sitemap.xml", keys.everything, lambda: machines.sitemap(snapshot, links, address).body
    yield "robots.txt", keys.everything, lambda: machines.robots(snapshot, links, address).body
    yield "llms.txt", keys.everything, lambda: machines.llms(snapshot, links, address).body


def _page(
    page: Page, snapshot: Snapshot, renderer: Renderer, key: str | None, more: Callable[[], dict[str, Any]]
) -> Files:
    yield file_of(page.path), key, lambda: renderer.page(page, snapshot, QueryString(), **more()).encode()
    if page.table:
        yield f"data/{page.name}.csv", key, lambda: csv_file(snapshot, QueryString(), page.name).body
    if page.picture:
        yield f"data/{page.name}.svg", key, lambda: svg_file(snapshot, QueryString(), page.name).body
    for name in page.charts:
        yield f"figures/{name}.json", key, lambda name=name: figure(snapshot, QueryString(), name).body  # type: ignore[misc]


def _repository(
    page: Page, snapshot: Snapshot, repository: Repository, renderer: Renderer, keys: Keys
) -> Files:
    owner, name = repository.full_name.split("/", 1)
    asked, place = QueryString(path={"owner": owner, "name": name}), safe(repository.full_name)
    alone = QueryString({"repos": [repository.full_name]})
    key, own = keys.everything, keys.of(repository)
    yield f"repositories/{place}/index.html", key, lambda: renderer.page(page, snapshot, asked).encode()
    yield f"figures/repositories/{place}.json", key, lambda: figure(snapshot, asked, "repository").body
    yield f"data/repositories/{place}.csv", own, lambda: csv_file(snapshot, asked, "repository").body
    yield f"data/repositories/{place}.svg", key, lambda: svg_file(snapshot, asked, "repository").body
    yield f"embed/{place}.svg", key, lambda: stars(snapshot, alone).body
    yield f"badge/{place}.svg", key, lambda: badge_of(snapshot, asked).body
