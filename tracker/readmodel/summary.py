"""What lists show of one repository on one day: its verdict in a line, its numbers, where they come from."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tracker.health.life import Axes
from tracker.metrics import METRICS
from tracker.readmodel.numbers import SPANS, ListedNumbers, StarChange
from tracker.records import Gap, Quality, Release
from tracker.series import Sample

TRAIL = (3, 2, 1)  # years back


@dataclass(frozen=True)
class Summary:
    """One repository on one day, made from facts alone."""

    axes: Axes
    because: str
    numbers: ListedNumbers
    points: Mapping[str, Sample]  # of every metric
    trend: tuple[float, ...]
    last_release: Release | None
    release_gaps: tuple[Gap, ...] | None  # declared; None: releases were never asked for
    trail: tuple[tuple[date, float, float], ...] = field(default=())  # a day, its stars, commits of its year

    def knows_releases(self, last: date | None, as_of: date) -> bool:
        """Whether `last` is the day of the last final release until a day; None: that there was none."""
        return self.release_gaps is not None and not any(
            g.hides_later(last, as_of) for g in self.release_gaps
        )


class KeptSamples(Mapping[str, Sample]):
    """The samples of every metric, each unpacked when it is looked at: lists look at a quarter of them."""

    def __init__(self, cells: Sequence[Sequence[Any]]) -> None:
        self._cells = dict(zip(METRICS, cells, strict=True))

    def __getitem__(self, metric: str) -> Sample:
        value, day, source, quality, reason = self._cells[metric]
        return Sample(value, _day(day), source, Quality(quality), reason)

    def __iter__(self) -> Iterator[str]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)


def to_bytes(summary: Summary) -> bytes:
    """As it is kept: JSON, packed; the same summary always gives the same bytes."""
    release = summary.last_release
    document = {
        "axes": [summary.axes.headline, summary.axes.declared, summary.axes.observed, summary.axes.location,
                 _iso(summary.axes.since), _iso(summary.axes.observed_since), summary.axes.since_by],
        "because": summary.because,
        "changes": [_change(summary.numbers.changes[span]) for span in SPANS],
        "before": _change(summary.numbers.year_before),
        "commits": [summary.numbers.commits_year, _iso(summary.numbers.commits_until)],
        "points": [
            [p.value, _iso(p.day), p.source, str(p.quality), p.reason]
            for p in (summary.points[name] for name in METRICS)
        ],
        "trend": [None if v != v else v for v in summary.trend],
        "release": release and [release.tag, release.published_at.isoformat(), release.is_tag_only],
        "release_gaps": summary.release_gaps
        and [[gap.start.isoformat(), gap.end.isoformat(), gap.reason] for gap in summary.release_gaps],
        "trail": [[day.isoformat(), stars, commits] for day, stars, commits in summary.trail],
    }  # fmt: skip
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def from_bytes(body: bytes) -> Summary:
    """What `to_bytes` was given."""
    found: dict[str, Any] = json.loads(zlib.decompress(body).decode("utf-8", "surrogatepass"))
    headline, declared, observed, location, since, observed_since, by = found["axes"]
    changes = [_changed(cells) for cells in found["changes"]]
    release = found["release"]
    return Summary(
        axes=Axes(headline, declared, observed, location, _day(since), _day(observed_since), by),
        because=found["because"],
        numbers=ListedNumbers(
            dict(zip(SPANS, changes, strict=True)), _changed(found["before"]),
            found["commits"][0], _day(found["commits"][1]),
        ),
        points=KeptSamples(found["points"]),
        trend=tuple(float("nan") if v is None else v for v in found["trend"]),
        last_release=release
        and Release(release[0], datetime.fromisoformat(release[1]), False, release[2], None),
        release_gaps=_gaps(found["release_gaps"]),
        trail=tuple((date.fromisoformat(day), stars, commits) for day, stars, commits in found["trail"]),
    )  # fmt: skip


def _gaps(rows: list[list[str]] | None) -> tuple[Gap, ...] | None:
    if rows is None:
        return None
    return tuple(
        Gap("releases", date.fromisoformat(start), date.fromisoformat(end), reason)
        for start, end, reason in rows
    )


def _change(change: StarChange) -> list[Any]:
    return [change.value, change.share, _iso(change.until)]


def _changed(cells: list[Any]) -> StarChange:
    return StarChange(cells[0], cells[1], _day(cells[2]))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
