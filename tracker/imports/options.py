"""What a person may say about a file where guessing would be wrong, and what is raised then."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Order = Literal["iso", "dmy", "mdy", "ymd", "unix", "excel"]
ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd", "unix", "excel")
MonthOn = Literal["first", "last"]
Decimal = Literal[".", ","]
Rows = Iterator[tuple[int, Sequence[Any]]]
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "space", ":": "colon"}


class BadImport(ValueError):
    """A file cannot be read in; the message names the file, its kind, the row and what is wrong with it."""

    def __init__(self, message: str) -> None:
        super().__init__("".join(c if c.isprintable() else "\ufffd" for c in message))


@dataclass(frozen=True)
class ImportOptions:
    """What the file does not say by itself; None: told from the file, or refused."""

    mapping: Mapping[str, str] = field(default_factory=dict)  # part: column
    metric: str | None = None
    encoding: str | None = None
    separator: str | None = None
    decimal: Decimal | None = None
    days: Order | None = None
    month_on: MonthOn | None = None
    sheet: str | None = None
    channel: str | None = None


@dataclass(frozen=True)
class OpenedFile:
    """An opened file: its kind in words, and its rows with their numbers, the header first."""

    kind: str
    rows: Rows
    spreadsheet: bool = False  # numbers in a column of days are Excel's
    commas: bool = False  # from a country that writes 1.234,5: a point may part thousands


def encoding_named(name: str) -> str:
    """A text encoding by any of its names. Raises ValueError."""
    try:
        found = codecs.lookup(name)
        "a".encode(name)
    except (LookupError, ValueError, TypeError):
        raise ValueError(
            f"there is no encoding {name[:40]!r}; utf-8, utf-16 and windows-1252 are some"
        ) from None
    return found.name


def separator_named(text: str) -> str:
    r"""A separator as itself, by name ('tab', 'semicolon') or as '\t'. Raises ValueError."""
    named = {name: sign for sign, name in SEPARATORS.items()} | {"\\t": "\t", "pipe": "|"}
    found = named.get(text.lower(), text)
    if len(found) != 1 or found in '\r\n"' or found.isalnum():
        raise ValueError(
            f"{text[:20]!r} is no separator: give one sign, or one of {', '.join(SEPARATORS.values())}"
        )
    return found


def separator_told(sign: str) -> str:
    """A separator in words."""
    return f"a {SEPARATORS[sign]}" if sign in SEPARATORS else repr(sign)
