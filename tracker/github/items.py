"""Issues, pull requests, releases and tags from REST answers, without anybody's words or names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from tracker.github.fields import count, flag, moment, number, part, required, row, short, text, word
from tracker.github.protocol import reading
from tracker.records import Issue, Release

Json = Mapping[str, Any]
FindNotice = Callable[[str], tuple[str, str] | None]
MAINTAINERS = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})


def issue(
    entry: Json, asks_if_alive: Callable[[str], bool] | None = None, find_notice: FindNotice | None = None
) -> Issue:
    """One entry of `/issues`. Title and body are looked at here and dropped. Raises Malformed."""
    with reading("an issue"):
        entry = row(entry, "issues")
        pull = entry.get("pull_request")
        title = text(entry, "title") or ""
        association = short(entry, "author_association", 30)
        found = None
        if find_notice and association in MAINTAINERS:
            found = find_notice(f"{title}\n{(text(entry, 'body') or '')[:1000]}")
        return Issue(
            number=number(entry, "number"),
            created_at=required(entry, "created_at"),
            updated_at=required(entry, "updated_at"),
            closed_at=moment(entry, "closed_at"),
            state_reason=short(entry, "state_reason", 20),
            author_is_bot=_is_bot(part(entry, "user")),
            author_association=association,
            comments=count(entry, "comments"),
            is_pull_request=pull is not None,
            merged_at=moment(part(entry, "pull_request"), "merged_at"),
            is_draft=flag(entry, "draft"),
            asks_if_alive=bool(asks_if_alive and pull is None and asks_if_alive(title)),
            notice=found[1] if found and found[0] in ("end-of-life", "archived") else None,
        )


def release(entry: Json, find_notice: FindNotice | None = None) -> Release | None:
    """One entry of `/releases`; None for a draft, which only its owners see. Raises Malformed."""
    with reading("a release"):
        entry = row(entry, "releases")
        tag, published = short(entry, "tag_name", 255), moment(entry, "published_at")
        if flag(entry, "draft") or published is None or tag == "":
            return None
        found = find_notice(text(entry, "body") or "") if find_notice else None
        said = found[1] if found and found[0] == "end-of-life" else None
        return Release(word(entry, "tag_name"), published, bool(flag(entry, "prerelease")), notice=said)


def stamp(when: datetime) -> str:
    """A time as GitHub writes it."""
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def _is_bot(user: Json) -> bool | None:
    return None if not user else user.get("type") == "Bot" or (text(user, "login") or "").endswith("[bot]")
