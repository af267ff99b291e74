"""The same measure under the lacks of use: no commits, no README, or no more than a quick look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import numpy as np

from tracker.backtest.contestants import JudgedSubject
from tracker.backtest.truth import ANNOUNCED, LIVING, SILENT, Truth
from tracker.dossier import Daily, Dossier
from tracker.github.quick_look import COMMITS, WINDOW
from tracker.health import HEADLINES, Rules, judge
from tracker.health.sight import NO_CLONE, NO_README, QUICK

WORDS = (
    "Right of fired, by what a verdict could see; under a lack two looks a year, each from what it sees "
    "alone. A verdict tells the row of its own sight:"
)
EVERY = 6  # of the monthly looks so many are one: a look with a lack begins anew from what it sees
RELEASES = 10  # as many as a quick look reads


def under_lacks(
    truths: Sequence[Truth], cases: Sequence[JudgedSubject], rules: Rules
) -> dict[str, dict[str, dict[str, int]]]:
    """{lack: {headline: {"right", "fired"}}}, counted as without a lack, at two looks a year."""
    counted = {
        lack: {h: {"right": 0, "fired": 0} for h in HEADLINES} for lack in (NO_CLONE, NO_README, QUICK)
    }
    for truth, case in zip(truths, cases, strict=True):
        if truth.kind not in (ANNOUNCED, SILENT, LIVING) or case.subject.dossier.commits is None:
            continue
        for lack, record in counted.items():
            seen = list(_headlines(case, lack, rules))
            for name, counts in record.items():
                alive = name in ("slow", "active")
                fired = bool(seen) and (seen[-1] == name if alive else name in seen)
                counts["fired"] += fired
                counts["right"] += fired and ((truth.kind != LIVING) is not alive)
    return counted


def _headlines(case: JudgedSubject, lack: str, rules: Rules) -> Iterator[str]:
    looks = case.subject.looks
    for look in looks[(len(looks) - 1) % EVERY :: EVERY]:
        yield judge(lacking(case.subject.dossier, lack, look), look, rules).headline


def lacking(dossier: Dossier, lack: str, day: date) -> Dossier:
    """The dossier as it would be with such a lack, on a day."""
    if lack == NO_README:
        return replace(dossier, notices=(), unread={"readme": ""})
    if lack == NO_CLONE:
        return replace(dossier, created_at=_began(dossier), commits=None, human=None, substantive=None)
    standing = tuple(replace(n, withdrawn_at=None) for n in dossier.notices_until(day))
    released = dossier.released_until(day)
    first = _first_seen(dossier, day)
    return replace(
        dossier,
        created_at=_began(dossier),
        notices=standing,
        releases=None if released is None else released[-RELEASES:],
        quick=True,
        commits=_from(dossier.commits, first, day),
        human=_from(dossier.human, first, day),
        substantive=_from(dossier.substantive, first, day),
    )


def _began(dossier: Dossier) -> datetime | None:
    if dossier.created_at or dossier.commits is None:
        return dossier.created_at
    return datetime.combine(dossier.commits.start, time()).astimezone()


def _first_seen(dossier: Dossier, day: date) -> date:
    """From which day a page of the newest commits tells of all."""
    first = day - timedelta(days=WINDOW - 1)
    if dossier.commits is None:
        return first
    span = dossier.commits.values[: (day - dossier.commits.start).days + 1]
    newest = np.cumsum(span[::-1])
    page = int(np.searchsorted(newest, COMMITS))
    return max(first, day - timedelta(days=max(page - 1, 0))) if page < len(newest) else first


def _from(daily: Daily | None, first: date, last: date) -> Daily | None:
    if daily is None:
        return None
    low = max((first - daily.start).days, 0)
    return Daily(daily.start + timedelta(days=low), daily.values[low : (last - daily.start).days + 1])


def table(
    found: Mapping[str, Mapping[str, Mapping[str, int]]], whole: Mapping[str, Mapping[str, int]]
) -> list[str]:
    """The confidence table in Markdown: right of fired, by headline and by what was seen."""
    names = [h for h in HEADLINES if h != "unknown"]
    everything = {"everything": whole, **found}
    lines = [f"| seen | {' | '.join(names)} |", f"|---|{'--:|' * len(names)}"]
    for lack, record in everything.items():
        cells = [f"{c['right']} of {c['fired']}" if (c := record[n])["fired"] else "–" for n in names]
        lines.append(f"| {lack} | {' | '.join(cells)} |")
    return lines
