"""A small world for alert tests: repositories in a database, views with verdicts, settings, a clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from tests.conftest import Store
from tests.tracker.dossiers import spread
from tracker.alerts.dispatch import Delivered, Dispatcher, surroundings
from tracker.alerts.grouping import group_messages
from tracker.alerts.record import Recorded, record
from tracker.alerts.settings import AlertSettings, parse
from tracker.alerts.views import AlertView
from tracker.dossier import Dossier
from tracker.health import Confidence, Verdict
from tracker.signals.base import Finding, Outcome
from tracker.store.bulk import upsert

START = datetime(2017, 10, 2, 12, tzinfo=UTC)  # a Monday
TODAY = START.date()


def a_verdict(headline: str, as_of: date, since: date | None = None, github_id: int = 1) -> Verdict:
    """A verdict with one piece of evidence."""
    declared = headline if headline in ("archived", "end-of-life", "maintenance-only") else "none"
    observed = headline if headline in ("dormant", "fading", "slow", "active") else "active"
    quiet = headline in ("active", "slow", "unknown")
    finding = Finding(
        "readme_notice", "declared", Outcome.QUIET if quiet else Outcome.RAISED, "The README says so.",
        url="https://example.org/readme",
    )  # fmt: skip
    sure = Confidence(headline, 9, 10, "Of 10 called so, 9 were.")
    return Verdict(
        f"owner/name{github_id}", github_id, as_of, headline, declared, observed, "here", since, sure,
        (finding,), (), watch=False,
    )  # fmt: skip


def a_view(headline: str = "active", as_of: date = TODAY, github_id: int = 1, **more: Any) -> AlertView:
    """A repository on a day. `since` (a date) says since when its headline holds."""
    since = more.pop("since", as_of)
    dossier = Dossier(github_id, f"owner/name{github_id}", human=spread({2016: 50, 2017: 20}, "2017-12-31"))
    verdict = a_verdict(headline, as_of, since, github_id)
    values = {"verdict": verdict, "dossier": dossier, "looked": as_of, **more}
    return AlertView(as_of, github_id, f"owner/name{github_id}", **values)


@dataclass
class World:
    """A store, a clock that is moved by hand, and what the terminal channel said."""

    store: Store
    home: Path
    settings: AlertSettings
    now: datetime = START
    said: list[str] = field(default_factory=list)

    def repositories(self, many: int) -> None:
        """Put owner/name1 … into the database."""
        rows = [(n, f"R_{n}", "owner", f"name{n}") for n in range(1, many + 1)]
        with self.store.transaction() as connection:
            columns = ("github_id", "node_id", "owner", "name")
            upsert(connection, "repository", columns, columns[:1], rows)

    def see(self, *views: AlertView) -> Recorded:
        """Evaluate views now."""
        return record(self.store, views, self.settings, self.now)

    def tell(self) -> Delivered:
        """Form and deliver now."""
        group_messages(self.store, self.settings, self.now)
        return self.courier().deliver()

    def courier(self) -> Dispatcher:
        around = surroundings(self.settings, home=self.home, write=self.said.append)
        return Dispatcher(self.store, self.settings, around, lambda: self.now)

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def notes(self) -> list[tuple[int, str, str, str]]:
        """(transition, channel, state, reason), in order."""
        query = "SELECT transition_id, channel, state, reason FROM notification ORDER BY 1, 2"
        with self.store.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]  # type: ignore[misc]

    def count(self, table: str) -> int:
        return int(str(self.store.scalar(f"SELECT count(*) FROM {table}")))


Make = Callable[..., World]
TERMINAL: Mapping[str, Any] = {"out": {"kind": "stdout"}}


def settings_of(
    alerts: Mapping[str, Any] | None = None,
    channels: Mapping[str, Any] | None = None,
    *,
    rules: Sequence[Any] = (),
) -> AlertSettings:
    """Settings as tracker.toml would give them; the terminal is the channel when none is given."""
    return parse({**(alerts or {}), "rules": list(rules)}, TERMINAL if channels is None else channels)
