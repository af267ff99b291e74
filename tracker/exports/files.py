"""Files written whole or not at all, with their size and checksum counted on the way."""

from __future__ import annotations

import contextlib
import glob
import gzip
import hashlib
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from tracker.processes import lock, opens_folders

HALF = ".half"  # how the name of an unfinished file ends
SOON = 60.0  # seconds; a new file is locked long before
LEVEL = 4  # of gzip: nearly as small as the highest, twice as fast


class NoFile(OSError):
    """What is there is no file that another could take the place of."""


@dataclass
class Counted:
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
def packed(stream: IO[bytes] | Counted, wanted: bool) -> Iterator[IO[bytes] | Counted]:
    """The stream itself or, where it is wanted, one that compresses into it; the same bytes each time."""
    if not wanted:
        yield stream
        return
    under: Any = stream
    with gzip.GzipFile("", "wb", LEVEL, under, mtime=0) as inner:
        yield cast("IO[bytes]", inner)


@contextmanager
def whole_file(path: Path) -> Iterator[Counted]:
    """A stream that becomes `path` when all went well and is on the disk; otherwise what was there stays.

    A link stays a link, a file keeps its permissions. Raises NoFile for a device, a pipe or a folder.
    """
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        raise NoFile(f"{path} is no ordinary file: nothing was written over it")
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
    prefix = f".{path.name[:100]}."
    _sweep(path.parent, prefix)
    handle, name = tempfile.mkstemp(HALF, prefix, path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            lock(stream.fileno())  # ends with this process, however it ends
            yield Counted(stream)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, mode)  # mkstemp's 0600 would hide the file from whom it is for
        os.replace(name, path)
        sync_folder(path.parent)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _sweep(folder: Path, prefix: str) -> None:
    """Remove what killed processes left of earlier attempts: nobody holds its lock any more."""
    for left in folder.glob(f"{glob.escape(prefix)}*{HALF}"):
        with contextlib.suppress(OSError), _opened(left) as handle:  # another's, in use, or gone just now
            if not lock(handle, wait=False):
                continue
            state = os.fstat(handle)
            aged = state.st_mtime < time.time() - SOON  # a younger one may be just about to be locked
            if stat.S_ISDIR(state.st_mode):
                if aged:
                    shutil.rmtree(left)
            elif state.st_size or aged:
                left.unlink(missing_ok=True)


@contextmanager
def _opened(place: Path) -> Iterator[int]:
    """A handle of a file or a folder; closing it gives its lock up."""
    handle = os.open(place, os.O_RDONLY)
    try:
        yield handle
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


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


@contextmanager
def staging(path: Path) -> Iterator[Path]:
    """A passing folder beside `path`, for what is to be moved there when it is whole; swept after a kill."""
    prefix = f".{path.name[:100]}."
    _sweep(path.parent, prefix)
    with tempfile.TemporaryDirectory(HALF, prefix, path.parent) as outer, locked(Path(outer)):
        yield Path(outer)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Alone with a folder among those who ask so; the lock ends with this process, however it ends."""
    if not opens_folders():
        yield
        return
    with _opened(folder) as handle:
        lock(handle)
        yield


def sync_folder(folder: Path) -> None:
    """A new name is on the disk only when its folder is."""
    if not opens_folders():
        return
    with _opened(folder) as handle:
        os.fsync(handle)
