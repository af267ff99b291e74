"""Repository names as people type them."""

from __future__ import annotations

import re

OWNER = re.compile(r"^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38})$")
NAME = re.compile(r"^[A-Za-z0-9._-]{1,100}$")
PREFIX = re.compile(r"^(?:git\+)?(?:https?://|ssh://git@|git@|git://)?(?:www\.)?github\.com[/:]", re.I)


class BadName(ValueError):
    """Not the name of a repository; the message says what one looks like."""


def parse_repository(text: str) -> tuple[str, str]:
    """OWNER and NAME from 'OWNER/NAME' or a GitHub address in any usual form. Raises BadName."""
    rest = PREFIX.sub("", text.strip())
    if "://" in rest or rest.startswith("git@"):
        raise BadName(f"{text!r} is not on github.com: give OWNER/NAME or https://github.com/OWNER/NAME")
    parts = re.split(r"[?#]", rest)[0].strip("/").split("/")
    if len(parts) < 2 or (len(parts) > 2 and rest == text.strip()):
        raise BadName(f"{text!r} names no repository: give OWNER/NAME, such as Theano/Theano")
    owner, name = parts[0], parts[1].removesuffix(".git")
    if not OWNER.match(owner) or not NAME.match(name) or name in (".", ".."):
        raise BadName(f"{text!r} names no repository: give OWNER/NAME, such as Theano/Theano")
    return owner, name
