"""Statements as Citus takes them: whatever a test asks of a database is held to two of its rules.

A subquery that reads a distributed table may look outside only where a distributed table is read too, and
distributed tables are joined by the repository. Both are refusals of its planner that no schema shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import event
from sqlalchemy.sql import Select, operators, visitors
from sqlalchemy.sql.elements import BinaryExpression, ColumnClause
from sqlalchemy.sql.selectable import CTE, Alias, FromClause, Join, Subquery

from tracker.store.placement import DISTRIBUTED, KEY
from tracker.store.store import Store

KEYS = {KEY, "github_id"}
FINE: set[Any] = set()


def hold(store: Store) -> None:
    """Refuse, from now on, what a cluster would refuse of what is asked of this store's database."""

    @event.listens_for(store.engine, "before_execute")
    def look(_connection: Any, statement: Any, *_rest: Any) -> None:
        if not isinstance(statement, Select):
            return
        key = statement._generate_cache_key()  # the same for the same words: each is looked at once
        if key is None or key.key not in FINE:
            told = refused(statement)
            assert told is None, f"a cluster refuses it: {told}\n{statement}"
            FINE.update([key.key] if key else [])

    def raw(query: Any, ask: Callable[[Any], Any] = store.database.raw) -> Any:
        look(None, query)
        return ask(query)

    store.database.raw = raw  # type: ignore[method-assign]
    store.database.is_spread = lambda: True  # type: ignore[method-assign]


def refused(statement: Select[Any]) -> str | None:
    """Why Citus would not plan a statement; None where it would."""
    return next(_told(statement, ()), None)


def _told(select: Select[Any], outer: Sequence[FromClause]) -> Iterator[str]:
    found = [leaf for whole in select.get_final_froms() for leaf in _leaves(whole)]
    own = [leaf for leaf in found if leaf not in outer]
    looks_out = [leaf for leaf in outer if leaf in set(_read(select))]
    if looks_out and any(map(_spread, own)) and not any(map(_spread, outer)):
        yield f"a subquery of {_names(own)} looks at {_names(looks_out)}, which lies on one machine or on all"
    together = [leaf for leaf in [*own, *looks_out] if _spread(leaf)]
    if len(together) > 1 and not _joined(together, select):
        yield f"{_names(together)} are read together and not joined by their repository"
    for kind, inner in _inner(select):
        yield from _told(inner, () if kind == "from" else own)


def _leaves(whole: FromClause) -> Iterator[FromClause]:
    if isinstance(whole, Join):
        yield from _leaves(whole.left)
        yield from _leaves(whole.right)
    else:
        yield whole


def _spread(leaf: FromClause) -> bool:
    """Whether rows of it lie on the workers, each on one."""
    if isinstance(leaf, (Subquery, CTE)):
        inner = (one for one in visitors.iterate(leaf.element) if isinstance(one, FromClause))
        return any(_spread(one) for one in inner if not isinstance(one, (Select, Join, Subquery, CTE)))
    return getattr(leaf.element if isinstance(leaf, Alias) else leaf, "name", None) in DISTRIBUTED


def _read(select: Select[Any]) -> Iterator[FromClause]:
    """Whose columns stand anywhere in it."""
    for one in visitors.iterate(select):
        if isinstance(one, ColumnClause) and one.table is not None:
            yield one.table


def _joined(leaves: Sequence[FromClause], select: Select[Any]) -> bool:
    """Whether equal repositories lead from each of these to each other."""
    pairs = [
        (one.left.table, one.right.table)
        for one in visitors.iterate(select)
        if isinstance(one, BinaryExpression) and one.operator is operators.eq
        if all(isinstance(side, ColumnClause) and side.name in KEYS for side in (one.left, one.right))
    ]
    reached = {leaves[0]}
    for _ in pairs:
        reached |= {b for a, b in pairs if a in reached} | {a for a, b in pairs if b in reached}
    return set(leaves) <= reached


def _inner(select: Select[Any]) -> Iterator[tuple[str, Select[Any]]]:
    """The queries inside one, each with whether it stands in the FROM or looks from elsewhere."""
    waiting = [("", child) for child in select.get_children()]
    while waiting:
        kind, one = waiting.pop()
        if isinstance(one, Select):
            yield kind, one
            continue
        kind = "from" if isinstance(one, (Subquery, CTE)) else kind
        waiting += [(kind, child) for child in one.get_children()]


def _names(leaves: Sequence[FromClause]) -> str:
    return ", ".join(sorted(str(getattr(leaf, "name", leaf)) for leaf in leaves))
