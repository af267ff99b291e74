"""The dashboards as files: every page, chart, badge and table in a folder that any file server can show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from urllib.parse import quote, unquote

from dashboards.data.query import QueryString
from dashboards.data.snapshot import Snapshot
from dashboards.data.snapshots import opener
from dashboards.http.assets import Assets
from dashboards.http.downloads import csv_file, figure, svg_file
from dashboards.http.embeds import badge_of, stars
from dashboards.http.links import Links, Query
from dashboards.http.render import Renderer
from dashboards.site import files as site_data
from dashboards.views import PAGES
from dashboards.views.base import Page
from tracker.config import Settings
from tracker.halves import locked
from tracker.health import Rules
from tracker.series import History

MANIFEST = ".framework-tracker-site"  # lists what we wrote, so that only that is ever removed
Progress = Callable[[int, int, str], None]
Files = Iterator[tuple[str, Callable[[], bytes]]]


class SiteError(Exception):
    """The folder cannot be used; the message says why and what to do."""


class SiteLinks(Links):
    """Relative addresses of files, seen from a page that lies `depth` folders deep."""

    live = False

    def __init__(self, assets: Assets, depth: int = 0) -> None:
        super().__init__(assets)
        self._up = "../" * depth

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

    def verdicts(self) -> str:
        return f"{self._up}data/status.json"


def file_of(path: str) -> str:
    """'/' to 'index.html', '/compare' to 'compare.html'."""
    return f"{path.strip('/') or 'index'}.html"


def safe(name: str) -> str:
    """A path that stays inside its folder whatever the name: no dots at the front, nothing but slashes."""
    parts = [part.lstrip(".") or "_" for part in name.replace("\\", "_").split("/") if part]
    return "/".join("".join(c if c >= " " and c not in ':*?"|' else "_" for c in part) for part in parts)


def publish(
    source: Settings | History,
    directory: Path,
    on_progress: Progress | None = None,
    rules: Rules | None = None,
) -> int:
    """Write the site; how many files it has. Raises SiteError for a folder that holds something else,
    StoreError when there is nothing to read."""
    history = opener(source)() if isinstance(source, Settings) else source
    snapshot = Snapshot(history, rules)
    _manifest(directory)
    files = list(_files(snapshot, Assets()))
    directory.mkdir(parents=True, exist_ok=True)
    with locked(directory):
        _all(directory, files, on_progress or (lambda done, total, name: None))
    return len(files)


def _all(directory: Path, files: Sequence[tuple[str, Callable[[], bytes]]], tell: Progress) -> None:
    """Every file, and away with what is no longer of the site.

    What will be ours is listed before it is written, so that a killed run leaves nobody else's folder.
    """
    written = [name for name, _ in files]
    before = _manifest(directory)
    _list(directory, [*written, *sorted(set(before) - set(written))])
    for done, (name, make) in enumerate(files):
        tell(done, len(files), name)
        _write(directory / name, make())
    for name in {*before, *written}:
        _half(directory / name).unlink(missing_ok=True)  # of a killed run
        if name not in written:
            (directory / name).unlink(missing_ok=True)
    _list(directory, written)
    tell(len(files), len(files), "done")


def _list(directory: Path, names: Sequence[str]) -> None:
    _write(directory / MANIFEST, "\n".join(names).encode())


def _manifest(directory: Path) -> list[str]:
    """What an earlier run wrote. Raises SiteError when the folder holds what is not ours."""
    if directory.exists() and not directory.is_dir():
        raise SiteError(f"{directory} is a file; give a folder")
    manifest = directory / MANIFEST
    if manifest.is_file():
        names = manifest.read_text(encoding="utf-8").splitlines()
        return [name for name in names if safe(name) == name]
    if directory.is_dir() and any(path != _half(manifest) for path in directory.iterdir()):
        raise SiteError(f"{directory} holds files that are not of this site; give an empty or a new folder")
    return []


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    half = _half(path)
    try:
        half.write_bytes(body)
        half.replace(path)
    except OSError:
        half.unlink(missing_ok=True)
        raise


def _half(path: Path) -> Path:
    return path.with_name(f".{path.name}.half")


def _files(snapshot: Snapshot, assets: Assets) -> Files:
    """(path, how to make it) of every file."""
    for asset in assets.by_name.values():
        yield f"assets/{asset.name}", lambda asset=asset: asset.body  # type: ignore[misc]
    front = Renderer(SiteLinks(assets))
    for page in PAGES:
        if page.label:
            yield from _page(page, snapshot, front)
    inner = Renderer(SiteLinks(assets, depth=3))
    one = next(page for page in PAGES if page.name == "repository")
    for repository in snapshot.tracked:
        yield from _repository(one, snapshot, repository.full_name, inner)
    yield "embed/stars.svg", lambda: stars(snapshot, QueryString()).body
    yield "data/status.json", lambda: site_data.status(snapshot)
    for kind in site_data.EVERY:
        yield f"data/series.{kind}", lambda kind=kind: site_data.series(snapshot, kind)  # type: ignore[misc]
    yield "data/datapackage.json", lambda: site_data.descriptor(snapshot)
    yield ".nojekyll", lambda: b""  # GitHub Pages: show files as they are


def _page(page: Page, snapshot: Snapshot, renderer: Renderer) -> Files:
    yield file_of(page.path), lambda: renderer.page(page, snapshot, QueryString()).encode()
    if page.table:
        yield f"data/{page.name}.csv", lambda: csv_file(snapshot, QueryString(), page.name).body
    if page.picture:
        yield f"data/{page.name}.svg", lambda: svg_file(snapshot, QueryString(), page.name).body
    for name in page.charts:
        yield f"figures/{name}.json", lambda name=name: figure(snapshot, QueryString(), name).body  # type: ignore[misc]


def _repository(page: Page, snapshot: Snapshot, full_name: str, renderer: Renderer) -> Files:
    owner, name = full_name.split("/", 1)
    asked, place = QueryString(path={"owner": owner, "name": name}), safe(full_name)
    yield f"repositories/{place}/index.html", lambda: renderer.page(page, snapshot, asked).encode()
    yield f"figures/repositories/{place}.json", lambda: figure(snapshot, asked, "repository").body
    yield f"data/repositories/{place}.csv", lambda: csv_file(snapshot, asked, "repository").body
    yield f"data/repositories/{place}.svg", lambda: svg_file(snapshot, asked, "repository").body
    yield f"embed/{place}.svg", lambda: stars(snapshot, QueryString({"repos": [full_name]})).body
    yield f"badge/{place}.svg", lambda: badge_of(snapshot, asked).body
