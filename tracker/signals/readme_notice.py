"""What the README says of the project's own future."""

from __future__ import annotations

from tracker.signals.base import Finding, Signal, View
from tracker.signals.notices import finding
from tracker.signals.rules import Rules

PLACES = frozenset({"readme"})


def see(view: View, rules: Rules) -> Finding:
    """Raised while such a statement stands, with its words, its date and its link."""
    return finding("readme_notice", "The README", view, rules, PLACES.__contains__)


signal = Signal(
    "readme_notice",
    "Does the README say that the project has ended, moved or is only maintained?",
    "declared",
    see,
)
