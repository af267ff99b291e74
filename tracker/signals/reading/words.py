"""phrases.toml, read once: the words by which readers of sentences tell a project from its parts."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

LISTS: dict[str, Any] = tomllib.loads(files("tracker.signals").joinpath("phrases.toml").read_text("utf-8"))
WORDS = {name: frozenset(text.split()) for name, text in LISTS["words"].items()}
