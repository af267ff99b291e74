"""Files written whole or not at all, with their size and checksum counted on the way."""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from tracker.halves import replacing, staging, sync_folder

LEVEL = 4  # of gzip: nearly as small as the highest, twice as fast


class NoFile(OSError):
    """What is there is no file that another could take the place of."""


@dataclass
class CountedStream:
    """A stream of bytes that only goes forward: the same bytes for a file, a pipe and a socket."""

    under: IO[bytes]
    size: int = 0
    closed: bool = False
    _hash: Any = field(default_factory=hashlib.sha256)

    @property
    def sha256(self) -> str:
        """Of everything written so far, in hexadecimal."""
        return str(self._hash.hexdigest())

    def write(self, data: bytes) -> int:
        """Write all of it."""
        view = memoryview(data).cast("B")
        self.under.write(view)
        self._hash.update(view)
        self.size += len(view)
        return len(view)

    def flush(self) -> None:
        """Hand on what waits."""
        self.under.flush()

    def close(self) -> None:
        """Nothing: who opened the stream below closes it."""

    def writable(self) -> bool:
        """Yes."""
        return True

    def readable(self) -> bool:
        """No."""
        return False

    def seekable(self) -> bool:
        """No."""
        return False


@contextmanager
def packed(stream: IO[bytes] | CountedStream, wanted: bool) -> Iterator[IO[bytes] | CountedStream]:
    """The stream itself or, where it is wanted, one that compresses into it; the same bytes each time."""
    if not wanted:
        yield stream
        return
    under: Any = stream
    with gzip.GzipFile("", "wb", LEVEL, under, mtime=0) as inner:
        yield cast("IO[bytes]", inner)


@contextmanager
def whole_file(path: Path) -> Iterator[CountedStream]:
    """A stream that becomes `path` when all went well and is on the disk; otherwise what was there stays.

    A link stays a link, a file keeps its permissions. Raises NoFile for a device, a pipe or a folder.
    """
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        raise NoFile(f"{path} is no ordinary file: nothing was written over it")
    with replacing(path) as stream:
        yield CountedStream(stream)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A folder to fill that becomes `path` when all went well. Raises FileExistsError when there is one."""
    if path.exists():
        raise FileExistsError(f"there is something at {path} already: give a folder that does not exist yet")
    with staging(path) as outer:
        inner = outer / "whole"
        inner.mkdir()
        yield inner
        os.rename(inner, path)
        sync_folder(path.parent)
