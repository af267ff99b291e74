"""Which alerts are shown, and under which headings: sections by what became of them, kinds within."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboards.data.query import QueryString
from dashboards.drawing.theme import GRAVITY, STATES
from dashboards.views.alerts.data import OpenAlert, search_words

# What is new comes first, what somebody has quieted last.
SECTIONS = {
    "firing": "What stands", "pending": "Being watched", "known": "Known before tracking began",
    "quieted": "Acknowledged, snoozed or muted",
}  # fmt: skip


@dataclass(frozen=True)
class Filed:
    """An alert's row, the silence over it, and where it belongs: its section and its kind."""

    row: Any
    silence: Any | None

    @property
    def section(self) -> str:
        return "quieted" if self.silence else str(self.row.state)

    @property
    def kind(self) -> str:
        """The verdict it is about; where it is about none, its rule."""
        return str(self.row.value) if self.row.value in STATES else str(self.row.rule)

    @property
    def place(self) -> tuple[int, int, str]:
        """Its order: by section, the gravest kind first, what is no verdict after it."""
        gravity = -GRAVITY.index(self.kind) if self.kind in STATES else 1
        return list(SECTIONS).index(self.section), gravity, self.kind


@dataclass
class AlertKind:
    """The alerts of one kind in one section: how many there are, and those that are shown."""

    name: str
    many: int
    alerts: list[OpenAlert] = field(default_factory=list)


@dataclass
class AlertSection:
    """What became of some alerts in the same way; `many` counts those that are not shown too."""

    name: str
    many: int
    kinds: list[AlertKind] = field(default_factory=list)

    @property
    def title(self) -> str:
        return SECTIONS[self.name]


def filed(rows: Iterable[Any], silences: Sequence[Any]) -> list[Filed]:
    """Every alert in the order of the page; within a kind as they came, the newest first."""
    quiet: dict[tuple[int | None, str | None], Any] = {}
    for silence in silences:  # an empty field of a silence means every one
        quiet.setdefault((silence.repository_id, silence.rule), silence)
    found = [Filed(row, _covering(quiet, row.repository_id, row.rule)) for row in rows]
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
    of_kind = Counter((one.section, one.kind) for one in found)
    made: list[AlertSection] = []
    for one, alert in shown:
        if not made or made[-1].name != one.section:
            made.append(AlertSection(one.section, in_section[one.section]))
        if not made[-1].kinds or made[-1].kinds[-1].name != one.kind:
            made[-1].kinds.append(AlertKind(one.kind, of_kind[one.section, one.kind]))
        made[-1].kinds[-1].alerts.append(alert)
    return made
