"""A message to send in tests, and a hostile one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tracker.alerts.items import item
from tracker.alerts.messages import message
from tracker.alerts.payload import AlertPayload
from tracker.channels.base import Item, Message

AT = datetime(2017, 10, 6, 12, tzinfo=UTC)
PAYLOAD: dict[str, Any] = {
    "repository": "Theano/Theano",
    "url": "https://github.com/Theano/Theano",
    "when": "headline",
    "before": "active",
    "value": "end-of-life",
    "since": "2017-09-28",
    "why": [["A maintainer declared the end.", "https://github.com/Theano/Theano/issues/1"]],
    "sure": "Of 10 repositories ever called end of life, 10 had indeed ended.",
    "instead": ["pytensor-devs/pytensor (active)"],
    "looked": "2017-10-06",
    "prompt": False,
    "silent": None,
    "chart": {"first": "2015-01", "values": [3.0, None, 8.0, 0.0]},
}
HOSTILE = (
    "x\"'><script>alert(1)</script>"
    "\r\nBcc: victim@example.org\r\n"
    "\x00\u202e@everyone ]]> & [a](javascript:1) \ud800"
)


def an_item(number: int = 1, state: str = "firing", **changes: Any) -> Item:
    return item(
        number,
        "unmaintained",
        state,
        AT,
        "its headline is end of life",
        AlertPayload.from_json(PAYLOAD | changes),
    )


def a_message(*items: Item, kind: str = "alert", key: str = "k" * 48) -> Message:
    return message(key, kind, items or (an_item(),), AT)


def hostile_message() -> Message:
    """Every text in it is somebody's attempt."""
    bad = an_item(
        repository=HOSTILE, url="javascript:alert(1)", before="", value=HOSTILE, sure=HOSTILE,
        why=[[HOSTILE, 'https://example.org/"><script>'], [HOSTILE, "javascript:alert(1)"]],
        instead=[HOSTILE],
    )  # fmt: skip
    return a_message(bad)
