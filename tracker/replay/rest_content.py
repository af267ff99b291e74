"""REST content: the README as it is and as it was, and single commits."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

from tracker.replay.commit_log import CommitRow, object_name
from tracker.replay.links import numbered
from tracker.replay.replies import Reply, Request, answer, not_found, refusal
from tracker.replay.shapes import commit_json
from tracker.replay.world import Readme, ReplayRepository, World, seconds

RAW = ("application/vnd.github.raw", "application/vnd.github.v3.raw")


def readme(request: Request, repository: ReplayRepository, world: World) -> Reply:
    """The README: its plain text when asked for raw, else wrapped in JSON; `ref` gives an earlier one."""
    return _file(request, repository)


def contents(request: Request, repository: ReplayRepository, world: World) -> Reply:
    """The README by its path; there is no other file."""
    now = readme_at(repository, request.now)
    if now is None or request.path.rpartition("/contents/")[2].lower() != now.path.lower():
        return not_found()
    return _file(request, repository)


def readme_at(repository: ReplayRepository, now: datetime) -> Readme | None:
    """The README at a moment; None when there is none."""
    found = None
    for revision in repository.readmes():
        if revision.when <= now:
            found = revision
    return found if found is not None and found.text is not None else None


def _file(request: Request, repository: ReplayRepository) -> Reply:
    reference = request.query.get("ref", repository.attributes.default_branch)
    if reference in (repository.attributes.default_branch, "HEAD"):
        revision = readme_at(repository, request.now)
    else:
        revision = _revision(repository, reference, request.now)
        if revision is None:
            return refusal(404, f"No commit found for the ref {reference}")
    if revision is None or revision.text is None:
        return not_found()
    content = revision.text.encode()
    if any(kind in request.headers.get("accept", "") for kind in RAW):
        return Reply(200, content, {"content-type": "application/vnd.github.raw+json; charset=utf-8"})
    return answer(_file_json(repository, revision.path, content, request.base))


def _file_json(repository: ReplayRepository, path: str, content: bytes, base: str) -> dict[str, Any]:
    return {
        "type": "file",
        "name": path,
        "path": path,
        "sha": object_name("blob", content).hex(),
        "size": len(content),
        "url": f"{base}/repos/{repository.full_name}/contents/{path}",
        "html_url": f"https://github.com/{repository.full_name}/blob/main/{path}",
        "encoding": "base64",
        "content": base64.encodebytes(content).decode(),
    }


def revision_oid(repository: ReplayRepository, revision: Readme) -> str:
    """The name of the commit that brought a README: the replay's git history holds no files."""
    return object_name("commit", f"{repository.github_id} README {seconds(revision.when)}".encode()).hex()


def _revision(repository: ReplayRepository, oid: str, now: datetime) -> Readme | None:
    for revision in repository.readmes():
        if revision.when <= now and revision_oid(repository, revision).startswith(oid):
            return revision
    return None


def revisions(request: Request, repository: ReplayRepository) -> Reply:
    """The commits that changed the README, newest first; none for any other path."""
    path = request.query["path"].lower()
    rows = [r for r in repository.readmes() if r.when <= request.now and r.path.lower() == path][::-1]
    chosen, link = numbered(request, repository.github_id, "/commits", rows, most=100)
    return answer([_revision_json(repository, r, request.base) for r in chosen], headers=link)


def _revision_json(repository: ReplayRepository, revision: Readme, base: str) -> dict[str, Any]:
    row = CommitRow(seconds(revision.when), "Demo Author 1", "author1@demo.invalid", "Change the README")
    return commit_json(repository, revision_oid(repository, revision), [], row, base)


def commit(request: Request, repository: ReplayRepository, world: World) -> Reply:
    """One commit by its name or by HEAD."""
    wanted = request.path.rpartition("/commits/")[2]
    log, count = repository.commits, repository.commits.count(seconds(request.now))
    if not count:
        return refusal(409, "Git Repository is empty.")
    if wanted in ("HEAD", repository.attributes.default_branch):
        return answer(commit_at(repository, count - 1, request.base))
    if revision := _revision(repository, wanted, request.now):
        return answer(_revision_json(repository, revision, request.base))
    index = log.find(wanted, count)
    if index is None:
        return refusal(422, f"No commit found for SHA: {wanted}")
    return answer(commit_at(repository, index, request.base))


def commit_at(repository: ReplayRepository, index: int, base: str) -> dict[str, Any]:
    """The commit at a position of the history."""
    log = repository.commits
    row = log.row(index)
    parents = [log.oid(index - 1)] if index else []
    if row.merge and index > 1:
        parents.append(log.oid(index - 2))
    return commit_json(repository, log.oid(index), parents, row, base)
