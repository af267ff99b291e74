"""What a watch list of any size costs a day: the planner's own costs over kinds of repositories and a month.

No request is made and nothing is read: every figure is counted by `costs`, which plans the real runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from tracker.collectors import costs
from tracker.collectors.base import Target
from tracker.collectors.changes import Known
from tracker.cursors import (
    Cursor,
    IssuesCursor,
    NoticesCursor,
    PinnedCursor,
    ReleasesCursor,
    ResponsesCursor,
    StarsCursor,
)
from tracker.records import Counters, RepositoryFacts

DAYS = 30  # the longest cycle of a collector: star histories are walked anew once a month
HOURLY = 5_000  # requests, and points of GraphQL, that GitHub allows a token
A_QUERY = 50  # repositories that one query reads
ANY_DAY = date(2026, 1, 31)  # only distances of days count
NO_QUOTA = ("commits", "packages", "downloads")  # git and other hosts


@dataclass(frozen=True, slots=True)
class Activity:
    """Repositories of one activity: issues that move and stars that come a day, whether commits come, age."""

    issues: int = 0
    stars: int = 0
    commits: bool = False
    years: float = 8


QUIET = Activity()
ACTIVE = Activity(issues=3, stars=2, commits=True)
BUSY = Activity(issues=120, stars=60, commits=True, years=10)


@dataclass(frozen=True, slots=True)
class Simulation:
    """A mean day: core requests, GraphQL points, shared queries, tokens, age of the oldest answer.

    `tokens` is what one answer a day of everybody takes; `oldest_days` how old the oldest answer gets with
    the tokens that there are.
    """

    repositories: int
    requests: float
    points: float
    queries: float
    tokens: float
    oldest_days: float


def simulate(kinds: Mapping[Activity, int], tokens: int = 1, today: date = ANY_DAY) -> Simulation:
    """What so many repositories of each kind cost a day, once each was read. Raises ValueError for none."""
    many = sum(kinds.values())
    if many < 1 or tokens < 1 or min(kinds.values()) < 0:
        raise ValueError("a simulation needs at least one repository and one token")
    requests = points = 0.0
    for kind, share in kinds.items():
        a_day = day_of(kind, today)
        requests += share * a_day.requests
        points += share * a_day.points
    window = HOURLY * 24
    needed = max(requests, points) / window
    asked = ceil(many / A_QUERY) + sum(ceil(share / A_QUERY) for kind, share in kinds.items() if kind.commits)
    return Simulation(many, requests, points, asked, needed, max(1.0, needed / tokens))


@dataclass(frozen=True, slots=True)
class Mean:
    """Requests and points of one repository on a mean day."""

    requests: float
    points: float


def day_of(kind: Activity, today: date = ANY_DAY) -> Mean:
    """The mean of a month of days: looks of each week and walks of each month fall where they fall."""
    requests = points = 0.0
    for ago in range(1, DAYS + 1):
        known = _known(kind, today, ago)
        asked = (cost(known) for name, cost in costs.COSTS.items() if name not in NO_QUOTA)
        found = [costs.counters(True), *asked]
        requests += sum(cost.requests for cost in found)
        points += sum(cost.points for cost in found)
    return Mean(requests / DAYS, points / DAYS)


def _known(kind: Activity, today: date, ago: int) -> Known:
    """A repository of a kind that was read yesterday, on the `ago`-th day of its month."""
    looked = today - timedelta(days=(ago - 1) % 7 + 1)
    walked = today - timedelta(days=ago)
    born = today - timedelta(days=round(365 * kind.years))
    ledger = [100 + kind.issues, 900, 0, 0, 0]
    counters = Counters(
        stars=1000 + kind.stars, releases=10, tags=10, open_issues=ledger[0], closed_issues=900,
        open_pull_requests=0, merged_pull_requests=0, closed_pull_requests=0,
    )  # fmt: skip
    head = "moved" if kind.commits else "stood"
    facts = RepositoryFacts(1, "R_1", "a", "b", head_oid=head, has_issues=True, counters=counters)
    since = f"{looked.isoformat()}T00:00:00+00:00"
    read: tuple[Cursor, ...] = (
        StarsCursor(complete=True, walked=walked, count=1000),
        IssuesCursor(complete=True, looked=looked, counts=(100, *ledger[1:]), since=since),
        ReleasesCursor(complete=True, looked=looked, walked=walked, counts=(10, 10)),
        NoticesCursor(complete=True, looked=looked, oid="stood", path="README.md", sha="s", said=()),
        PinnedCursor(complete=True, looked=looked),
        ResponsesCursor(complete=True),
    )
    positions = {cursor.NAME: cursor for cursor in read}
    return Known(Target("a/b", 1, "R_1", facts), positions, today, authorised=True, created=born)
