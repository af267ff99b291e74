"""Which alerts are shown, and under which headings: by what became of them, then by verdict or by list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from typing import Any

from dashboards.data.named_lists import members
from dashboards.data.query import QueryString
from dashboards.data.snapshot import Snapshot
from dashboards.drawing.theme import GRAVITY, STATES
from dashboards.views.alerts.data import OpenAlert
from tracker.store.alert_listing import QUIETED, AlertQuery
from tracker.writing import listed

# What is new comes first, what somebody has quieted last.
SECTIONS = {
    "firing": "What stands", "pending": "Being watched", "known": "Known before tracking began",
    QUIETED: "Acknowledged, snoozed or muted",
}  # fmt: skip
SPOKEN = {name: STATES[name].word.lower() for name in reversed(GRAVITY)}  # the gravest first
OTHER = "other"  # in the address: those that are about no verdict


@dataclass
class AlertGroup:
    """The alerts under one heading of a section: how many there are, and those that are shown.

    `state` is the verdict that all of them are about; None where they are of several or of none.
    """

    name: str
    state: str | None
    many: int
    alerts: list[OpenAlert] = field(default_factory=list)


@dataclass
class AlertSection:
    """What became of some alerts in the same way; `many` counts those that are not shown too."""

    name: str
    many: int
    groups: list[AlertGroup] = field(default_factory=list)

    @property
    def title(self) -> str:
        return SECTIONS[self.name]


class Headings:
    """The headings within a section: a verdict each, or those lists on which a repository stands.

    Each alert stands once, so those on two lists have a heading of both.
    """

    def __init__(self, snapshot: Snapshot, by: str) -> None:
        self.by_list = by == "list"
        on: dict[tuple[str, ...], list[int]] = {}
        for one in snapshot.tracked if self.by_list else ():
            if one.lists and one.github_id is not None:
                on.setdefault(one.lists, []).append(one.github_id)
        self.names = sorted(on)
        self.ids = [on[name] for name in self.names]

    def key(self, row: Any) -> int | str:
        """What those under one heading have in common."""
        return row.heading if self.by_list else row.kind  # type: ignore[no-any-return]

    def words(self, row: Any) -> str:
        """The heading over an alert."""
        if not self.by_list:
            return str(row.kind)
        return (
            f"On {listed(list(self.names[row.heading]))}" if row.heading < len(self.names) else "On no list"
        )

    def state(self, row: Any) -> str | None:
        """The verdict that all below the heading are about."""
        return None if self.by_list or row.kind not in STATES else str(row.kind)


def wanted(snapshot: Snapshot, asked: QueryString, headings: Headings) -> tuple[AlertQuery, AlertQuery]:
    """(all alerts that the page is about, those of them that fit the search). Raises BadParameter."""
    on = members(snapshot, asked.text("list"))
    every = AlertQuery(
        sections=tuple(SECTIONS),
        spoken=SPOKEN,
        now=datetime.combine(snapshot.today, time(), UTC),
        among=None if on is None else [one.github_id for one in on if one.github_id is not None],
        headings=headings.ids,
    )
    words = tuple(asked.text("q").lower().split())
    kind = asked.one_of("state", ("", *STATES, OTHER), "")
    named = {"": None, OTHER: ""}.get(kind, kind)
    return every, replace(every, words=words, kind=named)


def kinds(counts: Sequence[Any]) -> dict[str, str]:
    """The verdicts that alerts are about, with their words and counts; '' is any, 'other' is no verdict."""
    many: Counter[str] = Counter()
    for row in counts:
        many[row.kind if row.kind in STATES else OTHER] += row.many
    named = {name: f"{word} ({many[name]})" for name, word in SPOKEN.items() if many[name]}
    return {"": "any", **named, **({OTHER: f"other ({many[OTHER]})"} if many[OTHER] else {})}


def sections(
    shown: Sequence[tuple[Any, OpenAlert]], counts: Sequence[Any], headings: Headings
) -> list[AlertSection]:
    """The shown alerts under their headings, which count all that fit."""
    within: Counter[Any] = Counter()
    for row in counts:
        within[row.section] += row.many
        within[row.section, headings.key(row)] += row.many
    made: list[AlertSection] = []
    last: Mapping[str, Any] = {}
    for row, alert in shown:
        if last.get("section") != row.section:
            made.append(AlertSection(row.section, within[row.section]))
            last = {"section": row.section}
        key = headings.key(row)
        if last.get("key") != key:
            many = within[row.section, key]
            made[-1].groups.append(AlertGroup(headings.words(row), headings.state(row), many))
            last = {"section": row.section, "key": key}
        made[-1].groups[-1].alerts.append(alert)
    return made
