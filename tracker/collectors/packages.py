"""What the package index says of a project's package: archived, deprecated, or inactive by its own word."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tracker.collectors.base import Context, Member, Target, Told, one_of
from tracker.collectors.by_package import Due, ask_each, note_look, package_of, tell_others
from tracker.cursors import PackagesCursor
from tracker.records import Notice

if TYPE_CHECKING:
    from tracker.packages.index import Index, IndexStatus

NAME = "packages"
PLACE = "registry"
LOOK_EVERY = timedelta(days=7)
OVER = ("archived", "deprecated")  # of PEP 792; quarantine says nothing about the project


def together(context: Context, targets: Sequence[Target], told: Told) -> None:
    """Ask the index about the first package of each that the catalog knows one of, each week.

    An index that is silent is not asked again: what it would have said stays unknown.
    """
    due = [(target, package) for target in targets if (package := _due(context, target))]
    tell_others(targets, due, told)
    if due:
        _ask_all(context, due, told)


def _due(context: Context, target: Target) -> str | None:
    looked = context.positions.of(target.id, PackagesCursor).looked
    recent = looked is not None and context.today - looked < LOOK_EVERY
    return package_of(target.full_name) if context.full or not recent else None


def _ask_all(context: Context, due: Due, told: Told) -> None:
    from tracker.packages.index import Index, IndexSilent, NotFound

    where = context.index() if context.index else None
    silent = "it is not asked beside this GitHub" if where is None else where.refused

    def ask(target: Target, package: str) -> str | None:
        nonlocal silent
        reason = f"the package index: {silent}" if silent else None
        try:
            if reason is None:
                _keep(context, target, package, index)
        except IndexSilent as error:
            reason = silent = str(error)
        except NotFound as error:
            reason = f"{package}: {error}"
        if reason:
            note_look(context, target, PackagesCursor, complete=False)
        return reason

    with closing(Index(where.url if where else None)) as index:
        ask_each(context, due, told, ask)


def _keep(context: Context, target: Target, package: str, index: Index) -> None:
    """Write what the index says now; raises what the index raises."""
    found = statements(package, index.standing(package), context.now())
    with context.store.transaction():
        context.store.notices.save(target.id, PLACE, found, context.now())
        note_look(context, target, PackagesCursor, complete=True)


def statements(package: str, standing: IndexStatus, now: datetime) -> list[Notice]:
    """The index's marks as notices. A status has no date of its own: it is as old as our first reading;
    a classifier is as old as the release that carries it."""
    found = []
    if standing.status in OVER:
        why = f": {standing.reason}" if standing.reason else ""
        said = f"{package} is {standing.status}{why}"
        found.append(Notice("end-of-life", PLACE, said, standing.url, now))
    if standing.inactive:
        said = f"{package} {standing.version or ''}".strip() + f": {standing.inactive}"
        found.append(Notice("end-of-life", PLACE, said, standing.url, min(standing.released or now, now)))
    return found


member = Member(
    NAME, one_of(together), "the package index", together, wanted=lambda context: context.index is not None
)
