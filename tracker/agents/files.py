"""What a dependency file stands on: the text of a file in, its worst news out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tracker.agents.answer import BadQuestion, ToolAnswer, cut, since_words
from tracker.agents.naming import Named
from tracker.audit.report import AuditedDependency, AuditReport
from tracker.packages import Dependency, Listing, UnreadableFile, read_bytes
from tracker.packages.dependency import Unreadable, package

LARGEST = 2**20
SHOWN = 20
UNREAD = 5
Look = Callable[[Sequence[Listing]], AuditReport]


def audit(content: str, filename: str, look: Look) -> ToolAnswer:
    """The dependencies that are not plainly active, the gravest first. Raises BadQuestion for no such file.

    The text is read in an empty folder: a file that it includes is not there.
    """
    name = Path(filename).name or "requirements.txt"
    if len(content) > LARGEST:
        raise BadQuestion(f"the file is larger than {LARGEST:,} characters: give the part that matters")
    with tempfile.TemporaryDirectory(prefix="tracker-") as folder:
        path = Path(folder) / name
        try:
            path.write_text(content, encoding="utf-8", errors="replace")
            listing = read_bytes(content.encode("utf-8", "replace"), path)
        except (UnreadableFile, OSError) as error:
            raise BadQuestion(cut(str(error).replace(folder, "").lstrip("/"), 300)) from None
        report = look([listing])
    rows = [_row(d) for d in report.sorted if d.headline != "active"]
    unread = [f"not read: {str(p).replace(folder, '').lstrip('/')}" for p in report.passed if p.fault]
    if not report.dependencies and not unread:
        raise BadQuestion(f"{name} names no package: give the text of a dependency file, and its filename")
    lines = [report.summary, *(_line(r) for r in rows[:SHOWN]), *(cut(told) for told in unread[:UNREAD])]
    if len(rows) > SHOWN:
        lines.append(f"and {len(rows) - SHOWN} more that are not plainly active")
    data = {"as_of": report.as_of.isoformat(), "counts": report.counts, "packages": rows[:SHOWN]}
    return ToolAnswer("\n".join(lines), data)


def looked(found: Sequence[Named], look: Look) -> dict[str, dict[str, Any]]:
    """One look at packages and repositories that are not followed here: as data, by what was asked."""
    wanted = {}
    for one in found:
        try:
            wanted[one.asked] = (
                Dependency(one.repository, f"https://github.com/{one.repository}", "github")
                if one.repository
                else package(one.package)
            )
        except Unreadable:
            continue
    report = look([Listing("", "package", list(wanted.values()))]) if wanted else None
    by_name = {d.wanted.name: d for d in report.dependencies} if report else {}
    return {
        asked: {"asked": asked, **_verdict(by_name[one.name])}
        for asked, one in wanted.items()
        if one.name in by_name
    }


def _verdict(one: AuditedDependency) -> dict[str, Any]:
    found = _row(one)
    after = [
        {
            "repository": s.repository,
            "headline": s.headline or "unknown",
            "package": None,
            "named_by": s.named_by,
        }
        for s in (one.verdict.successors if one.verdict else ())[:3]
    ]
    url = f"https://github.com/{one.repository}" if one.repository else None
    return {key: found[key] for key in ("repository", "headline", "since", "since_by", "because")} | {
        "url": url,
        "instead": after,
    }


def _row(one: AuditedDependency) -> dict[str, Any]:
    return {
        "name": one.wanted.name,
        "repository": one.repository,
        "headline": one.headline,
        "since": one.since.isoformat() if one.since else None,
        "since_by": one.since_by,
        "because": cut(one.why, 120),
        "instead": list(one.instead[:2]),
    }


def _line(row: dict[str, Any]) -> str:
    since = since_words(row)
    instead = f" Instead: {', '.join(row['instead'])}." if row["instead"] else ""
    return f"{row['name']}: {row['headline']}{since}. {row['because'].rstrip('.')}.{instead}"
