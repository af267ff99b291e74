"""Dates and words as people type them, refused in the words of `tracker.asking`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from tracker import asking
from tracker.asking import BadParameter

if TYPE_CHECKING:
    from tracker.series import History


class AnyDay(click.ParamType[date]):
    """A calendar day, YYYY-MM-DD, of whatever year: what it can mean is seen beside the data."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return asking.calendar_day("", value)
        except BadParameter as error:
            self.fail(error.sentence, param, ctx)


class Day(AnyDay):
    """A calendar day that something can be about."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        day = super().convert(value, param, ctx)
        try:
            return asking.within_reach("", day) or day
        except BadParameter as error:
            self.fail(error.sentence, param, ctx)


class OneOf(click.Choice[str]):
    """One of some words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return asking.one_of("", value, [str(word) for word in self.choices])
        except BadParameter as error:
            self.fail(error.sentence, param, ctx)


as_of_option = click.option("--as-of", type=Day(), help="As it was known on that day (default: today).")


@contextmanager
def refusals() -> Iterator[None]:
    """What a reader refuses, as a usage error of the option of that name."""
    try:
        yield
    except BadParameter as error:
        hint = f"--{error.name.replace('_', '-')}"
        raise click.BadParameter(error.sentence, param_hint=hint) from None


def as_of_or_today(history: History, as_of: date | None) -> date:
    """The day asked for, or the database's today. A day to come cannot be looked at."""
    with refusals():
        return asking.until("as_of", as_of, history.today) or history.today
