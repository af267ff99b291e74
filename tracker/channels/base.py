"""The contract of the family: what a channel is handed, what it promises, and how it says that it failed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

LONGEST = 500
HIDDEN = frozenset(
    {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
)  # controls, bidi marks, surrogates, line breaks


class ChannelError(Exception):
    """A message was not taken. `permanent`: trying again is no use until somebody mends something."""

    def __init__(self, sentence: str, *, permanent: bool = False, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.permanent = permanent
        self.retry_after = retry_after  # seconds the receiver asked for


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence: a whole sentence, and where it can be checked."""

    sentence: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that happened to one repository."""

    transition: int
    repository: str
    rule: str
    state: str
    text: str  # "Theano/Theano is now end of life"
    url: str
    at: datetime
    before: str = ""
    value: str = ""
    since: date | None = None
    since_by: bool = False  # only the latest day on which it can have begun
    why: tuple[Reason, ...] = ()
    sure: str = ""
    instead: tuple[str, ...] = ()
    looked: str = ""
    prompt: bool = False
    page: str | None = None  # the tracker's own page with all of the evidence
    picture: bytes | None = None  # a PNG chart
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What is delivered. `key` never changes between tries: receivers tell repeats by it."""

    key: str
    kind: str  # 'alert', 'digest' or 'test'
    title: str
    plain: str
    html: str
    at: datetime
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One setting of a channel. A secret is given by reference (env:NAME, file:PATH)."""

    help: str
    required: bool = False
    secret: bool = False
    default: Any = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a channel may use of the world: where files live, how long to wait, what is forbidden."""

    home: Path
    timeout: float = 10.0
    forbid_private: bool = False
    write: Callable[[str], None] = lambda text: None


@dataclass(frozen=True, slots=True)
class ChannelKind:
    """A kind of channel. `send` returns when the receiver has the message, or raises ChannelError."""

    name: str
    title: str
    send: Callable[[Message, Mapping[str, Any], Surroundings], None]
    options: Mapping[str, Option] = field(default_factory=dict)


def clean(text: object, longest: int = LONGEST) -> str:
    """Anybody's text as one harmless line: no control or direction characters, no line breaks, cut."""
    line = " ".join(str(text).split())
    if not line.isprintable():  # nearly all text is; only what is not needs a look at every letter
        line = "".join(c for c in line if unicodedata.category(c) not in HIDDEN)
    return line if len(line) <= longest else line[: longest - 2].rstrip() + " …"


def web_address(url: object) -> str | None:
    """An http(s) address that is safe to put in a link, else None."""
    text = str(url or "")
    good = text.startswith(("https://", "http://")) and not any(c in text for c in " <>\"'`\\")
    return text if good and text.isascii() and text.isprintable() and len(text) < 2000 else None


def picture_id(transition: int) -> str:
    """The content id by which the HTML shows a transition's chart."""
    return f"chart-{transition}@framework-tracker"
