"""From a package to its repository: what its metadata says of where its source is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.message import Message
from importlib import metadata

from tracker.github.names import repository_at

# Labels as the standard normalises them, the best first; then the homepage, then any other.
SOURCE = ("source", "repository", "sourcecode", "github", "sourcerepository", "code")
HOME = ("homepage", "home")


def repository_of(address: str) -> str | None:
    """OWNER/NAME of an address on GitHub, None for any other."""
    bare = address.strip()
    found = repository_at(
        f"https://{bare}" if bare.lower().startswith(("github.com/", "www.github.com/")) else bare
    )
    return "/".join(found) if found else None


def in_metadata(message: Message) -> str | None:
    """The repository that a distribution's core metadata names."""
    links = [(label, url) for line in message.get_all("Project-URL") or [] for label, url in [_link(line)]]
    links += [("homepage", message.get("Home-page") or ""), ("download", message.get("Download-URL") or "")]
    for _, url in sorted(links, key=lambda link: _rank(link[0])):
        if found := repository_of(url):
            return found
    return None


def _link(line: str) -> tuple[str, str]:
    label, _, url = str(line).partition(",")
    return re.sub(r"[\W_]", "", label.lower()), url.strip()


def _rank(label: str) -> int:
    ranks: Iterable[str] = (*SOURCE, *HOME)
    return next((n for n, known in enumerate(ranks) if known == label), 99)


def installed(name: str) -> str | None:
    """The repository of a distribution installed beside us; None when it is not, or does not say."""
    try:
        found = metadata.distribution(name).metadata
    except (metadata.PackageNotFoundError, ValueError):
        return None
    return in_metadata(found)  # type: ignore[arg-type]
