"""Releases and bare tags, each once by its name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from tracker.records import Release
from tracker.store import versions
from tracker.store.bulk import upsert
from tracker.store.database import Part
from tracker.store.models import release

RELEASE = ("repository_id", "tag", "published_at", "is_prerelease", "is_tag_only", "notice", "first_seen")


class Releases(Part):
    """The table `release`."""

    def save(self, repository_id: int, releases: Sequence[Release], seen_at: datetime) -> None:
        """Write releases. A published one outranks the bare tag of the same name, whichever came first."""
        with self.database.transaction() as connection:
            columns = [release.c[name] for name in RELEASE[1:6]]
            same = release.c.repository_id == repository_id
            stored = {row.tag: tuple(row) for row in connection.execute(select(*columns).where(same))}
            published = {tag for tag, row in stored.items() if not row[3]}
            rows = [
                (repository_id, r.tag, r.published_at, r.is_prerelease, r.is_tag_only, r.notice, seen_at)
                for r in sorted(releases, key=lambda r: not r.is_tag_only)
                if not (r.is_tag_only and r.tag in published)
            ]
            rows = [row for row in rows if stored.get(row[1]) != row[1:6]]
            times = [at for row in rows for at in (row[2], stored.get(row[1], row[1:3])[1])]
            past = versions.long_ago(times, seen_at)
            versions.judged(connection, [repository_id] if rows else [], past)
            kept = ("first_seen",)
            upsert(connection, "release", RELEASE, RELEASE[:2], rows, keep=kept, only_if_changed=RELEASE[2:6])

    def known(self, repository_id: int) -> dict[str, bool]:
        """Tags of the releases on record, and whether each is a bare tag."""
        with self.database.view() as connection:
            query = select(release.c.tag, release.c.is_tag_only).where(
                release.c.repository_id == repository_id
            )
            return {row.tag: row.is_tag_only for row in connection.execute(query)}

    def of(self, ids: Collection[int]) -> Sequence[Row[Any]]:
        """All release rows, by repository and date."""
        query = select(release).where(release.c.repository_id.in_(ids))
        return self.rows(query.order_by(release.c.repository_id, release.c.published_at))
