"""The README as GraphQL sees it: as a file, in the only folder there is, and in the commits that changed it.

The replay's git history holds no files, so a README's revisions are commits of their own beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from tracker.replay.commit_log import TREE_OID, object_name
from tracker.replay.gql_connections import Node, connect
from tracker.replay.rest_content import revision_oid
from tracker.replay.world import Readme, ReplayRepository, iso


def standing(repository: ReplayRepository, now: datetime, revision: str | None) -> tuple[Readme, ...]:
    """The README's revisions up to a moment, and up to a commit of its own ('OID', or 'OID^' for before)."""
    rows = tuple(r for r in repository.readmes() if r.when <= now)
    if revision is None:
        return rows
    oid = revision.removesuffix("^")
    found = next((n for n, r in enumerate(rows) if revision_oid(repository, r) == oid), None)
    if found is None:
        return rows  # a commit of the branch: all that was written by then
    return rows[: found + (not revision.endswith("^"))]


def is_revision(repository: ReplayRepository, now: datetime, revision: str) -> bool:
    """Whether a name is that of a commit which changed the README, or of the one before such."""
    oid = revision.removesuffix("^")
    return any(revision_oid(repository, r) == oid for r in repository.readmes() if r.when <= now)


def folder(rows: Sequence[Readme]) -> Node | None:
    """The only folder, with the README in it; None before the first commit."""
    if not rows:
        return None
    entries = []
    if rows[-1].text is not None:
        oid = object_name("blob", rows[-1].text.encode()).hex()
        entries.append({"name": rows[-1].path, "path": rows[-1].path, "type": "blob", "oid": oid})
    return {"__typename": "Tree", "id": "T_root", "oid": TREE_OID.hex(), "entries": entries}


def blob(text: str) -> Node:
    """A file's content."""
    content = text.encode()
    oid = object_name("blob", content).hex()
    return {
        "__typename": "Blob",
        "id": f"B_{oid}",
        "oid": oid,
        "byteSize": len(content),
        "isBinary": False,
        "isTruncated": False,
        "text": text,
    }


def history(repository: ReplayRepository, rows: Sequence[Readme], arguments: Mapping[str, Any]) -> Node:
    """The commits that changed a path, newest first; one after which it was called otherwise removed it."""
    path = arguments["path"]
    touched = [
        row for before, row in zip((None, *rows), rows, strict=False)
        if row.path == path or (before is not None and before.path == path)
    ]  # fmt: skip
    return connect(touched[::-1], lambda row: commit(repository, row, rows), arguments)


def commit(repository: ReplayRepository, readme: Readme, rows: Sequence[Readme]) -> Node:
    """The commit that brought a revision."""
    oid = revision_oid(repository, readme)

    def file(_info: Any, path: str) -> Node | None:
        if readme.text is None or readme.path != path:
            return None
        content = blob(readme.text)
        return {"name": path, "path": path, "type": "blob", "oid": content["oid"], "object": content}

    return {
        "__typename": "Commit",
        "id": f"C_{oid}",
        "oid": oid,
        "committedDate": iso(readme.when),
        "authoredDate": iso(readme.when),
        "messageHeadline": "Change the README",
        "file": file,
        "history": lambda info, **arguments: history(repository, rows, arguments),
    }
