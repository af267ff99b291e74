"""Badges that speak for the whole project: repostatus.org, "No Maintenance Intended", and shields.io's own.

Pictures are taken out of a README before its sentences are read, so their addresses are read here. Only
badges whose subject is the project count: `python2-deprecated` is about something else. A badge "maintained
in 2019" proves nothing, for it says "no" of itself in every later year of a living project too.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

STATES = {
    "abandoned": "end-of-life",
    "archived": "archived",
    "archive": "archived",
    "deprecated": "end-of-life",
    "discontinued": "end-of-life",
    "end of life": "end-of-life",
    "eol": "end-of-life",
    "inactive": "end-of-life",
    "maintenance mode": "maintenance-only",
    "maintenance only": "maintenance-only",
    "moved": "moved",
    "no": "end-of-life",
    "no longer maintained": "end-of-life",
    "not maintained": "end-of-life",
    "obsolete": "end-of-life",
    "retired": "end-of-life",
    "superseded": "end-of-life",
    "unmaintained": "end-of-life",
    "unsupported": "end-of-life",
}
# By repostatus.org's own definitions: "inactive" is finished and kept up as time allows.
REPOSTATUS = {
    "abandoned": "end-of-life",
    "unsupported": "end-of-life",
    "inactive": "maintenance-only",
    "moved": "moved",
}
ADDRESS = re.compile(r"https?://[^\s)\"'<>\]]{1,400}", re.IGNORECASE)
STATUS_BADGE = re.compile(r"repostatus\.org/(?:badges/[\w.]+/|#)(\w+)", re.IGNORECASE)
NO_MAINTENANCE = re.compile(r"unmaintained\.tech/badge|shields\.io/maintenance/no(?:!|%21)?/", re.IGNORECASE)
SHIELD = re.compile(r"(?:shields\.io|badgen\.net)/badge/([^/?#]+?)(?:\.svg)?(?:[?#]|$)", re.IGNORECASE)
ABOUT_THE_PROJECT = frozenset({
    "development", "development status", "lifecycle", "maintained", "maintained?", "maintenance",
    "maintenance status", "project", "project status", "repo", "repo status", "repository", "state", "status",
})  # fmt: skip


def badge_notice(line: str) -> tuple[str, str] | None:
    """(what it declares, the badge in words) for the first badge of a raw line that declares something."""
    for address in ADDRESS.findall(line):
        if found := _badge(address):
            return found
    return None


def _badge(address: str) -> tuple[str, str] | None:
    if NO_MAINTENANCE.search(address):
        return "end-of-life", "Badge: no maintenance intended"
    if status := STATUS_BADGE.search(address):
        declares = REPOSTATUS.get(status.group(1).lower())
        return (declares, f"Badge: project status {status.group(1).lower()}") if declares else None
    if shield := SHIELD.search(address):
        return _shield(shield.group(1))
    return None


def _shield(path: str) -> tuple[str, str] | None:
    """LABEL-MESSAGE-COLOUR, where "--" is a dash and "_" a space."""
    words = unquote(path).replace("--", "\0").replace("__", " ").replace("_", " ").split("-")
    label, message = (" ".join(w.replace("\0", " ").lower().split()) for w in (*words, "", "")[:2])
    declares = STATES.get(message.strip("!"))
    if label not in ABOUT_THE_PROJECT or declares is None:
        return None
    if message == "no" and not label.startswith("maint"):
        return None
    return declares, f"Badge: {label} {message}"
