"""Whether GitHub still shows the repository. A missing page is not an end: the verdict becomes unknown."""

from __future__ import annotations

from datetime import UTC

from tracker.records import Gap, Presence
from tracker.signals.base import Finding, Outcome, Signal, View
from tracker.signals.rules import Rules
from tracker.writing import day

WORDS = {
    Presence.MISSING: "GitHub has not found the repository since {}; it may come back.",
    Presence.GONE: "GitHub has shown no such repository since {}: deleted, renamed away or made private.",
    Presence.BLOCKED: "GitHub has blocked access to the repository since {}.",
}

QUIET = Finding("presence", "location", Outcome.QUIET, "GitHub shows the repository.")


def _not_asked(gap: Gap) -> Finding:
    """What GitHub showed when it was last asked says nothing of a day long after."""
    sentence = f"{gap.reason}: it was there then; whether it still is is not known."
    return Finding("presence", "location", Outcome.UNKNOWN, sentence)


def see(view: View, rules: Rules) -> Finding:
    """Raised when it is gone or blocked; a first miss leaves the finding unknown."""
    presence, since = view.dossier.presence, view.dossier.presence_since
    began = since.astimezone(UTC).date() if since else None
    if presence is Presence.ACTIVE or (began and began > view.as_of):
        return QUIET if (gap := view.gap(("presence",), 1)) is None else _not_asked(gap)
    sentence = WORDS[presence].format(day(began) if began else "an unrecorded day")
    if view.dossier.presence_reason:
        sentence = f"{sentence[:-1]} ({view.dossier.presence_reason})."
    found = Outcome.UNKNOWN if presence is Presence.MISSING else Outcome.RAISED
    state = None if presence is Presence.MISSING else presence.value
    return Finding(
        "presence", "location", found, sentence, {"presence": presence.value}, {}, view.url, began, state
    )


signal = Signal("presence", "Does GitHub still show the repository?", "location", see)
