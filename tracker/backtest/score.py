"""How well one rule did on one repository, and on all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

import numpy as np

from tracker.backtest.contestants import Flags, JudgedSubject, spells
from tracker.backtest.truth import A_YEAR, ANNOUNCED, LIVING, SILENT, Truth

FOUND_WITHIN = timedelta(days=730)
DRAWS = 1000
SEED = 20171006


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """One rule on one repository. Delays in days; None where they have no meaning."""

    repository: str
    kind: str
    organisation: str
    found: bool
    flagged_on: date | None
    delay: int | None  # from the announcement, or from the last substantive commit of a silent end
    false_alarms: int  # on living repositories: flags raised
    early_alarms: int  # on announced ends: spells begun and over more than a year before
    flaps: int  # on ended repositories: flags taken back
    years: float


def outcome(truth: Truth, case: JudgedSubject, flags: Flags) -> RuleOutcome:
    """Score one rule's flags on one repository."""
    runs = spells(flags)
    looks = case.subject.looks
    held = _deciding(truth, runs, looks)
    on = case.on(held) if held is not None else None
    origin = truth.announced if truth.kind == ANNOUNCED else truth.last_substantive
    ended = truth.kind in (ANNOUNCED, SILENT)
    return RuleOutcome(
        repository=truth.repository,
        kind=truth.kind,
        organisation=truth.organisation,
        found=ended and on is not None,
        flagged_on=on,
        delay=(on - origin).days if ended and on and origin else None,
        false_alarms=len(runs) if truth.kind == LIVING else 0,
        early_alarms=_early(truth, runs, looks),
        flaps=max(len(runs) - 1, 0) if ended else 0,
        years=len(looks) / 12,
    )


def _deciding(truth: Truth, runs: list[tuple[int, int]], looks: Sequence[date]) -> int | None:
    """The first look of the flag that counts, or None.

    Of an announced end: a flag that stands at or after the announcement, raised within two years of it.
    Of others: the flag that stands at the end of the table.
    """
    if truth.kind == ANNOUNCED and truth.announced:
        latest = truth.announced + FOUND_WITHIN
        counting = [a for a, b in runs if looks[b] >= truth.announced and looks[a] <= latest]
        return counting[0] if counting else None
    return runs[-1][0] if runs and runs[-1][1] == len(looks) - 1 else None


def _early(truth: Truth, runs: list[tuple[int, int]], looks: Sequence[date]) -> int:
    if truth.kind != ANNOUNCED or truth.announced is None:
        return 0
    return sum(looks[b] < truth.announced - A_YEAR for _, b in runs)


def summary(outcomes: Sequence[RuleOutcome]) -> dict[str, float | int | None]:
    """One rule on all repositories, in the names of `backtest --json`."""
    announced = [o for o in outcomes if o.kind == ANNOUNCED]
    silent = [o for o in outcomes if o.kind == SILENT]
    living = [o for o in outcomes if o.kind == LIVING]
    years = sum(o.years for o in living)
    return {
        "announced_found": sum(o.found for o in announced),
        "announced": len(announced),
        "median_delay_days": _median([o.delay for o in announced]),
        "silent_found": sum(o.found for o in silent),
        "silent": len(silent),
        "median_silent_delay_days": _median([o.delay for o in silent]),
        "false_alarms": sum(o.false_alarms for o in living),
        "false_alarms_per_repo_year": round(sum(o.false_alarms for o in living) / years, 4)
        if years
        else None,
        "living": len(living),
        "living_repo_years": round(years, 1),
        "early_alarms": sum(o.early_alarms for o in announced),
        "flaps": sum(o.flaps for o in outcomes),
    }


def _median(delays: Sequence[int | None]) -> float | None:
    known = [delay for delay in delays if delay is not None]
    return float(median(known)) if known else None


def intervals(outcomes: Sequence[RuleOutcome]) -> dict[str, list[float] | None]:
    """95 % intervals by drawing organisations again: their repositories do not fail independently."""
    groups: dict[str, list[RuleOutcome]] = {}
    for one in outcomes:
        groups.setdefault(one.organisation, []).append(one)
    tallies = np.array([_tally(group) for group in groups.values()], dtype=np.float64)
    rng = np.random.default_rng(SEED)
    drawn = tallies[rng.integers(0, len(tallies), (DRAWS, len(tallies)))].sum(axis=1)
    return {
        "announced_found_share": _interval(drawn[:, 0], drawn[:, 1]),
        "silent_found_share": _interval(drawn[:, 2], drawn[:, 3]),
        "false_alarms_per_repo_year": _interval(drawn[:, 4], drawn[:, 5]),
    }


def _tally(group: Sequence[RuleOutcome]) -> tuple[float, ...]:
    kinds = Counter(o.kind for o in group)
    found = Counter(o.kind for o in group if o.found)
    years = sum(o.years for o in group if o.kind == LIVING)
    alarms = sum(o.false_alarms for o in group)
    return found[ANNOUNCED], kinds[ANNOUNCED], found[SILENT], kinds[SILENT], alarms, years


def _interval(part: np.ndarray, whole: np.ndarray) -> list[float] | None:
    ratios = part[whole > 0] / whole[whole > 0]
    return [round(float(q), 4) for q in np.quantile(ratios, (0.025, 0.975))] if len(ratios) else None


def at_date(
    truths: Sequence[Truth], cases: Sequence[JudgedSubject], flags: Sequence[Flags], day: date
) -> dict[str, object]:
    """Precision and recall on one day, over repositories whose state on it is beyond doubt.

    Ended ones count as positive from their end on and as negative until a year before it; living ones as
    negative.
    """
    right = wrong = missed = 0
    for truth, case, raised in zip(truths, cases, flags, strict=True):
        index = _look_on(case.subject.looks, day)
        if index is None or truth.kind not in (ANNOUNCED, SILENT, LIVING):
            continue
        ended = truth.ended
        if ended and day >= ended:
            right, missed = right + bool(raised[index]), missed + (not raised[index])
        elif truth.kind == LIVING or (ended and day < ended - A_YEAR):
            wrong += bool(raised[index])
    return {
        "date": day.isoformat(),
        "right": right,
        "wrong": wrong,
        "missed": missed,
        "precision": round(right / (right + wrong), 3) if right + wrong else None,
        "recall": round(right / (right + missed), 3) if right + missed else None,
    }


def _look_on(looks: Sequence[date], day: date) -> int | None:
    """The last look on or before the day, if it is no older than a month and a bit."""
    index = int(np.searchsorted(np.array(looks, dtype="datetime64[D]"), np.datetime64(day), side="right")) - 1
    return index if index >= 0 and (day - looks[index]).days <= 45 else None
