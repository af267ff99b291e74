"""What happened: transitions of alerts, runs of jobs, revisions of past values."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from dashboards.api import models
from dashboards.api.parameters import Limit, Name, OnlyKnown, Owner
from dashboards.api.repositories import iso, whole
from dashboards.api.respond import reply
from dashboards.data.snapshot import Snapshot

router = APIRouter(tags=["events"], dependencies=[OnlyKnown])
LARGEST = 2**63 - 1
Before = Annotated[int | None, Query(ge=0, le=LARGEST, description="`next` of the page before")]
Word = Query(max_length=60)


@router.get("/transitions", response_model=models.Transitions)
def transitions(
    request: Request,
    repository: Annotated[str | None, Query(description="owner/name", max_length=201)] = None,
    rule: Annotated[str | None, Word] = None,
    limit: Limit = 100,
    cursor: Before = None,
) -> Response:
    """Changes of alerts, newest first."""

    def make(snapshot: Snapshot) -> Any:
        number = snapshot.find(repository).github_id if repository else None
        if repository and number is None:
            return {"data": [], "next": None}
        rows = snapshot.history.store.alerts.transitions(limit + 1, number, rule, before=cursor)
        names = ("id", "repository", "rule", "from_state", "to_state", "value", "reason")
        data = [
            {
                **{name: getattr(row, name) for name in names},
                "at": iso(row.at),
                "as_of": row.as_of.isoformat(),
            }
            for row in rows[:limit]
        ]
        return {"data": data, "next": _next(rows, limit)}

    return reply(request, make)


@router.get("/runs", response_model=models.Runs)
def runs(
    request: Request,
    job: Annotated[str | None, Word] = None,
    limit: Limit = 100,
    cursor: Before = None,
) -> Response:
    """Executions of jobs, newest first: what they cost and what they missed."""

    def make(snapshot: Snapshot) -> Any:
        store = snapshot.history.store
        rows = store.runs.latest(limit + 1, job, before=cursor)
        missed = store.runs.missed([row.id for row in rows[:limit]])
        return {
            "data": [_run(row, missed.get(row.id, [])) for row in rows[:limit]],
            "next": _next(rows, limit),
        }

    return reply(request, make)


def _run(row: Any, missed: list[Any]) -> dict[str, Any]:
    plain = ("id", "job", "slot", "outcome", "requests", "points", "observations", "message")
    return {
        **{name: getattr(row, name) for name in plain},
        "started_at": iso(row.started_at),
        "finished_at": iso(row.finished_at),
        "missed": [
            {"collector": m.collector, "repository_id": m.repository_id, "reason": m.reason} for m in missed
        ],
    }


@router.get("/repositories/{owner}/{name}/revisions", response_model=models.Revisions)
def revisions(
    request: Request,
    owner: Owner,
    name: Name,
    limit: Limit = 100,
    cursor: Annotated[int, Query(ge=0, le=10**9, description="`next` of the page before")] = 0,
) -> Response:
    """Past values that changed afterwards, newest change first; stars taken back show here."""

    def make(snapshot: Snapshot) -> Any:
        found = snapshot.find(f"{owner}/{name}")
        rows = (
            []
            if found.github_id is None
            else snapshot.history.store.observations.revisions(found.github_id, limit=limit + 1, skip=cursor)
        )
        data = [
            {
                "series": row.name, "day": row.day.isoformat(), "old": whole(row.old_value),
                "new": whole(row.new_value), "seen_at": datetime.fromtimestamp(row.seen_at, UTC).isoformat(),
            }
            for row in rows[:limit]
        ]  # fmt: skip
        following = str(cursor + limit) if len(rows) > limit else None
        return {"repository": found.full_name, "data": data, "next": following}

    return reply(request, make)


def _next(rows: Any, limit: int) -> str | None:
    return str(rows[limit - 1].id) if len(rows) > limit else None
