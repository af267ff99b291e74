"""Pictures as PNG, without a script: what a page draws, and the card that is shown where a page is shared."""

from __future__ import annotations

from urllib.parse import urlsplit

from dashboards.data.query import QueryString
from dashboards.data.snapshot import Snapshot
from dashboards.drawing.svg.card import card
from dashboards.drawing.svg.standalone import THEMES, standalone
from dashboards.http.downloads import safe_name
from dashboards.http.links import encoded
from dashboards.http.respond import SHORT, Representation
from dashboards.views import PAGES
from dashboards.views.base import NotHere, Page
from tracker.writing import day

PNG = "image/png"


def png_file(snapshot: Snapshot, asked: QueryString, name: str, base: str) -> Representation:
    """A page's picture as PNG, with its words, source and address. Raises NotHere for a page without one."""
    from dashboards.drawing.raster.paint import png

    page = _page(name)
    if page is None or page.picture is None:
        raise NotHere(f"There is no picture called {name}.")
    picture, theme = page.picture(snapshot, asked), _theme(asked)
    foot = f"{picture.foot} · {address(page, asked, base)}".removeprefix(" · ")
    drawn = standalone(picture.drawn, picture.title, picture.subtitle, theme, foot)
    return Representation(png(drawn, theme, size=2), PNG, filename=f"{safe_name(picture.name)}.png")


def card_file(snapshot: Snapshot, asked: QueryString, name: str, base: str) -> Representation:
    """The card of a page, in light or dark. Raises NotHere for a page that does not exist."""
    from dashboards.drawing.raster.paint import png

    page = _page(name)
    if page is None:
        raise NotHere(f"There is no page called {name}.")
    foot, theme = address(page, asked, base), _theme(asked)
    if page.picture:
        picture = page.picture(snapshot, asked)
        drawn = card(picture.title, picture.subtitle, f"{picture.foot} · {foot}"[:150], picture.drawn, theme)
    else:
        told = page.context(snapshot, asked)
        title = str(told.get("finding") or f"{page.label}: {len(snapshot.tracked)} repositories")
        drawn = card(title, f"As of {day(told.get('as_of', snapshot.today))}, UTC.", foot, theme=theme)
    return Representation(png(drawn, theme), PNG, cache=SHORT)


def address(page: Page, asked: QueryString, base: str) -> str:
    """Where the page itself is, without the scheme."""
    query = encoded({k: ",".join(v) for k, v in asked.values.items() if k != "theme"})
    place = urlsplit(base)
    return f"{place.netloc}{place.path}{page.path.format(**asked.path)}{query}"


def _page(name: str) -> Page | None:
    return next((page for page in PAGES if page.name == name), None)


def _theme(asked: QueryString) -> str:
    """A PNG cannot turn with the reader's system: what is not dark is light."""
    return "dark" if asked.one_of("theme", THEMES, "light") == "dark" else "light"
