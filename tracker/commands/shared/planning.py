"""Showing a plan: what each collector costs, what GitHub still allows, and whose turn comes when."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from typing import TYPE_CHECKING, Any

import click

from tracker.commands.shared.show import emit, table

if TYPE_CHECKING:
    from jobs.base import Selection, Workspace
    from tracker.collectors.forecast import Forecast
    from tracker.collectors.plan import PlannedTurn, Room, Step


def show_plan(workspace: Workspace, wanted: Selection, as_json: bool) -> None:
    """Print what a run would do. Nothing is asked but what GitHub still allows, nothing is written."""
    from jobs.collect import foresee

    found = foresee(workspace, wanted)
    document = {
        "allowed": _allowed(found.room),
        "each_hour": _allowed(found.window),
        "resets_at": found.room.until.isoformat(timespec="seconds") if found.room.until else None,
        "fits": found.fits,
        "collectors": _by_collector(found.turns),
        "repositories": [_row(found, turn) for turn in found.turns],
    }
    if as_json:
        emit(document)
    else:
        _tables(document)


def _allowed(room: Room) -> dict[str, int | None]:
    points = None if room.points is None else int(room.points)
    return {"requests": room.requests, "points": points}


def _cost(steps: Iterable[Step]) -> dict[str, Any]:
    costs = [step.cost for step in steps]
    return {
        "requests": sum(c.requests for c in costs),
        "points": ceil(round(sum(c.points for c in costs), 6)),
        "guessed": any(c.guessed for c in costs),
    }


def _by_collector(turns: Iterable[PlannedTurn]) -> list[dict[str, Any]]:
    found: dict[str, list[Step]] = {}
    for turn in turns:
        for step in turn.steps:
            found.setdefault(step.collector, []).append(step)
    return [
        {"collector": name, "repositories": sum(_asks(s) for s in steps), **_cost(steps)}
        for name, steps in found.items()
    ]


def _asks(step: Step) -> bool:
    return bool(step.cost.requests or step.cost.points)


def _row(found: Forecast, turn: PlannedTurn) -> dict[str, Any]:
    when = found.done_by(turn.target.full_name)
    return {
        "repository": turn.target.full_name,
        "why": turn.why,
        **_cost(turn.steps),
        "done_by": when.isoformat(timespec="minutes") if when else None,
    }


def _tables(document: dict[str, Any]) -> None:
    rows = [
        (c["collector"], str(c["repositories"]), _about(c, "requests"), _about(c, "points"))
        for c in document["collectors"]
    ]
    table(("collector", "repositories", "requests", "points"), rows, right=(1, 2, 3))
    click.echo()
    turns = [
        (
            r["repository"],
            r["why"],
            _about(r, "requests"),
            _about(r, "points"),
            r["done_by"] or "in over a day",
        )
        for r in document["repositories"]
    ]
    table(("repository", "why now", "requests", "points", "done"), turns, right=(2, 3))
    click.echo(_sentence(document), err=True)


def _about(row: dict[str, Any], what: str) -> str:
    return f"{'about ' if row['guessed'] and row[what] else ''}{row[what]:,}"


def _sentence(document: dict[str, Any]) -> str:
    allowed, resets = document["allowed"], document["resets_at"]
    if allowed["requests"] is None:
        return (
            "Nothing limits this run: no limit is known, or a new hour begins so soon that it is waited for."
        )
    told = f"Until {resets[11:16]} UTC {allowed['requests']:,} requests may be spent. "
    if document["fits"]:
        return told + "All of it fits."
    return told + "What does not fit is put off and goes first in the next run."
