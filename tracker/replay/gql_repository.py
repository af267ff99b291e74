"""A repository as GraphQL sees it: plain dicts, values or functions of the field's arguments."""

from __future__ import annotations

from typing import Any

from tracker.replay import gql_git, gql_issues, shapes
from tracker.replay.gql_connections import Node, connect, empty
from tracker.replay.gql_context import QueryContext
from tracker.replay.rest_lists import published
from tracker.replay.world import ReplayRelease, ReplayRepository, iso, node_id, seconds


def repository_node(repository: ReplayRepository, context: QueryContext) -> Node:
    """Every field the replay serves. `stargazers` counts nobody since July 2026, whoever asks."""
    own, now = repository.attributes, context.now
    owner, _, name = repository.full_name.partition("/")
    node: Node = {
        "__typename": "Repository",
        "id": node_id(repository.github_id),
        "databaseId": repository.github_id,
        "name": name,
        "nameWithOwner": repository.full_name,
        "url": f"https://github.com/{repository.full_name}",
        "owner": {"__typename": "Organization", "id": f"O_{owner}", "login": owner, "databaseId": None},
        "visibility": "PUBLIC",
        "createdAt": iso(repository.created_at),
        "description": own.description,
        "homepageUrl": own.homepage,
        "isArchived": shapes.is_archived(repository, now),
        "archivedAt": iso(own.archived_at) if shapes.is_archived(repository, now) else None,
        "isFork": own.is_fork,
        "isMirror": own.is_mirror,
        "mirrorUrl": own.mirror_url,
        "hasIssuesEnabled": own.has_issues,
        "hasPullRequestsEnabled": own.has_pull_requests,
        "primaryLanguage": {"name": own.language} if own.language else None,
        "licenseInfo": _license(own.license),
        "repositoryTopics": lambda info, **arguments: connect(own.topics, _topic, arguments),
        "stargazers": empty,
    }
    return node | _fixed() | _counts(repository, context) | _activity(repository, context)


def _fixed() -> Node:
    """What is the same for every repository of a replay."""
    off = (
        "hasDiscussionsEnabled",
        "isDisabled",
        "isLocked",
        "isPrivate",
        "isSecurityPolicyEnabled",
        "isTemplate",
    )
    return dict.fromkeys(off, False) | {
        "hasWikiEnabled": True,
        "lockReason": None,
        "templateRepository": None,
        "discussions": empty,
        "mentionableUsers": empty,
    }


def _counts(repository: ReplayRepository, context: QueryContext) -> Node:
    def total(name: str) -> int:
        return repository.total(name, context.now)

    return {
        "stargazerCount": lambda info: total("stars"),
        "forkCount": lambda info: total("forks"),
        "forks": lambda info, **arguments: empty() | {"totalCount": total("forks")},
        "watchers": lambda info, **arguments: empty() | {"totalCount": total("watchers")},
        "diskUsage": lambda info: repository.commits.count(seconds(context.now)),
        "parent": lambda info: _parent(repository, context),
        "issues": lambda info, **arguments: gql_issues.issues(repository, context, arguments),
        "issue": lambda info, **arguments: gql_issues.issue(repository, context, arguments["number"]),
        "issueOrPullRequest": lambda info, **a: gql_issues.either(repository, context, a["number"]),
        "pullRequests": lambda info, **arguments: gql_issues.pulls(repository, context, arguments),
        "pinnedDiscussions": lambda info, **a: gql_issues.discussions(repository, context, a),
        "pinnedIssues": lambda info, **arguments: gql_issues.pinned(repository, context, arguments),
    }


def _activity(repository: ReplayRepository, context: QueryContext) -> Node:
    def pushed(info: Any) -> str | None:
        return iso(shapes.pushed_at(repository, context.now))

    return {
        "pushedAt": pushed,
        "updatedAt": lambda info: pushed(info) or iso(repository.created_at),
        "isEmpty": lambda info: repository.commits.count(seconds(context.now)) == 0,
        "defaultBranchRef": lambda info: gql_git.branch(repository, context),
        "refs": lambda info, **arguments: gql_git.refs(repository, context, arguments),
        "object": lambda info, **arguments: gql_git.git_object(repository, context, arguments),
        "releases": lambda info, **arguments: _releases(repository, context, arguments),
        "release": lambda info, **arguments: _release(repository, context, arguments["tagName"]),
        "latestRelease": lambda info: _release(repository, context, None),
    }


def _parent(repository: ReplayRepository, context: QueryContext) -> Node | None:
    number = repository.attributes.parent_id
    parent = context.world.by_id(number) if number is not None else None
    return repository_node(parent, context) if parent else None


def _license(spdx: str | None) -> Node | None:
    return None if spdx is None else {"key": spdx.lower(), "name": spdx, "spdxId": spdx}


def _topic(name: str) -> Node:
    return {"id": f"RT_{name}", "topic": {"id": f"T_{name}", "name": name}}


def _releases(repository: ReplayRepository, context: QueryContext, arguments: dict[str, Any]) -> Node:
    rows = published(repository, context.now, tag_only=False)
    order = arguments.get("orderBy") or {}
    if order.get("direction") == "ASC":
        rows = rows[::-1]
    return connect(rows, lambda r: _release_node(repository, context, r), arguments)


def _release(repository: ReplayRepository, context: QueryContext, tag: str | None) -> Node | None:
    """The release of a tag, or without one the latest that is not a pre-release."""
    for release in published(repository, context.now, tag_only=False):
        if release.tag == tag or (tag is None and not release.prerelease):
            return _release_node(repository, context, release)
    return None


def _release_node(repository: ReplayRepository, context: QueryContext, release: ReplayRelease) -> Node:
    when = iso(release.when)
    return {
        "__typename": "Release",
        "id": f"RE_{repository.github_id}_{seconds(release.when)}",
        "databaseId": seconds(release.when) % 1_000_000_000,
        "tagName": release.tag,
        "name": release.tag,
        "description": release.body,
        "url": f"https://github.com/{repository.full_name}/releases/tag/{release.tag}",
        "createdAt": when,
        "publishedAt": when,
        "isDraft": False,
        "isPrerelease": release.prerelease,
        "immutable": False,
        "isLatest": lambda info: (_release(repository, context, None) or {}).get("tagName") == release.tag,
        "releaseAssets": empty,
        "tagCommit": lambda info: gql_git.tag_commit(repository, context, release),
    }
