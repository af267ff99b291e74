"""Which alerts are shown, and under which headings: by what became of them, then by verdict or by list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboards.data.query import QueryString
from dashboards.drawing.theme import GRAVITY, STATES
from dashboards.views.alerts.data import OpenAlert, search_words
from tracker.writing import listed

# What is new comes first, what somebody has quieted last.
SECTIONS = {
    "firing": "What stands", "pending": "Being watched", "known": "Known before tracking began",
    "quieted": "Acknowledged, snoozed or muted",
}  # fmt: skip


@dataclass(frozen=True)
class Filed:
    """An alert's row, the silence over it, and where it belongs: its section, its kind, its lists.

    `lists` is None where alerts are not grouped by list.
    """

    row: Any
    silence: Any | None
    lists: tuple[str, ...] | None = None

    @property
    def section(self) -> str:
        return "quieted" if self.silence else str(self.row.state)

    @property
    def kind(self) -> str:
        """The verdict it is about; where it is about none, its rule."""
        return str(self.row.value) if self.row.value in STATES else str(self.row.rule)

    @property
    def heading(self) -> str:
        """The words it stands under: each alert stands once, so those on two lists have a heading of both."""
        if self.lists is None:
            return self.kind
        return f"On {listed(list(self.lists))}" if self.lists else "On no list"

    @property
    def place(self) -> tuple[object, ...]:
        """Its order: by section, then by list where that is asked, the gravest kind first."""
        gravity = -GRAVITY.index(self.kind) if self.kind in STATES else 1
        on = (not self.lists, self.lists) if self.lists is not None else ()
        return list(SECTIONS).index(self.section), *on, gravity, self.kind


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


def filed(
    rows: Iterable[Any], silences: Sequence[Any], lists: Mapping[str, tuple[str, ...]] | None = None
) -> list[Filed]:
    """Every alert in the order of the page; within a kind as they came, the newest first.

    `lists`: those that each repository stands on, where alerts are to be grouped by them.
    """
    quiet: dict[tuple[int | None, str | None], Any] = {}
    for silence in silences:  # an empty field of a silence means every one
        quiet.setdefault((silence.repository_id, silence.rule), silence)
    found = [
        Filed(
            row, _covering(quiet, row.repository_id, row.rule),
            None if lists is None else lists.get(row.repository, ()),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.place)


def _covering(quiet: dict[tuple[int | None, str | None], Any], repository: int, rule: str) -> Any | None:
    keys = ((repository, rule), (repository, None), (None, rule), (None, None))
    return next((quiet[key] for key in keys if key in quiet), None)


def about(all_: Sequence[Filed], names: Collection[str]) -> list[Filed]:
    """Those about some repositories."""
    return [one for one in all_ if one.row.repository in names]


def kinds(all_: Sequence[Filed]) -> dict[str, str]:
    """The verdicts that alerts are about, with their words and counts; '' is any, 'other' is no verdict."""
    many = Counter(one.kind if one.kind in STATES else "other" for one in all_)
    named = {name: f"{STATES[name].word.lower()} ({many[name]})" for name in reversed(GRAVITY) if many[name]}
    return {"": "any", **named, **({"other": f"other ({many['other']})"} if many["other"] else {})}


def fitting(all_: Sequence[Filed], asked: QueryString) -> list[Filed]:
    """Those that fit the search. Raises BadParameter for a kind that is none."""
    words = asked.text("q").lower().split()
    kind = asked.one_of("state", ("", *STATES, "other"), "")
    return [
        one
        for one in all_
        if all(word in search_words(one.row) for word in words)
        and (not kind or kind == (one.kind if one.kind in STATES else "other"))
    ]


def sections(shown: Sequence[tuple[Filed, OpenAlert]], found: Sequence[Filed]) -> list[AlertSection]:
    """The shown alerts under their headings, which count all that fit."""
    in_section = Counter(one.section for one in found)
    under = Counter((one.section, one.heading) for one in found)
    made: list[AlertSection] = []
    for one, alert in shown:
        if not made or made[-1].name != one.section:
            made.append(AlertSection(one.section, in_section[one.section]))
        if not made[-1].groups or made[-1].groups[-1].name != one.heading:
            state = one.kind if one.lists is None and one.kind in STATES else None
            made[-1].groups.append(AlertGroup(one.heading, state, under[one.section, one.heading]))
        made[-1].groups[-1].alerts.append(alert)
    return made
