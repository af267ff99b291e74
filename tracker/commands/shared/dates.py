"""Dates as people type them, refused by name when they are none."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from tracker.days import typed_day

if TYPE_CHECKING:
    from tracker.series import History


class Day(click.ParamType[date]):
    """A calendar day, YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return typed_day(value)
        except ValueError as error:
            self.fail(f"{value[:80]!r} is not a day that can be looked at. {error}", param, ctx)


as_of_option = click.option("--as-of", type=Day(), help="As it was known on that day (default: today).")


def as_of_or_today(history: History, as_of: date | None) -> date:
    """The day asked for, or the database's today. A day to come cannot be looked at."""
    if as_of is not None and as_of > history.today:
        raise click.BadParameter(
            f"{as_of} is still to come; the newest day here is {history.today}.", param_hint="--as-of"
        )
    return as_of or history.today
