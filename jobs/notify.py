"""The job that tells people: undecided notifications become messages, and due messages are delivered."""

from __future__ import annotations

import click

from jobs.base import Result, Shop, Wanted
from tracker.alerts.courier import Courier, surroundings
from tracker.alerts.form import form
from tracker.alerts.settings import alerts_of
from tracker.store.runs import Missed


def run(shop: Shop, wanted: Wanted) -> Result:
    """Form and deliver. A receiver that fails makes the run partial; its messages are tried again."""
    settings = alerts_of(shop.settings)
    formed = form(shop.store, settings, shop.now())
    around = surroundings(settings, home=shop.settings.home, write=click.echo)
    done = Courier(shop.store, settings, around, shop.now, shop.breathe).deliver()
    missed = [Missed("alerts", problem) for problem in done.problems]
    message = f"{formed} messages made, {done.sent} delivered, {done.failed} to be tried again or given up"
    return Result("partial" if missed else "done", message, missed=missed)
