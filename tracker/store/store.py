"""The store: one database, and what is kept in it by noun."""

from __future__ import annotations

from contextlib import AbstractContextManager

from sqlalchemy import Connection, Engine

from tracker.store.ahead import Ahead
from tracker.store.alert_listing import AlertLists
from tracker.store.alerts import Alerts
from tracker.store.commits import Commits
from tracker.store.database import Database, HeldLease
from tracker.store.forecasts import Forecasts
from tracker.store.gaps import Gaps
from tracker.store.issues import Issues
from tracker.store.listing import RepositoryLists
from tracker.store.lists import Lists
from tracker.store.messages import Messages
from tracker.store.meta import Meta
from tracker.store.notices import Notices
from tracker.store.observations import Observations
from tracker.store.panels import Panels
from tracker.store.progress import Progress
from tracker.store.read_model import ReadModelTables
from tracker.store.releases import Releases
from tracker.store.repositories import Repositories
from tracker.store.runs import Runs
from tracker.store.silences import Silences
from tracker.store.versions import Versions
from tracker.store.watches import Watches


class Store:
    """All parts over one database. Every method may be called alone (its own transaction) or inside
    `transaction()`, which makes everything in it one commit: a page, its cursor and its validator are kept
    together or not at all. Safe to share between threads. `slice_`, `held`: see Database.
    """

    def __init__(self, engine: Engine, slice_: int | None = None, held: HeldLease | None = None) -> None:
        self.database = Database(engine, slice_, held)
        self.watches = Watches(self.database)
        self.lists = Lists(self.database)
        self.observations = Observations(self.database)
        self.repositories = Repositories(self.database, self.observations, self.watches)
        self.commits = Commits(self.database, self.observations)
        self.issues = Issues(self.database)
        self.releases = Releases(self.database)
        self.notices = Notices(self.database)
        self.gaps = Gaps(self.database)
        self.progress = Progress(self.database)
        self.runs = Runs(self.database)
        self.meta = Meta(self.database)
        self.alerts = Alerts(self.database)
        self.alert_listing = AlertLists(self.database)
        self.messages = Messages(self.database)
        self.silences = Silences(self.database)
        self.forecasts = Forecasts(self.database)
        self.ahead = Ahead(self.database)
        self.versions = Versions(self.database)
        self.read_model = ReadModelTables(self.database)
        self.panels = Panels(self.database)
        self.listing = RepositoryLists(self.database)

    @property
    def engine(self) -> Engine:
        """The engine of the database."""
        return self.database.engine

    def transaction(self) -> AbstractContextManager[Connection]:
        """One commit for everything inside."""
        return self.database.transaction()

    def alone(self) -> AbstractContextManager[Connection]:
        """One transaction in which nobody else evaluates alerts or forms messages."""
        return self.database.alone()
