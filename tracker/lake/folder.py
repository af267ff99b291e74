"""A lake as a plain folder: a file a part, always under the same name, the new one in the old one's place.

A reader finds every part once, as it was or as it is. What is unfinished lies beside the lake, never in it:
some readers take every file below a folder for data.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Sequence
from pathlib import Path

from tracker.exports.base import Chunk
from tracker.halves import sync_folder
from tracker.lake import parquet
from tracker.lake.parts import LakePart, digest, part_of


class LakeFolder:
    """The files below `root`; what is being written is written in `staging`, on the same disk."""

    def __init__(self, root: Path, staging: Path) -> None:
        self.root = root
        self.staging = staging
        self._there = {
            part: path
            for path in root.glob("metric=*/year=*/*.parquet")
            if (part := part_of(path.relative_to(root).as_posix()))
        }

    def parts(self) -> Collection[LakePart]:
        """What is there."""
        return list(self._there)

    def rows(self, part: LakePart, only: Collection[int] | None = None) -> list[Chunk]:
        """The rows of a part by repository: of all, or of some by their numbers."""
        return parquet.read(self._there[part], part.metric, only)

    def state(self) -> str:
        """A name for all files as they are."""
        told = hashlib.sha256()
        for path in sorted(self.root.glob("metric=*/year=*/*.parquet")):
            found = path.stat()
            told.update(f"{path.relative_to(self.root)} {found.st_size} {found.st_mtime_ns}\n".encode())
        return told.hexdigest()

    def put(self, part: LakePart, chunks: Sequence[Chunk]) -> bool:
        """Have a part hold these rows; False when it does already."""
        there = self._there.get(part)
        if there is not None and parquet.digest_in(there) == digest(chunks):
            return False
        whole = self.staging / "whole.parquet"
        parquet.write(whole, chunks)
        place = self.root / part.folder / f"{part.stem}.parquet"
        place.parent.mkdir(parents=True, exist_ok=True)
        os.replace(whole, place)
        sync_folder(place.parent)
        return True

    def remove(self, part: LakePart) -> None:
        """Take a part away of which nothing is known any more."""
        self._there[part].unlink()

    def commit(self, vintage: str) -> None:
        """Nothing: each file is in its place already."""
