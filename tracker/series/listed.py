"""Who is followed, of which category and on which named lists; and the errors for those there are none of."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tracker.catalog import Catalog
from tracker.series.followed import Repository, from_row
from tracker.store.store import Store

if TYPE_CHECKING:
    from tracker.series.history import History


class UnknownList(LookupError):
    """There is no list of this name; the message says so and which there are."""


class UnknownCategory(LookupError):
    """Nobody who is followed is of this category; the message says so and which there are."""


def followed(store: Store, catalog: Catalog) -> list[Repository]:
    """Every followed repository with its lists, by name."""
    found = [from_row(dict(row), catalog) for row in store.watches.all()]
    on = lists_of(store.lists.entries(), found)
    found = [replace(one, lists=on[one.full_name]) if one.full_name in on else one for one in found]
    return sorted(found, key=lambda one: one.full_name.lower())


def list_names(history: History) -> list[str]:
    """The names of all lists, in order."""
    return sorted({row.name for row in history.store.lists.all()})


def on_list(history: History, name: str) -> list[Repository]:
    """The followed repositories of a named list, by name. Raises UnknownList."""
    if name not in (names := list_names(history)):
        raise UnknownList(_unknown(name, names))
    return [r for r in history.tracked() if name in r.lists]


def categories(repositories: Iterable[Repository]) -> list[str]:
    """The categories there are, in order."""
    return sorted({r.category for r in repositories if r.category})


def of_category(repositories: Sequence[Repository], name: str) -> list[Repository]:
    """Those of a category. Raises UnknownCategory: a misspelt one must not look like one without members."""
    found = [r for r in repositories if r.category == name]
    if found:
        return found
    known = categories(repositories)
    there = _nearest(name, known) if known else "no repository here has a category"
    raise UnknownCategory(f"no repository is of the category {name!r}; {there}")


def lists_of(entries: Iterable[Any], repositories: Sequence[Repository]) -> dict[str, tuple[str, ...]]:
    """The names of the lists of each followed repository that stands on one, by its full name.

    `entries`: rows of `watch_list_entry`; one not resolved yet is known by the name it was given.
    """
    by_id = {r.github_id: r.full_name for r in repositories if r.github_id is not None}
    by_name = {r.asked_as.lower(): r.full_name for r in repositories}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        full_name = by_id.get(entry.repository_id) or by_name.get(entry.full_name.lower())
        if full_name:
            found[full_name].add(entry.name)
    return {full_name: tuple(sorted(names)) for full_name, names in found.items()}


def _unknown(name: str, names: Sequence[str]) -> str:
    if not names:
        return f"there is no list {name!r}, and none at all. Make one with: tracker watch add --from FILE"
    return f"there is no list {name!r}; {_nearest(name, names)}"


def _nearest(name: str, names: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else f"there are {', '.join(names)}"
