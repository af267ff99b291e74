"""Two clocks, this machine's and GitHub's: nothing is written while they differ; what is ahead is undone."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from jobs.base import Workspace
from tracker.alerts.undone import undo
from tracker.github.client import GitHubClient
from tracker.store.ahead import AGREED
from tracker.store.session import StoreError
from tracker.store.store import Store
from tracker.writing import duration

BEHIND = timedelta(days=2)  # of less a reading's day can be wrong by one, which is told; of more all would be
log = logging.getLogger(__name__)


class ClockWrong(StoreError):
    """This machine's clock is not GitHub's: what it writes would be of days to come, or of days long past."""


def refuse_wrong(client: GitHubClient, workspace: Workspace) -> None:
    """Called between pages. Raises ClockWrong when GitHub's last answer shows another time than ours."""
    if client.ahead is not None and client.date is not None and _wrong(client.ahead):
        ours = client.date + client.ahead
        workspace.store.ahead.hear(ours, client.date)
        raise ClockWrong(_told(ours, client.date))


def refuse_while_wrong(store: Store, now: datetime) -> None:
    """Raises ClockWrong while the clock is the one that GitHub's last answer showed to be wrong."""
    heard = store.ahead.heard()
    if heard is None or now < heard[0] - AGREED or not _wrong(heard[0] - heard[1]):
        return
    if heard[0] > heard[1] or now < heard[1] - BEHIND:
        raise ClockWrong(_told(*heard))


def _wrong(ahead: timedelta) -> bool:
    return ahead > AGREED or ahead < -BEHIND


def slow(client: GitHubClient) -> str:
    """What to say of a clock that is a little behind GitHub's; nothing of one that is right."""
    if client.ahead is None or client.ahead >= -AGREED:
        return ""
    return f". This machine's clock is {_apart(client.ahead)} behind GitHub's: set it"


def heal_with(client: GitHubClient, workspace: Workspace) -> None:
    """Before collecting: when rows lie ahead and GitHub agrees with our clock, they are taken back."""
    if workspace.store.ahead.until(workspace.now()) is None:
        return
    client.get("/rate_limit")  # free, and it has a date
    refuse_wrong(client, workspace)
    if client.date is not None and client.ahead is not None and abs(client.ahead) <= AGREED:
        workspace.store.ahead.hear(workspace.now(), client.date)
        _heal(workspace)


def heal_if_sure(workspace: Workspace) -> str | None:
    """Before judging: take back what lies ahead, unless GitHub's last word speaks against our clock.

    Returns why nothing can be judged now, or None.
    """
    now = workspace.now()
    refuse_while_wrong(workspace.store, now)
    late = workspace.store.ahead.until(now)
    if late is None:
        return None
    heard = workspace.store.ahead.heard()
    if heard and heard[1] > now + AGREED:
        return (
            f"this machine's clock says {now:%Y-%m-%d %H:%M} UTC, and GitHub's said "
            f"{heard[1]:%Y-%m-%d %H:%M} at the last sync: nothing is judged until the clock is right again"
        )
    _heal(workspace)
    return None


def keep_word(client: GitHubClient, workspace: Workspace) -> None:
    """After collecting: what both clocks said at the last answer."""
    if client.date is not None and client.ahead is not None:
        workspace.store.ahead.hear(client.date + client.ahead, client.date)


def _heal(workspace: Workspace) -> None:
    with workspace.store.transaction():
        alerts = undo(workspace.store, workspace.now())
        workspace.store.ahead.undo(workspace.now())
    log.warning("the clock was ahead once: what it dated into the future is taken back (%d alerts)", alerts)


def _told(ours: datetime, theirs: datetime) -> str:
    where = "ahead" if ours > theirs else "behind"
    return (
        f"this machine's clock says {ours:%Y-%m-%d %H:%M} UTC and GitHub's {theirs:%Y-%m-%d %H:%M}: it is "
        f"{_apart(ours - theirs)} {where}, so nothing more was written. Set the clock, then run it again"
    )


def _apart(gap: timedelta) -> str:
    return duration(abs(gap) / timedelta(days=1))
