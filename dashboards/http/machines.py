"""What is for machines that read pages: llms.txt, robots.txt, the sitemap."""

from __future__ import annotations

from xml.sax.saxutils import escape

from dashboards.data.row import RepositorySummary
from dashboards.data.snapshot import Snapshot
from dashboards.data.summaries import summaries
from dashboards.http.links import Links, absolute
from dashboards.http.respond import Representation, text
from dashboards.views import PAGES
from tracker.agents.answer import cut
from tracker.writing import since_or_by

PLAIN = "text/plain; charset=utf-8"
LISTED = 500  # verdicts in llms.txt; the API has all
HEAD = """# framework-tracker

> Which deep-learning repositories are maintained, since when, says who, and what replaced the others. \
As of {day}. Unknown is not active; stars are no sign of health.

## Ask

- [Verdicts]({verdicts}): every verdict with its evidence, as JSON
{api}- `tracker mcp`: the same for agents, as tools (check_packages, choose, replacement, history, audit)

## Verdicts
"""
API = """- [One repository]({base}/api/v1/repositories/OWNER/NAME/verdict): put OWNER/NAME in
- [The API]({base}/api/v1/openapi.json): series, exports, metrics
"""


def llms(snapshot: Snapshot, links: Links, base: str) -> Representation:
    """What there is to ask, and the verdicts in a line each."""
    lines = [_verdict(one, links, base) for one in summaries(snapshot, snapshot.today)[:LISTED]]
    head = HEAD.format(
        day=snapshot.today, verdicts=absolute(base, links.verdicts()),
        api=API.format(base=base) if links.live else "",
    )  # fmt: skip
    return text(head + "\n" + "\n".join(lines) + "\n", PLAIN)


def _verdict(one: RepositorySummary, links: Links, base: str) -> str:
    name = one.repository.full_name
    told = one.verdict.headline if one.verdict else "unknown"
    since = (
        f" {since_or_by(one.verdict.since_by)} {one.verdict.since}"
        if one.verdict and one.verdict.since
        else ""
    )
    safe = cut(name, 150).replace("[", "(").replace("]", ")")
    return f"- [{safe}]({absolute(base, links.repository(name))}): {told}{since}"


def robots(_snapshot: Snapshot, links: Links, base: str) -> Representation:
    """Pages may be read; questions to them, which are without end, need not be."""
    questions = "Disallow: /*?\nDisallow: /alerts\n" if links.live else ""
    rules = f"User-agent: *\n{questions}Allow: /\n"
    return text(f"{rules}Sitemap: {base}/sitemap.xml\n", PLAIN)


def sitemap(snapshot: Snapshot, links: Links, base: str) -> Representation:
    """Every page and every repository's, in the sitemap protocol."""
    paths = [links.page(page.path) for page in PAGES if "{" not in page.path and (links.live or page.label)]
    paths += [links.repository(one.full_name) for one in snapshot.tracked]
    places = "".join(
        f"<url><loc>{escape(absolute(base, path))}</loc><lastmod>{snapshot.today}</lastmod></url>\n"
        for path in paths[:50_000]
    )
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    )
    return text(f"{head}\n{places}</urlset>\n", "application/xml")
