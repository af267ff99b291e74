"""Repository answers of REST and GraphQL as the same facts. What GitHub left out stays None."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.github.fields import (
    Strange,
    count,
    flag,
    moment,
    number,
    part,
    row,
    rows,
    short,
    text,
    word,
    words,
)
from tracker.github.names import NAME, OWNER
from tracker.github.protocol import reading
from tracker.records import Counters, RepositoryFacts

Json = Mapping[str, Any]


def from_rest(body: Any) -> RepositoryFacts:
    """`GET /repos/{owner}/{name}`. Its issue count holds pull requests too, so it is left out.

    Raises Malformed.
    """
    with reading("a repository"):
        github_id = number(row(body, "repositories"), "id")
        owner, name = _names(body, "full_name")
        return RepositoryFacts(
            github_id=github_id,
            node_id=word(body, "node_id", 100),
            owner=owner,
            name=name,
            created_at=moment(body, "created_at"),
            pushed_at=moment(body, "pushed_at"),
            archived=flag(body, "archived"),
            description=text(body, "description") or "",
            homepage=text(body, "homepage") or "",
            topics=words(body, "topics"),
            is_fork=flag(body, "fork"),
            is_mirror=bool(text(body, "mirror_url")) if "mirror_url" in body else None,
            mirror_url=text(body, "mirror_url"),
            parent_id=count(part(body, "parent"), "id"),
            default_branch=short(body, "default_branch", 255),
            has_issues=flag(body, "has_issues"),
            license=short(part(body, "license"), "spdx_id"),
            language=short(body, "language"),
            counters=Counters(
                stars=count(body, "stargazers_count"),
                forks=count(body, "forks_count"),
                watchers=count(body, "subscribers_count"),
            ),
        )


def from_graphql(node: Json) -> RepositoryFacts:
    """A Repository node of the daily query. A field that GraphQL nulled is unknown, never 0.

    Raises Malformed.
    """
    with reading("a repository"):
        owner, name = _names(node, "nameWithOwner")
        branch = part(node, "defaultBranchRef")
        return RepositoryFacts(
            github_id=number(node, "databaseId"),
            node_id=word(node, "id", 100),
            owner=owner,
            name=name,
            created_at=moment(node, "createdAt"),
            pushed_at=moment(node, "pushedAt"),
            archived=flag(node, "isArchived"),
            archived_at=moment(node, "archivedAt"),
            description=_asked(node, "description"),
            homepage=_asked(node, "homepageUrl"),
            topics=_topics(node),
            is_fork=flag(node, "isFork"),
            is_mirror=flag(node, "isMirror"),
            mirror_url=text(node, "mirrorUrl"),
            is_empty=flag(node, "isEmpty"),
            parent_id=count(part(node, "parent"), "databaseId"),
            default_branch=short(branch, "name", 255),
            head_oid=short(part(branch, "target"), "oid", 64),
            has_issues=flag(node, "hasIssuesEnabled"),
            license=short(part(node, "licenseInfo"), "spdxId"),
            language=short(part(node, "primaryLanguage"), "name"),
            counters=Counters(
                stars=count(node, "stargazerCount"),
                forks=count(node, "forkCount"),
                watchers=_total(node, "watchers"),
                open_issues=_total(node, "openIssues"),
                closed_issues=_total(node, "closedIssues"),
                open_pull_requests=_total(node, "openPRs"),
                merged_pull_requests=_total(node, "mergedPRs"),
                closed_pull_requests=_total(node, "closedPRs"),
                releases=_total(node, "releases"),
                tags=_total(node, "tags"),
            ),
        )


def _names(body: Any, field: str) -> tuple[str, str]:
    """Owner and name, as addresses, files and commands will hold them."""
    owner, _, name = word(body, field).partition("/")
    if not OWNER.fullmatch(owner) or not NAME.fullmatch(name) or name in (".", ".."):
        raise Strange(f"{field} is no OWNER/NAME")
    return owner, name


def _total(node: Json, name: str) -> int | None:
    return count(part(node, name), "totalCount")


def _asked(node: Json, name: str) -> str | None:
    """An attribute that was asked for and is empty is '', one that was not given is None."""
    return (text(node, name) or "") if name in node else None


def _topics(node: Json) -> tuple[str, ...] | None:
    connection = part(node, "repositoryTopics")
    if connection.get("nodes") is None:
        return None
    return tuple(word(part(entry, "topic"), "name") for entry in rows(connection, "nodes"))
