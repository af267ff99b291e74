"""Issues, pull requests, releases and tags from REST answers, without anybody's words or names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from tracker.github.protocol import reading
from tracker.github.repositories import moment, required
from tracker.records import Issue, Release

Json = Mapping[str, Any]
FindNotice = Callable[[str], tuple[str, str] | None]
MAINTAINERS = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})


def issue(
    entry: Json, asks_if_alive: Callable[[str], bool] | None = None, find_notice: FindNotice | None = None
) -> Issue:
    """One entry of `/issues`. Title and body are looked at here and dropped. Raises Malformed."""
    with reading("an issue"):
        pull = entry.get("pull_request")
        title = str(entry.get("title") or "")
        found = None
        if find_notice and entry.get("author_association") in MAINTAINERS:
            found = find_notice(f"{title}\n{str(entry.get('body') or '')[:1000]}")
        return Issue(
            number=int(entry["number"]),
            created_at=required(entry, "created_at"),
            updated_at=required(entry, "updated_at"),
            closed_at=moment(entry.get("closed_at")),
            state_reason=entry.get("state_reason"),
            author_is_bot=_is_bot(entry.get("user")),
            author_association=entry.get("author_association"),
            comments=entry.get("comments"),
            is_pull_request=pull is not None,
            merged_at=moment((pull or {}).get("merged_at")),
            is_draft=entry.get("draft"),
            asks_if_alive=bool(asks_if_alive and pull is None and asks_if_alive(title)),
            notice=found[1] if found and found[0] in ("end-of-life", "archived") else None,
        )


def release(entry: Json, find_notice: FindNotice | None = None) -> Release | None:
    """One entry of `/releases`; None for a draft, which only its owners see. Raises Malformed."""
    with reading("a release"):
        tag, published = str(entry["tag_name"]), moment(entry.get("published_at"))
        if entry.get("draft") or published is None:
            return None
        found = find_notice(str(entry.get("body") or "")) if find_notice else None
        said = found[1] if found and found[0] == "end-of-life" else None
        return Release(tag, published, bool(entry.get("prerelease")), notice=said)


def stamp(when: datetime) -> str:
    """A time as GitHub writes it."""
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def _is_bot(user: Json | None) -> bool | None:
    return None if not user else user.get("type") == "Bot" or str(user.get("login", "")).endswith("[bot]")
