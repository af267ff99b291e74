"""Short exports kept whole for a while: with their length, and in parts for readers that ask for parts.

DuckDB and polars ask for a file's length first and then for ranges of it; each of those questions must not
make the export anew.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock

from fastapi import Request, Response

LONGEST = 4 * 2**20  # bytes up to which an export is sent whole
KEPT = 12 * 2**20  # bytes of exports together
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class RecentExports:
    """The last few bodies, by their ETag."""

    def __init__(self) -> None:
        self._bodies: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, tag: str) -> bytes | None:
        """A body, if it is still kept."""
        with self._lock:
            if tag in self._bodies:
                self._bodies.move_to_end(tag)
            return self._bodies.get(tag)

    def put(self, tag: str, body: bytes) -> None:
        """Keep a body; the one not wanted for longest goes."""
        with self._lock:
            self._bodies[tag] = body
            while sum(map(len, self._bodies.values())) > KEPT:
                self._bodies.popitem(last=False)


def send(request: Request, body: bytes, headers: Mapping[str, str], media_type: str) -> Response:
    """The body, or the part of it that was asked for (RFC 9110: one range; several are answered whole)."""
    told = {**headers, "Accept-Ranges": "bytes"}
    asked = RANGE.fullmatch(request.headers.get("range", ""))
    wanted = request.headers.get("if-range", headers["ETag"]) == headers["ETag"]
    if asked is None or not any(asked.groups()) or not wanted:
        return Response(body, 200, told, media_type=media_type)
    first, last = _span(asked[1], asked[2], len(body))
    if first > last:
        told["Content-Range"] = f"bytes */{len(body)}"
        return Response(b"", 416, told, media_type=media_type)
    told["Content-Range"] = f"bytes {first}-{last}/{len(body)}"
    return Response(body[first : last + 1], 206, told, media_type=media_type)


def _span(first: str, last: str, size: int) -> tuple[int, int]:
    if not first:  # the last so many bytes
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1
