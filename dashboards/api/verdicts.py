"""Verdicts with their evidence, as of any day."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from dashboards.api import models
from dashboards.api.parameters import AsOf, Headline, Limit, Name, OnlyKnown, Owner, until
from dashboards.api.repositories import Cursor, headlines, page
from dashboards.api.respond import reply
from dashboards.data.snapshot import Snapshot
from tracker.health import Verdict
from tracker.series import UnknownRepository

router = APIRouter(tags=["verdicts"], dependencies=[OnlyKnown])


@router.get("/verdicts", response_model=models.Verdicts)
def verdicts(
    request: Request,
    as_of: AsOf = None,
    headline: Headline | None = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Every repository's verdict, by name."""

    def make(snapshot: Snapshot) -> Any:
        day = until(snapshot, as_of)
        states = headlines(snapshot, day) if headline else {}
        found = [
            {"repository": r.full_name}
            for r in snapshot.resolved
            if headline in (None, states.get(r.full_name))
        ]
        shown, following = page(found, limit, cursor)
        known = snapshot.verdicts(day)
        data = [known[row["repository"]].as_json() for row in shown]
        return {"as_of": day.isoformat(), "data": data, "next": following}

    return reply(request, make)


@router.get("/repositories/{owner}/{name}/verdict", response_model=models.Verdict)
def verdict(request: Request, owner: Owner, name: Name, as_of: AsOf = None) -> Response:
    """One repository's verdict: three axes, one headline, and everything it rests on."""
    return reply(request, lambda s: _one(s, owner, name, as_of).as_json())


@router.get("/repositories/{owner}/{name}/evidence", response_model=models.EvidenceOf)
def evidence(request: Request, owner: Owner, name: Name, as_of: AsOf = None) -> Response:
    """What each signal found, with its numbers, thresholds and links."""

    def make(snapshot: Snapshot) -> Any:
        document = _one(snapshot, owner, name, as_of).as_json()
        return {key: document[key] for key in ("repository", "as_of", "headline", "evidence")}

    return reply(request, make)


def _one(snapshot: Snapshot, owner: str, name: str, as_of: Any) -> Verdict:
    repository = snapshot.find(f"{owner}/{name}")
    found = snapshot.verdict(repository, until(snapshot, as_of))
    if found is None:
        why = repository.problem or "GitHub was not asked about it yet"
        raise UnknownRepository(f"there is no verdict on {repository.full_name}: {why}")
    return found
