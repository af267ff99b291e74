"""What the text of a release says of those to come."""

from __future__ import annotations

from tracker.signals.base import Finding, Signal, View
from tracker.signals.notices import finding
from tracker.signals.rules import Rules

PLACES = frozenset({"release"})


def see(view: View, rules: Rules) -> Finding:
    """Raised while such a statement stands, with its words, its date and its link."""
    return finding("release_text", "A release's text", view, rules, PLACES.__contains__)


signal = Signal("release_text", "Does a release call itself the last?", "declared", see)
