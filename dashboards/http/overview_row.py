"""A row of the overview's table, written by functions: a hundred of them are most of what that page costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup, escape

from dashboards.data.row import RepositorySummary
from dashboards.drawing.svg.spark import spark
from dashboards.drawing.theme import LABELS
from dashboards.http.cells import number, old, provenance, repo, state, weakest, when
from dashboards.http.links import Links
from tracker import writing
from tracker.readmodel.numbers import StarChange
from tracker.series import Sample

LABELLED = {30: "30 days", 90: "90 days", 365: "One year"}
FRESH = 14  # days after which a count of stars says of when it is
SUCCESSORS = 2  # named in a row
STATED = ("active", "unknown")  # what these are since is not worth a word
NOT_ASKED = '<span title="unknown: whether it has released is not known">–</span>'
NEVER = '<span title="asked: it has never released">none</span>'
NOBODY = '<span class="mute" title="none is named">–</span>'


@dataclass(frozen=True, slots=True)
class OverviewRowWriter:
    """Writes rows of a day. `answered`: the metric of the column that tells how people are answered."""

    links: Links
    as_of: date
    dated: bool
    answered: str
    ago: Callable[[datetime], str]

    def __call__(self, row: RepositorySummary) -> Markup:
        """One <tr>."""
        words = escape(f"{row.name} {row.repository.category or ''}".lower())
        cells = (
            f'<tr role="row" data-words="{words}">', self._name(row), self._verdict(row), self._stars(row),
            *(_gained(span, row.changes[span]) for span in LABELLED), _trend(row), self._commits(row),
            self._authors(row), self._answer(row), _released(row), _successors(row), self._trust(row),
            "</tr>",
        )  # fmt: skip
        return Markup("".join(cells))  # noqa: S704 - every value in it was escaped

    def _name(self, row: RepositorySummary) -> str:
        name, group = escape(row.name), row.repository.category
        tick = (
            f'<label class="tick"><input type="checkbox" name="repos" value="{name}" form="choose" data-tick>'
            f'<span class="vh">Compare {name}</span></label>'
            if self.links.live
            else ""
        )
        link = repo(self.links, row.name, self.as_of if self.dated else None)
        told = f'<span class="group">{escape(group)}</span>' if group else ""
        return f'<th scope="row" role="rowheader">{tick}{link}{told}</th>'

    def _verdict(self, row: RepositorySummary) -> str:
        since = row.verdict.since if row.verdict and row.headline not in STATED else None
        return (
            f'<td role="cell" data-label="Verdict"><span title="{escape(row.because)}">{state(row.headline)}'
            f"</span>{_since(f'since {writing.month(since)}') if since else ''}"
            f"{_since(f'{row.repository.presence.value} on GitHub') if row.missing else ''}</td>"
        )

    def _stars(self, row: RepositorySummary) -> str:
        point = row.points["stars"]
        told = number(writing.short(point.value), provenance(point, "stars"))
        title = "the last day whose stars are known"
        return (
            f'<td role="cell" class="num" data-label="Stars">{told}{self._old(point.day, title, FRESH)}</td>'
        )

    def _commits(self, row: RepositorySummary) -> str:
        known = row.commits_year is not None
        title = (
            f"{writing.full(row.commits_year)} commits in the 365 days to {writing.day(row.commits_until)}"
            if known
            else "unknown: commits have not been counted"
        )
        told = number(writing.short(row.commits_year), title)
        return _extra("Commits in a year", f"{told}{self._old(row.commits_until)}")

    def _authors(self, row: RepositorySummary) -> str:
        point = row.points["commit_authors"]
        return self._point("Authors in 90 days", point, writing.short(point.value), "authors in 90 days")

    def _answer(self, row: RepositorySummary) -> str:
        point = row.points[self.answered]
        label = "First answer" if self.answered != "time_to_close" else "Closing"
        return self._point(label, point, writing.short_duration(point.value), "days, median")

    def _point(self, label: str, point: Sample, value: str, unit: str) -> str:
        return _extra(label, f"{number(value, provenance(point, unit))}{self._old(point.day)}")

    def _old(
        self, day: date | None, title: str = "the last day for which it is known", days: int = 31
    ) -> str:
        told = old(day, self.as_of, days)
        return f'<span class="since nowrap" title="{title}">{told}</span>' if told else ""

    def _trust(self, row: RepositorySummary) -> str:
        label = weakest(row)
        seen = when(row.repository.seen_at, self.ago)
        return (
            f'<td role="cell" data-label="Trust" class="extra trustcell"><span class="q q-{label}" '
            f'title="{escape(LABELS[label])}">{label}</span><span class="since">{seen}</span></td>'
        )


def _since(words: str) -> str:
    return f'<span class="since">{escape(words)}</span>'


def _extra(label: str, told: str) -> str:
    """A cell that narrow screens leave out."""
    return f'<td role="cell" class="num extra" data-label="{label}">{told}</td>'


def _gained(span: int, change: StarChange) -> str:
    until = writing.day(change.until)
    if change.value is not None:
        title = f"{writing.full(change.value)} stars in the {span} days to {until}"
    else:
        title = (
            f"unknown: stars are known up to {until}" if change.until else "unknown: no stars are recorded"
        )
    told = number(writing.signed(change.value), title)
    if span == min(LABELLED):
        return _extra(LABELLED[span], told)
    return f'<td role="cell" class="num" data-label="{LABELLED[span]}">{told}</td>'


def _trend(row: RepositorySummary) -> str:
    title = f"{writing.short_name(row.name)}: stars gained by month, last five years"
    drawn = spark(row.trend, title) or writing.DASH
    return f'<td role="cell" class="sparkcell" data-label="Five years">{drawn}</td>'


def _released(row: RepositorySummary) -> str:
    release = row.last_release
    told = NEVER if row.releases_known else NOT_ASKED
    if release is not None:
        at = release.published_at
        later, least = ("", "") if row.releases_known else ("; a later one may not be known", "≥ ")
        told = (
            f'<time datetime="{at.isoformat()}" title="{escape(release.tag)}, {writing.day(at)}{later}">'
            f"{least}{writing.month(at)}</time>"
        )
    return _extra("Last release", told)


def _successors(row: RepositorySummary) -> str:
    names = row.repository.successors[:SUCCESSORS]
    told = "".join(f'<span title="{escape(s)}">{escape(writing.short_name(s))}</span>' for s in names)
    empty = "" if names else " empty"
    return f'<td role="cell" data-label="Successor" class="extra succ{empty}">{told or NOBODY}</td>'
