"""What is answered at the paths of files: charts as JSON, tables as CSV, pictures as SVG and PNG, badges."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from dashboards.data.query import QueryString
from dashboards.data.snapshot import Snapshot
from dashboards.http import cards, downloads, embeds, feed, machines
from dashboards.http.links import Links
from dashboards.http.render import Renderer
from dashboards.http.respond import Representation

Make = Callable[[Snapshot, QueryString], Representation]


class FileEndpoints:
    """The endpoints of files; how an answer is kept and sent is said by who mounts them."""

    renderer: Renderer

    def answer(self, request: Request, kind: str, make: Make, fresh: bool = False) -> Response:
        """Send what `make` gives, made once for an unchanged database unless it is `fresh`."""
        raise TypeError("files are answered by Endpoints")

    def figure(self, request: Request) -> Response:
        """A chart as JSON for plotly.js."""
        name = _page(request)
        return self.answer(request, f"figure {name}", lambda s, a: downloads.figure(s, a, name))

    def download(self, request: Request) -> Response:
        """What a page shows, as CSV; of one repository all metrics."""
        name = _page(request)
        return self.answer(
            request, f"download {name}", lambda s, a: downloads.csv_file(s, a, name), name == "alerts"
        )

    def picture(self, request: Request) -> Response:
        """What a page draws, as an SVG that stands alone; of one repository its life."""
        name = _page(request)
        return self.answer(request, f"picture {name}", lambda s, a: downloads.svg_file(s, a, name))

    def png(self, request: Request) -> Response:
        """What a page draws, as PNG with its words, its source and its address."""
        name, base = _page(request), str(request.base_url).rstrip("/")
        return self.answer(request, f"png {name} {base}", lambda s, a: cards.png_file(s, a, name, base))

    def card(self, request: Request) -> Response:
        """What is shown where a page is shared."""
        name, base = _page(request), str(request.base_url).rstrip("/")
        return self.answer(request, f"card {name} {base}", lambda s, a: cards.card_file(s, a, name, base))

    def embed(self, request: Request) -> Response:
        """A chart for somebody else's page."""
        return self.answer(request, "embed", embeds.stars)

    def badge(self, request: Request) -> Response:
        """A badge for somebody's README."""
        return self.answer(request, "badge", embeds.badge_of)

    def llms(self, request: Request) -> Response:
        """What a language model should read first."""
        return self._for_machines(request, "llms", machines.llms)

    def robots(self, request: Request) -> Response:
        """What a search engine may read."""
        return self._for_machines(request, "robots", machines.robots)

    def sitemap(self, request: Request) -> Response:
        """Every page that is worth finding."""
        return self._for_machines(request, "sitemap", machines.sitemap)

    def verdict_feed(self, request: Request) -> Response:
        """The turns of all verdicts, for readers of feeds."""
        return self._for_machines(request, "verdicts.atom", feed.verdicts)

    def _for_machines(
        self, request: Request, kind: str, make: Callable[[Snapshot, Links, str], Representation]
    ) -> Response:
        """A file with whole addresses in it, under the one that we were called by."""
        base = str(request.base_url).rstrip("/")
        return self.answer(request, f"{kind} {base}", lambda s, _: make(s, self.renderer.links, base))


def _page(request: Request) -> str:
    """The page whose file is asked for: named in the path, or that of the one repository which is."""
    name: str = request.path_params.get("name", "repository")
    return name
