"""Starting other processes on the same database."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def start(what: str, url: str, *arguments: object) -> subprocess.Popen[str]:
    """A child at work; its words are on `stdout`."""
    command = [sys.executable, "-m", "tests.tracker.store.child", what, url, *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def ended_well(child: subprocess.Popen[str]) -> str:
    """What a child said in all; fails with its error when it died of one."""
    said, error = child.communicate(timeout=120)
    assert child.returncode == 0, error
    return said
