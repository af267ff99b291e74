"""What the package index says of the project's packages (PEP 792 status, classifier 7 - Inactive)."""

from __future__ import annotations

from tracker.signals.base import Finding, Signal, View
from tracker.signals.notices import finding
from tracker.signals.rules import Rules

PLACES = frozenset({"registry"})


def see(view: View, rules: Rules) -> Finding:
    """Raised while such a statement stands, with its words, its date and its link."""
    return finding("package_index", "The package index", view, rules, PLACES.__contains__)


signal = Signal(
    "package_index",
    "Does the package index list the project as archived, deprecated or inactive?",
    "declared",
    see,
)
