"""Worlds made up for tests: any number of repositories, each easily changed between two looks."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tracker.replay import timeline
from tracker.replay.synthetic_repository import SyntheticRepository
from tracker.replay.world import Registry

__all__ = ["SyntheticRepository", "SyntheticWorld"]


class SyntheticWorld(Registry):
    """Made-up repositories by name, with everything that can happen to them.

    `label` is None: answers are not marked as a replay's, the client takes them for GitHub's.
    """

    def __init__(self) -> None:
        super().__init__()
        self._next = 1_000

    def add(
        self, full_name: str, created: date | datetime = date(2020, 1, 1), github_id: int | None = None
    ) -> SyntheticRepository:
        """A new, empty repository."""
        number = self._next if github_id is None else github_id
        self._next = max(self._next, number) + 1
        repository = SyntheticRepository(number, full_name, created)
        self.register(repository)
        return repository

    def __getitem__(self, full_name: str) -> SyntheticRepository:
        found = self.find(full_name)
        if found is None or not isinstance(found[0], SyntheticRepository):
            raise KeyError(full_name)
        return found[0]

    def rename(self, old: str, new: str) -> None:
        """Rename or transfer: the old name leads to the new one until it is used again."""
        self.move(self[old], new)

    def delete(self, full_name: str) -> None:
        """Deleted or made private: 404 by name and by number. Its name is free at once."""
        repository = self[full_name]
        repository.presence = "gone"
        self._present.pop(full_name.lower(), None)

    def restore(self, full_name: str, github_id: int) -> None:
        """Public again."""
        repository = self.by_id(github_id)
        if repository is None:
            raise KeyError(github_id)
        repository.presence = "here"
        self._present[full_name.lower()] = github_id

    def block(self, full_name: str, reason: str = "dmca") -> None:
        """Taken down: 'dmca' answers 451, 'tos' 403."""
        if reason not in ("dmca", "tos"):
            raise ValueError(f"reason {reason!r} is neither 'dmca' nor 'tos'")
        self[full_name].presence = reason

    def unblock(self, full_name: str) -> None:
        """Back again."""
        self[full_name].presence = "here"

    def refuse_tokens(self, owner: str) -> None:
        """An organisation turns every token away, though its repositories are public."""
        self.refusing_owners.add(owner)

    @classmethod
    def many(
        cls, count: int, until: date, days: int = 700, active_share: float = 1.0, seed: int = 1
    ) -> SyntheticWorld:
        """`count` repositories, `days` old, with stars, commits and issues; the inactive fell silent."""
        world = cls()
        for number in range(count):
            repository = world.add(f"org{number % 50}/repo-{number:05d}", until - timedelta(days=days))
            repository.attributes.topics = ("deep-learning",)
            _live(repository, days if number < count * active_share else days // 2, seed)
        return world


def _live(repository: SyntheticRepository, days: int, seed: int) -> None:
    """A quiet life: stars, commits and issues at random over the first `days` days."""
    rng = timeline.random(seed, repository.github_id)
    born = repository.created_at.date()
    for day, count in enumerate(rng.poisson(0.4, days).tolist()):
        if count:
            repository.star(born + timedelta(days=day), count)
    for day in sorted(rng.integers(0, days, days // 20).tolist()):
        repository.commit(born + timedelta(days=day), f"Dev {day % 7}", f"dev{day % 7}@example.invalid")
    for day in sorted(rng.integers(0, days, days // 40).tolist()):
        number = repository.open_issue(born + timedelta(days=day))
        if number % 3:
            repository.close(number, born + timedelta(days=min(day + 9, days)))
    repository.write_readme(born, f"# {repository.full_name}\n")
