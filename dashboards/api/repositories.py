"""Repositories: who is followed, and the latest value of every metric."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from dashboards.api import models
from dashboards.api.parameters import AsOf, Group, Headline, Limit, Name, NamedList, OnlyKnown, Owner, until
from dashboards.api.respond import reply
from dashboards.data.followed import followed_by
from dashboards.data.snapshot import Snapshot
from dashboards.data.summaries import summaries
from tracker.health.verdict import HEADLINES
from tracker.metrics import METRICS
from tracker.series import Repository, Sample
from tracker.series.listed import of_category, on_list

router = APIRouter(tags=["repositories"], dependencies=[OnlyKnown])
Cursor = Annotated[str | None, Query(description="`next` of the page before", max_length=300)]


@router.get("/repositories", response_model=models.Repositories)
def repositories(
    request: Request,
    category: Group = None,
    named: NamedList = None,
    headline: Headline | None = None,
    as_of: AsOf = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Every followed repository, by name, with its headline and stars."""

    def make(snapshot: Snapshot) -> Any:
        day, on = until(snapshot, as_of), on_list(snapshot.history, named) if named else None
        among = snapshot.tracked if category is None else of_category(snapshot.tracked, category)
        here = {r.full_name for r in among}
        rows, states = stars(snapshot, day), headlines(snapshot, day)
        found = [
            {"repository": r.full_name, "tracked": r}
            for r in (snapshot.tracked if on is None else on)
            if r.full_name in here and headline in (None, states[r.full_name])
        ]
        kept, following = page(found, limit, cursor)
        shown = [
            summary(r, states[r.full_name], rows.get(r.full_name)) for r in (one["tracked"] for one in kept)
        ]
        return {"as_of": day.isoformat(), "data": shown, "next": following}

    return reply(request, make)


@router.get("/repositories/{owner}/{name}", response_model=models.RepositoryDetail)
def repository(request: Request, owner: Owner, name: Name, as_of: AsOf = None) -> Response:
    """One repository, by its present or a former name, with the last known value of every metric."""

    def make(snapshot: Snapshot) -> Any:
        found, day = snapshot.find(f"{owner}/{name}"), until(snapshot, as_of)
        points = snapshot.history.points(tuple(METRICS), [found], day)
        values = {metric: value(points[(found.full_name, metric)]) for metric in METRICS}
        verdict, stars = snapshot.verdict(found, day), points[(found.full_name, "stars")].value
        first = summary(found, verdict.headline if verdict else None, stars)
        return {**first, "as_of": day.isoformat(), "values": values}

    return reply(request, make)


def headlines(snapshot: Snapshot, day: date) -> dict[str, str | None]:
    """The headline of every followed repository on a day; None of a name that GitHub never resolved."""
    rows, followed = summaries(snapshot, day), followed_by(snapshot)
    said = [HEADLINES[state] for state in rows.columns.state.tolist()]
    found = dict(zip(followed.names_by(day), said, strict=True))
    return {r.full_name: found.get(r.full_name, "unknown") if r.github_id else None for r in snapshot.tracked}


def stars(snapshot: Snapshot, day: date) -> dict[str, float | None]:
    """The stars of everybody on a day."""
    counts = summaries(snapshot, day).columns.stars.tolist()
    names = followed_by(snapshot).names_by(day)
    return {name: None if count != count else count for name, count in zip(names, counts, strict=True)}


def summary(repository: Repository, headline: str | None, stars: float | None) -> dict[str, Any]:
    """A repository as lists show it."""
    times = ("created_at", "pushed_at", "archived_at")
    return {
        "repository": repository.full_name,
        "github_id": repository.github_id,
        "category": repository.category,
        "description": repository.description,
        "language": repository.language,
        "license": repository.license,
        **{name: iso(getattr(repository, name)) for name in times},
        "presence": str(repository.presence),
        "successors": list(repository.successors),
        "headline": headline,
        "stars": whole(stars),
        "problem": repository.problem,
        "url": f"https://github.com/{repository.full_name}",
    }


def value(point: Sample) -> dict[str, Any]:
    """A point with everything that must be said about it."""
    return {
        "value": whole(point.value),
        "day": point.day.isoformat() if point.day else None,
        "source": point.source,
        "quality": str(point.quality),
        "reason": point.reason,
    }


def page(
    rows: list[dict[str, Any]], limit: int, cursor: str | None
) -> tuple[list[dict[str, Any]], str | None]:
    """Rows after the cursor, and the next cursor. A cursor is a name: what follows it follows, always."""
    rest = [r for r in rows if cursor is None or r["repository"].lower() > cursor.lower()]
    return rest[:limit], rest[limit - 1]["repository"].lower() if len(rest) > limit else None


def whole(number: float | None) -> float | int | None:
    """A count without its decimal point."""
    return int(number) if number is not None and number.is_integer() else number


def iso(moment: Any) -> str | None:
    """A time as RFC 3339 wants it."""
    return moment.isoformat() if moment else None
