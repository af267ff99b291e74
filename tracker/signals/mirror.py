"""Whether this is only a mirror: issues and pull requests live elsewhere, so only pushes can be judged."""

from __future__ import annotations

from tracker.signals.base import Finding, Outcome, Signal, View
from tracker.signals.rules import Rules

QUIET = Finding("mirror", "location", Outcome.QUIET, "GitHub does not mark it as a mirror.")


def see(view: View, rules: Rules) -> Finding:
    """Raised when GitHub marks it as a mirror."""
    marked = view.dossier.attribute("is_mirror", view.as_of)
    source = view.dossier.attribute("mirror_url", view.as_of)
    if marked != "true" and not source:
        return QUIET
    of = f" of {source}" if source else ""
    return Finding(
        signal="mirror",
        axis="location",
        outcome=Outcome.RAISED,
        sentence=f"It is a mirror{of}: judged by what is pushed, not by issues or pull requests.",
        values={"mirror_url": source},
        url=source or view.url,
        state="mirror",
    )


signal = Signal("mirror", "Is the repository a mirror of another place?", "location", see)
