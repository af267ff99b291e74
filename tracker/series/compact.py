"""A Series as few bytes, to be kept and read back exactly: a head of JSON, then its columns."""

from __future__ import annotations

import json
import struct
import zlib
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from tracker.records import Quality
from tracker.series.provenance import Provenance
from tracker.series.series import Series

VERSION = 1
LEVEL = 1  # of zlib: higher ones take five times as long for a tenth less
WHOLE = 2**31  # below it whole values are kept in four bytes


class UnreadableSeries(ValueError):
    """Bytes that are no Series of this version: make them anew."""


def to_bytes(series: Series) -> bytes:
    """Everything of a series. Whole values below 2**31 take four bytes before packing, others eight."""
    pairs, codes = _in_order(series.provenance)
    short = bool(np.all((series.values == np.rint(series.values)) & (np.abs(series.values) < WHOLE)))
    head: dict[str, Any] = {
        "version": VERSION,
        "name": series.name,
        "metric": series.metric,
        "kind": series.kind,
        "period": series.period,
        "born": series.born and series.born.isoformat(),
        "extent": series.extent and [day.isoformat() for day in series.extent],
        "declared": [[a.isoformat(), b.isoformat(), reason] for a, b, reason in series.declared],
        "pairs": pairs,
        "count": len(series),
        "values": "<i4" if short else "<f8",
    }
    text = json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass")
    days = series.days.astype("datetime64[D]").astype(np.int64)
    steps = days.astype("<i4")
    steps[1:] -= steps[:-1].copy()
    columns = (steps, series.values.astype(head["values"]), codes.astype("<u2"))
    body = struct.pack("<I", len(text)) + text + b"".join(column.tobytes() for column in columns)
    return zlib.compress(body, LEVEL)


def _in_order(said: Provenance) -> tuple[list[tuple[str, str]], npt.NDArray[np.intp]]:
    """The pairs that are used, sorted, and the codes in that order: the same however they came together."""
    used = np.zeros(len(said.pairs), dtype=bool)
    used[said.codes] = True
    told = [(source, str(quality)) for source, quality in said.pairs]
    pairs = sorted({pair for pair, there in zip(told, used.tolist(), strict=True) if there})
    places = np.array([pairs.index(pair) if pair in pairs else 0 for pair in told], dtype=np.intp)
    return pairs, places[said.codes]


def from_bytes(data: bytes) -> Series:
    """The series that `to_bytes` was given. Raises UnreadableSeries."""
    try:
        body = zlib.decompress(data)
        (long,) = struct.unpack_from("<I", body)
        head = json.loads(body[4 : 4 + long].decode("utf-8", "surrogatepass"))
        if head["version"] != VERSION:
            raise UnreadableSeries(f"a series of version {head['version']}; this reads version {VERSION}")
        return _series(head, body, 4 + long)
    except (zlib.error, struct.error, ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, UnreadableSeries):
            raise
        raise UnreadableSeries(f"these bytes hold no series ({type(error).__name__})") from None


def _series(head: dict[str, Any], body: bytes, at: int) -> Series:
    columns: list[npt.NDArray[Any]] = []
    for form in ("<i4", head["values"], "<u2"):
        columns.append(np.frombuffer(body, form, head["count"], at))
        at += columns[-1].nbytes
    days, values, codes = columns
    pairs = tuple((source, Quality(quality)) for source, quality in head["pairs"])
    extent = [date.fromisoformat(day) for day in head["extent"] or ()]
    return Series(
        head["name"],
        head["metric"],
        head["kind"],
        np.cumsum(days.astype(np.int64)).astype("datetime64[D]"),
        values.astype(np.float64),
        Provenance(codes.astype(np.intp), pairs),
        (extent[0], extent[1]) if extent else None,
        head["period"],
        date.fromisoformat(head["born"]) if head["born"] else None,
        tuple((date.fromisoformat(a), date.fromisoformat(b), reason) for a, b, reason in head["declared"]),
    )
