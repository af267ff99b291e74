"""Lives: each repository's years as spans of one state, with the moments of its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from dashboards.data.named_lists import in_group
from dashboards.data.query import QueryString
from dashboards.data.snapshot import Snapshot, Span, spans
from dashboards.data.summaries import summaries
from tracker.health.life import Axes
from tracker.series import Tracked
from tracker.writing import short_name

SAID = frozenset({"archived", "end-of-life", "moved"})
ALIVE = frozenset({"active", "slow", "fading"})
ORDERS = ("born", "ended", "stars", "name")


@dataclass(frozen=True)
class Lane:
    """One life: its spans, when it declared its end, when our rules saw that nobody worked on it."""

    repository: Tracked
    spans: tuple[Span, ...]
    declared: date | None
    seen: date | None
    stars: float | None

    @property
    def born(self) -> date:
        return self.repository.created_at.date() if self.repository.created_at else self.spans[0].start

    @property
    def state(self) -> str:
        return self.spans[-1].headline

    @property
    def ended(self) -> date | None:
        return min((d for d in (self.declared, self.seen) if d), default=None)


def all_lanes(snapshot: Snapshot, asked: QueryString) -> list[Lane]:
    """Lanes in the order asked for."""
    as_of = asked.as_of(snapshot.today)
    stars = {row.name: row.stars for row in summaries(snapshot, as_of)}
    some = in_group(snapshot, asked.text("group"))
    wanted = snapshot.resolved if some is None else [r for r in some if r.github_id is not None]
    lives = snapshot.lives(wanted, as_of)
    found = [
        _lane(r, tuple(spans(turns, as_of)), stars.get(r.full_name), turns[-1].axes)
        for r in wanted
        if (turns := lives[r.full_name])
    ]
    order = asked.one_of("order", ORDERS, "born")
    keys = {
        "born": lambda lane: lane.born,
        "ended": lambda lane: (lane.ended or date.max, lane.born),
        "stars": lambda lane: -(lane.stars or 0),
        "name": lambda lane: short_name(lane.repository.full_name).lower(),
    }
    return sorted((lane for lane in found if lane.spans), key=keys[order])


def _lane(repository: Tracked, spans: tuple[Span, ...], stars: float | None, verdict: Axes) -> Lane:
    """A life; the moments of its end are those of the last stretch, if it has one."""
    if not verdict.unmaintained:
        return Lane(repository, spans, None, None, stars)
    last = tuple(takewhile(lambda span: span.headline not in ALIVE, reversed(spans)))
    declared = min((s.start for s in last if s.headline in SAID), default=None)
    seen = min((s.start for s in last if s.headline == "dormant"), default=None)
    if seen is None and declared is None:
        seen = verdict.observed_since
    return Lane(repository, spans, declared, seen, stars)
