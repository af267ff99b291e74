"""The list of all that is followed: sorted, filtered, searched and cut by the database, not by its reader."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, cast, func, literal, or_, select, true, union_all

from tracker.store.database import Part
from tracker.store.models import overview, repository, watch

SORTED = (
    "stars", "gain30", "gain90", "gain365", "commits", "authors", "response", "closing", "released",
)  # fmt: skip
COLUMNS = ("repository_id", "headline", "unmaintained", *SORTED)
UNKNOWN = "unknown"  # the headline of what was never evaluated


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What of the list is wanted, in which order. Whoever lacks what is sorted by comes last either way.

    `sort`: 'name', 'state' (in the order of `headlines`) or one of SORTED. Each of `words`, in small letters,
    is in the name, the description or the group. `catalogued`: names in small letters by the group in which
    they are unless their follower said another. `among`: the names asked for when those wanted were followed.
    """

    sort: str = "stars"
    down: bool = True
    words: Sequence[str] = ()
    state: Collection[str] | None = None
    unmaintained: bool | None = None
    group: str | None = None
    among: Collection[str] | None = None
    headlines: Sequence[str] = ()
    catalogued: Mapping[str, Collection[str]] = field(default_factory=dict)
    born_before: datetime | None = None


class RepositoryLists(Part):
    """What is followed with what is kept of it."""

    def page(
        self,
        asked: ListQuery,
        limit: int | None = None,
        skip: int = 0,
        made: Sequence[Mapping[str, Any]] = (),
    ) -> tuple[Sequence[str], int]:
        """(the names asked for when they were followed, in order; how many there are without a limit).

        `made` are rows of COLUMNS to be taken in the stead of those that are kept.
        """
        rows = _rows(made, typed=self.engine.dialect.name == "postgresql")
        known = watch.outerjoin(repository, watch.c.repository_id == repository.c.github_id)
        joined = known.outerjoin(rows, rows.c.repository_id == watch.c.repository_id)
        wanted = and_(true(), *_wanted(asked, rows))
        name: Any = func.lower(_name())
        if self.engine.dialect.name == "postgresql":
            name = name.collate("C")  # as Python and SQLite compare
        query = select(watch.c.full_name).select_from(joined).where(wanted)
        found = self.rows(query.order_by(*_order(asked, rows, name)).limit(limit).offset(skip))
        if limit is None and not skip:
            return [row[0] for row in found], len(found)
        counted = known if asked.state is None and asked.unmaintained is None else joined
        many = self.rows(select(func.count()).select_from(counted).where(wanted))
        return [row[0] for row in found], int(many[0][0])


def _rows(made: Sequence[Mapping[str, Any]], *, typed: bool) -> Any:
    """What is kept, with some rows in the stead of others; `typed`: an unknown must say what it would be."""
    if not made:
        return overview
    columns = [overview.c[name] for name in COLUMNS]
    kept = select(*columns).where(overview.c.repository_id.not_in([row["repository_id"] for row in made]))

    def cell(value: Any, kind: Any) -> ColumnElement[Any]:
        return cast(literal(value, kind), kind) if typed else literal(value, kind)

    own = [select(*(cell(row[c.name], c.type).label(c.name) for c in columns)) for row in made]
    return union_all(kept, *own).subquery()


def _name() -> ColumnElement[str]:
    r = repository.c
    return case((r.github_id.is_not(None), r.owner + "/" + r.name), else_=watch.c.full_name)


def _order(asked: ListQuery, rows: Any, name: Any) -> list[Any]:
    if asked.sort == "name":
        return [name.desc() if asked.down else name]
    if asked.sort == "state":
        places = {headline: place for place, headline in enumerate(asked.headlines)}
        key: Any = case(places, value=func.coalesce(rows.c.headline, UNKNOWN))
    elif asked.sort in SORTED:
        key = rows.c[asked.sort]
    else:
        raise ValueError(f"nothing is sorted by {asked.sort!r}")
    return [(key.desc() if asked.down else key.asc()).nulls_last(), name]


def _wanted(asked: ListQuery, rows: Any) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.state is not None:
        found.append(func.coalesce(rows.c.headline, UNKNOWN).in_(asked.state))
    if asked.unmaintained is not None:
        found.append(rows.c.unmaintained.is_(asked.unmaintained))
    if asked.group is not None:
        found.append(_group(asked) == asked.group)
    if asked.among is not None:
        found.append(watch.c.full_name.in_(sorted(asked.among)))
    if asked.born_before is not None:
        born = repository.c.created_at
        found.append(or_(born.is_(None), born < asked.born_before))
    if not asked.words:
        return found
    held = (_name(), repository.c.description, _group(asked))  # names a whole catalog: not for nothing
    return found + [or_(*(holds(text, word) for text in held)) for word in asked.words]


def _group(asked: ListQuery) -> ColumnElement[Any]:
    """The group its follower gave it, else the catalog's."""
    said: list[Any] = [func.nullif(watch.c.category, "")]
    for name in (_name(), watch.c.full_name) if asked.catalogued else ():
        places = [(func.lower(name).in_(sorted(names)), group) for group, names in asked.catalogued.items()]
        said.append(case(*places))
    return func.coalesce(*said) if len(said) > 1 else said[0]


def holds(text: Any, word: str) -> ColumnElement[bool]:
    """Whether a text holds a word; SQLite makes small only the letters of English."""
    if word.isascii():
        return func.coalesce(func.lower(text), "").contains(word, autoescape=True)
    forms = {word, word.upper(), word.capitalize()}
    return or_(*(func.coalesce(text, "").contains(form, autoescape=True) for form in sorted(forms)))
