"""What the project announced anywhere else: mailing list, web site, archive banner; dated in the catalog."""

from __future__ import annotations

from tracker.signals.base import Finding, Signal, View
from tracker.signals.notices import finding
from tracker.signals.rules import Rules

ELSEWHERE = frozenset(
    {"readme", "description", "topics", "homepage", "issue", "discussion", "release", "registry"}
)


def see(view: View, rules: Rules) -> Finding:
    """Raised while an announcement stands that was made outside the places with a signal of their own."""
    return finding("announcement", "The project's announcement", view, rules, lambda p: p not in ELSEWHERE)


signal = Signal("announcement", "Has the project announced its end anywhere else?", "declared", see)
