"""The command line as a child process, for signals, ports and what only the outside can see."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

COMMAND = (sys.executable, "-m", "tracker")
WAIT = 90.0  # seconds; a busy machine imports slowly


def variables(home: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """An environment with nothing of the tester's own in it."""
    keep = {k: os.environ[k] for k in ("LANG", "COVERAGE_PROCESS_START", "TMPDIR") if k in os.environ}
    return {**keep, "PATH": "/usr/bin:/bin", "HOME": str(home), "TRACKER_HOME": str(home), **(more or {})}


def run(
    home: Path, *arguments: str, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run to the end."""
    return subprocess.run(
        [*COMMAND, *arguments], env=variables(home, more), cwd=home, capture_output=True, text=True,
        timeout=WAIT * 3, check=False,
    )  # fmt: skip


class Child:
    """A running command whose stderr is read as it comes."""

    def __init__(self, home: Path, *arguments: str, more: Mapping[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, *arguments], env=variables(home, more), cwd=home,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.said: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said.append(line)

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._reader.join()
        assert self.process.stderr is not None
        self.process.stderr.close()

    def hears(self, pattern: str) -> re.Match[str]:
        """Wait until stderr has a match."""
        until = time.monotonic() + WAIT
        while time.monotonic() < until:
            if found := re.search(pattern, "".join(self.said)):
                return found
            if self.process.poll() is not None:
                self._reader.join()
                if found := re.search(pattern, "".join(self.said)):
                    return found
                break
            time.sleep(0.05)
        raise AssertionError(f"{pattern!r} was never said:\n{''.join(self.said)}")

    def end(self, number: int) -> tuple[int, float]:
        """Send a signal; the exit code, and how many seconds it took."""
        began = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(WAIT)
        self._reader.join()
        return code, time.monotonic() - began
