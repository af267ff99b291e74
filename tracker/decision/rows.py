"""ROWS: the questions of the table in their order, and how each is answered of one repository. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tracker.decision import facts
from tracker.decision.subject import Candidate
from tracker.decision.table import Cell, unknown
from tracker.health import HEADLINES, because
from tracker.records import Quality
from tracker.series.labels import weakest
from tracker.writing import counted, day, duration, full, since_or_by, spoken

OURS = "this tracker's rules"


@dataclass(frozen=True, slots=True)
class RowMaker:
    """One row: its key, its title, what the better one is (empty: nobody is better), and its cells."""

    key: str
    title: str
    better: str
    cell: Callable[[Candidate], Cell]


def verdict(subject: Candidate) -> Cell:
    """The headline and since when; the sentence it rests on beside it."""
    found = subject.verdict
    if found is None:
        return unknown(subject.problem)
    if found.headline == "unknown":
        return unknown(because(found) or "too little is known")
    since = found.since or found.observed_since
    text = spoken(found.headline) + (f" {since_or_by(found.since_by)} {day(since)}" if since else "")
    return Cell(
        found.headline, text, found.as_of, OURS, Quality.DERIVED,
        rank=len(HEADLINES) - 1 - abs(HEADLINES.index("active") - HEADLINES.index(found.headline)),
        note=because(found),
    )  # fmt: skip


def growth(subject: Candidate) -> Cell:
    """Stars a year later, where the year began with 100."""
    found, point = subject.growth, subject.points["stars"]
    if found.share is None or found.until is None:
        known = f"stars are known up to {day(found.until)} only" if found.until else None
        return unknown(known or point.reason or "stars of a year ago are not known")
    value = round(100 * (1 + found.share), 1)
    quality = weakest([Quality.DERIVED, point.quality])
    return Cell(value, full(value), found.until, point.source, quality, rank=value)


def commits(subject: Candidate) -> Cell:
    """Commits of a year, the least it can be where days of it are unknown."""
    found, point = subject.commits, subject.points["commits"]
    if found is None:
        return unknown(point.reason or "commits have not been counted")
    if found.stale:
        return unknown(f"commits were last counted up to {day(found.until)}")
    text = ("" if found.whole else "at least ") + counted(found.value, "commit").replace("no commit", "none")
    quality = weakest([Quality.DERIVED, point.quality])
    return Cell(
        int(found.value), text, found.until, point.source, quality, rank=found.value, least=not found.whole
    )


def measured(metric: str, write: Callable[[float], str], sign: float) -> Callable[[Candidate], Cell]:
    """A metric's last known value; `sign` -1 where less is better, 0 where neither is."""

    def cell(subject: Candidate) -> Cell:
        point = subject.points[metric]
        if point.value is None:
            return unknown(point.reason or "it is not known")
        value = int(point.value) if point.value.is_integer() else round(point.value, 2)
        rank = sign * point.value if sign else None
        return Cell(value, write(point.value), point.day, point.source, point.quality, rank=rank)

    return cell


def _people(value: float) -> str:
    return counted(value, "person", "people").replace("no person", "nobody")


ROWS = (
    RowMaker("verdict", "Verdict", "maintained", verdict),
    RowMaker("stars", "Stars", "more", measured("stars", lambda v: counted(v, "star"), 1)),
    RowMaker(
        "downloads",
        "PyPI downloads on a day",
        "",
        measured("pypi_downloads", lambda v: counted(v, "download"), 0),
    ),
    RowMaker("growth", "Stars indexed, 100 a year before", "more", growth),
    RowMaker("commits", "Commits in a year", "more", commits),
    RowMaker("people", "People who committed in 90 days", "more", measured("commit_authors", _people, 1)),
    RowMaker(
        "half", "How few do half of the work", "more", measured("contributor_absence_factor", _people, 1)
    ),
    RowMaker("release", "Last release", "later", facts.release),
    RowMaker("rhythm", "Release rhythm", "", facts.rhythm),
    RowMaker("answer", "Time to a first answer", "less", measured("time_to_first_response", duration, -1)),
    RowMaker("close", "Time to close an issue", "less", measured("time_to_close", duration, -1)),
    RowMaker("open_issues", "Open issues", "", measured("open_issues", lambda v: counted(v, "issue"), 0)),
    RowMaker("licence", "Licence", "", facts.attribute("license")),
    RowMaker("language", "Language", "", facts.attribute("language")),
    RowMaker("backing", "Backing", "", facts.backing),
    RowMaker("successor", "Successor", "", facts.successor),
    RowMaker("change", "What would change the verdict", "", facts.would_change),
)
