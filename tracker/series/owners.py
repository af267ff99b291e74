"""A name that two repositories had, one after the other: who asks by it is told for whom the answer is."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from tracker.series.followed import Repository
from tracker.store.store import Store

log = logging.getLogger(__name__)


def by_asked_name(followed: Sequence[Repository]) -> dict[str, list[Repository]]:
    """Who is followed under each name, in small letters."""
    found: dict[str, list[Repository]] = {}
    for one in followed:
        found.setdefault(one.asked_as.lower(), []).append(one)
    return found


def tell_of_two_owners(
    asked: Mapping[str, Sequence[Repository]], text: str, found: Repository, store: Store
) -> None:
    """Warn where the name that led to `found` is another repository's now, or was another's before."""
    name = text.lower()
    for other in asked.get(name, ()):
        if other.github_id != found.github_id:
            log.warning(
                "%s is another repository now; the one followed under that name is %s", text, other.full_name
            )
    if found.github_id is None or found.full_name.lower() == name or found.asked_as.lower() != name:
        return
    row = store.repositories.find(text)
    if row is not None and row["github_id"] != found.github_id:
        log.warning(
            "%s is another repository now, which is not followed; this is %s, which had the name",
            text,
            found.full_name,
        )
