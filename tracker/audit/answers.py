"""Answers kept in the home for a day: one private file, bounded, written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tracker.audit.evidence import Kept, from_json, to_json
from tracker.halves import replacing

MOST = 5_000  # of each kind; the oldest go first
LARGEST = 64 << 20  # bytes: a larger file is not ours
FORMAT = 1


@dataclass
class Answers:
    """What GitHub and the package index said, with when. `fresh` decides by age; nothing else does."""

    path: Path
    looks: dict[str, Kept] = field(default_factory=dict)  # by the name asked for, in lower case
    packages: dict[str, dict[str, Any]] = field(default_factory=dict)  # by index and name
    changed: bool = False

    def look(self, name: str, now: datetime, max_age: timedelta | None) -> Kept | None:
        """A repository's answer that is young enough; None for max_age takes any."""
        found = self.looks.get(name.lower())
        return found if found and _young(found.read_at, now, max_age) else None

    def package(self, key: str, now: datetime, max_age: timedelta | None) -> Mapping[str, Any] | None:
        """What the index said of a package, if that is young enough."""
        found = self.packages.get(key)
        return found if found and _young(str(found.get("read_at")), now, max_age) else None

    def keep(self, name: str, look: Kept) -> None:
        self.looks[name.lower()] = look
        self.changed = True

    def keep_package(self, key: str, row: dict[str, Any]) -> None:
        self.packages[key] = row
        self.changed = True

    def save(self) -> None:
        """Write the file whole, readable by its owner alone."""
        if not self.changed:
            return
        looks = sorted(self.looks.items(), key=lambda item: item[1].read_at)[-MOST:]
        packages = sorted(self.packages.items(), key=lambda item: str(item[1].get("read_at")))[-MOST:]
        whole = {
            "format": FORMAT,
            "looks": {name: to_json(look) for name, look in looks},
            "packages": dict(packages),
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(self.path, 0o600) as file:
            file.write(json.dumps(whole, separators=(",", ":")).encode())
        self.changed = False


def read(path: Path) -> Answers:
    """The kept answers; none where there is no such file, or one that is not ours."""
    answers = Answers(path)
    try:
        if path.stat().st_size > LARGEST:
            return answers
        whole = json.loads(path.read_text(encoding="utf-8"))
        if whole.get("format") != FORMAT:
            return answers
        answers.looks = {str(name): from_json(row) for name, row in whole["looks"].items()}
        answers.packages = {str(key): dict(row) for key, row in whole["packages"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Answers(path)  # kept answers can be asked again: a spoilt file costs requests, not the audit
    return answers


def _young(read_at: str, now: datetime, max_age: timedelta | None) -> bool:
    if max_age is None:
        return True
    try:
        return timedelta(0) <= now - datetime.fromisoformat(read_at) <= max_age
    except (ValueError, TypeError):
        return False
