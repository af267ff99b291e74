"""Alerts as people read them: what stands with its evidence, who was told, and what quiets it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboards.drawing.theme import STATES
from tracker.alerts.payload import AlertPayload, Why
from tracker.channels.base import web_address
from tracker.versioned import NotReadable

WORDS = {
    "firing": "stands", "pending": "being watched", "known": "known before", "resolved": "over",
    "inactive": "nothing",
}  # fmt: skip
NOT_IN_ANCHORS = re.compile(r"[^A-Za-z0-9]+")
QUIETED = {"ack": "acknowledged", "mute": "muted", "snooze": "snoozed"}


@dataclass(frozen=True)
class OpenAlert:
    """One alert that stands: its row, its reasons as (sentence, address or None), and its silence."""

    row: Any
    why: tuple[tuple[str, str | None], ...]
    sure: str
    instead: tuple[str, ...]
    prompt: bool
    told: Sequence[Any]
    silence: Any | None

    @property
    def state(self) -> str | None:
        """The headline it is about, where it is about one."""
        return self.row.value if self.row.value in STATES else None

    @property
    def anchor(self) -> str:
        """Its place in the page: the same before and after it is quieted."""
        return f"alert-{self.row.repository_id}-" + NOT_IN_ANCHORS.sub("-", str(self.row.rule))

    @property
    def words(self) -> str:
        return search_words(self.row)

    @property
    def word(self) -> str:
        return WORDS.get(str(self.row.state), str(self.row.state))

    @property
    def quieted(self) -> str:
        return QUIETED.get(self.silence.kind, self.silence.kind) if self.silence else ""


def open_alert(row: Any, told: Sequence[Any], silence: Any | None) -> OpenAlert:
    """An alert with what its last change carried."""
    said = carried(row)
    return OpenAlert(row, _reasons(row, said), said.sure, said.instead, said.prompt, told, silence)


def carried(row: Any) -> AlertPayload:
    """What a change carried; of what cannot be read only why not."""
    try:
        return AlertPayload.from_text(row.payload) if row.payload else AlertPayload()
    except NotReadable as error:
        return AlertPayload(why=(Why(f"{row.reason}. {error}", None),))


def search_words(row: Any) -> str:
    """What a search looks at: repository, rule and verdict, in lower case."""
    state = STATES.get(row.value)
    return f"{row.repository} {row.rule} {state.word if state else row.value}".lower()


def change(row: Any) -> str:
    """A transition in a word or two, as news: 'began', 'over', 'now something else'."""
    if row.to_state == "firing":
        return (
            "changed" if row.from_state == "firing" else "again" if row.from_state == "resolved" else "began"
        )
    return WORDS.get(str(row.to_state), str(row.to_state))


def reasons(row: Any) -> tuple[tuple[str, str | None], ...]:
    """A transition's evidence as (sentence, address or None)."""
    return _reasons(row, carried(row))


def _reasons(row: Any, said: AlertPayload) -> tuple[tuple[str, str | None], ...]:
    why = tuple((sentence, web_address(url)) for sentence, url in said.why)
    return why or (((row.reason, None),) if row.reason else ())
