"""Overview: short lists first, then every repository in one table to sort, filter and search."""

from __future__ import annotations

from datetime import date

from dashboards.data.listing import listed
from dashboards.data.named_lists import in_group, members, names
from dashboards.data.query import QueryString
from dashboards.data.row import RepositorySummary
from dashboards.data.snapshot import Snapshot
from dashboards.data.summaries import read_ahead, summaries
from dashboards.drawing.theme import GRAVITY
from dashboards.views.base import SHOWN, Context, Page, Table
from dashboards.views.overview.lists import by_group, finding, shortlists
from tracker.store.listing import ListQuery

LISTED = 12  # of a shortlist, at most
LIVING = ("active", "slow")
STATES = ("", "unmaintained", "living", *GRAVITY)


SORTS = {
    "name": "name", "state": "state", "stars": "stars", "gain30": "gain30", "gain90": "gain90",
    "gain365": "gain365", "commits": "commits", "authors": "authors", "response": "response",
    "close": "closing", "release": "released",
}  # fmt: skip
UPWARD = frozenset({"name", "state", "response", "close"})  # smallest first unless told otherwise


def context(snapshot: Snapshot, asked: QueryString) -> Context:
    """The words of the page."""
    as_of = _as_of(snapshot, asked)
    everything = summaries(snapshot, as_of)
    lists = snapshot.of_day("shortlists", as_of, lambda: shortlists(everything))
    limit = asked.whole("rows", SHOWN, 1, 1_000_000)
    chosen = listed(snapshot, as_of, _asked(snapshot, asked), limit)
    answered = snapshot.cached("answered", lambda: _answered(snapshot))
    told = [row for one in lists for row in one.rows[:LISTED]]
    read_ahead(snapshot, [*chosen.rows, *told], ("stars", "commit_authors", answered))
    sort = asked.one_of("sort", tuple(SORTS), "stars")
    return {
        "as_of": as_of,
        "dated": as_of != snapshot.today,
        "finding": snapshot.cached(
            ("finding", as_of), lambda: finding(everything, {one.name: one for one in lists})
        ),
        "shortlists": lists,
        "rows": chosen.rows,
        "found": chosen.found,
        "more": min(limit * 10, chosen.found) if chosen.found > limit else None,
        "many": len(everything),
        "answered": answered,
        "groups": snapshot.cached(
            ("groups", as_of), lambda: by_group(everything, {one.name: one for one in lists})
        ),
        "lists": names(snapshot),
        "sort": sort,
        "down": _down(asked, sort),
        "asked": {
            "q": asked.text("q"), "state": asked.text("state"), "group": asked.text("group"),
            "list": asked.text("list"), "as_of": asked.text("as_of"), "order": asked.text("order"),
        },
    }  # fmt: skip


def _answered(snapshot: Snapshot) -> str:
    """How quickly people are answered: first answers or, where none is recorded, the closing of issues."""
    known = any(one.response is not None for one in snapshot.kept.standings.values())
    return "time_to_first_response" if known else "time_to_close"


def _as_of(snapshot: Snapshot, asked: QueryString) -> date:
    return asked.as_of(snapshot.today)


def _down(asked: QueryString, sort: str) -> bool:
    return asked.one_of("order", ("up", "down"), "up" if sort in UPWARD else "down") == "down"


def _asked(snapshot: Snapshot, asked: QueryString) -> ListQuery:
    """What of the list is wanted, checked."""
    state = asked.one_of("state", STATES, "")
    sort = asked.one_of("sort", tuple(SORTS), "stars")
    on = members(snapshot, asked.text("list"))
    in_group(snapshot, asked.text("group"))  # refused where there is no such group
    return ListQuery(
        sort=SORTS[sort],
        down=_down(asked, sort),
        words=tuple(asked.text("q").lower().split()),
        state=LIVING if state == "living" else (state,) if state in GRAVITY else None,
        unmaintained=True if state == "unmaintained" else None,
        group=asked.text("group") or None,
        among=None if on is None else frozenset(one.asked_as for one in on),
        headlines=GRAVITY,
    )


def table(snapshot: Snapshot, asked: QueryString) -> Table:
    """The table as a file."""
    as_of = _as_of(snapshot, asked)
    rows = listed(snapshot, as_of, _asked(snapshot, asked)).rows
    read_ahead(snapshot, rows)
    columns = (
        "repository", "github_id", "as_of", "headline", "since", "since_by", "stars", "stars_day",
        "stars_source", "stars_quality", "gain_30d", "gain_90d", "gain_365d", "commits_365d", "authors_90d",
        "first_response_days", "close_days", "last_release", "last_release_day", "successors", "seen_at",
    )  # fmt: skip
    return Table(f"overview-{as_of}", columns, [_line(row, as_of) for row in rows])


def _line(row: RepositorySummary, as_of: date) -> tuple[object, ...]:
    stars, verdict, release = row.points["stars"], row.verdict, row.last_release
    return (
        row.name, row.repository.github_id, as_of, row.headline, verdict.since if verdict else None,
        verdict.since_by if verdict else None,
        stars.value, stars.day, stars.source, stars.quality.value, row.gain(30), row.gain(90), row.gain(365),
        row.commits_year, row.points["commit_authors"].value, row.points["time_to_first_response"].value,
        row.points["time_to_close"].value, release.tag if release else None, row.released,
        " ".join(row.repository.successors),
        row.repository.seen_at.isoformat() if row.repository.seen_at else None,
    )  # fmt: skip


page = Page("overview", "/", "Overview", "overview.html", context, table)
