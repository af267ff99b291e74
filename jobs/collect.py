"""The job that asks GitHub what changed: all followed repositories, or those a person named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from jobs.base import Result, Shop, Wanted
from jobs.context import collecting
from tracker.collectors import Target
from tracker.collectors.runner import Summary, collect
from tracker.series import open_history
from tracker.store.runs import Missed


def run(shop: Shop, wanted: Wanted) -> Result:
    """Collect; what could not be read is in the run's list, each with its reason."""
    targets = chosen(shop, wanted.repositories)
    if not targets:
        return Result(message="nothing is followed yet")
    with collecting(shop, full=wanted.full) as context:
        summary = collect(context, targets, only=wanted.only, on_progress=shop.on_progress)
    missed = [
        _missed(miss.collector, miss.full_name, miss.reason, miss.repository_id) for miss in summary.misses
    ]
    return Result(
        outcome="limited" if summary.limited_until else "partial" if missed else "done",
        message=tell(summary),
        requests=summary.requests,
        points=summary.points,
        observations=summary.observations,
        missed=missed,
        retry_at=summary.limited_until,
    )


def chosen(shop: Shop, names: Sequence[str]) -> list[Target]:
    """What to look at. Raises UnknownRepository for a name that is not followed."""
    rows = {row["full_name"]: row for row in shop.reader.watched()}
    if names:
        history = open_history(shop.settings, engine=shop.engine)
        rows = {t.asked_as: rows[t.asked_as] for t in map(history.find, names)}
    return [_target(row) for row in rows.values()]


def _target(row: Mapping[str, Any]) -> Target:
    """A followed row: by its identity when it is known, else by the name that was asked for."""
    if row["github_id"] is None:
        return Target(row["full_name"])
    return Target(f"{row['owner']}/{row['name']}", row["github_id"], row["node_id"])


def _missed(collector: str, name: str, reason: str, repository_id: int | None) -> Missed:
    return Missed(collector, reason if name in reason else f"{name}: {reason}", repository_id)


def tell(summary: Summary) -> str:
    """What a run did, in a line for people."""
    spent = f"{summary.requests:,} requests"
    if summary.not_modified:
        spent += f" and {summary.not_modified:,} free ones"
    text = f"{summary.repositories} repositories, {summary.observations:,} new or changed values, {spent}"
    if summary.points:
        text += f", {summary.points:,} GraphQL points"
    if summary.limited_until:
        later = summary.limited_until + timedelta(seconds=59)
        text += f". Stopped by the rate limit, position kept; go on after {later:%Y-%m-%d %H:%M} UTC"
    return text
