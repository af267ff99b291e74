"""A lake as a Delta table: a night is one version, and every earlier one can still be read.

The files are named by what is in them and never written over. They count from the commit on, all at once; a
night that is killed before it leaves files that no version names, which the next one finds and takes.
"""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Field, Schema
from deltalake.schema import PrimitiveType
from deltalake.transaction import AddAction, RemoveAction

from tracker.exports.base import Chunk
from tracker.halves import sync_folder
from tracker.lake import parquet
from tracker.lake.parts import LakePart, digest, part_of

# Versions are what it is for: neither their log nor their files are ever cleaned away unasked.
FOR_EVER = {
    "delta.enableExpiredLogCleanup": "false",
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
}
TYPES = {pa.int64(): "long", pa.float64(): "double", pa.date32(): "date", pa.string(): "string"}
PARTED_BY = {"metric": "string", "year": "integer"}


class LakeDelta:
    """The newest version of the table at `root`, which is made when there is none."""

    def __init__(self, root: Path, form: pa.Schema, name: str) -> None:
        self.root = root
        fields = [
            *(Field(name, PrimitiveType(_type(kind)), nullable=False) for name, kind in _columns(form)),
            *(Field(name, PrimitiveType(kind), nullable=False) for name, kind in PARTED_BY.items()),
        ]
        self.schema = Schema(fields)
        if DeltaTable.is_deltatable(str(root)):
            self.table = DeltaTable(root)
        else:
            self.table = DeltaTable.create(
                root, self.schema, partition_by=list(PARTED_BY), name=name, configuration=dict(FOR_EVER)
            )
        found = pa.table(self.table.get_add_actions(flatten=True))["path"].to_pylist()
        self._there = {part: str(path) for path in found if (part := part_of(str(path)))}
        self._actions: list[AddAction | RemoveAction] = []

    def parts(self) -> Collection[LakePart]:
        """What is there, in the newest version."""
        return list(self._there)

    def rows(self, part: LakePart, only: Collection[int] | None = None) -> list[Chunk]:
        """The rows of a part by repository: of all, or of some by their numbers."""
        return parquet.read(self.root / self._there[part], part.metric, only)

    def state(self) -> str:
        """The newest version."""
        return f"{DeltaTable(self.root).version()} {DeltaTable(self.root).metadata().id}"

    def put(self, part: LakePart, chunks: Sequence[Chunk]) -> bool:
        """Have a part hold these rows from the commit on; False when it does already."""
        path = f"{part.folder}/{part.stem}-{digest(chunks)}.parquet"
        before = self._there.get(part)
        if before == path:
            return False
        place = self.root / path
        if parquet.digest_in(place) is None:  # else a killed night, or an earlier version, has left it
            place.parent.mkdir(parents=True, exist_ok=True)
            parquet.write(place, chunks)
            sync_folder(place.parent)
        if before is not None:
            self.remove(part)
        state = place.stat()
        self._actions.append(
            AddAction(path, state.st_size, _values(part), int(state.st_mtime * 1000), True, _stats(chunks))
        )
        return True

    def remove(self, part: LakePart) -> None:
        """Have a part hold nothing from the commit on."""
        size = (self.root / self._there[part]).stat().st_size
        now = time.time_ns() // 1_000_000
        self._actions.append(RemoveAction(self._there[part], True, now, size, _values(part)))

    def commit(self, vintage: str) -> None:
        """Make all of it one version, which carries its vintage; no version when nothing changed."""
        if self._actions:
            told = CommitProperties(custom_metadata={"vintage": vintage})
            self.table.create_write_transaction(
                self._actions, "append", self.schema, list(PARTED_BY), commit_properties=told
            )


def _columns(form: pa.Schema) -> list[tuple[str, pa.DataType]]:
    return [(field.name, field.type) for field in form if field.name not in PARTED_BY]


def _type(kind: pa.DataType) -> str:
    return TYPES[kind.value_type if pa.types.is_dictionary(kind) else kind]


def _values(part: LakePart) -> dict[str, str | None]:
    return {"metric": part.metric, "year": str(part.year)}


def _stats(chunks: Sequence[Chunk]) -> str:
    """What readers skip a file by: how many rows, and the least and greatest of what they are sorted by."""
    numbers = [chunk.github_id for chunk in chunks]
    edges: dict[str, tuple[Any, Any]] = {
        "github_id": (min(numbers), max(numbers)),
        "day": (str(min(c.days[0] for c in chunks)), str(max(c.days[-1] for c in chunks))),
        "value": (min(float(c.values.min()) for c in chunks), max(float(c.values.max()) for c in chunks)),
    }
    told = {
        "numRecords": sum(map(len, chunks)),
        "minValues": {name: low for name, (low, _) in edges.items()},
        "maxValues": {name: high for name, (_, high) in edges.items()},
        "nullCount": dict.fromkeys(("repository", "github_id", "day", "value", "source", "quality"), 0),
    }
    return json.dumps(told)
