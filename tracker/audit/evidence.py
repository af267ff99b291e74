"""What a look leaves behind: facts without people, small enough to be kept."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tracker.github.items import release
from tracker.github.quick_look import WINDOW, QuickLook
from tracker.records import Notice, Release
from tracker.signals.phrases import find_notice

# What a quick look never reads; the full judgement of a followed repository does.
NEVER = ("issues and pull requests", "its pace of earlier years", "withdrawn notices")


@dataclass(frozen=True, slots=True)
class Kept:
    """A repository as one look showed it. Times are ISO texts, so that it can be kept as JSON."""

    full_name: str
    github_id: int
    read_at: str
    created_at: str | None = None
    pushed_at: str | None = None
    archived: bool | None = None
    archived_at: str | None = None
    is_fork: bool = False
    description: str | None = None
    homepage: str | None = None
    topics: tuple[str, ...] = ()
    node_id: str = ""
    readme: str | None = None  # its path, where it was read
    notices: tuple[tuple[str, str, str, str, str, str | None], ...] = ()  # the fields of a Notice
    releases: tuple[tuple[str, str, bool, bool, str | None], ...] | None = None
    days: tuple[tuple[str, int, int, int], ...] = ()  # day, commits, human, substantive
    known_from: str | None = None  # from that day on every commit is known
    registry: bool = False  # whether the package index was asked
    without: tuple[str, ...] = NEVER  # evidence that was not read
    light: str | None = None  # why not, where GitHub or the lack of a token is the cause


def kept(look: QuickLook, now: datetime) -> Kept:
    """What is kept of a look; notices are found here and texts are dropped."""
    facts = look.facts
    name = facts.full_name
    notices: list[tuple[str, str, str, str, str, str | None]] = []
    if look.readme and (found := find_notice(look.readme[1], name)):
        url = f"https://github.com/{name}/blob/HEAD/{look.readme[0]}"
        notices.append((found[0], "readme", found[1], url, now.isoformat(), None))
    for pin in look.pins or ():
        if said := find_notice(pin.title, name) or find_notice(f"{pin.title}\n{pin.body}", name):
            url = f"https://github.com/{name}/{pin.where}s/{pin.number}"
            since = (pin.edited or pin.opened).isoformat()
            notices.append((said[0], pin.where, said[1], url, since, _iso(pin.closed)))
    without = [*NEVER]
    without += [] if look.readme else ["the README"]
    without += [] if look.pins is not None else ["pinned issues"]
    without += [] if look.commits is not None else ["commits"]
    return Kept(
        **_facts(look, now),
        readme=look.readme[0] if look.readme else None,
        notices=tuple(notices),
        releases=_releases(look, name),
        days=_days(look),
        known_from=_known_from(look, now),
        without=tuple(without),
    )


def _facts(look: QuickLook, now: datetime) -> dict[str, Any]:
    facts = look.facts
    return {
        "full_name": facts.full_name,
        "github_id": facts.github_id,
        "node_id": facts.node_id,
        "read_at": now.isoformat(),
        "created_at": _iso(facts.created_at),
        "pushed_at": _iso(facts.pushed_at),
        "archived": facts.archived,
        "archived_at": _iso(facts.archived_at),
        "is_fork": bool(facts.is_fork),
        "description": facts.description,
        "homepage": facts.homepage,
        "topics": tuple(facts.topics or ()),
    }


def _releases(look: QuickLook, name: str) -> tuple[tuple[str, str, bool, bool, str | None], ...] | None:
    if look.releases is None:
        return None
    read = [release(row, lambda text: find_notice(text, name)) for row in look.releases]
    made = [r for r in read if r]
    tagged = {r.tag for r in made}
    made += [Release(tag, when, is_tag_only=True) for tag, when in look.tags if tag not in tagged]
    return tuple((r.tag, r.published_at.isoformat(), r.is_prerelease, r.is_tag_only, r.notice) for r in made)


def _days(look: QuickLook) -> tuple[tuple[str, int, int, int], ...]:
    counts: dict[str, list[int]] = {}
    for when, kind in look.commits or ():
        count = counts.setdefault(when.astimezone(UTC).date().isoformat(), [0, 0, 0])
        count[0] += 1
        count[1] += kind in ("automated", "substantive")
        count[2] += kind == "substantive"
    if look.commits == () and look.head is not None:  # the newest one, however old: of what kind is not known
        counts[look.head.astimezone(UTC).date().isoformat()] = [1, 1, 1]
    return tuple((day, *map(int, many)) for day, many in sorted(counts.items()))  # type: ignore[misc]


def _known_from(look: QuickLook, now: datetime) -> str | None:
    """From which day on nothing is missing: the window's, or where the page of commits ended."""
    if look.commits is None:
        silent = look.facts.pushed_at  # nothing was pushed since, to any branch
        return (silent.date() + timedelta(days=1)).isoformat() if silent else None
    if not look.complete and look.commits:
        return (look.commits[-1][0].astimezone(UTC).date() + timedelta(days=1)).isoformat()
    if not look.commits and look.head is not None:
        return look.head.astimezone(UTC).date().isoformat()
    return (now.date() - timedelta(days=WINDOW - 1)).isoformat()


def _iso(when: datetime | None) -> str | None:
    return when.isoformat() if when else None


def with_notice(look: Kept, notice: Notice | None) -> Kept:
    """The same with what the package index says; None: it was asked and says nothing."""
    others = tuple(row for row in look.notices if row[1] != "registry")
    if notice is None:
        return replace(look, notices=others, registry=True)
    row = (
        notice.declares,
        notice.where,
        notice.sentence,
        notice.url or "",
        notice.first_seen.isoformat(),
        None,
    )
    return replace(look, notices=(*others, row), registry=True)


def since_revision(look: Kept, revisions: list[tuple[datetime, str]]) -> Kept:
    """The README's notice dated by the oldest of its newest revisions that say it without a break."""
    changed = []
    for row in look.notices:
        if row[1] == "readme":
            for when, text in revisions:
                found = find_notice(text, look.full_name)
                if found is None or found[0] != row[0]:
                    break
                row = (*row[:4], when.isoformat(), None)
        changed.append(row)
    return replace(look, notices=tuple(changed))


def to_json(look: Kept) -> dict[str, Any]:
    return asdict(look)


def from_json(row: dict[str, Any]) -> Kept:
    """What was kept. Raises TypeError and ValueError for anything else."""
    values: dict[str, Any] = dict(row)
    for name in ("topics", "without"):
        values[name] = tuple(values[name])
    for name in ("notices", "releases", "days"):
        values[name] = None if values[name] is None else tuple(map(tuple, values[name]))
    found = Kept(**values)
    datetime.fromisoformat(found.read_at)
    return found
