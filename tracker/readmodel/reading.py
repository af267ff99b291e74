"""Reading what is kept: verdicts and series of the repositories that are asked for, and of no others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.health.succession import resolved, with_headlines
from tracker.health.verdict import Verdict
from tracker.readmodel import verdicts
from tracker.readmodel.rows import VERDICT
from tracker.series import Repository, Series
from tracker.series.compact import from_bytes
from tracker.series.provenance import Provenance
from tracker.store.store import Store

BLOCK = 500  # repositories whose bytes are held at once


@dataclass(frozen=True, slots=True)
class Present:
    """Verdicts and series as they were kept last, by full name."""

    verdicts: Mapping[str, Verdict]
    series: Mapping[tuple[str, str], Series]  # by (full name, metric)


def present(
    store: Store, repositories: Sequence[Repository], metrics: Collection[str], since: date | None = None
) -> Present:
    """What is kept of some repositories; successors are joined with the headlines that are kept of them.

    `since`: from which day on series are wanted; what came before is not held.
    """
    names = {r.github_id: r for r in repositories if r.github_id is not None}
    found, series, ids = {}, {}, list(names)
    for start in range(0, len(ids), BLOCK):
        bodies = store.read_model.bodies(ids[start : start + BLOCK], [VERDICT, *metrics])
        for (number, what), body in bodies.items():
            if what == VERDICT:
                found[names[number].full_name] = verdicts.from_bytes(body)
            else:
                series[(names[number].full_name, what)] = _since(from_bytes(body), since)
    return Present(joined(found, {r.full_name: r for r in names.values()}), series)


def _since(series: Series, day: date | None) -> Series:
    """The last part of a series, by itself: a slice would hold on to the whole."""
    if day is None:
        return series
    part = series.within(day)
    said = Provenance(part.provenance.codes.copy(), part.provenance.pairs)
    return replace(part, days=part.days.copy(), values=part.values.copy(), said=said)


def joined(found: Mapping[str, Verdict], known: Mapping[str, Repository]) -> dict[str, Verdict]:
    """Verdicts that know how their successors fare: headlines are joined when read, not judged in."""
    headlines = {name: verdict.headline for name, verdict in found.items()}

    def later(day: date) -> dict[str, date]:
        return {
            name: r.created_at.date()
            for name, r in known.items()
            if r.created_at and r.created_at.date() > day
        }

    fare = {
        name: replace(verdict, successors=with_headlines(verdict.successors, headlines, later(verdict.as_of)))
        if verdict.successors
        else verdict
        for name, verdict in found.items()
    }
    return {
        name: replace(verdict, successors=resolved(verdict, fare)) if verdict.successors else verdict
        for name, verdict in fare.items()
    }
