"""Choosing repositories by what people typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.series import History, Tracked


def chosen(history: History, names: Sequence[str]) -> list[Tracked]:
    """The repositories of these names, each once, in the order given; all of them when none is given."""
    if not names:
        return history.tracked()
    found = {tracked.full_name: tracked for tracked in map(history.find, names)}
    return list(found.values())
