"""Exports as streams: what `tracker export` writes, by URL, for pandas, DuckDB and spreadsheets."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from enum import StrEnum
from itertools import chain
from typing import IO, Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from dashboards.api.parameters import (
    Day,
    Every,
    From,
    Group,
    MetricName,
    Metrics,
    OnlyKnown,
    Repositories,
    To,
    chosen,
    span,
)
from dashboards.api.pipe import streamed
from dashboards.api.problems import Contradiction
from dashboards.api.reply import etag, matches, snapshot_of
from dashboards.api.whole import LONGEST, Kept, send
from tracker.exports import FORMATS
from tracker.exports.files import Counted
from tracker.series.export import chunks
from tracker.series.query import Query as Asked
from tracker.series.wide import table

router = APIRouter(tags=["exports"], dependencies=[OnlyKnown])
Kind = StrEnum("Kind", {name: name for name in FORMATS})  # type: ignore[misc]
STARS = [MetricName("stars")]
TEXT = ("csv", "json", "jsonl")


@router.get(
    "/exports/series.{kind}",
    response_class=StreamingResponse,
    responses={
        200: {"content": {k.media_type: {} for k in FORMATS.values()}, "description": "the rows"},
        206: {"description": "the bytes asked for with Range"},
        416: {"description": "no such bytes"},
    },
)
def export(
    request: Request,
    kind: Kind,
    metric: Metrics = STARS,  # type: ignore[assignment]
    repository: Repositories = [],  # noqa: B006 - FastAPI reads it, nobody writes to it
    category: Group = None,
    start: From = None,
    to: To = None,
    every: Every = "day",
    axis: Annotated[
        Literal["calendar", "age"], Query(description="by date, or also by age in days")
    ] = "calendar",
    shape: Annotated[
        Literal["long", "wide"], Query(description="a row a value, or a column a series")
    ] = "long",
    as_of: Annotated[Day | None, Query(description="only what was known on that day")] = None,
    at: Annotated[Day | None, Query(description="one value a series: the last known on or before it")] = None,
) -> Response:
    """Rows: repository, github_id, metric, day, value, source, quality. Unknown values have no row."""
    snapshot = snapshot_of(request)
    days = span(snapshot, start, to)
    if shape == "wide" and kind == "xlsx" and len(snapshot.tracked) * len(metric) > 16_000:
        raise Contradiction("shape", "A sheet has no room for so many columns: choose fewer, or shape=long.")
    names = tuple(dict.fromkeys(str(m) for m in metric))
    wanted = tuple(chosen(snapshot, repository, category))
    past, moment = (None if day is None else min(day, snapshot.today) for day in (as_of, at))
    asked = Asked(names, wanted, *days, every, axis, past, moment)
    rows = chunks(snapshot.history, asked)
    module: Any = importlib.import_module(FORMATS[kind].module)

    def write(stream: IO[bytes]) -> None:
        if shape == "wide":
            with table(rows, asked) as wide:
                module.write_wide(wide, Counted(stream))
        else:
            module.write(rows, Counted(stream), axis)

    gzipped = kind in TEXT and "gzip" in request.headers.get("accept-encoding", "")
    tag = etag(request, snapshot, "gzip" if gzipped else "")
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if matches(request, tag):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = f'inline; filename="series.{kind}"'
    if gzipped:
        headers["Content-Encoding"] = "gzip"
    media_type = FORMATS[kind].media_type
    kept: Kept = request.app.state.kept
    body = kept.get(tag)
    if body is None:
        blocks = streamed(write, gzipped)
        first, body = _beginning(blocks)
        if body is None:
            return StreamingResponse(chain(first, blocks), 200, headers, media_type=media_type)
        kept.put(tag, body)
    return send(request, body, headers, media_type)


def _beginning(blocks: Iterator[bytes]) -> tuple[list[bytes], bytes | None]:
    """The first blocks, and all of it if it is short. What fails so early is answered as a problem."""
    first: list[bytes] = []
    size = 0
    for block in blocks:
        first.append(block)
        size += len(block)
        if size > LONGEST:
            return first, None
    return [], b"".join(first)
