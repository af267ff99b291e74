"""Addresses as they may be shown: on screens, in errors, in logs."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

SET = "(set, not shown)"
ADDRESS = re.compile(r"\w+://")


def without_secrets(address: str) -> str:
    """An address without its user's password and without its query; as it is when it is no address."""
    if not ADDRESS.search(address):
        return address
    try:
        parts = urlsplit(address)
        user, at, place = parts.netloc.rpartition("@")
    except ValueError:
        return SET
    if not at and not parts.query:
        return address
    if at:
        user = "***" if parts.scheme.startswith("http") or ":" not in user else f"{user.split(':')[0]}:***"
    query = "***" if parts.query else ""
    return urlunsplit((parts.scheme, f"{user}{at}{place}", parts.path, query, ""))
