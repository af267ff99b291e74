"""The verdicts of everybody on a day, each made when somebody looks at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from tracker.health import Verdict

if TYPE_CHECKING:
    from dashboards.data.snapshot import Snapshot


class Verdicts(Mapping[str, Verdict]):
    """Verdicts of a day by full name; nobody is judged who is not looked at."""

    def __init__(self, snapshot: Snapshot, as_of: date) -> None:
        self._snapshot, self._as_of = snapshot, as_of
        self._known = snapshot.by_name

    def __getitem__(self, name: str) -> Verdict:
        found = self._snapshot.verdict(self._known[name], self._as_of)
        assert found is not None
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)
