"""What counts as a change of the long past, of which a lake need read nothing else again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.conftest import Store
from tracker.records import CommitDay, Counters, Gap, Issue, Observation, Release, RepositoryFacts

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
OLD, NEW = NOW - timedelta(days=300), NOW - timedelta(days=3)


def facts(name: str = "one", stars: int = 1) -> RepositoryFacts:
    return RepositoryFacts(1, "R_1", "owner", name, created_at=OLD, counters=Counters(stars=stars))


def issue(closed: datetime | None, created: datetime = OLD) -> Issue:
    return Issue(7, created_at=created, updated_at=NOW, closed_at=closed)


@pytest.fixture
def past(store: Store) -> Store:
    """A repository with an old open issue, unanswered."""
    store.repositories.save(facts(), NOW, "github")
    store.issues.save(1, [issue(None)], NOW)
    return store


def test_a_new_day_an_issue_closed_now_and_what_is_only_judged_are_not_of_the_past(past: Store) -> None:
    before = past.versions.pasts()[1]
    past.repositories.save(facts(stars=2), NOW, "github")
    past.commits.save_days(1, [CommitDay(NEW.date(), 1, 1, 1, frozenset({5}))], "git", NOW)
    past.issues.save(1, [issue(NEW)], NOW)
    past.issues.save_responses(1, [(7, NEW, None)], NOW)
    past.releases.save(1, [Release("v2", NEW)], NOW)
    assert past.versions.pasts()[1] == before
    assert past.versions.all()[1][0] > 2


def test_whatever_changes_old_days_is_counted(past: Store) -> None:
    steps: tuple[Callable[[], object], ...] = (
        lambda: past.observations.save([Observation(1, "star_arrivals", date(2025, 1, 2), 3, "x")], NOW),
        lambda: past.issues.save(1, [issue(OLD)], NOW),
        lambda: past.issues.save(1, [issue(None)], NOW),  # opened again
        lambda: past.issues.save(1, [issue(NEW)]),  # seen at no known time
        lambda: past.issues.save_responses(1, [(7, OLD, None)], NOW),
        lambda: past.releases.save(1, [Release("v1", OLD)], NOW),
        lambda: past.repositories.save(facts("two"), NOW, "github"),
        lambda: past.gaps.save(1, Gap("commits", date(2025, 1, 1), date(2025, 2, 1), "nobody looked")),
    )
    for number, step in enumerate(steps):
        before = past.versions.pasts()[1]
        step()
        assert past.versions.pasts()[1] > before, number
