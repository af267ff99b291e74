"""Where its users went, where the project or the catalog names it."""

from __future__ import annotations

from tracker.signals.base import Finding, Outcome, Signal, View
from tracker.signals.rules import Rules
from tracker.writing import listed


def see(view: View, rules: Rules) -> Finding:
    """Never raises by itself: a successor is a help for users, not a proof that the old project ended."""
    named = view.dossier.successors
    if not named and view.dossier.no_successor:
        sentence = "No successor is named, neither by the project where it last spoke nor by the catalog."
        return Finding("successors", "location", Outcome.QUIET, sentence, url=view.dossier.no_successor)
    if not named:
        return Finding("successors", "location", Outcome.QUIET, "No successor is named.")
    sentence = f"Named as what its users went on to: {listed(named)}."
    values = {"successors": ", ".join(named)}
    url = f"https://github.com/{named[0]}" if "/" in named[0] else None
    return Finding("successors", "location", Outcome.QUIET, sentence, values, url=url)


signal = Signal("successors", "Is there a named successor?", "location", see)
