"""How many people still commit, and on how few of them it rests. Evidence only: it decides nothing."""

from __future__ import annotations

from tracker.signals.base import Finding, Outcome, Signal, View
from tracker.signals.rules import Rules
from tracker.signals.words import count, day


def see(view: View, rules: Rules) -> Finding:
    """Quiet with the numbers, or unknown; never raised, for a one-person project can be well."""
    people = view.case.meter.people(view.as_of)
    if people is None:
        sentence = f"Nobody is recorded as having committed in the 365 days to {day(view.as_of)}."
        if not (view.numbers.year.complete and view.numbers.year.known == 0):
            sentence = "Who committed in the last year is not known."
        return Finding("authors", "observed", Outcome.UNKNOWN, sentence)
    who = f"{count(people.authors, 'person', 'people')} committed in the 365 days to {day(view.as_of)}"
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


signal = Signal("authors", "How many people commit, and on how few does it rest?", "observed", see)
