"""Notices: what the README and the description say about the project's own future, and since when."""

from __future__ import annotations

import base64
import binascii
from datetime import date, datetime, timedelta
from typing import Any

from tracker.collectors.base import Context, Member, Target, must
from tracker.github.protocol import Outcome, reading
from tracker.github.repositories import moment
from tracker.records import Notice

NAME = "notices"
LOOK_EVERY = timedelta(days=7)
REVISIONS = 100  # how far back the README is walked


def collect(context: Context, target: Target) -> int:
    """Read the README when the default branch has moved, or weekly; keep the sentence, not the text."""
    position = context.writer.cursor(target.id, NAME) or {}
    tip = target.facts.head_oid if target.facts else None
    looked = date.fromisoformat(position["looked"]) if position.get("looked") else date.min
    if looked == context.today and not context.full and (tip is None or tip == position.get("oid")):
        return 0
    if context.today - looked < LOOK_EVERY and tip is not None and tip == position.get("oid"):
        return 0
    key = f"readme {target.id} {'token' if context.client.authorised else 'anonymous'}"
    known = context.writer.validator(key) if position else None
    etag = known[0] if known else None
    answer = context.client.get(f"{target.path}/readme", etag=etag, expect=dict, owner=target.owner)
    notices = None if answer.outcome is Outcome.NOT_MODIFIED else _readme(context, target, answer)
    with context.writer.transaction():
        if notices is not None:
            context.writer.save_notices(target.id, "readme", notices, context.now())
        context.writer.save_notices(target.id, "description", _description(context, target), context.now())
        if answer.etag:
            context.writer.set_validator(key, answer.etag, None, context.now())
        kept = {"complete": True, "oid": tip, "looked": context.today.isoformat()}
        context.note(target.id, NAME, kept)
    return 0


def _readme(context: Context, target: Target, answer: Any) -> list[Notice]:
    if answer.outcome is Outcome.GONE:
        return []  # a repository without README declares nothing there
    body = must(answer, "README").body
    found = context.find_notice(_text(body))
    if found is None:
        return []
    url = body.get("html_url") or f"https://github.com/{target.full_name}#readme"
    since = _since(context, target, str(body.get("path") or "README.md"), found[0])
    return [Notice(found[0], "readme", found[1], url, since or context.now())]


def _text(body: Any) -> str:
    """The README's text of a JSON answer."""
    try:
        return base64.b64decode(body.get("content") or "").decode("utf-8", errors="replace")
    except (binascii.Error, TypeError, AttributeError):
        return ""


def _since(context: Context, target: Target, path: str, declares: str) -> datetime | None:
    """When the README first said so: its revisions are searched by halves, newest to oldest."""
    answer = context.client.get(
        f"{target.path}/commits", {"path": path, "per_page": REVISIONS}, expect=list, owner=target.owner
    )
    if answer.outcome is not Outcome.OK:
        return None
    with reading("the README's revisions"):
        revisions = [(str(e["sha"]), moment(e["commit"]["committer"]["date"])) for e in answer.body]
    low, high = 0, len(revisions) - 1  # revisions[low] is known to say it
    while low < high:
        context.breathe()
        middle = (low + high + 1) // 2
        if _says(context, target, revisions[middle][0], declares):
            low = middle
        else:
            high = middle - 1
    return revisions[low][1] if revisions else None


def _says(context: Context, target: Target, revision: str, declares: str) -> bool:
    answer = context.client.get(f"{target.path}/readme", {"ref": revision}, expect=dict, owner=target.owner)
    if answer.outcome is not Outcome.OK:
        return False
    found = context.find_notice(_text(answer.body))
    return found is not None and found[0] == declares


def _description(context: Context, target: Target) -> list[Notice]:
    """The description and the topics, which have no history: first seen when we first saw them."""
    facts = target.facts
    if facts is None:
        return []
    found = context.find_notice(facts.description or "")
    url = f"https://github.com/{target.full_name}"
    if found is None:
        return []
    return [Notice(found[0], "description", found[1], url, context.now())]


member = Member(NAME, collect, "notices")
