"""What must be read to be judged: cursors, alerts, what a database says of itself, names that are shared."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, and_, func, select

from tracker.cursors import CURSORS
from tracker.records import Presence, Quality
from tracker.store import models as m
from tracker.store.flaws import EXAMPLES, RESTORE, Flaw, FlawKind, remedy
from tracker.versioned import FromLaterVersion, NotReadable

KIND = ("live", "demo")
DAYS = ("clock", "alerts_until", "github_date")  # what begins with a day, in the table `meta`
STANDS = ("firing", "known", "resolved")
OURS = m.repository.c.owner + "/" + m.repository.c.name


def documents(connection: Connection, today: date) -> Iterator[Flaw]:
    """Every such thing that cannot be so."""
    yield from _meta(connection, today)
    yield from _sources(connection)
    yield from _shared_names(connection)
    yield from _cursors(connection, today)
    yield from _alerts(connection)


def _flaw(what: str, rows: list[str], do: str) -> Iterator[Flaw]:
    if rows:
        yield Flaw(FlawKind.IMPOSSIBLE, what, len(rows), tuple(row[:60] for row in rows[:EXAMPLES]), do)


def _meta(connection: Connection, today: date) -> Iterator[Flaw]:
    """What a database says of itself, where it decides what is shown or done."""
    said: dict[str, str] = {row.key: row.value for row in connection.execute(select(m.meta))}
    for key in sorted(key for key, value in said.items() if not _may_be(key, value, today)):
        yield from _flaw(f"what the database says of itself: {key}", [said[key]], RESTORE)
    has_run = connection.execute(select(m.run.c.id).limit(1)).first() is not None
    if "kind" not in said and has_run:
        yield from _flaw("it does not say whether it is live or a demo's", ["kind"], RESTORE)
    elif "kind" in said and ("clock" in said) != (said["kind"] == "demo"):
        what = "a demo without its day" if said["kind"] == "demo" else "a live database with a demo's day"
        yield from _flaw(what, [said.get("clock", "no clock")], RESTORE)


def _may_be(key: str, value: str, today: date) -> bool:
    if key == "kind":
        return value in KIND
    if key not in DAYS:
        return True
    try:
        day = date.fromisoformat(value[:10])
        _ = [datetime.fromisoformat(part) for part in value.split(" ")]
    except ValueError:
        return False
    return day <= today + timedelta(days=1)


def _sources(connection: Connection) -> Iterator[Flaw]:
    """A source must say what its values are worth where it says so at all."""
    names = connection.execute(select(m.source.c.name)).scalars().all()
    labels = set(Quality)
    wrong = [n for n in names if n.startswith("export:") and n.split(":", 2)[1] not in labels]
    yield from _flaw("sources of unknown worth", wrong, RESTORE)


def _shared_names(connection: Connection) -> Iterator[Flaw]:
    """GitHub gives a name to one repository at a time; one that went may leave it to another."""
    name = func.lower(OURS).label("name")
    r, n = m.repository.c, m.repository_name.c
    here = and_(r.presence == Presence.ACTIVE.value, r.node_id != "")
    often = select(name).where(here).group_by(name).having(func.count() > 1).subquery()
    query = (
        select(name, r.github_id, n.first_seen, n.last_seen)
        .join(often, often.c.name == name)
        .join(m.repository_name, and_(n.repository_id == r.github_id, func.lower(n.full_name) == name))
        .where(here)
    )
    times: defaultdict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(query):
        times[row.name].append(row)
    both = [
        f"{shared}: {one.github_id} and {other.github_id}"
        for shared, rows in times.items()
        for one, other in combinations(rows, 2)
        if one.github_id != other.github_id
        and one.first_seen <= other.last_seen
        and other.first_seen <= one.last_seen
    ]
    yield from _flaw("repositories of one name at one time", both, remedy("repository"))


def _cursors(connection: Connection, today: date) -> Iterator[Flaw]:
    """Where collectors stand, as they read it; what a later version wrote is not ours to judge."""
    end = today + timedelta(days=1)
    c = m.cursor.c
    query = select(OURS, c.collector, c.position).join(
        m.repository, m.repository.c.github_id == c.repository_id
    )
    unread, ahead = [], []
    for name, collector, text in connection.execute(query):
        if (kind := CURSORS.get(collector)) is None:
            continue
        try:
            seen = kind.from_text(text).seen
        except FromLaterVersion:
            continue
        except NotReadable:
            unread.append(f"{name} {collector}")
            continue
        if seen is not None and seen.astimezone(UTC).date() > end:
            ahead.append(f"{name} {collector} {seen.date()}")
    yield from _flaw("cursors that their collectors cannot read", unread, remedy("cursor"))
    yield from _flaw("cursors in days still to come", ahead, remedy("cursor"))


def _alerts(connection: Connection) -> Iterator[Flaw]:
    """An alert stands at what its last change says, since the day that it says."""
    a, t = m.alert.c, m.transition.c
    last = and_(t.repository_id == a.repository_id, t.rule == a.rule, t.number == a.number)
    query = (
        select(OURS.label("name"), a.rule, a.value, a.since, t.value.label("said"), t.payload)
        .join_from(m.alert, m.transition, last)
        .join(m.repository, m.repository.c.github_id == a.repository_id)
        .where(a.state.in_(STANDS), t.to_state == a.state)
    )
    values, days = [], []
    for row in connection.execute(query):
        if row.value != row.said:
            values.append(f"{row.name} {row.rule}")
        if (row.since and row.since.isoformat()) != _since(row.payload):
            days.append(f"{row.name} {row.rule} {row.since}")
    yield from _flaw("alerts at another value than their last change says", values, RESTORE)
    yield from _flaw("alerts since another day than their last change says", days, RESTORE)


def _since(payload: str) -> object:
    found: Mapping[str, object] = json.loads(payload)
    return found.get("since")
