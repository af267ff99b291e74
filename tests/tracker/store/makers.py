"""Facts for the tests of the store, short to write."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Table, select

from tests.conftest import Store
from tracker.records import Counters, Observation, RepositoryFacts

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
TODAY = NOW.date()


def day(ago: int) -> date:
    """So many days before TODAY."""
    return TODAY - timedelta(days=ago)


def facts(github_id: int = 1, full_name: str = "Theano/Theano", **more: Any) -> RepositoryFacts:
    """What GitHub said of a repository; only what is given."""
    owner, name = full_name.split("/")
    more.setdefault("counters", Counters())
    return RepositoryFacts(github_id, f"R_{github_id}", owner, name, **more)


def seen(
    value: float, ago: int, *, metric: str = "star_arrivals", source: str = "github-history", repo: int = 1
) -> Observation:
    """An observation of so many days ago."""
    return Observation(repo, metric, day(ago), float(value), source)


def known(store: Store, *ids: int) -> Store:
    """Repositories 1 (or `ids`) exist."""
    for number in ids or (1,):
        store.repositories.save(facts(number, f"owner{number}/name{number}"), NOW, "github")
    return store


def rows(store: Store, table: Table) -> list[Any]:
    """All rows of a table by its key, past the desks."""
    return list(store.database.rows(select(table).order_by(*table.primary_key)))


def series(store: Store, metric: str = "star_arrivals", repo: int = 1) -> dict[date, float]:
    """A stored series as {day: value}."""
    block = store.observations.blocks([repo], [metric]).get((repo, metric))
    return {} if block is None else dict(zip(block.days.tolist(), block.values.tolist(), strict=True))


def later(**delta: float) -> datetime:
    """NOW and so much more."""
    return NOW + timedelta(**delta)
