"""Whether the repository is archived: its owners have made it read-only."""

from __future__ import annotations

from datetime import UTC, date

from tracker.signals.base import Finding, Outcome, Signal, View
from tracker.signals.rules import Rules
from tracker.writing import day


def see(view: View, rules: Rules) -> Finding:
    """Raised from the day of archiving; an archive can be opened again, which ends it."""
    since, opened = _history(view)
    values = {"archived_at": since.isoformat() if since else None}
    unasked = view.gap(("presence",), 1)
    if since is not None and opened is None:
        sentence = f"Its owners archived the repository on {day(since)}: it is read-only."
        if unasked is not None:
            sentence += f" {unasked.reason}."
        return Finding(
            "archived", "declared", Outcome.RAISED, sentence, values, {}, view.url, since, "archived"
        )  # fmt: skip
    if unasked is not None:
        sentence = f"{unasked.reason}: it was not archived then; whether it is now is not known."
        return Finding("archived", "declared", Outcome.UNKNOWN, sentence, values)
    sentence = f"The repository is not known to have been archived by {day(view.as_of)}."
    if since is not None and opened is not None:
        sentence = f"The repository was archived on {day(since)} and open again by {day(opened)}."
    return Finding("archived", "declared", Outcome.QUIET, sentence, values)


def _history(view: View) -> tuple[date | None, date | None]:
    """(archived since, open again since) as of the day. GitHub dates the archiving, not the opening."""
    since = opened = None
    if view.dossier.archived_at is not None:
        moment = view.dossier.archived_at.astimezone(UTC).date()
        since = moment if moment <= view.as_of else None
    for change in view.dossier.attributes:
        seen = change.seen_at.astimezone(UTC).date()
        if change.name != "archived" or seen > view.as_of:
            continue
        if change.value == "true":
            since, opened = (seen if since is None or opened else since), None
        elif since is not None and since < seen:
            opened = seen
    return since, opened


signal = Signal("archived", "Have its owners archived the repository?", "declared", see)
