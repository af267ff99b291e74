"""Notices: what the README says about the project's own future, and since which of its commits."""

from __future__ import annotations

import base64
import binascii
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from tracker.collectors.base import CollectorMissed, Context, Member, Target, must
from tracker.collectors.readme_history import joined, notices, walk
from tracker.cursors import NoticesCursor, Said
from tracker.github.answers import Answer
from tracker.github.fields import moment, part, row, text, word
from tracker.github.protocol import AnswerKind, reading
from tracker.github.readmes import Unwalkable
from tracker.records import Notice

NAME = "notices"
LOOK_EVERY = timedelta(days=7)
REVISIONS = 100  # how far back the README is searched without a token
Found = tuple[str, str] | None


def collect(context: Context, target: Target) -> int:
    """Read the README when the default branch has moved, or weekly; keep the sentences, not the text.

    Its history is walked at first, and what is new of it whenever it has changed.
    """
    position = context.positions.of(target.id, NoticesCursor)
    tip = target.facts.head_oid if target.facts else None
    looked = position.looked or date.min
    if looked == context.today and not context.full and (tip is None or tip == position.oid):
        return 0
    if context.today - looked < LOOK_EVERY and tip is not None and tip == position.oid:
        return 0
    key = f"readme {target.id} {'token' if context.client.authorised else 'anonymous'}"
    whole = position.said is not None or not context.client.authorised
    known = context.store.progress.validator(key) if position.looked and whole and not context.full else None
    etag = known[0] if known else None
    seen = context.glance(target).readme
    if seen and whole and seen == position.sha and not context.full:
        context.quiet(target.id, replace(position, oid=tip))  # the branch moved, this file did not
        return 0
    answer = context.client.get(f"{target.path}/readme", etag=etag, expect=dict, owner=target.owner)
    kept = replace(position, complete=True, oid=tip, looked=context.today, walk=None)
    if answer.outcome is AnswerKind.NOT_MODIFIED:
        _keep(context, target, None, kept, key, answer)
        return 0
    found, path = _present(context, target, answer, position)
    kept = replace(kept, sha=_field(answer, "sha") if answer.outcome is AnswerKind.OK else "")
    reason = None
    if context.client.authorised and path is not None:
        try:
            _keep_history(context, target, found, path, position, kept, key, answer)
            return 0
        except Unwalkable as unwalkable:
            reason = str(unwalkable)
    _keep(context, target, _dated(context, target, found, path, answer), kept, key, answer)
    if reason:
        raise CollectorMissed(f"{reason}; a notice is dated by a search of its newest {REVISIONS} revisions")
    return 0


def _present(
    context: Context, target: Target, answer: Answer, position: NoticesCursor
) -> tuple[Found, str | None]:
    """What the README declares now, and its path; a README that was removed has the path it had."""
    if answer.outcome is AnswerKind.GONE:
        return None, position.path
    body = must(answer, "README").body
    return context.reader(target)(_text(body)), _field(answer, "path") or "README.md"


def _keep_history(
    context: Context, target: Target, found: Found, path: str, position: NoticesCursor, kept: NoticesCursor,
    key: str, answer: Answer,
) -> None:  # fmt: skip
    """All that the README ever declared, in the place of what was known. Raises Unwalkable."""
    gone, joins = walk(context, target, position, path)
    known = position.said or () if joins else ()
    said = joined(gone.said, known)
    if (said[0].declares if said else None) != (found[0] if found else None):
        # The page shows what its file does not hold (a link to another file): believed from now on.
        declares, sentence = found or (None, None)
        said.insert(0, Said(declares, sentence, kept.oid or "HEAD", path, context.now().isoformat()))
    kept = replace(kept, path=path, newest=gone.newest or position.newest, said=tuple(said))
    with context.store.transaction():
        context.store.notices.rewrite(target.id, "readme", notices(said, target.full_name))
        _keep(context, target, None, kept, key, answer)


def _keep(
    context: Context,
    target: Target,
    found: list[Notice] | None,
    kept: NoticesCursor,
    key: str,
    answer: Answer,
) -> None:
    """The notices (None: as they were), the validator and the position, in one commit."""
    with context.store.transaction():
        if found is not None:
            context.store.notices.save(target.id, "readme", found, context.now())
        if answer.etag:
            context.store.progress.set_validator(key, answer.etag, None, context.now())
        context.note(target.id, kept)


def _dated(context: Context, target: Target, found: Found, path: str | None, answer: Answer) -> list[Notice]:
    """The present notice alone, dated by a search of the README's revisions by halves."""
    if found is None or path is None:
        return []
    url = _field(answer, "html_url") or f"https://github.com/{target.full_name}#readme"
    since = _since(context, target, path, found[0])
    return [Notice(found[0], "readme", found[1], url, since or context.now())]


def _field(answer: Answer, name: str) -> str:
    """One text of the answer about the README; '' without it. Raises Malformed."""
    with reading("the README"):
        return text(answer.body, name) or ""


def _text(body: Any) -> str:
    """The README's text of a JSON answer. Raises Malformed for one that is none."""
    with reading("the README"):
        packed = text(body, "content") or ""
        try:
            return base64.b64decode(packed).decode("utf-8", errors="replace")
        except (binascii.Error, ValueError):
            return ""


def _since(context: Context, target: Target, path: str, declares: str) -> datetime | None:
    """When the README first said so: its revisions are searched by halves, newest to oldest."""
    answer = context.client.get(
        f"{target.path}/commits", {"path": path, "per_page": REVISIONS}, expect=list, owner=target.owner
    )
    if answer.outcome is not AnswerKind.OK:
        return None
    with reading("the README's revisions"):
        entries = [row(entry, "revisions") for entry in answer.body]
        dated = [part(part(entry, "commit"), "committer") for entry in entries]
        revisions = [(word(e, "sha"), moment(d, "date")) for e, d in zip(entries, dated, strict=True)]
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
    if answer.outcome is not AnswerKind.OK:
        return False
    found = context.reader(target)(_text(answer.body))
    return found is not None and found[0] == declares


member = Member(NAME, collect, "notices")
