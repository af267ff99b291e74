"""From a dossier to a Verdict as of any date, and to the history of its verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from tracker.dossier import Dossier
from tracker.health.changes import would_change
from tracker.health.confidence import confidence
from tracker.health.observed import Agreement, pace_on
from tracker.health.pace import Pace
from tracker.health.sight import sight
from tracker.health.succession import named
from tracker.health.verdict import Verdict, headline
from tracker.health.watch import watching
from tracker.signals import SIGNALS
from tracker.signals.base import Case, Finding, Outcome, View
from tracker.signals.meter import months
from tracker.signals.notices import GRAVITY
from tracker.signals.numbers import Meter
from tracker.signals.rules import Rules
from tracker.writing import day

DEFAULT = Rules()
DECIDING = tuple(signal for signal in SIGNALS.values() if signal.axis != "observed")
LOCATIONS = ("gone", "blocked", "moved", "mirror", "renamed")


def judge(
    dossier: Dossier,
    as_of: date,
    rules: Rules = DEFAULT,
    *,
    meter: Meter | None = None,
    successors: Mapping[str, str] | None = None,
) -> Verdict:
    """The verdict as of a day, from nothing that was learned later and nothing that was stored earlier.

    `meter` replaces the dossier's own numbers (the backtest's tables); `successors` maps the full names of
    successors to their own headlines, for the caller who knows them.
    """
    case = Case(dossier, meter)
    return _verdict(case.view(as_of, rules), pace_on(case, as_of, rules), rules, successors)


def history(
    dossier: Dossier, start: date | None, end: date, rules: Rules = DEFAULT, *, meter: Meter | None = None
) -> list[Verdict]:
    """The verdict on every first of a month from `start` to `end`, each as `judge` would give it.

    Without a `start`, from the repository's first day on; of a repository without one, nothing.
    """
    looks = _looks(Case(dossier, meter), start, end, rules)
    return [_verdict(view, pace, rules, None) for view, pace in looks]


def turns(
    dossier: Dossier, start: date | None, end: date, rules: Rules = DEFAULT
) -> list[tuple[Verdict, date]]:
    """Where the headline of `history` turned: each first verdict that has it, and the last look that agreed.

    Statements and pace decide a headline, so what else there is to find is looked for at the turns alone.
    """
    found: list[tuple[Verdict, date]] = []
    for view, pace in _looks(Case(dossier), start, end, rules):
        raised = [f for signal in DECIDING if (f := signal.see(view, rules)).outcome is Outcome.RAISED]
        decided = headline(_gravest(raised), pace.state, _location(raised))
        stays = found and found[-1][0].headline == decided
        turned = found.pop()[0] if stays else _verdict(view, pace, rules, None)
        found.append((turned, view.as_of))
    return found


def _looks(case: Case, start: date | None, end: date, rules: Rules) -> Iterator[tuple[View, Pace]]:
    """The monthly looks from `start` on, with what those before them had agreed on."""
    start = start or case.meter.first_day
    if start is None:
        return
    agreement = Agreement(rules)
    for moment in months(min(case.meter.first_day or start, start), end):
        view = case.view(moment, rules)
        pace = agreement.look(view)
        if moment >= start:
            yield view, pace


def _verdict(view: View, pace: Pace, rules: Rules, successors: Mapping[str, str] | None) -> Verdict:
    evidence = tuple(signal.see(view, rules) for signal in SIGNALS.values())
    raised = [f for f in evidence if f.outcome is Outcome.RAISED]
    declared = _gravest(raised)
    location = _location(raised)
    decided = headline(declared, pace.state, location)
    watch = watching(decided, pace.state, view.numbers, rules)
    return Verdict(
        repository=_name(view),
        github_id=view.dossier.github_id,
        as_of=view.as_of,
        headline=decided,
        declared=declared,
        observed=pace.state,
        location=location,
        since=_since(decided, raised, pace),
        confidence=confidence(decided, watch=watch, seen=sight(view.dossier)),
        evidence=evidence,
        would_change=would_change(decided, view, rules),
        watch=watch,
        successors=named(view, rules, successors),
        observed_since=pace.since,
        notes=_notes(pace, view, rules),
    )


def _gravest(raised: list[Finding]) -> str:
    states = {f.state for f in raised if f.axis == "declared"}
    return next((state for state in GRAVITY if state in states and state != "moved"), "none")


def _location(raised: list[Finding]) -> str:
    states = {f.state for f in raised if f.axis == "location"}
    return next((state for state in LOCATIONS if state in states), "here")


def _since(decided: str, raised: list[Finding], pace: Pace) -> date | None:
    """The first day of what decided: the oldest standing statement, or the look that settled the pace."""
    told = [f.since for f in raised if f.state == decided and f.since and f.axis in ("declared", "location")]
    return min(told) if told else pace.since if decided == pace.state else None


def _name(view: View) -> str:
    """What it was called on the day, where names are dated; else what it is called."""
    names = [name for name, seen in view.dossier.names if seen <= view.as_of]
    return names[-1] if names else view.dossier.full_name


def _notes(pace: Pace, view: View, rules: Rules) -> tuple[str, ...]:
    notes = []
    if pace.reason:
        notes.append(pace.reason)
    if pace.state == "slow" and pace.since and not pace.reason and not view.numbers.year.complete:
        notes.append(
            f"It was found slow on {day(pace.since)}; what is known of the last year does not prove that "
            "it is faster now."
        )
    if pace.revived and pace.state != "dormant":
        notes.append(f"It was dormant until activity came back, as seen on {day(pace.revived)}.")
    if pace.next_state:
        notes.append(
            f"The last look argued for {pace.next_state}; it takes {rules.looks} monthly looks that agree"
            + (", or enough new work to end dormancy at once." if pace.state == "dormant" else ".")
        )
    return tuple(notes)
