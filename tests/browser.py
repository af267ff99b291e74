"""A real Chromium for tests and screenshots: found or, where CI says so, demanded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
# The first has no window to draw and takes half as long.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def executable() -> str | None:
    """CHROME, else what is on the path; None when there is no browser."""
    found = [os.environ.get("CHROME"), *(shutil.which(name) for name in NAMES)]
    return next((path for path in found if path and Path(path).is_file()), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser. Skips without one, unless CI is set: there a missing browser is a failure."""
    path = executable()
    if path is None:
        message = "no Chromium was found; install one, or name it in CHROME"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()
