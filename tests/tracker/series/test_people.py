"""Author days are read once, whoever asks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import Engine

from tests.tracker.store.makers import NOW
from tracker.records import RepositoryFacts
from tracker.series import History
from tracker.store.bulk import upsert
from tracker.store.commits import Commits
from tracker.store.store import Store
from tracker.tables import Ints


class Asked(Commits):
    """Commits that remember for whom author days were asked."""

    def __init__(self, store: Store) -> None:
        super().__init__(store.database, store.observations)
        self.asked: list[set[int]] = []

    def author_days(self, ids: Collection[int]) -> dict[int, tuple[Ints, Ints]]:
        self.asked.append(set(ids))
        return super().author_days(ids)


def test_dossiers_and_metrics_read_the_authors_of_a_repository_once(engine: Engine) -> None:
    store = Store(engine)
    for number, name in ((1, "a/one"), (2, "b/two")):
        store.watches.add(name, None, "test", NOW)
        store.repositories.save(RepositoryFacts(number, f"R_{number}", *name.split("/")), NOW, "github")
    days = [(1, date(2026, 6, 1), 7), (1, date(2026, 6, 1), -9), (1, date(2026, 6, 3), 7)]
    with store.transaction() as connection:
        upsert(connection, "author_day", *(("repository_id", "day", "author"),) * 2, days)
    store.commits = asked = Asked(store)
    history = History(store, NOW.date())
    one, two = history.tracked()
    authors = history.dossiers([one])["a/one"].authors
    assert list(authors) == [
        (date(2026, 6, 1), frozenset({7, -9})),
        (date(2026, 6, 3), frozenset({7})),
    ]
    history.points(["commit_authors"], [one, two], NOW.date())
    assert list(history.dossiers([two])["b/two"].authors) == []
    assert asked.asked == [{1}, {2}]
