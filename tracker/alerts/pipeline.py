"""What becomes of one notification: small stages, the first that has an opinion decides. Pure.

mute -> acknowledged -> already told -> snooze -> digest -> quiet hours -> rate limit -> send
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tracker.alerts.calendar import Slot
from tracker.alerts.settings import Channel

SEND, WAIT, MUTED = "send", "queued", "muted"


@dataclass(frozen=True, slots=True)
class Note:
    """One undecided notification: what it tells, to whom, and what that channel was told last."""

    transition: int
    repository_id: int
    rule: str
    tells: str  # "firing:dormant"
    queued_at: datetime
    digest: bool
    told: str | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """A mute, snooze or acknowledgement in force; None means every repository or rule."""

    kind: str
    repository_id: int | None
    rule: str | None
    until: datetime | None
    reason: str

    def covers(self, note: Note) -> bool:
        return self.repository_id in (None, note.repository_id) and self.rule in (None, note.rule)


@dataclass(frozen=True, slots=True)
class Moment:
    """The circumstances in which a channel's notifications are decided."""

    now: datetime
    zone: ZoneInfo
    channel: Channel
    silences: Sequence[Silence]
    slot: Slot  # the latest turn of this channel's digest
    sent_lately: int  # messages made within the last hour


@dataclass(frozen=True, slots=True)
class Decision:
    """send, queued (wait) or muted (never), and why: shown on the alerts page."""

    state: str
    reason: str


def decide(note: Note, moment: Moment) -> Decision:
    """The first stage that has an opinion decides; without any, it is sent."""
    for stage in STAGES:
        if decision := stage(note, moment):
            return decision
    return Decision(SEND, "its turn in the digest" if note.digest else "nothing stands against it")


def muted(note: Note, moment: Moment) -> Decision | None:
    """Somebody does not want to hear of it."""
    for silence in moment.silences:
        if silence.kind == "mute" and silence.covers(note):
            return Decision(MUTED, f"muted: {silence.reason}")
    return None


def acknowledged(note: Note, moment: Moment) -> Decision | None:
    """Somebody is at it; only the all-clear is told."""
    if note.tells.startswith("resolved"):
        return None
    for silence in moment.silences:
        if silence.kind == "ack" and silence.covers(note):
            return Decision(MUTED, f"acknowledged: {silence.reason}")
    return None


def repeated(note: Note, moment: Moment) -> Decision | None:
    """This channel was told exactly this last time."""
    return Decision(MUTED, "this channel was told so already") if note.told == note.tells else None


def snoozed(note: Note, moment: Moment) -> Decision | None:
    """Not now, said somebody."""
    for silence in moment.silences:
        if silence.kind == "snooze" and silence.covers(note):
            until = f"{silence.until.astimezone(moment.zone):%Y-%m-%d %H:%M}" if silence.until else "lifted"
            return Decision(WAIT, f"snoozed until {until}: {silence.reason}")
    return None


def digested(note: Note, moment: Moment) -> Decision | None:
    """What belongs into a digest waits for a turn that comes after it."""
    if note.digest and note.queued_at > moment.slot.moment:
        return Decision(WAIT, f"waits for the digest after {moment.slot.name}")
    return None


def quiet(note: Note, moment: Moment) -> Decision | None:
    """The channel's quiet hours; a digest has an hour of its own choosing."""
    until = moment.channel.quiet.until(moment.now, moment.zone) if moment.channel.quiet else None
    if until is None or note.digest:
        return None
    return Decision(WAIT, f"quiet hours until {until.astimezone(moment.zone):%H:%M}")


def limited(note: Note, moment: Moment) -> Decision | None:
    """The channel had its share of this hour; what waits comes in one message then."""
    if moment.sent_lately < moment.channel.per_hour:
        return None
    return Decision(WAIT, f"the channel's limit of {moment.channel.per_hour} messages an hour is reached")


Stage = Callable[[Note, Moment], Decision | None]
STAGES: tuple[Stage, ...] = (muted, acknowledged, repeated, snoozed, digested, quiet, limited)

# A failed delivery is tried again after these; when they are used up it is dead, and says so.
BACKOFF = (60, 120, 300, 900, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600)


def retry_at(attempts: int, now: datetime, asked: float | None, *, permanent: bool) -> datetime | None:
    """When a delivery that failed for the `attempts`-th time is tried again; None: never."""
    if permanent or attempts > len(BACKOFF):
        return None
    return now + timedelta(seconds=max(BACKOFF[attempts - 1], asked or 0))
