"""The dispatcher: claims a message, hands it to its channel, and writes down what became of it.

The claim is taken before and the outcome written after sending, so a crash in between sends again (at most
one repeat a crash, under the same key) and never loses; two couriers never hold the same claim.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event
from typing import Any

from tracker import processes
from tracker.alerts.items import item
from tracker.alerts.messages import message
from tracker.alerts.payload import AlertPayload
from tracker.alerts.pipeline import retry_at
from tracker.alerts.settings import AlertSettings, Channel
from tracker.channels import kind
from tracker.channels.base import ChannelError, Message, Surroundings, clean
from tracker.config import SettingsError
from tracker.store.store import Store
from tracker.versioned import NotReadable

log = logging.getLogger(__name__)
AT_ONCE = 8  # channels
LOOK = 0.2  # seconds between two looks at whether to stop
CLAIM = timedelta(minutes=10)  # longer than any channel may take; a dead holder is noticed sooner


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round did."""

    sent: int = 0
    failed: int = 0
    problems: tuple[str, ...] = ()


@dataclass
class Dispatcher:
    """Delivers what is due. Claims run on the machine's time, waiting on `clock` (a replay's, perhaps)."""

    store: Store
    settings: AlertSettings
    around: Surroundings
    clock: Callable[[], datetime]
    breathe: Callable[[], None] = lambda: None
    holder: str = field(default_factory=processes.holder)

    def deliver(self) -> Delivered:
        """Try every message that is due once, each channel by itself: a slow one keeps no other waiting."""
        channels = {channel.name: channel for channel in self.settings.channels}
        queues: dict[str, list[Any]] = {}
        for row in self.store.messages.due(self.clock()):
            queues.setdefault(row.channel, []).append(row)
        if not queues:
            return Delivered()
        stop = Event()
        with ThreadPoolExecutor(min(len(queues), AT_ONCE), "channel") as pool:
            rounds = [
                pool.submit(self._round, rows, channels.get(name), stop) for name, rows in queues.items()
            ]
            try:
                self._await(rounds)
            finally:
                stop.set()  # somebody wants us to end: what is being sent is finished, no more is begun
        done = [each.result() for each in rounds]
        problems = tuple(problem for each in done for problem in each.problems)
        return Delivered(sum(each.sent for each in done), len(problems), problems)

    def _await(self, rounds: Sequence[Future[Delivered]]) -> None:
        self.breathe()
        while wait(rounds, LOOK).not_done:
            self.breathe()

    def _round(self, rows: Sequence[Any], channel: Channel | None, stop: Event) -> Delivered:
        """One channel's messages, one after another. It rests when it fails for the moment."""
        sent, problems = 0, []
        for row in rows:
            if stop.is_set():
                break
            if not self._claim(row):
                continue
            problem = self._send(row, channel)
            if problem is None:
                sent += 1
                continue
            problems.append(f"{row.channel}: {problem}")
            if not problem.permanent:
                break
        return Delivered(sent, len(problems), tuple(problems))

    def _claim(self, row: Any) -> bool:
        machine = self.store.runs.clock()
        gone = row.claimed_by if row.claimed_by and processes.holder_is_gone(row.claimed_by) else None
        return self.store.messages.claim(row.key, self.holder, self.clock(), machine, machine + CLAIM, gone)

    def _send(self, row: Any, channel: Channel | None) -> ChannelError | None:
        try:
            if channel is None:
                raise ChannelError("the channel is no longer in tracker.toml", permanent=True)
            hand_over(channel, self._message(row), self.around)
        except ChannelError as error:
            now = self.clock()
            again = retry_at(row.attempts + 1, now, error.retry_after, permanent=error.permanent)
            self.store.messages.failed(row.key, self.holder, clean(error, 300), again)
            log.warning("alerts to %s did not arrive: %s", row.channel, error)
            return error
        if not self.store.messages.sent(row.key, self.holder, self.clock()):
            log.error("the claim of message %s to %s was lost while it was sent", row.key[:12], row.channel)
        return None

    def _message(self, row: Any) -> Message:
        """What is to be sent. Raises ChannelError where a later version has written what cannot be read."""
        try:
            items = [
                item(
                    t.id,
                    t.rule,
                    t.to_state,
                    t.at,
                    t.reason,
                    AlertPayload.from_text(t.payload),
                    self.settings.base_url,
                )
                for t in self.store.messages.contents(row.key)
            ]
        except NotReadable as error:
            raise ChannelError(str(error)) from None
        return message(row.key, row.kind, items, row.created_at)


def hand_over(channel: Channel, ready: Message, around: Surroundings) -> None:
    """Give a message to a channel. Raises ChannelError; a missing secret may come yet."""
    try:
        options = channel.resolved()
    except SettingsError as error:
        raise ChannelError(str(error)) from None
    try:
        kind(channel.kind).send(ready, options, around)
    except ChannelError:
        raise
    except Exception as error:  # noqa: BLE001 - a service's library may raise anything; the others go on
        # A library's own words may hold the secret address: only what kind of error it was is told.
        log.debug("channel %s failed: %s", channel.name, type(error).__name__)
        raise ChannelError(f"something unforeseen: {type(error).__name__}") from None


def surroundings(settings: AlertSettings, **own: Any) -> Surroundings:
    """What channels may use, by the settings."""
    return Surroundings(timeout=settings.timeout, forbid_private=settings.forbid_private, **own)
