"""REST lists: issues by cursor; pull requests, releases, tags and commits by page number."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from tracker.replay import rest_content, shapes
from tracker.replay.issue_log import IssueView, page
from tracker.replay.links import address, cursor, numbered, read_cursor
from tracker.replay.replies import Reply, Request, answer, refusal
from tracker.replay.world import ReplayRelease, ReplayRepository, World, seconds

DEEP = (
    "Pagination with the page parameter is not supported for large datasets, please use cursor based "
    "pagination (after/before)"
)


def issues(request: Request, repository: ReplayRepository, world: World) -> Reply:
    """Issues and pull requests in one stream, led on by cursors; deep page numbers are refused."""
    if not repository.attributes.has_issues:
        return refusal(410, "Issues are disabled for this repo")
    return _stream(request, repository, "/issues", pulls_only=False)


def pulls(request: Request, repository: ReplayRepository, world: World) -> Reply:
    """Pull requests alone; there is no `since` here."""
    return _stream(request, repository, "/pulls", pulls_only=True)


def _stream(request: Request, repository: ReplayRepository, tail: str, *, pulls_only: bool) -> Reply:
    asked = request.query.get("page", "1")
    if asked.isdigit() and int(asked) > 100:
        return refusal(422, DEEP)
    after = read_cursor(request.query["after"]) if "after" in request.query else None
    if "after" in request.query and after is None:
        return refusal(422, "Invalid cursor")
    view = repository.issues.view(seconds(request.now))
    try:
        keep = _kept(request, repository, view, pulls_only=pulls_only)
    except ValueError:
        return refusal(422, "Validation Failed")
    by_update = request.query.get("sort") == "updated"
    newest = request.query.get("direction", "desc") != "asc"
    found = page(view, keep, after, newest=newest, by_update=by_update)
    size = request.number("per_page", 30, 100)
    first = 0 if after is not None else (request.number("page", 1, 100) - 1) * size
    rows = [int(p) for p in found[first : first + size]]
    now = seconds(request.now)
    headers = {}
    if len(found) > first + size:
        moment = int(view.updated[rows[-1]]) if by_update else 0
        place = cursor(moment, int(view.index[rows[-1]]))
        where = address(request, repository.github_id, tail, after=place)
        headers["link"] = f'<{where}>; rel="next"'
    shown = [shapes.issue_json(repository, view, p, request.base, now) for p in rows]
    return answer([_as_pull(row) for row in shown] if pulls_only else shown, headers=headers)


def _as_pull(row: dict[str, Any]) -> dict[str, Any]:
    """A pull request as its own list shows it: merged or not at the top, and no count of comments."""
    kept = {name: value for name, value in row.items() if name not in ("pull_request", "comments")}
    return kept | {"merged_at": row["pull_request"]["merged_at"]}


def _kept(
    request: Request, repository: ReplayRepository, view: IssueView, *, pulls_only: bool
) -> npt.NDArray[np.bool_]:
    """Which issues the request's filters let through. ValueError: an unreadable `since`."""
    keep = np.ones(len(view.index), dtype=np.bool_)
    state = request.query.get("state", "open")
    if state != "all":
        keep &= (view.closed > 0) == (state == "closed")
    if since := request.query.get("since"):
        keep &= view.updated >= _unix(since)
    if pulls_only:
        keep &= np.isin(view.index, list(repository.issues.pulls))
    return keep


def _unix(text: str) -> int:
    when = datetime.fromisoformat(text)
    return seconds(when if when.tzinfo else when.replace(tzinfo=UTC))


def published(repository: ReplayRepository, now: datetime, *, tag_only: bool) -> list[ReplayRelease]:
    """Releases (or bare tags and releases' tags) out by now, newest first."""
    found = [r for r in repository.releases() if r.when <= now and (tag_only or not r.tag_only)]
    return found[::-1]


def releases(request: Request, repository: ReplayRepository, world: World) -> Reply:
    """Published releases, newest first."""
    rows = published(repository, request.now, tag_only=False)
    chosen, link = numbered(request, repository.github_id, "/releases", rows, most=100)
    return answer([shapes.release_json(repository, r, request.base) for r in chosen], headers=link)


def tags(request: Request, repository: ReplayRepository, world: World) -> Reply:
    """Tag names and the commits they name: GitHub gives no date here."""
    rows = published(repository, request.now, tag_only=True)
    chosen, link = numbered(request, repository.github_id, "/tags", rows, most=100)
    return answer([_tag(repository, r, request.base) for r in chosen], headers=link)


def _tag(repository: ReplayRepository, release: ReplayRelease, base: str) -> dict[str, Any]:
    oid = tagged_commit(repository, release)
    where = f"{base}/repos/{repository.full_name}"
    return {
        "name": release.tag,
        "commit": {"sha": oid, "url": f"{where}/commits/{oid}"},
        "node_id": f"REF_{oid}",
    }


def tagged_commit(repository: ReplayRepository, release: ReplayRelease) -> str:
    """The last commit before the tag was set, or a name of no commit where there was none."""
    count = repository.commits.count(seconds(release.when))
    return repository.commits.oid(count - 1) if count else "0" * 40


def commits(request: Request, repository: ReplayRepository, world: World) -> Reply:
    """Commits of the default branch, newest first; with path=README.md the README's revisions."""
    log = repository.commits
    if request.query.get("path"):
        return rest_content.revisions(request, repository)
    count = log.count(seconds(request.now))
    if not count:
        return refusal(409, "Git Repository is empty.")
    first, last = 0, count
    try:
        if since := request.query.get("since"):
            first = int(np.searchsorted(log.times[:count], _unix(since), side="left"))
        if until := request.query.get("until"):
            last = int(np.searchsorted(log.times[:count], _unix(until), side="right"))
    except ValueError:
        return refusal(422, "Validation Failed")
    rows = range(last - 1, first - 1, -1)
    chosen, link = numbered(request, repository.github_id, "/commits", rows, most=100)
    return answer([rest_content.commit_at(repository, i, request.base) for i in chosen], headers=link)
