"""Choosing repositories by what people typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tracker.series import History, Repository


def chosen(history: History, names: Sequence[str]) -> list[Repository]:
    """The repositories of these names, each once, in the order given; all of them when none is given."""
    if not names:
        return history.tracked()
    found = {tracked.full_name: tracked for tracked in map(history.find, names)}
    return list(found.values())


def of_group(history: History, groups: Sequence[str]) -> list[Repository]:
    """The repositories of some categories. Raises a usage error that names the nearest there is."""
    from tracker.series.listed import UnknownCategory, of_category

    try:
        found = {r.full_name: r for group in groups for r in of_category(history.tracked(), group)}
    except UnknownCategory as error:
        raise click.BadParameter(f"{error}.", param_hint="--group") from None
    return [r for r in history.tracked() if r.full_name in found]
