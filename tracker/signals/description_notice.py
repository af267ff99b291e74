"""What the description, the topics and the homepage say of the project's own future."""

from __future__ import annotations

from tracker.signals.base import Finding, Signal, View
from tracker.signals.notices import finding
from tracker.signals.rules import Rules

PLACES = frozenset({"description", "topics", "homepage"})


def see(view: View, rules: Rules) -> Finding:
    """Raised while such a statement stands, with its words, its date and its link."""
    return finding("description_notice", "The repository's description", view, rules, PLACES.__contains__)


signal = Signal(
    "description_notice",
    "Do the description, topics or homepage say that the project has ended?",
    "declared",
    see,
)
