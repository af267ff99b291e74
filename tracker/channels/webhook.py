"""Webhook: one signed CloudEvent 1.0 in JSON, safe to receive twice.

`X-Tracker-Signature: t=UNIX_SECONDS,v1=HEX` is the HMAC-SHA256 of "SECONDS.BODY"; receivers refuse a wrong
signature or an old time (tracker.channels.webhook.verify does both), and tell repeats by Idempotency-Key.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any

from tracker.channels.base import ChannelKind, Item, Message, Option, Surroundings
from tracker.channels.wire import request

SIGNATURE = "X-Tracker-Signature"


def send(message: Message, options: Mapping[str, Any], around: Surroundings) -> None:
    """Post the event; anything but a 2xx answer is a failure."""
    body = json.dumps(event(message), ensure_ascii=False, separators=(",", ":")).encode()
    headers = {
        "Content-Type": "application/cloudevents+json; charset=utf-8",
        "User-Agent": "framework-tracker",
        "Idempotency-Key": message.key,
    }
    if options.get("secret"):
        headers[SIGNATURE] = sign(body, options["secret"], int(time.time()))
    request("POST", options["url"], around, headers=headers, content=body)


def event(message: Message) -> dict[str, Any]:
    """The message as a CloudEvent; `id` is the idempotency key."""
    subject = {"subject": message.items[0].repository} if len(message.items) == 1 else {}
    return {
        "specversion": "1.0",
        "id": message.key,
        "source": "urn:framework-tracker:alerts",
        "type": f"framework-tracker.{message.kind}.v1",
        "time": message.at.isoformat(),
        **subject,
        "datacontenttype": "application/json",
        "data": {"title": message.title, "text": message.plain, "alerts": [_item(i) for i in message.items]},
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "id": item.transition, "repository": item.repository, "rule": item.rule, "state": item.state,
        "text": item.text, "before": item.before, "value": item.value, "at": item.at.isoformat(),
        "since": item.since.isoformat() if item.since else None, "since_by": item.since_by,
        "url": item.url, "page": item.page,
        "why": [{"sentence": r.sentence, "url": r.url} for r in item.why], "confidence": item.sure,
        "instead": list(item.instead), "looked": item.looked, "prompt_to_look": item.prompt,
    }  # fmt: skip


def sign(body: bytes, secret: str, at: int) -> str:
    """The value of the signature header."""
    mark = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={mark}"


def verify(body: bytes, header: str, secret: str, now: float, tolerance: float = 300) -> bool:
    """For receivers: whether the signature fits the body and is not older (or newer) than the tolerance."""
    fields = dict(part.partition("=")[::2] for part in header.split(","))
    at = fields.get("t", "")
    if not (at.isascii() and at.isdigit()) or len(at) > 15 or abs(now - int(at)) > tolerance:
        return False
    return hmac.compare_digest(sign(body, secret, int(at)).encode(), header.encode())


channel = ChannelKind(
    "webhook",
    "Your own receiver: signed CloudEvents",
    send,
    {
        "url": Option("where to post; may be a secret reference", required=True, secret=True),
        "secret": Option("the key that signs", secret=True),
    },
)
