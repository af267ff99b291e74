"""The job that tells people: undecided notifications become messages, and due messages are delivered."""

from __future__ import annotations

import click

from jobs.base import JobResult, Selection, Workspace
from tracker.alerts.dispatch import Dispatcher, surroundings
from tracker.alerts.grouping import group_messages
from tracker.alerts.settings import alerts_of
from tracker.store.runs import Missed
from tracker.store.store import Store


def run(workspace: Workspace, wanted: Selection) -> JobResult:
    """Form and deliver. A receiver that fails makes the run partial; its messages are tried again."""
    settings = alerts_of(workspace.settings)
    formed = group_messages(workspace.store, settings, workspace.now())
    around = surroundings(settings, home=workspace.settings.home, write=click.echo)
    claims = Store(workspace.engine)  # each message has one of its own: what arrived is kept in any case
    done = Dispatcher(claims, settings, around, workspace.now, workspace.breathe).deliver()
    missed = [Missed("alerts", problem) for problem in done.problems]
    message = f"{formed} messages made, {done.sent} delivered, {done.failed} to be tried again or given up"
    return JobResult("partial" if missed else "done", message, missed=missed)
