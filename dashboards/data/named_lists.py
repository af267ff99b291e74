"""Who stands on one of the visitor's named lists or is of a category: what narrows a page, and is checked."""

from __future__ import annotations

from dashboards.data.query import QueryString
from dashboards.data.snapshot import Snapshot
from tracker.asking import BadParameter
from tracker.series import Repository, UnknownCategory, UnknownList
from tracker.series.listed import list_names, of_category, on_list


def names(snapshot: Snapshot) -> list[str]:
    """The names of all lists, in order."""
    return snapshot.cached("list names", lambda: list_names(snapshot.history))


def members(snapshot: Snapshot, name: str) -> list[Repository] | None:
    """The followed repositories of a list; None where no list is meant. Raises BadParameter."""
    if not name:
        return None
    try:
        return on_list(snapshot.history, name)
    except UnknownList as error:
        raise BadParameter("list", str(error)) from None


def narrowed(snapshot: Snapshot, asked: QueryString) -> set[int] | None:
    """GitHub's ids of who is on the list and in the group asked for; None where neither narrows."""
    some = (members(snapshot, asked.text("list")), in_group(snapshot, asked.text("group")))
    ids = [{r.github_id for r in one if r.github_id is not None} for one in some if one is not None]
    return set.intersection(*ids) if ids else None


def in_group(snapshot: Snapshot, name: str) -> list[Repository] | None:
    """The followed repositories of a category; None where none is meant. Raises BadParameter."""
    if not name:
        return None
    try:
        return of_category(snapshot.tracked, name)
    except UnknownCategory as error:
        raise BadParameter("group", str(error)) from None
