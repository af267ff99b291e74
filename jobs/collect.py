"""The job that asks GitHub what changed: all followed repositories, or those a person named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from jobs.base import JobResult, Selection, Slice, Workspace
from jobs.clocks import heal_with, keep_word, slow
from jobs.context import collecting
from tracker.collectors import Target
from tracker.collectors.forecast import Forecast, forecast
from tracker.collectors.plan import PUT_OFF, CollectorStanding
from tracker.collectors.runner import RunSummary, collect
from tracker.cursors import Cursor, read_cursor
from tracker.series import open_history
from tracker.store.runs import Missed
from tracker.store.store import Store
from tracker.writing import counted

if TYPE_CHECKING:
    from sqlalchemy import RowMapping


NOTHING = "nothing is followed yet"


def run(workspace: Workspace, wanted: Selection) -> JobResult:
    """Collect; what could not be read is in the run's list, each with its reason."""
    targets = chosen(workspace, wanted.repositories, wanted.slice)
    if not targets:
        return JobResult(message="nothing is followed in this slice" if wanted.slice else NOTHING)
    with collecting(workspace, full=wanted.full) as context:
        heal_with(context.client, workspace)
        known = standings(workspace.store, wanted.slice)
        summary = collect(
            context, targets, only=wanted.only, standings=known, on_progress=workspace.on_progress
        )
        keep_word(context.client, workspace)
        behind = slow(context.client)
    missed = [
        _missed(miss.collector, miss.full_name, miss.reason, miss.repository_id) for miss in summary.misses
    ]
    return JobResult(
        outcome="limited" if summary.limited_until else "partial" if missed else "done",
        message=tell(summary) + behind,
        requests=summary.requests,
        points=summary.points,
        observations=summary.observations,
        missed=missed,
        retry_at=summary.limited_until,
    )


def foresee(workspace: Workspace, wanted: Selection) -> Forecast:
    """What a run would ask now, what of it fits, and when the rest would come."""
    targets = chosen(workspace, wanted.repositories)
    with collecting(workspace, full=wanted.full) as context:
        return forecast(context, targets, standings(workspace.store), wanted.only)


def chosen(workspace: Workspace, names: Sequence[str], part: Slice | None = None) -> list[Target]:
    """What to look at. Raises UnknownRepository for a name that is not followed."""
    rows = {row["full_name"]: row for row in workspace.store.watches.all()}
    if names:
        history = open_history(workspace.settings, engine=workspace.engine)
        rows = {t.asked_as: rows[t.asked_as] for t in map(history.find, names)}
    return [_target(row) for name, row in rows.items() if part is None or part.holds(name)]


def standings(store: Store, part: Slice | None = None) -> dict[int, CollectorStanding]:
    """Where every collector stands with every repository, and who was put off by the last run of it."""
    rows = [row for row in store.watches.all() if row["github_id"] is not None]
    rows = [row for row in rows if part is None or part.holds(row["full_name"])]
    positions: dict[int, dict[str, Cursor]] = {}
    for row in store.progress.cursors([row["github_id"] for row in rows] if part else None):
        if (cursor := read_cursor(row.collector, row.position)) is not None:
            positions.setdefault(row.repository_id, {})[row.collector] = cursor
    last = store.runs.latest(1, "collect", finished=True, ending=f" {part}" if part else "")
    gaps = store.runs.gaps(last[0].id) if last else ()
    waiting = {gap.repository_id for gap in gaps if PUT_OFF in gap.reason}
    return {
        row["github_id"]: CollectorStanding(
            positions.get(row["github_id"], {}),
            row["github_id"] in waiting,
            row["created_at"].date() if row["created_at"] else None,
        )
        for row in rows
    }


def _target(row: RowMapping) -> Target:
    """A followed row: by its identity when it is known, else by the name that was asked for."""
    if row["github_id"] is None:
        return Target(row["full_name"])
    return Target(f"{row['owner']}/{row['name']}", row["github_id"], row["node_id"])


def _missed(collector: str, name: str, reason: str, repository_id: int | None) -> Missed:
    return Missed(collector, reason if name in reason else f"{name}: {reason}", repository_id)


def tell(summary: RunSummary) -> str:
    """What a run did, in a line for people."""
    spent = counted(summary.requests, "request")
    if summary.not_modified:
        spent += f" and {summary.not_modified:,} free"
    text = f"{summary.repositories} repositories, {summary.observations:,} new or changed values, {spent}"
    if summary.points:
        text += f", {summary.points:,} GraphQL points"
    if summary.limited_until:
        later = summary.limited_until + timedelta(seconds=59)
        text += f". Stopped by the rate limit, position kept; go on after {later:%Y-%m-%d %H:%M} UTC"
    return text
