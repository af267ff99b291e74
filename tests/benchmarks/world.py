"""A database of any number of made-up repositories of twelve years, written set-based: for measuring growth.

A few lives are drawn day by day; every further repository is a copy of one of them, made by the database.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy import Connection, Engine

from tracker.store.bulk import plain
from tracker.store.names import Names
from tracker.store.session import connect, sqlite_url, upgrade

TODAY = date(2026, 6, 30)
NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
DAYS = 12 * 365 + 3
DRAWN = 24  # distinct lives
DENSE = ("star_arrivals", "commits", "commits_human", "commits_substantive")
READ = ("star_count", "fork_count", "watcher_count", "open_issues", "open_pull_requests")
READ_DAYS = 400
AT_ONCE = 100  # repositories in a commit: SQLite writes everything twice until one is done
ISSUES, RELEASES, AUTHORS = 300, 40, 3
COPIED = ("observation", "author_day", "issue", "release", "attribute", "repository_name", "cursor")


def make(path: Path, many: int, today: date = TODAY) -> Engine:
    """A database with `many` followed repositories, complete up to `today`."""
    engine = connect(sqlite_url(path))
    upgrade(engine)
    drawn = min(DRAWN, many)
    for start in range(1, many + 1, AT_ONCE):
        with engine.connect().execution_options(writing=True) as connection, connection.begin():
            for number in range(start, min(start + AT_ONCE, many + 1)):
                _repository(connection, number)
                if number <= drawn:
                    _life(connection, number, today)
                else:
                    for table in COPIED:
                        _copy(connection, table, (number - 1) % drawn + 1, number)
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        _put(connection, "meta", ("key", "value"), [("kind", "live")])
    return engine


def full_name(number: int) -> str:
    return f"owner{number % 97}/framework-{number}"


def _put(
    connection: Connection, table: str, columns: tuple[str, ...], rows: list[tuple[object, ...]]
) -> None:
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
    connection.exec_driver_sql(statement, [tuple(plain(connection, c) for c in row) for row in rows])


def _repository(connection: Connection, number: int) -> None:
    owner, name = full_name(number).split("/")
    born = NOW - timedelta(days=DAYS)
    columns = ("github_id", "node_id", "owner", "name", "created_at", "pushed_at", "archived",
               "archived_at", "description", "topics", "is_fork", "default_branch", "presence", "misses",
               "seen_at")  # fmt: skip
    ended = NOW - timedelta(days=700) if number % DRAWN == 3 else None
    row = (number, f"R_{number}", owner, name, born, NOW, ended is not None, ended,
           f"A framework for tensors, number {number}", json.dumps(["deep-learning"]), False, "main",
           "active", 0, NOW)  # fmt: skip
    _put(connection, "repository", columns, [row])
    group = ("frameworks", "libraries", "tools")[number % 3]
    _put(connection, "watch", ("full_name", "repository_id", "category", "origin", "added_at"),
         [(full_name(number), number, group, "benchmark", NOW)])  # fmt: skip


def _life(connection: Connection, number: int, today: date) -> None:
    draw, names = np.random.default_rng(number), Names()
    first = today - timedelta(days=DAYS)
    days = [(first + timedelta(days=n)).isoformat() for n in range(DAYS + 1)]
    shape = np.exp(-(((np.arange(DAYS + 1) - draw.uniform(500, 4000)) / draw.uniform(600, 1800)) ** 2))
    arrivals = draw.poisson(shape * draw.uniform(2, 40))
    ends = DAYS + 1 if number % 5 else int(draw.uniform(2500, 3700))
    commits = draw.poisson(draw.uniform(0.05, 8), DAYS + 1)
    commits[ends:] = 0
    values = {"star_arrivals": arrivals, "commits": commits, "commits_human": (commits * 0.9).astype(int),
              "commits_substantive": (commits * 0.8).astype(int)}  # fmt: skip
    stars = np.cumsum(arrivals) + 20
    read = {"star_count": stars, "fork_count": stars // 4, "watcher_count": stars // 30,
            "open_issues": 50 + stars // 100, "open_pull_requests": 5 + stars // 500}  # fmt: skip
    stamp = int(NOW.timestamp())
    metrics = {name: names.metric(connection, name) for name in (*values, *read)}
    sources = {name: names.source(connection, name) for name in ("git", "graphql")}
    rows = [
        (number, metrics[metric], day, float(v), sources[source], stamp, stamp)
        for table, start, source in ((values, 0, "git"), (read, DAYS + 1 - READ_DAYS, "graphql"))
        for metric, series in table.items()
        for day, v in zip(days[start:], series[start:].tolist(), strict=True)
    ]  # fmt: skip
    columns = ("repository_id", "metric_id", "day", "value", "source_id", "first_seen", "fetched_at")
    _put(connection, "observation", columns, rows)
    busy = np.flatnonzero(commits)
    people = {(number, days[d], int(a)) for d in busy for a in draw.integers(1, 40, AUTHORS)}
    _put(connection, "author_day", ("repository_id", "day", "author"), sorted(people))
    _ledgers(connection, number, draw, today)


def _ledgers(connection: Connection, number: int, draw: np.random.Generator, today: date) -> None:
    noon = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    opened = np.sort(draw.uniform(1, DAYS, ISSUES))[::-1]
    issues = []
    for n, back in enumerate(opened.tolist(), 1):
        created = noon - timedelta(days=back)
        closed = created + timedelta(days=float(draw.exponential(60)))
        over = closed if closed < noon else None
        merged = over if n % 3 == 0 else None
        answered = created + timedelta(days=1)
        issues.append((number, n, n % 3 == 0, created, over or created, over, merged, False, "NONE", 2,
                       answered if answered < noon else None, False))  # fmt: skip
    columns = ("repository_id", "number", "is_pull_request", "created_at", "updated_at", "closed_at",
               "merged_at", "author_is_bot", "author_association", "comments", "first_response_at",
               "asks_if_alive")  # fmt: skip
    _put(connection, "issue", columns, issues)
    last = 2 if number % 5 else 1500
    releases = [(number, f"v{n}", noon - timedelta(days=last + n * 100), n % 7 == 0, False, None, noon)
                for n in range(RELEASES)]  # fmt: skip
    columns = ("repository_id", "tag", "published_at", "is_prerelease", "is_tag_only", "notice", "first_seen")
    _put(connection, "release", columns, releases)
    seen = noon - timedelta(days=READ_DAYS)
    _put(connection, "attribute", ("repository_id", "name", "seen_at", "value"),
         [(number, "description", seen, "A framework"), (number, "archived", seen, "false")])  # fmt: skip
    _put(connection, "repository_name", ("repository_id", "full_name", "first_seen", "last_seen"),
         [(number, full_name(number), seen, noon)])  # fmt: skip
    done = json.dumps({"complete": True, "until": today.isoformat(), "oid": "0" * 40})
    collectors = ("counters", "stars", "commits", "releases", "notices", "issues", "pulls", "responses",
                  "pinned", "packages")  # fmt: skip
    _put(connection, "cursor", ("repository_id", "collector", "position", "updated_at"),
         [(number, name, done, noon) for name in collectors])  # fmt: skip


def _copy(connection: Connection, table: str, source: int, target: int) -> None:
    found = connection.exec_driver_sql(f"PRAGMA table_info({table})").all()
    columns = [row[1] for row in found if row[1] != "repository_id"]
    listed = ", ".join(columns)
    shown = listed.replace("full_name", f"'{full_name(target)}'") if table == "repository_name" else listed
    connection.exec_driver_sql(
        f"INSERT INTO {table} (repository_id, {listed}) SELECT {target}, {shown} FROM {table} "
        f"WHERE repository_id = {source}"
    )
