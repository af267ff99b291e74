"""Repository names and addresses as people and files write them: parsed, not matched as texts."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

OWNER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38})", re.ASCII)
NAME = re.compile(r"[A-Za-z0-9._-]{1,100}", re.ASCII)
SCP = re.compile(
    r"(?:[^@/\s:]+@)?([A-Za-z0-9.-]+):(?!//)([^\s]+)"
)  # git@host:owner/name, as ssh's copy has it
WEB = frozenset({"github.com", "www.github.com", "ssh.github.com", "codeload.github.com"})
RAW = frozenset({"raw.githubusercontent.com"})
API = "api.github.com"
SCHEMES = frozenset({"http", "https", "ssh", "git"})
PORTS = frozenset({None, 22, 80, 443, 9418})
# First parts of GitHub's own pages: nobody's accounts.
NOT_OWNERS = frozenset(
    {"about", "apps", "collections", "contact", "customer-stories", "enterprise", "explore", "features"}
    | {"issues", "login", "marketplace", "new", "notifications", "orgs", "pricing", "pulls", "search"}
    | {"security", "settings", "site", "sponsors", "stars", "team", "topics", "trending", "users"}
)
VCS = re.compile(r"(?:git|hg|svn|bzr|scm|url)[+:](?=[a-z]+://|[^/\s]+@)", re.I)


class BadName(ValueError):
    """Not the name of a repository; the message says what one looks like."""


def parse_repository(text: str) -> tuple[str, str]:
    """OWNER and NAME from 'OWNER/NAME' or a GitHub address in any usual form. Raises BadName."""
    bare = text.strip()
    if re.match(r"(?:www\.)?github\.com/", bare, re.I):
        bare = f"https://{bare}"
    parts = split_address(bare)
    if parts is not None:
        found = repository_at(bare)
        if found is None and not is_github(parts):
            raise BadName(
                f"{shown(text)!r} is not on github.com: give OWNER/NAME or https://github.com/OWNER/NAME"
            )
    else:
        pieces = re.split(r"[?#]", bare)[0].strip("/").split("/")
        found = _checked(pieces) if len(pieces) == 2 else None
    if found is None:
        raise BadName(f"{shown(text)!r} names no repository: give OWNER/NAME, such as Theano/Theano")
    return found


def repository_at(address: str) -> tuple[str, str] | None:
    """OWNER and NAME of an address on GitHub; None for every other address and for GitHub's own pages."""
    parts = split_address(address)
    if parts is None or not is_github(parts):
        return None
    pieces = [unquote(piece) for piece in parts.path.split("/") if piece]
    if _host(parts) == API:
        pieces = pieces[1:] if pieces[:1] == ["repos"] else []
    if len(pieces) < 2 or pieces[0].lower() in NOT_OWNERS:
        return None
    return _checked([pieces[0], pieces[1].split("@")[0]])  # a reference after @ may hold slashes


def split_address(text: str) -> SplitResult | None:
    """The parts of an address, version-control prefixes taken off; None for what is no address."""
    bare = text.strip()
    if any(ord(c) < 33 or c == "\\" for c in bare):
        return None
    while prefix := VCS.match(bare):
        bare = bare[prefix.end() :]
    if "://" not in bare:
        copied = SCP.fullmatch(bare)
        if copied is None or ("." not in copied[1]):
            return None
        bare = f"ssh://{copied[1]}/{copied[2]}"
    try:
        parts = urlsplit(bare)
        _ = parts.port, parts.hostname
    except ValueError:
        return None
    return parts if parts.scheme and (parts.hostname or parts.scheme.lower() == "file") else None


def is_github(parts: SplitResult) -> bool:
    """Whether an address leads to github.com, over any of its hosts and usual ports."""
    host = _host(parts)
    known = host in WEB or host in RAW or host == API
    return known and parts.scheme.lower() in SCHEMES and parts.port in PORTS


def shown(text: str, longest: int = 200) -> str:
    """An address or a name that can be shown: in a line, without user info and without its query."""
    bare = " ".join(text.split())
    if "@" not in bare and "?" not in bare:
        return bare[:longest]
    prefix = bare[: bare.find("://") + 3] if "://" in bare else ""
    rest = bare[len(prefix) :]
    try:
        netloc = urlsplit(f"//{rest}" if prefix else rest).netloc
    except ValueError:
        return "(an address that cannot be read)"
    if prefix:
        plain = netloc.rpartition("@")[2]
        tail = rest[len(netloc) :].partition("?")[0]
        return f"{prefix}{plain}{tail}"[:longest]
    copied = SCP.fullmatch(bare)
    return (f"{copied[1]}:{copied[2]}" if copied else bare.partition("?")[0])[:longest]


def bare_url(url: str) -> str:
    """An address without user info, query and fragment: what may be kept and printed."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".").lower()


def _checked(pieces: list[str]) -> tuple[str, str] | None:
    owner, name = pieces[0], pieces[1].removesuffix(".git")
    if not OWNER.fullmatch(owner) or not NAME.fullmatch(name) or name in (".", ".."):
        return None
    return owner, name
