"""How much of a repository a verdict could see: its odds are those of a measure under the same lack."""

from __future__ import annotations

from tracker.dossier import Dossier

WHOLE = "everything"
NO_CLONE = "no commits"
NO_README = "no README"
QUICK = "a quick look"


def sight(dossier: Dossier) -> str:
    """The worst lack that a dossier has of those that were measured."""
    if dossier.commits is None and dossier.human is None and dossier.substantive is None:
        return NO_CLONE
    if "readme" in dossier.unread:
        return NO_README
    return QUICK if dossier.quick else WHOLE
