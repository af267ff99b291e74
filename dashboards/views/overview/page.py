"""Overview: short lists first, then every repository in one table to sort, filter and search."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dashboards.data.query import QueryString
from dashboards.data.snapshot import Snapshot
from dashboards.data.summaries import RepositorySummary, read_ahead, summaries
from dashboards.drawing.theme import GRAVITY
from dashboards.views.base import Context, Page, Table, first
from dashboards.views.overview.lists import finding, shortlists

STATES = ("", "unmaintained", "living", *GRAVITY)


def _last_release(row: RepositorySummary) -> date | None:
    return row.last_release.published_at.date() if row.last_release else None


SORTS: dict[str, Callable[[RepositorySummary], object]] = {
    "name": lambda r: r.name.lower(),
    "state": lambda r: GRAVITY.index(r.headline),
    "stars": lambda r: r.stars,
    "gain30": lambda r: r.gain(30),
    "gain90": lambda r: r.gain(90),
    "gain365": lambda r: r.gain(365),
    "commits": lambda r: r.commits_year,
    "authors": lambda r: r.points["commit_authors"].value,
    "response": lambda r: r.points["time_to_first_response"].value,
    "close": lambda r: r.points["time_to_close"].value,
    "release": _last_release,
}
UPWARD = frozenset({"name", "state", "response", "close"})  # smallest first unless told otherwise


def context(snapshot: Snapshot, asked: QueryString) -> Context:
    """The words of the page."""
    as_of = _as_of(snapshot, asked)
    everything = summaries(snapshot, as_of)
    lists = snapshot.cached(("shortlists", as_of), lambda: shortlists(everything))
    found = chosen(snapshot, asked)
    shown, more = first(asked, found)
    answered = snapshot.cached("answered", lambda: _answered(summaries(snapshot, snapshot.today)))
    read_ahead(snapshot, shown, ("stars", "commit_authors", answered))
    sort = asked.one_of("sort", tuple(SORTS), "stars")
    return {
        "as_of": as_of,
        "dated": as_of != snapshot.today,
        "finding": snapshot.cached(
            ("finding", as_of), lambda: finding(everything, {one.name: one for one in lists})
        ),
        "shortlists": lists,
        "rows": shown,
        "found": len(found),
        "more": more,
        "many": len(everything),
        "answered": answered,
        "groups": sorted({r.repository.category for r in everything if r.repository.category}),
        "sort": sort,
        "down": _down(asked, sort),
        "asked": {
            "q": asked.text("q"), "state": asked.text("state"), "group": asked.text("group"),
            "as_of": asked.text("as_of"), "order": asked.text("order"),
        },
    }  # fmt: skip


def _answered(everything: list[RepositorySummary]) -> str:
    """How quickly people are answered: first answers or, where none is recorded, the closing of issues."""
    known = any(r.points["time_to_first_response"].value is not None for r in everything)
    return "time_to_first_response" if known else "time_to_close"


def _as_of(snapshot: Snapshot, asked: QueryString) -> date:
    return asked.as_of(snapshot.today)


def _down(asked: QueryString, sort: str) -> bool:
    return asked.one_of("order", ("up", "down"), "up" if sort in UPWARD else "down") == "down"


def chosen(snapshot: Snapshot, asked: QueryString) -> list[RepositorySummary]:
    """The rows that were asked for, in the order asked for; unknown values come last either way."""
    found = [r for r in summaries(snapshot, _as_of(snapshot, asked)) if _wanted(r, asked)]
    sort = asked.one_of("sort", tuple(SORTS), "stars")
    key = SORTS[sort]
    known = [r for r in found if key(r) is not None]
    known.sort(key=lambda r: r.name.lower())
    known.sort(key=key, reverse=_down(asked, sort))  # type: ignore[arg-type]
    return known + [r for r in found if key(r) is None]


def _wanted(row: RepositorySummary, asked: QueryString) -> bool:
    state = asked.one_of("state", STATES, "")
    if state == "unmaintained" and not row.unmaintained:
        return False
    if state == "living" and not row.living:
        return False
    if state in GRAVITY and row.headline != state:
        return False
    if (group := asked.text("group")) and row.repository.category != group:
        return False
    words = asked.text("q").lower().split()
    held = f"{row.name} {row.repository.description or ''} {row.repository.category or ''}".lower()
    return all(word in held for word in words)


def table(snapshot: Snapshot, asked: QueryString) -> Table:
    """The table as a file."""
    as_of = _as_of(snapshot, asked)
    columns = (
        "repository", "github_id", "as_of", "headline", "since", "stars", "stars_day", "stars_source",
        "stars_quality", "gain_30d", "gain_90d", "gain_365d", "commits_365d", "authors_90d",
        "first_response_days", "close_days", "last_release", "last_release_day", "successors", "seen_at",
    )  # fmt: skip
    return Table(f"overview-{as_of}", columns, [_line(row, as_of) for row in chosen(snapshot, asked)])


def _line(row: RepositorySummary, as_of: date) -> tuple[object, ...]:
    stars, verdict, release = row.points["stars"], row.verdict, row.last_release
    return (
        row.name, row.repository.github_id, as_of, row.headline, verdict.since if verdict else None,
        stars.value, stars.day, stars.source, stars.quality.value, row.gain(30), row.gain(90), row.gain(365),
        row.commits_year, row.points["commit_authors"].value, row.points["time_to_first_response"].value,
        row.points["time_to_close"].value, release.tag if release else None, _last_release(row),
        " ".join(row.repository.successors),
        row.repository.seen_at.isoformat() if row.repository.seen_at else None,
    )  # fmt: skip


page = Page("overview", "/", "Overview", "overview.html", context, table)
