"""Fields of GitHub's answers, each believed only when it is of the type it must be. None stays None.

Every reader raises TypeError or ValueError, which `protocol.reading` tells as Malformed, naming the field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

Json = Mapping[str, Any]
LARGEST = 2**53  # of counts and ids: what JSON's numbers hold without loss
LONGEST = 8 << 20  # characters of a text
MOST_TOPICS = 100
FIRST_YEAR, LAST_YEAR = 1900, 2200  # no clock is so wrong that more is a date
# What no database keeps as text: NUL, and halves of surrogate pairs (valid in JSON as \ud800).
UNKEPT = re.compile("[\x00\ud800-\udfff]")


class Strange(ValueError):
    """A field is not what it must be; the message names it and says what it is, never what it holds."""


def text(entry: Json, name: str) -> str | None:
    """A text, without what cannot be stored."""
    value = entry.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Strange(f"{name} is {_kind(value)}, not a text")
    return UNKEPT.sub("", value[:LONGEST])


def short(entry: Json, name: str, most: int = 100) -> str | None:
    """A text of at most so many characters, as names of things are."""
    found = text(entry, name)
    if found is not None and len(found) > most:
        raise Strange(f"{name} is longer than {most} characters")
    return found


def word(entry: Json, name: str, most: int = LONGEST) -> str:
    """A text that must be there and hold something, of at most so many characters."""
    found = short(entry, name, most) if name in entry else None
    if name not in entry:
        raise KeyError(name)
    if not found:
        raise Strange(f"{name} is empty")
    return found


def count(entry: Json, name: str) -> int | None:
    """A number of things: whole and not negative."""
    value = entry.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise Strange(f"{name} is {_kind(value)}, not a whole number")
    if not 0 <= value <= LARGEST:
        raise Strange(f"{name} is negative or impossibly large")
    return value


def number(entry: Json, name: str) -> int:
    """A count that must be there."""
    found = count(entry, name) if name in entry else None
    if name not in entry:
        raise KeyError(name)
    if found is None:
        raise Strange(f"{name} is nothing, not a whole number")
    return found


def flag(entry: Json, name: str) -> bool | None:
    """Yes or no."""
    value = entry.get(name)
    if value is not None and not isinstance(value, bool):
        raise Strange(f"{name} is {_kind(value)}, not true or false")
    return value


def moment(entry: Json, name: str) -> datetime | None:
    """An ISO time as an aware time in UTC."""
    value = entry.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise Strange(f"{name} is {_kind(value)}, not a time")
    try:
        found = datetime.fromisoformat(value)
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Strange(f"{name} is no time") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Strange(f"{name} is in the year {found.year}")
    return found


def required(entry: Json, name: str) -> datetime:
    """A time that must be there."""
    found = moment(entry, name) if name in entry else None
    if found is None:
        raise KeyError(name)
    return found


def part(entry: Json, name: str) -> Json:
    """An object within; empty when it is nothing."""
    value = entry.get(name)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise Strange(f"{name} is {_kind(value)}, not an object")
    return value


def rows(entry: Json, name: str) -> Sequence[Json]:
    """The objects of a list within, without its nulls."""
    value = entry.get(name)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise Strange(f"{name} is {_kind(value)}, not a list")
    return [row(one, name) for one in value if one is not None]


def row(value: Any, what: str) -> Json:
    """An entry of a list as the object it must be."""
    if not isinstance(value, Mapping):
        raise Strange(f"an entry of {what} is {_kind(value)}, not an object")
    return value


def words(entry: Json, name: str) -> tuple[str, ...] | None:
    """A list of texts."""
    value = entry.get(name)
    if value is None:
        return None
    if not isinstance(value, list):
        raise Strange(f"{name} is {_kind(value)}, not a list")
    return tuple(word({name: one}, name) for one in value[:MOST_TOPICS])


def _kind(value: Any) -> str:
    """What a value is, as people call it."""
    if isinstance(value, bool):
        return "true or false"
    kinds: dict[type, str] = {
        str: "a text", int: "a number", float: "a number", list: "a list", dict: "an object",
    }  # fmt: skip
    return kinds.get(type(value), "nothing")
