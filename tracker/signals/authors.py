"""How many people still commit, and on how few of them it rests. Evidence only: it decides nothing."""

from __future__ import annotations

from tracker.records import Gap
from tracker.signals.base import Finding, Outcome, Signal, View
from tracker.signals.rules import Rules
from tracker.writing import counted, day

AUTHORS = ("commit_authors", "commits", "commits_human")  # whose days were not read, theirs were not


def see(view: View, rules: Rules) -> Finding:
    """Quiet with the numbers, or unknown; never raised, for a one-person project can be well."""
    people = view.case.meter.people(view.as_of)
    if gap := view.gap(AUTHORS, 365):
        sentence = f"Who committed in the year to {day(view.as_of)} is not known; {_tail(gap)}."
        if people is not None:
            known = counted(people.authors, "person", "people")
            sentence = f"At least {known} committed in the 365 days to {day(view.as_of)}; {_tail(gap)}."
        values = {"authors_365_days_at_least": people.authors if people else None}
        return Finding("authors", "observed", Outcome.UNKNOWN, sentence, values)
    if people is None:
        sentence = f"Nobody is recorded as having committed in the 365 days to {day(view.as_of)}."
        if not (view.numbers.year.complete and view.numbers.year.known == 0):
            sentence = "Who committed in the last year is not known."
        return Finding("authors", "observed", Outcome.UNKNOWN, sentence)
    if not view.numbers.year.complete:
        known = counted(people.authors, "person", "people")
        days = counted(view.numbers.year.days_unknown, "day")
        sentence = (
            f"At least {known} committed in the 365 days to {day(view.as_of)}; {days} of them are not known."
        )
        values = {"authors_365_days_at_least": people.authors}
        return Finding("authors", "observed", Outcome.UNKNOWN, sentence, values)
    who = f"{counted(people.authors, 'person', 'people')} committed in the 365 days to {day(view.as_of)}"
    rest = (
        "half of the days with commits are one person's"
        if people.absence_factor == 1
        else f"{people.absence_factor} of them account for half of the work"
    )
    return Finding(
        signal="authors",
        axis="observed",
        outcome=Outcome.QUIET,
        sentence=f"{who}." if people.authors == 1 else f"{who}; {rest}.",
        values={"authors_365_days": people.authors, "contributor_absence_factor": people.absence_factor},
        url=f"{view.url}/graphs/contributors",
    )


def _tail(gap: Gap) -> str:
    return f"for some of these days who did is not known: {gap.reason.rstrip('.')}"


signal = Signal("authors", "How many people commit, and on how few does it rest?", "observed", see)
