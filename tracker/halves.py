"""What is not finished yet: named so, locked while somebody writes it, swept away when nobody does."""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tracker.processes import lock, opens_folders

HALF = ".half"  # how the name of an unfinished file or folder ends
SOON = 60.0  # seconds; a new one is locked long before


@contextmanager
def replacing(path: Path, mode: int | None = None) -> Iterator[IO[bytes]]:
    """A stream of bytes that takes the place of `path`, on the disk, when all went well; else that one stays.

    `mode`: the new file's permissions; without it those of the old one, or what is usual.
    """
    if mode is None:
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
    prefix = _prefix(path)
    _sweep(path.parent, prefix)
    handle, name = tempfile.mkstemp(HALF, prefix, path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            lock(stream.fileno())  # ends with this process, however it ends
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, mode)  # mkstemp's 0600 would hide the file from whom it is for
        os.replace(name, path)
        sync_folder(path.parent)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def staging(path: Path) -> Iterator[Path]:
    """A folder beside `path` for what is to become it; gone afterwards, or with the next try if killed."""
    prefix = _prefix(path)
    _sweep(path.parent, prefix)
    with tempfile.TemporaryDirectory(HALF, prefix, path.parent) as folder, locked(Path(folder)):
        yield Path(folder)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Alone with a folder among those who ask so; the lock ends with this process, however it ends."""
    if not opens_folders():
        yield
        return
    with _opened(folder) as handle:
        lock(handle)
        yield


def sync_folder(path: Path) -> None:
    """A new name is on the disk only when its folder is."""
    if not opens_folders():
        return
    with _opened(path) as handle:
        os.fsync(handle)


def _prefix(path: Path) -> str:
    return f".{path.name[:100]}."


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
