"""Writing what is followed, and what this database is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from tracker.store.bulk import upsert
from tracker.store.models import repository, watch


def add(connection: Connection, full_name: str, category: str | None, origin: str, at: datetime) -> bool:
    """Follow a repository by name; a repository already known by that name is linked at once."""
    same = select(watch.c.full_name).where(func.lower(watch.c.full_name) == full_name.lower())
    if connection.execute(same).first():
        return False
    owner, name = full_name.split("/")
    known = connection.execute(
        select(repository.c.github_id).where(
            func.lower(repository.c.owner) == owner.lower(), func.lower(repository.c.name) == name.lower()
        )
    ).scalar()
    if known is not None and _is_followed(connection, known):
        return False
    row = {"full_name": full_name, "repository_id": known, "category": category, "origin": origin}
    connection.execute(insert(watch).values(added_at=at, **row))
    return True


def remove(connection: Connection, full_name: str) -> bool:
    """Stop following, by the watched name or the repository's present one; its history stays."""
    lowered = full_name.lower()
    present = func.lower(repository.c.owner + "/" + repository.c.name) == lowered
    ids = select(repository.c.github_id).where(present)
    gone = delete(watch).where((func.lower(watch.c.full_name) == lowered) | watch.c.repository_id.in_(ids))
    return connection.execute(gone).rowcount > 0


def found(connection: Connection, full_name: str, repository_id: int) -> None:
    """A followed name led to this repository, by whatever name it goes now; two names follow it once."""
    unresolved = (func.lower(watch.c.full_name) == full_name.lower()) & watch.c.repository_id.is_(None)
    if _is_followed(connection, repository_id):
        connection.execute(delete(watch).where(unresolved))
    else:
        connection.execute(update(watch).where(unresolved).values(repository_id=repository_id, problem=None))


def _is_followed(connection: Connection, repository_id: int) -> bool:
    return (
        connection.execute(select(watch.c.full_name).where(watch.c.repository_id == repository_id)).first()
        is not None
    )


def set_problem(connection: Connection, full_name: str, problem: str | None) -> None:
    """Say why a followed name could not be resolved (None: it could)."""
    named = func.lower(watch.c.full_name) == full_name.lower()
    connection.execute(update(watch).where(named).values(problem=problem))


def set_meta(connection: Connection, key: str, value: str) -> None:
    """Remember what this database is: 'kind', 'clock', 'figures'."""
    upsert(connection, "meta", ("key", "value"), ("key",), [(key, value)])
