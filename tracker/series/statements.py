"""All that a project said of its own future, from every place where it was read, with its days."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from tracker.catalog import Milestone
from tracker.records import AttributeChange, Notice, Release
from tracker.series.followed import Repository

if TYPE_CHECKING:  # whoever only shows what is kept need not compile a hundred phrases
    from tracker.signals.reading.project import Project

DECLARING = frozenset({"end-of-life", "maintenance-only", "moved", "archived"})
# What GitHub itself shows and anybody can check there. Announcements made elsewhere are milestones on the
# pages, but no verdict rests on dates that were collected by hand; READMEs are read by the collectors.
ON_GITHUB = frozenset({"issue", "archive-banner"})
Said = tuple[str, str] | None


def statements(
    repository: Repository,
    rows: Sequence[Any],
    releases: Sequence[Release],
    changes: Sequence[AttributeChange],
    searched: bool = False,
) -> tuple[Notice, ...]:
    """What collectors read, what attributes and release texts say, and the catalog's; oldest first.

    `searched`: the README's days come from a search of its newest revisions, so they are "by", not "since".
    """
    read = [
        replace(
            Notice(r.declares, r.place, r.sentence, r.url, r.first_seen, r.withdrawn_at),
            by=searched and r.place == "readme",
        )
        for r in rows
        if r.place not in SAYS  # once stored beside the attribute that says it
    ]
    said = [
        Notice("end-of-life", "release", r.notice, _release_url(repository, r), r.published_at)
        for r in releases
        if r.notice
    ]
    shown = [notice for name in SAYS for notice in _shown(repository, name, changes)]
    announced = [
        _announcement(m)
        for m in repository.milestones
        if m.kind in DECLARING
        and m.where in ON_GITHUB
        and (m.where != "archive-banner" or repository.archived_at is None)  # GitHub dates it itself
    ]
    return tuple(sorted([*read, *said, *shown, *announced], key=lambda notice: notice.first_seen))


class ReadWhenAsked(Sequence[Notice]):
    """Statements that are looked for in texts once somebody asks for them: of most nobody does."""

    def __init__(self, read: Callable[[], tuple[Notice, ...]]) -> None:
        self._read = read

    @cached_property
    def _found(self) -> tuple[Notice, ...]:
        return self._read()

    def __len__(self) -> int:
        return len(self._found)

    def __getitem__(self, place: Any) -> Any:
        return self._found[place]


# Which collector reads the places that can be left unread.
READERS = {"readme": "notices", "issue": "pinned", "registry": "packages"}


def unread(
    repository: Repository,
    covered: Collection[tuple[int, str]],
    missed: Mapping[tuple[int, str], tuple[str, date]],
) -> dict[str, str]:
    """The places that no collector has read to the end, each with the reason that was recorded or "".

    Of an index only where there is a package. `missed`: {(github_id, collector): (reason, its day)}.
    """
    asked = {place: (repository.github_id or 0, collector) for place, collector in READERS.items()}
    return {
        place: missed[asked[place]][0] if asked[place] in missed else ""
        for place in READERS
        if asked[place] not in covered and (place != "registry" or repository.packages)
    }


def _shown(repository: Repository, name: str, changes: Sequence[AttributeChange]) -> Iterator[Notice]:
    """The statements of one attribute: each from the reading that found it to the one that missed it."""
    stands: Notice | None = None
    for change in changes:
        if change.name != name:
            continue
        found = _says(name, change.value or "", repository.full_name, tuple(repository.packages))
        if stands is not None and (found is None or found[0] != stands.declares):
            yield replace(stands, withdrawn_at=change.seen_at)
            stands = None
        if found is not None and stands is None:
            url = f"https://github.com/{repository.full_name}"
            stands = Notice(found[0], name, found[1], url, change.seen_at)
    if stands is not None:
        yield stands


@lru_cache(maxsize=4096)
def _says(name: str, value: str, full_name: str, packages: tuple[str, ...]) -> Said:
    """(what an attribute's value declares, its words)."""
    from tracker.signals.reading.project import Project

    return SAYS[name](value, Project(full_name, (), packages))


def _description(value: str, project: Project) -> Said:
    from tracker.signals.phrases import find_notice

    return find_notice(value, project)


def _topics(value: str, _project: Project) -> Said:
    from tracker.signals.phrases import find_label

    return find_label(json.loads(value or "[]"))


def _homepage(value: str, _project: Project) -> Said:
    """An address says it by a part of its path (…/deprecated/)."""
    from tracker.signals.phrases import find_label

    return find_label(value.partition("://")[2].split("/")[1:])


SAYS: Mapping[str, Callable[[str, Project], Said]] = {
    "description": _description,
    "topics": _topics,
    "homepage": _homepage,
}


def _announcement(milestone: Milestone) -> Notice:
    moment = datetime.combine(milestone.date, time(), tzinfo=UTC)
    sentence = milestone.quote or milestone.text
    return Notice(milestone.kind, milestone.where or "announcement", sentence, milestone.source, moment)


def _release_url(repository: Repository, release: Release) -> str:
    return f"https://github.com/{repository.full_name}/releases/tag/{release.tag}"
