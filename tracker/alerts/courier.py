"""The courier: claims a message, hands it to its channel, and writes down what became of it.

The claim is taken before and the outcome written after sending, so a crash in between sends again (at most
one repeat a crash, under the same key) and never loses; two couriers never hold the same claim.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tracker import processes
from tracker.alerts.items import item
from tracker.alerts.messages import message
from tracker.alerts.pipeline import retry_at
from tracker.alerts.settings import AlertSettings, Channel
from tracker.channels import kind
from tracker.channels.base import ChannelError, Message, Surroundings, clean
from tracker.config import SettingsError
from tracker.store.store import Store

log = logging.getLogger(__name__)
CLAIM = timedelta(minutes=10)  # longer than any channel may take; a dead holder is noticed sooner


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round did."""

    sent: int = 0
    failed: int = 0
    problems: tuple[str, ...] = ()


@dataclass
class Courier:
    """Delivers what is due. Claims run on the machine's time, waiting on `clock` (a replay's, perhaps)."""

    store: Store
    settings: AlertSettings
    around: Surroundings
    clock: Callable[[], datetime]
    breathe: Callable[[], None] = lambda: None
    holder: str = field(default_factory=processes.holder)

    def deliver(self) -> Delivered:
        """Try every message that is due once. A channel that fails for the moment rests until later."""
        channels = {channel.name: channel for channel in self.settings.channels}
        sent, problems, resting = 0, [], set()
        for row in self.store.messages.due(self.clock()):
            self.breathe()
            if row.channel in resting or not self._claim(row):
                continue
            problem = self._send(row, channels.get(row.channel))
            if problem is None:
                sent += 1
                continue
            problems.append(f"{row.channel}: {problem}")
            if not problem.permanent:
                resting.add(row.channel)
        return Delivered(sent, len(problems), tuple(problems))

    def _claim(self, row: Any) -> bool:
        machine = datetime.now(UTC)
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
        items = [
            item(t.id, t.rule, t.to_state, t.at, t.reason, _payload(t.payload), self.settings.base_url)
            for t in self.store.messages.contents(row.key)
        ]
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
    except Exception as error:  # a library of a service may raise anything; the other messages must go on
        log.debug("channel %s failed", channel.name, exc_info=True)
        raise ChannelError(f"something unforeseen: {type(error).__name__}") from None


def surroundings(settings: AlertSettings, **own: Any) -> Surroundings:
    """What channels may use, by the settings."""
    return Surroundings(timeout=settings.timeout, forbid_private=settings.forbid_private, **own)


def _payload(text: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(text)
    return found
