"""Rules that name a list nobody has: of it they would never speak, so somebody is told."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tracker.alerts.rules import Rule, closest
from tracker.store.store import Store


def astray(rules: Sequence[Rule], store: Store) -> list[str]:
    """A sentence for each list that a rule names and that is none, with the nearest there is."""
    if not any(rule.lists for rule in rules):
        return []
    names = {row.name for row in store.lists.all()}
    origins = {str(row["origin"]) for row in store.watches.all()}
    return missing_lists(rules, names | origins)


def missing_lists(rules: Sequence[Rule], known: Collection[str]) -> list[str]:
    """The same without a store. `known`: named lists, and how what is followed came to be followed."""
    hint = "make one with: tracker watch add --list NAME OWNER/NAME"
    return [
        f"the rule {rule.name!r} names the list {name!r}, which is none; "
        f"{closest(name, sorted(known)) if known else hint}"
        for rule in rules
        for name in rule.lists
        if name not in known
    ]
