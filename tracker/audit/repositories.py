"""From dependencies to repositories: files, catalog and installation, then the index, a few at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import local
from typing import Any

from tracker.audit.answers import Answers
from tracker.config import PackageIndex
from tracker.packages import Dependency
from tracker.packages.mapping import near
from tracker.records import Notice

AT_ONCE = 8
MOST = 2_000  # look-ups of one audit
OVER = ("archived", "deprecated")  # of PEP 792; quarantine says nothing about the project
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Located:
    """A repository or the reason why there is none, and whether the index says that the package has ended."""

    repository: str | None
    how: str
    asked_index: bool = False
    notice: Notice | None = None


@dataclass
class Lookup:
    """How the index is asked: which one, with answers kept how long; `offline` and a refusal ask nobody."""

    index: PackageIndex
    answers: Answers
    now: datetime
    max_age: timedelta | None
    offline: bool = False
    step: Callable[[], None] = lambda: None

    def locate(self, wanted: Sequence[Dependency]) -> list[Located]:
        """The repository of each, in the same order."""
        known = [near(w) for w in wanted]
        names = list(dict.fromkeys(w.name for w, found in zip(wanted, known, strict=True) if found is None))
        asked = dict(zip(names, self._ask(names), strict=True))
        return [
            Located(found.repository, found.how) if found else asked[w.name]
            for w, found in zip(wanted, known, strict=True)
        ]

    def _ask(self, names: Sequence[str]) -> list[Located]:
        rows: dict[str, Row] = {}
        for name in names:
            if row := self.answers.package(self._key(name), self.now, self.max_age):
                rows[name] = dict(row)
        left = [name for name in names if name not in rows]
        if reason := self._refusal():
            rows |= {name: {"how": reason} for name in left}
        else:
            rows |= {
                name: {"how": f"more than {MOST} packages to look up: not asked"} for name in left[MOST:]
            }
            rows |= self._fetch(left[:MOST])
        return [self._located(name, rows[name]) for name in names]

    def _refusal(self) -> str | None:
        if self.offline:
            return "not kept from an earlier run, and --offline asks nobody"
        return f"the package index is not asked: {self.index.refused}" if self.index.refused else None

    def _fetch(self, names: Sequence[str]) -> dict[str, Row]:
        """Ask the index, several packages at once; once it is silent it is not asked again."""
        if not names:
            return {}
        from tracker.packages.index import Index, IndexSilent, NotFound

        own, silent = local(), [""]

        def ask(name: str) -> Row:
            row: Row = {"how": silent[0]}
            if not silent[0]:
                index = own.index = getattr(own, "index", None) or Index(self.index.url)
                try:
                    found = index.find(name)
                    row = {"repository": found.repository, "status": found.status, "reason": found.reason}
                    row |= {"how": "the package index"}
                except NotFound as reason:
                    row = {"how": str(reason)}
                except IndexSilent as reason:
                    silent[0] = str(reason)
                    row = {"how": silent[0]}
            self.step()
            return row

        with ThreadPoolExecutor(AT_ONCE) as pool:
            rows = dict(zip(names, pool.map(ask, names), strict=True))
        for name, row in rows.items():
            if row["how"] != silent[0]:
                self.answers.keep_package(self._key(name), row | {"read_at": self.now.isoformat()})
        return rows

    def _located(self, name: str, row: Row) -> Located:
        notice = None
        if row.get("status") in OVER:
            why = f": {row['reason']}" if row.get("reason") else ""
            read = datetime.fromisoformat(row.get("read_at") or self.now.isoformat())
            notice = Notice("end-of-life", "registry", f"{name} is {row['status']}{why}", None, read)
        found = row.get("repository")
        return Located(found, str(row["how"]), "status" in row, notice)

    def _key(self, name: str) -> str:
        return f"{self.index.url or 'pypi'} {name}"
