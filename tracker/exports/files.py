"""Files written whole or not at all, with their size and checksum counted on the way."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any


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
def whole_file(path: Path) -> Iterator[Counted]:
    """A stream that becomes `path` when all went well and is on the disk; otherwise what was there stays."""
    mask = os.umask(0)
    os.umask(mask)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            yield Counted(stream)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, 0o666 & ~mask)  # mkstemp's 0600 would hide the file from whom it is for
        os.replace(name, path)
        _sync_folder(path.parent)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A folder to fill that becomes `path` when all went well. Raises FileExistsError when there is one."""
    if path.exists():
        raise FileExistsError(f"there is something at {path} already: give a folder that does not exist yet")
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as outer:
        inner = Path(outer) / "whole"
        inner.mkdir()
        yield inner
        os.rename(inner, path)
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """A new name is on the disk only when its folder is."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
