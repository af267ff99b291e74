"""Which repositories are followed, by the names people gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from tracker.store import lists
from tracker.store.database import Part
from tracker.store.models import repository, watch


class Watches(Part):
    """The table `watch`."""

    def all(self) -> Sequence[RowMapping]:
        """Every followed repository, in the order of its name: watch columns and repository columns.

        `github_id` is None for a name not resolved yet; `problem` says why, if it was tried.
        """
        query = (
            select(*(c for c in watch.c if c.name != "repository_id"), repository)
            .join_from(watch, repository, watch.c.repository_id == repository.c.github_id, isouter=True)
            .order_by(func.lower(watch.c.full_name))
        )  # fmt: skip
        with self.database.view() as connection:
            return connection.execute(query).mappings().all()

    def add(self, full_name: str, category: str | None, origin: str, at: datetime) -> bool:
        """Follow a repository by name; a repository already known by that name is linked at once."""
        with self.database.transaction() as connection:
            same = select(watch.c.full_name).where(func.lower(watch.c.full_name) == full_name.lower())
            if connection.execute(same).first():
                return False
            owner, name = full_name.split("/")
            known = connection.execute(
                select(repository.c.github_id).where(
                    func.lower(repository.c.owner) == owner.lower(),
                    func.lower(repository.c.name) == name.lower(),
                )
            ).scalar()
            if known is not None and _is_followed(connection, known):
                return False
            row = {"full_name": full_name, "repository_id": known, "category": category, "origin": origin}
            connection.execute(insert(watch).values(added_at=at, **row))
            return True

    def remove(self, full_name: str) -> bool:
        """Stop following, by the watched name or the repository's present one; its history stays."""
        with self.database.transaction() as connection:
            lowered = full_name.lower()
            present = func.lower(repository.c.owner + "/" + repository.c.name) == lowered
            ids = select(repository.c.github_id).where(present)
            gone = delete(watch).where(
                (func.lower(watch.c.full_name) == lowered) | watch.c.repository_id.in_(ids)
            )
            return connection.execute(gone).rowcount > 0

    def found(self, full_name: str, repository_id: int) -> None:
        """A followed name led to this repository, by whatever name it goes now; two names follow it once."""
        with self.database.transaction() as connection:
            self.database.share(connection)
            unresolved = (func.lower(watch.c.full_name) == full_name.lower()) & watch.c.repository_id.is_(
                None
            )
            lists.found(connection, {full_name.lower(): repository_id})
            if _is_followed(connection, repository_id):
                connection.execute(delete(watch).where(unresolved))
            else:
                connection.execute(
                    update(watch).where(unresolved).values(repository_id=repository_id, problem=None)
                )

    def found_all(self, found: Mapping[str, int]) -> None:
        """The same for many names; only those not resolved yet are looked at."""
        with self.database.transaction() as connection:
            open_ = connection.execute(select(watch.c.full_name).where(watch.c.repository_id.is_(None)))
            waiting = {name.lower() for name in open_.scalars()}
            for full_name, repository_id in found.items():
                if full_name.lower() in waiting:
                    self.found(full_name, repository_id)
            lists.found(connection, {full_name.lower(): number for full_name, number in found.items()})

    def set_problem(self, full_name: str, problem: str | None) -> None:
        """Say why a followed name could not be resolved (None: it could)."""
        with self.database.transaction() as connection:
            named = func.lower(watch.c.full_name) == full_name.lower()
            connection.execute(update(watch).where(named).values(problem=problem))


def _is_followed(connection: Connection, repository_id: int) -> bool:
    return (
        connection.execute(select(watch.c.full_name).where(watch.c.repository_id == repository_id)).first()
        is not None
    )
