"""Choosing repositories by what people typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tracker.series import History, Tracked


def chosen(history: History, names: Sequence[str]) -> list[Tracked]:
    """The repositories of these names, each once, in the order given; all of them when none is given."""
    if not names:
        return history.tracked()
    found = {tracked.full_name: tracked for tracked in map(history.find, names)}
    return list(found.values())


def of_group(history: History, groups: Sequence[str]) -> list[Tracked]:
    """The repositories of some categories. Raises a usage error that lists the categories there are."""
    known = sorted({r.category for r in history.tracked() if r.category})
    for group in groups:
        if group not in known:
            there = f"there are {', '.join(known)}" if known else "no repository here has a category"
            raise click.BadParameter(
                f"no repository is in the group {group!r}; {there}.", param_hint="--group"
            )
    return [r for r in history.tracked() if r.category in groups]
