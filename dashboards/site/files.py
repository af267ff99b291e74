"""What a static site carries for machines: every verdict and every series, with their descriptor."""

from __future__ import annotations

import io
import json
from typing import Any

from dashboards.data.snapshot import Snapshot
from tracker.exports.descriptor import package, resource
from tracker.metrics import METRICS
from tracker.series.query import Query
from tracker.series.writing import writer

EVERY = {"parquet": "day", "csv": "month", "json": "month"}  # text for a glance, Parquet for all of it


def status(snapshot: Snapshot) -> bytes:
    """Every verdict with its evidence, in the shape of `tracker status --json`."""
    values = snapshot.values
    found = [
        verdict.as_json() | {"stars": values[name].get("stars")}
        for name, verdict in snapshot.verdicts(snapshot.today).items()
    ]
    document = {"as_of": snapshot.today.isoformat(), "demo": snapshot.is_demo, "repositories": found}
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False, default=str).encode()


def series(snapshot: Snapshot, kind: str) -> bytes:
    """All series of all repositories, long: by day as Parquet, by month as CSV and JSON."""
    return _made(snapshot, kind)[0]


def descriptor(snapshot: Snapshot) -> bytes:
    """A Frictionless data package of the three files: columns, units, sources, labels, checksums."""
    made = [_made(snapshot, kind)[1] for kind in EVERY]
    document = package([resource(one) for one in made], made[0])
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False, default=str).encode()


def _made(snapshot: Snapshot, kind: str) -> tuple[bytes, Any]:
    return snapshot.cached(("series as a file", kind), lambda: _make(snapshot, kind))


def _make(snapshot: Snapshot, kind: str) -> tuple[bytes, Any]:
    query = Query(tuple(METRICS), tuple(snapshot.resolved), every=EVERY[kind])
    written = io.BytesIO()
    said = writer(snapshot.history, query, kind)(written)
    said.name, said.path = f"series-{kind}", f"series.{kind}"
    return written.getvalue(), said
