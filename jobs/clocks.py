"""Two clocks, this machine's and GitHub's: nothing is written ahead of either, and what was is taken back."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from jobs.base import Shop
from tracker.alerts.undone import undo
from tracker.github.client import GitHubClient
from tracker.store.ahead import AGREED
from tracker.store.session import StoreError
from tracker.store.store import Store

log = logging.getLogger(__name__)


class ClockAhead(StoreError):
    """This machine's clock is ahead of GitHub's: whatever it wrote would lie in days still to come."""


def refuse_ahead(client: GitHubClient, shop: Shop) -> None:
    """Called between pages. Raises ClockAhead when GitHub's last answer shows that our clock is ahead."""
    if client.ahead is not None and client.ahead > AGREED and client.date is not None:
        ours = client.date + client.ahead
        shop.store.ahead.hear(ours, client.date)
        raise ClockAhead(_told(ours, client.date))


def refuse_while_ahead(store: Store, now: datetime) -> None:
    """Raises ClockAhead while the clock is the one that GitHub's last answer showed to be ahead."""
    heard = store.ahead.heard()
    if heard and heard[0] - heard[1] > AGREED and now >= heard[0] - AGREED:
        raise ClockAhead(_told(*heard))


def heal_with(client: GitHubClient, shop: Shop) -> None:
    """Before collecting: when rows lie ahead and GitHub agrees with our clock, they are taken back."""
    if shop.store.ahead.until(shop.now()) is None:
        return
    client.get("/rate_limit")  # free, and it has a date
    refuse_ahead(client, shop)
    if client.date is not None and client.ahead is not None and abs(client.ahead) <= AGREED:
        shop.store.ahead.hear(shop.now(), client.date)
        _heal(shop)


def heal_if_sure(shop: Shop) -> str | None:
    """Before judging: take back what lies ahead, unless GitHub's last word speaks against our clock.

    Returns why nothing can be judged now, or None.
    """
    now = shop.now()
    refuse_while_ahead(shop.store, now)
    late = shop.store.ahead.until(now)
    if late is None:
        return None
    heard = shop.store.ahead.heard()
    if heard and heard[1] > now + AGREED:
        return (
            f"this machine's clock says {now:%Y-%m-%d %H:%M} UTC, and GitHub's said "
            f"{heard[1]:%Y-%m-%d %H:%M} at the last sync: nothing is judged until the clock is right again"
        )
    _heal(shop)
    return None


def keep_word(client: GitHubClient, shop: Shop) -> None:
    """After collecting: what both clocks said at the last answer."""
    if client.date is not None and client.ahead is not None:
        shop.store.ahead.hear(client.date + client.ahead, client.date)


def _heal(shop: Shop) -> None:
    with shop.store.transaction():
        alerts = undo(shop.store, shop.now())
        shop.store.ahead.undo(shop.now())
    log.warning("the clock was ahead once: what it dated into the future is taken back (%d alerts)", alerts)


def _told(ours: datetime, theirs: datetime) -> str:
    return (
        f"this machine's clock says {ours:%Y-%m-%d %H:%M} UTC and GitHub's {theirs:%Y-%m-%d %H:%M}: it is "
        f"{words(ours - theirs)} ahead, so nothing more was written. Set the clock, then run it again"
    )


def words(gap: timedelta) -> str:
    """'3 days', '2 hours' or '7 minutes'."""
    minutes = round(abs(gap).total_seconds() / 60)
    for size, name in ((24 * 60, "day"), (60, "hour")):
        if minutes >= 2 * size:
            return f"{minutes // size:,} {name}s"
    return f"{minutes} minutes"
