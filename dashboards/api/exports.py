"""Exports as streams: what `tracker export` writes, by URL, for pandas, DuckDB and spreadsheets."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse

from dashboards.api.export_request import ExportRequest, Kind, order
from dashboards.api.parameters import OnlyKnown
from dashboards.api.ranges import LONGEST, RecentExports, send
from dashboards.api.respond import etag, matches, reply, snapshot_of, takes_gzip
from dashboards.api.streaming import streamed
from dashboards.data.snapshot import Snapshot
from tracker.exports import FORMATS, TEXT
from tracker.exports.descriptor import NAME, package, resource

router = APIRouter(tags=["exports"], dependencies=[OnlyKnown])


@router.get(
    "/exports/series.{kind}",
    response_class=StreamingResponse,
    responses={
        200: {"content": {k.media_type: {} for k in FORMATS.values()}, "description": "the rows"},
        206: {"description": "the bytes asked for with Range"},
        416: {"description": "no such bytes"},
    },
)
def export(request: Request, kind: Kind, asked: Annotated[ExportRequest, Depends(order)]) -> Response:
    """Rows: repository, github_id, metric, day, value, source, quality. Unknown values have no row."""
    snapshot = snapshot_of(request)
    work = asked.writer(snapshot, kind)
    gzipped = kind in TEXT and takes_gzip(request)
    tag = etag(request, snapshot, "gzip" if gzipped else "")
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if matches(request, tag):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = f'inline; filename="series.{kind}"'
    question = quote(request.url.query, safe="=&%+,:;/?@", errors="replace")
    headers["Link"] = f'<series.{kind}/{NAME}?{question}>; rel="describedby"; type="application/json"'
    if gzipped:
        headers["Content-Encoding"] = "gzip"
    media_type = FORMATS[kind].media_type
    kept: RecentExports = request.app.state.kept
    body = kept.get(tag)
    if body is None:
        blocks = streamed(work, gzipped)
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


@router.get(
    f"/exports/series.{{kind}}/{NAME}",
    responses={200: {"content": {"application/json": {}}, "description": "a Frictionless data package"}},
)
def descriptor(request: Request, kind: Kind, asked: Annotated[ExportRequest, Depends(order)]) -> Response:
    """What an export holds: columns, units, definitions, sources, labels, licence, size and checksum."""

    def make(snapshot: Snapshot) -> Any:
        with open(os.devnull, "wb") as nowhere:  # its size and checksum are known when it has been made
            said = asked.writer(snapshot, kind)(nowhere)
        said.name = "series"
        said.path = str(request.url.replace(path=request.url.path.removesuffix(f"/{NAME}")))
        return package([resource(said)], said)

    return reply(request, make)
