"""How REST answers look: repositories, issues, releases, tags and commits as JSON values."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tracker.replay.commit_log import CommitRow
from tracker.replay.issue_log import IssueView
from tracker.replay.world import ReplayRelease, ReplayRepository, World, iso, node_id, seconds


def owner_of(repository: ReplayRepository) -> str:
    """The OWNER of OWNER/NAME."""
    return repository.full_name.partition("/")[0]


def repository_json(repository: ReplayRepository, world: World, now: datetime, base: str) -> dict[str, Any]:
    """A full repository object. `watchers_count` is stars, `open_issues_count` includes pull requests."""
    own = repository.attributes
    stars, forks = repository.total("stars", now), repository.total("forks", now)
    open_count = repository.total("open_issues", now) + repository.total("open_pulls", now)
    address = f"{base}/repos/{repository.full_name}"
    body: dict[str, Any] = {
        "id": repository.github_id,
        "node_id": node_id(repository.github_id),
        "name": repository.full_name.partition("/")[2],
        "full_name": repository.full_name,
        "private": False,
        "owner": owner_json(owner_of(repository)),
        "html_url": f"https://github.com/{repository.full_name}",
        "description": own.description,
        "fork": own.is_fork,
        "url": address,
        "issues_url": f"{address}/issues{{/number}}",
        "created_at": iso(repository.created_at),
        "updated_at": iso(pushed_at(repository, now) or repository.created_at),
        "pushed_at": iso(pushed_at(repository, now)),
        "homepage": own.homepage,
        "size": repository.commits.count(seconds(now)),
        "stargazers_count": stars,
        "watchers_count": stars,
        "language": own.language,
        "has_issues": own.has_issues,
        "has_projects": True,
        "has_wiki": True,
        "has_pages": False,
        "has_discussions": False,
        "has_pull_requests": own.has_pull_requests,
        "forks_count": forks,
        "mirror_url": own.mirror_url,
        "archived": is_archived(repository, now),
        "disabled": False,
        "open_issues_count": open_count,
        "license": license_json(own.license),
        "allow_forking": True,
        "is_template": False,
        "topics": list(own.topics),
        "visibility": "public",
        "forks": forks,
        "open_issues": open_count,
        "watchers": stars,
        "default_branch": own.default_branch,
        "network_count": forks,
        "subscribers_count": repository.total("watchers", now),
    }
    parent = world.by_id(own.parent_id) if own.parent_id is not None else None
    if parent is not None:
        body["parent"] = {"id": parent.github_id, "full_name": parent.full_name}
    return body


def owner_json(login: str) -> dict[str, Any]:
    """An organisation that owns repositories."""
    return {"login": login, "type": "Organization", "url": f"https://github.com/{login}", "site_admin": False}


def license_json(spdx: str | None) -> dict[str, Any] | None:
    """A licence by its SPDX name."""
    return None if spdx is None else {"key": spdx.lower(), "name": spdx, "spdx_id": spdx}


def is_archived(repository: ReplayRepository, now: datetime) -> bool:
    """Whether it is read-only by now."""
    when = repository.attributes.archived_at
    return when is not None and when <= now


def pushed_at(repository: ReplayRepository, now: datetime) -> int | None:
    """When the last commit arrived (Unix seconds); None while empty."""
    count = repository.commits.count(seconds(now))
    return int(repository.commits.times[count - 1]) if count else None


def issue_json(
    repository: ReplayRepository, view: IssueView, position: int, base: str, now: int
) -> dict[str, Any]:
    """One issue or pull request as a list shows it; a pull request has the key `pull_request`."""
    log = repository.issues
    index, closed = int(view.index[position]), int(view.closed[position])
    number, text = index + 1, log.text(index)
    address = f"{base}/repos/{repository.full_name}/issues/{number}"
    pull = index in log.pulls
    body: dict[str, Any] = {
        "url": address,
        "id": repository.github_id * 100_000 + number,
        "node_id": f"{'PR' if pull else 'I'}_{repository.github_id}_{number}",
        "number": number,
        "title": text.title or f"{'Change' if pull else 'Issue'} {number}",
        "user": user_json(text.bot),
        "labels": [],
        "state": "closed" if closed else "open",
        "locked": False,
        "assignees": [],
        "milestone": None,
        "comments": max(text.comments, sum(when <= now for when, _, _ in text.replies)),
        "created_at": iso(int(log.arrays()[0][index])),
        "updated_at": iso(int(view.updated[position])),
        "closed_at": iso(closed) if closed else None,
        "author_association": text.association,
        "body": text.body,
        "state_reason": (text.state_reason or "completed") if closed else None,
    }
    if pull:
        merged = log.merged.get(index, 0)
        body["draft"] = text.draft
        body["state_reason"] = None
        body["pull_request"] = {"url": address, "merged_at": iso(merged) if 0 < merged <= now else None}
    return body


def user_json(bot: bool) -> dict[str, Any]:
    """A made-up account; nobody real is ever named."""
    login = "demo-robot[bot]" if bot else "demo-user"
    return {"login": login, "id": 2 if bot else 1, "type": "Bot" if bot else "User", "site_admin": False}


def release_json(repository: ReplayRepository, release: ReplayRelease, base: str) -> dict[str, Any]:
    """A published release."""
    when = seconds(release.when)
    return {
        "url": f"{base}/repos/{repository.full_name}/releases/{when}",
        "html_url": f"https://github.com/{repository.full_name}/releases/tag/{release.tag}",
        "id": repository.github_id % 1_000_000 * 1_000 + when % 1_000,
        "node_id": f"RE_{repository.github_id}_{when}",
        "tag_name": release.tag,
        "target_commitish": repository.attributes.default_branch,
        "name": release.tag,
        "draft": False,
        "prerelease": release.prerelease,
        "immutable": False,
        "created_at": iso(release.when),
        "published_at": iso(release.when),
        "assets": [],
        "body": release.body,
        "author": user_json(bot=False),
    }


def commit_json(
    repository: ReplayRepository, oid: str, parents: list[str], row: CommitRow, base: str
) -> dict[str, Any]:
    """One commit as a list shows it."""
    who = {"name": row.author, "email": row.email, "date": iso(row.when)}
    address = f"{base}/repos/{repository.full_name}/commits"
    return {
        "sha": oid,
        "node_id": f"C_{oid}",
        "commit": {"author": who, "committer": who, "message": row.subject, "comment_count": 0},
        "url": f"{address}/{oid}",
        "author": None,
        "committer": None,
        "parents": [{"sha": p, "url": f"{address}/{p}"} for p in parents],
    }
