"""Rows that are no metrics: releases, licence, language, who stands behind it, where its users went. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, timedelta
from itertools import pairwise
from statistics import median

from tracker.decision.subject import Candidate
from tracker.decision.table import Cell, unknown
from tracker.health import Successor
from tracker.records import Quality, Release
from tracker.writing import counted, day, duration, listed, spoken

RHYTHM = 3 * 365  # days over which the rhythm is told
CATALOG = "the catalog of this project"
NOT_IN_DEMO = "not recorded by the public lists the demo is spread from"
NOT_READ = "releases have not been read"


def release(subject: Candidate) -> Cell:
    """The last final release."""
    finals = _finals(subject)
    if finals is None:
        return unknown(_why(subject))
    if hidden := _hidden(subject):
        return unknown(hidden)
    if not finals:
        return Cell("none", "none yet", *_read(subject))
    last, when = finals[-1], _day(finals[-1])
    text = f"{last.tag} on {day(when)}"
    return Cell(when.isoformat(), text, *_read(subject), rank=float(when.toordinal()))


def rhythm(subject: Candidate) -> Cell:
    """How often it releases: final releases of three years, and the median time between them."""
    finals = _finals(subject)
    if finals is None:
        return unknown(_why(subject))
    first = subject.as_of - timedelta(days=RHYTHM)
    gaps = subject.dossier.gaps_of("releases") if subject.dossier else ()
    if hole := next((gap for gap in gaps if gap.hides_later(first, subject.as_of)), None):
        return unknown(f"not all of them are known: {hole.reason.rstrip('.')}")
    days = [when for when in map(_day, finals) if when >= first]
    text = counted(len(days), "final release").replace("no final release", "none") + " in 3 years"
    steps = [(after - before).days for before, after in pairwise(days)]
    usual = f", every {duration(median(steps))}" if steps and median(steps) > 0 else ""
    return Cell(len(days), text + usual, *_read(subject))


def attribute(name: str) -> Callable[[Candidate], Cell]:
    """Licence or language as GitHub shows it; of a past day only what had been read by then."""

    def cell(subject: Candidate) -> Cell:
        repository, dossier = subject.repository, subject.dossier
        if dossier is None or repository.seen_at is None:
            return unknown(subject.problem)
        read = repository.seen_at.date()
        value = getattr(repository, name)
        if read > subject.as_of:
            value, read = dossier.attribute(name, subject.as_of), subject.as_of
            if value is None:
                return unknown(f"it was not read before {day(subject.as_of)}")
        if value is None:
            return unknown(NOT_IN_DEMO if subject.demo else "GitHub shows none")
        told = "not one that GitHub knows" if value == "NOASSERTION" else str(value)
        return Cell(value, told, read, *_origin(subject))

    return cell


def backing(subject: Candidate) -> Cell:
    """Who stands behind it, as the catalog has it."""
    if not subject.repository.backing:
        return unknown("the catalog does not say")
    return Cell(subject.repository.backing, subject.repository.backing, None, CATALOG, Quality.IMPORTED)


def successor(subject: Candidate) -> Cell:
    """Where its users went, and how that fares on the same day."""
    if subject.verdict is None:
        return unknown(subject.problem)
    named = subject.verdict.successors
    found = [one for one in named if subject.present or (one.since and one.since <= subject.as_of)]
    if not found:
        later = f"none is known to have been named by {day(subject.as_of)}; today: "
        return unknown(later + listed([one.repository for one in named]) if named else "none is named")
    own = all(one.named_by == "project" for one in found)
    return Cell(
        [one.repository for one in found], listed([_fate(one) for one in found]), subject.as_of,
        "its own words" if own else CATALOG, Quality.EXACT if own else Quality.IMPORTED,
    )  # fmt: skip


def would_change(subject: Candidate) -> Cell:
    """What would have to happen for another verdict."""
    if subject.verdict is None:
        return unknown(subject.problem)
    sentences = list(subject.verdict.would_change)
    return Cell(
        sentences, " ".join(sentences), subject.verdict.as_of, "this tracker's rules", Quality.DERIVED
    )


def _fate(one: Successor) -> str:
    return f"{one.repository} ({spoken(one.headline)})" if one.headline else one.repository


def _finals(subject: Candidate) -> Sequence[Release] | None:
    return subject.dossier.finals_until(subject.as_of) if subject.dossier else None


def _hidden(subject: Candidate) -> str | None:
    """Why the last release that is known may not be the last one."""
    gap = subject.dossier.release_gap(subject.as_of) if subject.dossier else None
    if gap is None:
        return None
    last = (_finals(subject) or (None,))[-1]
    known = f"; the last one known is {last.tag} of {day(_day(last))}" if last else ""
    return gap.reason.rstrip(".") + known


def _why(subject: Candidate) -> str:
    return NOT_READ if subject.dossier else subject.problem


def _day(one: Release) -> date:
    return one.published_at.astimezone(UTC).date()


def _read(subject: Candidate) -> tuple[date, str, Quality]:
    """The day up to which releases are known, their source and their label."""
    read = min(subject.releases_read or subject.as_of, subject.as_of)
    return (read, *_origin(subject))


def _origin(subject: Candidate) -> tuple[str, Quality]:
    return ("replay", Quality.SPREAD) if subject.demo else ("github", Quality.EXACT)
