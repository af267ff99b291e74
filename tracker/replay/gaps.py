"""What the figures never recorded, as gaps: those days are unknown in the demo, whatever it answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from tracker.records import Gap
from tracker.replay.demo import DEMO_END, birthday
from tracker.replay.figures import Quarter, quarters, tags
from tracker.replay.issue_spread import spread_issues

TOTAL_OF = {
    "star_arrivals": "stars",
    "star_count": "stars",
    "fork_count": "forks",
    "open_issues": "open_issues",
    "closed_issues": "closed_issues",
}
COMMIT_METRICS = ("commits", "commits_human", "commits_substantive")
NEVER = (
    "watcher_count",
    "pull_requests_new",
    "pull_requests_merged",
    "open_pull_requests",
    "merged_pull_requests",
    "closed_pull_requests",
)
LISTS = "not recorded by the public lists the demo is spread from"
HISTORIES = "not counted in the public git histories the demo is spread from"
Span = tuple[date, date]


def gaps(repository: str, until: date = DEMO_END) -> list[Gap]:
    """The days up to `until` on which a stored metric was never recorded. KeyError: not in the demo."""
    rows = quarters()[repository]
    born = birthday(repository)
    found: list[Gap] = []
    for metric, total in TOTAL_OF.items():
        ends = [q.end for q in rows if q.total(total) is not None]
        found += _gaps(metric, _outside([(ends[0], ends[-1])] if ends else [], born, until), LISTS)
    counted = [(q.start, q.end) for q in rows if q.commits is not None]
    for metric in COMMIT_METRICS:
        found += _gaps(metric, _outside(counted, rows[0].start, until), HISTORIES)
    peopled = [(q.start, q.end) for q in rows if q.authors is not None]
    found += _gaps("commit_authors", _outside(peopled, rows[0].start, until), HISTORIES)
    spread = spread_issues(repository, rows, born).quarters
    for metric in ("issues_new", "issues_closed"):
        found += _gaps(metric, _outside([(q.start, q.end) for q in spread], born, until), LISTS)
    found += _gaps("releases", _outside(list(_tagged(repository, rows)), rows[0].start, until), HISTORIES)
    for metric in NEVER:
        found += _gaps(metric, [(born, until)], LISTS)
    return [gap for gap in found if gap.start <= gap.end]


def _tagged(repository: str, rows: Sequence[Quarter]) -> Iterator[Span]:
    """The spans in which every tag is known: counted quarters, and whatever the named tags reach over."""
    counted = [(q.start, q.end) for q in rows if q.tags is not None]
    named = tags().get(repository, ())
    yield from counted
    if named and not counted:
        yield (rows[0].start, named[-1][1])


def _outside(spans: Iterable[Span], first: date, last: date) -> Iterator[Span]:
    """The stretches of first..last that no span covers; spans come in order and do not overlap."""
    at = first
    for start, end in spans:
        if start > at:
            yield at, min(start - timedelta(days=1), last)
        at = max(at, end + timedelta(days=1))
    if at <= last:
        yield at, last


def _gaps(metric: str, spans: Iterable[Span], reason: str) -> list[Gap]:
    return [Gap(metric, start, end, reason) for start, end in spans]
