"""Author days are read once, whoever asks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import Engine

from tests.tracker.store.makers import NOW
from tracker.records import RepositoryFacts
from tracker.series import History
from tracker.store.bulk import upsert
from tracker.store.reader import Reader
from tracker.store.writer import Writer
from tracker.tables import Ints


class Asked(Reader):
    """A reader that remembers for whom author days were asked."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.asked: list[set[int]] = []

    def author_days(self, ids: Collection[int]) -> dict[int, tuple[Ints, Ints]]:
        self.asked.append(set(ids))
        return super().author_days(ids)


def test_dossiers_and_metrics_read_the_authors_of_a_repository_once(engine: Engine) -> None:
    writer = Writer(engine)
    for number, name in ((1, "a/one"), (2, "b/two")):
        writer.watch(name, None, "test", NOW)
        writer.save_repository(RepositoryFacts(number, f"R_{number}", *name.split("/")), NOW, "github")
    days = [(1, date(2026, 6, 1), 7), (1, date(2026, 6, 1), -9), (1, date(2026, 6, 3), 7)]
    with writer.transaction() as connection:
        upsert(connection, "author_day", *(("repository_id", "day", "author"),) * 2, days)
    reader = Asked(engine)
    history = History(reader, NOW.date())
    one, two = history.tracked()
    authors = history.dossiers([one])["a/one"].authors
    assert list(authors) == [
        (date(2026, 6, 1), frozenset({7, -9})),
        (date(2026, 6, 3), frozenset({7})),
    ]
    history.points(["commit_authors"], [one, two], NOW.date())
    assert list(history.dossiers([two])["b/two"].authors) == []
    assert reader.asked == [{1}, {2}]
