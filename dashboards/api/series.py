"""Series: one metric of one repository, or of many; every value with its source and label."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import chain
from typing import Any

from fastapi import APIRouter, Request, Response

from dashboards.api import models
from dashboards.api.parameters import (
    Every,
    From,
    Group,
    MetricPath,
    Name,
    OnlyKnown,
    Owner,
    Repositories,
    To,
    chosen,
)
from dashboards.api.respond import reply
from dashboards.data.snapshot import Snapshot
from tracker import asking
from tracker.exports.base import Chunk
from tracker.exports.lines import lines
from tracker.metrics import METRICS
from tracker.series import Repository
from tracker.series.export import rendered
from tracker.series.query import Query, cards

Parts = tuple[bytes | memoryview, ...]
BETWEEN = ", "  # rows

router = APIRouter(tags=["series"], dependencies=[OnlyKnown])


@router.get("/metrics", response_model=models.MetricCards)
def metrics(request: Request) -> Response:
    """What every metric means, its unit, and where it comes from."""
    return reply(request, lambda _: {"data": cards(tuple(METRICS))})


@router.get("/repositories/{owner}/{name}/series/{metric}", response_model=models.Series)
def series(
    request: Request,
    owner: Owner,
    name: Name,
    metric: MetricPath,
    start: From = None,
    to: To = None,
    every: Every = "day",
) -> Response:
    """One metric of one repository."""

    def make(snapshot: Snapshot) -> bytes:
        found = snapshot.find(f"{owner}/{name}")
        query = Query((str(metric),), (found,), *asking.span(start, to, snapshot.today), every)
        return b"".join(document(found, metric, every, _found(snapshot, query).get(found.github_id)))

    return reply(request, make)


@router.get("/series/{metric}", response_model=models.SeriesList)
def many(
    request: Request,
    metric: MetricPath,
    repository: Repositories = [],  # noqa: B006 - FastAPI reads it, nobody writes to it
    category: Group = None,
    start: From = None,
    to: To = None,
    every: Every = "day",
) -> Response:
    """One metric of several repositories."""

    def make(snapshot: Snapshot) -> bytes:
        wanted = chosen(snapshot, repository, category)
        query = Query((str(metric),), tuple(wanted), *asking.span(start, to, snapshot.today), every)
        found = _found(snapshot, query)
        return _together([document(r, metric, every, found.get(r.github_id)) for r in wanted], every)

    return reply(request, make)


def _found(snapshot: Snapshot, query: Query) -> dict[int | None, Chunk]:
    """The series by repository."""
    metric, history = query.metrics[0], snapshot.history
    history.load((metric,), query.repositories)
    known = (
        rendered(history.series(metric, r), query, r) for r in query.repositories if r.github_id is not None
    )
    return {chunk.github_id: chunk for chunk in known if chunk}


def _together(documents: Sequence[Parts], every: str) -> bytes:
    between = [(b", ", *parts) for parts in documents[1:]]
    opening = b'{"every": %s, "series": [' % json.dumps(every).encode()
    return b"".join(chain((opening,), *documents[:1], *between, (b"]}",)))


def document(repository: Repository, metric: str, every: str, chunk: Chunk | None) -> Parts:
    """A series as JSON, made as text: thousands of objects would take as many times longer.

    In parts, because fifty series are seventeen megabytes, which are put together once.
    """
    about: dict[str, Any] = {
        "repository": repository.full_name,
        "github_id": repository.github_id,
        "metric": str(metric),
        "unit": METRICS[metric].unit,
        "every": every,
    }
    head = json.dumps(about, ensure_ascii=False).encode("utf-8", "replace")[:-1]
    if chunk is None:
        return head, b', "data": []}'
    rows = memoryview(lines(chunk, lambda _: '{"day": "', "", '", "value": ', _tail))
    return head, b', "data": [', rows[: -len(BETWEEN)], b"]}"


def _tail(source: str, quality: str) -> str:
    return f', "source": {json.dumps(source)}, "quality": {json.dumps(quality)}}}{BETWEEN}'
