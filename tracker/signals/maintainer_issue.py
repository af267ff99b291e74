"""What a maintainer declared in a pinned or own issue or discussion."""

from __future__ import annotations

from tracker.signals.base import Finding, Signal, View
from tracker.signals.notices import finding
from tracker.signals.rules import Rules

PLACES = frozenset({"issue", "discussion"})


def see(view: View, rules: Rules) -> Finding:
    """Raised while such a statement stands, with its words, its date and its link."""
    return finding("maintainer_issue", "A maintainer's issue", view, rules, PLACES.__contains__)


signal = Signal(
    "maintainer_issue", "Has a maintainer declared the end in an issue or discussion?", "declared", see
)
