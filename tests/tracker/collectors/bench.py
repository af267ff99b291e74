"""A bench: a made-up GitHub on a real wire, a real database, and collectors between them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from jobs.collect import standings
from tracker.collectors import Context, Target
from tracker.collectors.runner import RunSummary, collect
from tracker.github.budget import Budget
from tracker.github.client import GitHubClient
from tracker.replay.server import ReplayServer
from tracker.replay.synthetic import SyntheticRepository, SyntheticWorld
from tracker.signals.phrases import asks_if_alive, find_notice
from tracker.store.store import Store

TOKEN = "ghp_" + "t" * 36
TODAY = date(2026, 6, 30)
BORN = date(2025, 6, 1)
FACTS = (
    "SELECT r.github_id, m.name, o.day, o.value, s.name FROM observation o JOIN repository r ON "
    "r.github_id = o.repository_id JOIN metric m ON m.id = o.metric_id JOIN source s ON s.id = o.source_id",
    "SELECT repository_id, number, created_at, closed_at, merged_at, is_pull_request FROM issue",
    "SELECT repository_id, tag, published_at, is_prerelease, is_tag_only FROM release",
    "SELECT repository_id, place, declares, first_seen, sentence, withdrawn_at FROM notice",
    "SELECT repository_id, day, author FROM author_day",
    "SELECT github_id, owner, name, presence, default_branch, head_oid FROM repository",
    "SELECT repository_id, full_name FROM repository_name",
)


def noon(day: date = TODAY) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@dataclass
class Bench:
    """One world, one server, one database. `look()` is one run of all collectors at the server's clock."""

    server: ReplayServer
    world: SyntheticWorld
    engine: Engine
    folder: Path
    token: str | None = TOKEN
    slept: list[float] = field(default_factory=list)
    max_wait: float = 900.0

    def __post_init__(self) -> None:
        self.store = Store(self.engine)

    def follow(self, *names: str) -> None:
        for name in names:
            self.store.watches.add(name, None, "test", self.server.clock)

    def context(self, **more: Any) -> Context:
        budget = Budget(
            authorised=self.token is not None, rate=None, max_wait=self.max_wait, sleep=self.slept.append,
            now=lambda: self.server.clock.timestamp() + sum(self.slept),
        )  # fmt: skip
        client = GitHubClient(self.server.url, self.token, budget)
        git = {"git_home": self.folder / "clones", "git_url": self.server.git_url}
        return Context(
            client, self.store, lambda: self.server.clock, b"k" * 32, **git,
            find_notice=find_notice, asks_if_alive=asks_if_alive, **more,
        )  # fmt: skip

    def targets(self) -> list[Target]:
        return [
            Target(f"{row['owner']}/{row['name']}", row["github_id"], row["node_id"])
            if row["github_id"] is not None
            else Target(row["full_name"])
            for row in self.store.watches.all()
        ]

    def look(self, *, only: tuple[str, ...] = (), **more: Any) -> RunSummary:
        self.server.ensure_git()
        context = self.context(**more)
        try:
            return collect(context, self.targets(), only=only, standings=standings(self.store))
        finally:
            context.client.close()

    def at(self, day: date) -> None:
        """Move GitHub's clock, and with it ours."""
        self.server.clock = noon(day)

    def asked(self, since: int = 0) -> list[str]:
        """What was asked, as 'METHOD path' without the query."""
        return [f"{r.method} {r.path.split('?')[0]}" for r in self.server.log[since:]]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def picture(self) -> list[list[tuple[Any, ...]]]:
        """Every fact in the database, in a form that two databases can be compared by."""
        return [sorted(self.rows(query), key=repr) for query in FACTS]

    def series(self, metric: str, repository_id: int = 1_000) -> dict[date, float]:
        block = self.store.observations.blocks([repository_id], [metric]).get((repository_id, metric))
        return {} if block is None else dict(zip(block.days.tolist(), block.values.tolist(), strict=True))


@contextmanager
def bench(engine: Engine, folder: Path, world: SyntheticWorld, **options: Any) -> Iterator[Bench]:
    """A bench over a world."""
    with ReplayServer(noon(), TOKEN, world, git_home=folder / "git", **options) as server:
        yield Bench(server, world, engine, folder)


def lively(world: SyntheticWorld, name: str = "lab/net", weeks: int = 40) -> SyntheticRepository:
    """A repository with a bit of everything over its first weeks."""
    repository = world.add(name, BORN)
    for n in range(weeks):
        day = BORN + timedelta(days=7 * n)
        repository.star(day, n % 5)
        repository.commit(day, f"Dev {n % 3}", f"dev{n % 3}@example.invalid", subject=f"Step {n}")
        number = repository.open_issue(day)
        if n % 2:
            repository.close(number, day + timedelta(days=2))
    repository.open_pull(BORN + timedelta(days=30))
    repository.release("v1.0", BORN + timedelta(days=60))
    repository.tag("v1.1rc1", BORN + timedelta(days=90))
    repository.write_readme(BORN, "# Net\nA neural network library.\n")
    return repository
