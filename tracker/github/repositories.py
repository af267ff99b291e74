"""Repository answers of REST and GraphQL as the same facts. What GitHub left out stays None."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tracker.github.protocol import reading
from tracker.records import Counters, RepositoryFacts

Json = Mapping[str, Any]


def moment(text: str | None) -> datetime | None:
    """An ISO time of GitHub's as an aware time."""
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def required(entry: Json, name: str) -> datetime:
    """A time that must be there. Raises KeyError."""
    found = moment(entry[name])
    if found is None:
        raise KeyError(name)
    return found


def from_rest(body: Any) -> RepositoryFacts:
    """`GET /repos/{owner}/{name}`. Its issue count holds pull requests too, so it is left out.

    Raises Malformed.
    """
    with reading("a repository"):
        return RepositoryFacts(
            github_id=int(body["id"]),
            node_id=str(body["node_id"]),
            owner=str(body["full_name"]).split("/")[0],
            name=str(body["full_name"]).split("/")[1],
            created_at=moment(body.get("created_at")),
            pushed_at=moment(body.get("pushed_at")),
            archived=body.get("archived"),
            description=body.get("description") or "",
            homepage=body.get("homepage") or "",
            topics=_tuple(body.get("topics")),
            is_fork=body.get("fork"),
            is_mirror=bool(body["mirror_url"]) if "mirror_url" in body else None,
            mirror_url=body.get("mirror_url"),
            parent_id=(body.get("parent") or {}).get("id"),
            default_branch=body.get("default_branch"),
            has_issues=body.get("has_issues"),
            license=(body.get("license") or {}).get("spdx_id"),
            language=body.get("language"),
            counters=Counters(
                stars=body.get("stargazers_count"),
                forks=body.get("forks_count"),
                watchers=body.get("subscribers_count"),
            ),
        )


def from_graphql(node: Json) -> RepositoryFacts:
    """A Repository node of the daily query. A field that GraphQL nulled is unknown, never 0.

    Raises Malformed.
    """
    with reading("a repository"):
        owner, name = str(node["nameWithOwner"]).split("/")
        branch = node.get("defaultBranchRef") or {}
        return RepositoryFacts(
            github_id=int(node["databaseId"]),
            node_id=str(node["id"]),
            owner=owner,
            name=name,
            created_at=moment(node.get("createdAt")),
            pushed_at=moment(node.get("pushedAt")),
            archived=node.get("isArchived"),
            archived_at=moment(node.get("archivedAt")),
            description=_text(node, "description"),
            homepage=_text(node, "homepageUrl"),
            topics=_topics(node.get("repositoryTopics")),
            is_fork=node.get("isFork"),
            is_mirror=node.get("isMirror"),
            mirror_url=node.get("mirrorUrl"),
            is_empty=node.get("isEmpty"),
            parent_id=(node.get("parent") or {}).get("databaseId"),
            default_branch=branch.get("name"),
            head_oid=(branch.get("target") or {}).get("oid"),
            has_issues=node.get("hasIssuesEnabled"),
            license=(node.get("licenseInfo") or {}).get("spdxId"),
            language=(node.get("primaryLanguage") or {}).get("name"),
            counters=Counters(
                stars=node.get("stargazerCount"),
                forks=node.get("forkCount"),
                watchers=_count(node, "watchers"),
                open_issues=_count(node, "openIssues"),
                closed_issues=_count(node, "closedIssues"),
                open_pull_requests=_count(node, "openPRs"),
                merged_pull_requests=_count(node, "mergedPRs"),
                closed_pull_requests=_count(node, "closedPRs"),
                releases=_count(node, "releases"),
                tags=_count(node, "tags"),
            ),
        )


def _count(node: Json, name: str) -> int | None:
    connection = node.get(name)
    return None if connection is None else connection.get("totalCount")


def _text(node: Json, name: str) -> str | None:
    """An attribute that was asked for and is empty is '', one that was not given is None."""
    return (node[name] or "") if name in node else None


def _topics(connection: Json | None) -> tuple[str, ...] | None:
    if connection is None or connection.get("nodes") is None:
        return None
    return tuple(entry["topic"]["name"] for entry in connection["nodes"] if entry)


def _tuple(values: Any) -> tuple[str, ...] | None:
    return None if values is None else tuple(str(v) for v in values)
