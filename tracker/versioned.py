"""Values kept as JSON with a version: what an earlier one wrote is read, what a later one wrote refused."""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache, partial
from typing import Any, ClassVar, Self, Union, get_args, get_origin, get_type_hints

Reader = Callable[[Any], Any]


class NotReadable(Exception):
    """A value does not have the form that its version promises. The message says which and what to do."""


class FromLaterVersion(NotReadable):
    """A value was written by a later version of this program. The message says what to do."""


class Versioned:
    """A frozen dataclass that is kept as a JSON object. Its fields are numbers, words, days, moments, tuples,
    mappings and dataclasses of such.

    A field that is None is left out, and one that is missing (or null) has its default: so an earlier
    version's object, which knew fewer fields and no `version`, is read. A field that means something else
    wants a new VERSION.
    """

    __slots__ = ()
    VERSION: ClassVar[int] = 1
    WHAT: ClassVar[str]  # what it is called in a sentence
    CURE: ClassVar[str]  # what to do about a damaged one

    def to_json(self) -> dict[str, Any]:
        """The object as JSON knows it."""
        return {"version": self.VERSION, **_write_fields(self)}

    def to_text(self) -> str:
        """The same as text, always in the same order."""
        return json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Self:
        """Any version's object up to this one's. Raises FromLaterVersion, NotReadable."""
        version = found.get("version", 1)
        if isinstance(version, int) and version > cls.VERSION:
            raise FromLaterVersion(
                f"{cls.WHAT} was written by a later version of tracker (form {version}, this one reads up to "
                f"{cls.VERSION}): install that version again"
            )
        try:
            return cls(**_read_fields(cls, found))
        except (TypeError, ValueError, KeyError) as error:
            raise NotReadable(f"{cls.WHAT} cannot be read ({error}): {cls.CURE}") from None

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The same from its text. Raises FromLaterVersion, NotReadable."""
        try:
            found = json.loads(text)
        except ValueError as error:
            raise NotReadable(f"{cls.WHAT} is no JSON ({error}): {cls.CURE}") from None
        if not isinstance(found, dict):
            raise NotReadable(f"{cls.WHAT} is no JSON object: {cls.CURE}")
        return cls.from_json(found)


def _write_fields(value: Any) -> dict[str, Any]:
    kind: Any = type(value)
    told = ((name, getattr(value, name)) for name in _names(kind))
    return {name: _write(one) for name, one in told if one is not None}


def _write(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, date):  # a moment is one
        return value.isoformat()
    if isinstance(value, tuple):
        return [_write(one) for one in value]
    if isinstance(value, Mapping):
        return {name: _write(one) for name, one in value.items()}
    return _write_fields(value)


def _read_fields(kind: Any, found: Mapping[str, Any]) -> dict[str, Any]:
    readers = _readers(kind)
    return {name: readers[name](raw) for name, raw in found.items() if raw is not None and name in readers}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _readers(kind: Any) -> dict[str, Reader]:
    hints = get_type_hints(kind)
    return {name: _reader(hints[name]) for name in _names(kind)}


@cache
def _reader(hint: Any) -> Reader:
    """What turns JSON into a value of a type. It raises TypeError or ValueError."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        (some,) = (_reader(one) for one in inner if one is not type(None))
        return lambda raw: None if raw is None else some(raw)
    if origin is tuple:
        return _reader_of_tuple(inner)
    if origin is not None:  # a mapping
        one = _reader(inner[1])
        return lambda raw: {str(name): one(value) for name, value in _a(dict, raw).items()}
    if hint is datetime or hint is date:
        return lambda raw: hint.fromisoformat(_a(str, raw))
    if is_dataclass(hint):
        return partial(_read_dataclass, hint)
    if issubclass(hint, tuple):  # with names
        parts = [_reader(one) for one in get_type_hints(hint).values()]
        return lambda raw: hint(*(part(one) for part, one in zip(parts, _a(list, raw), strict=True)))
    return (lambda raw: float(_a((int, float), raw))) if hint is float else (lambda raw: _a(hint, raw))


def _read_dataclass(kind: Any, raw: Any) -> Any:
    return kind(**_read_fields(kind, _a(dict, raw)))


def _reader_of_tuple(inner: tuple[Any, ...]) -> Reader:
    if inner[1:] == (...,):
        one = _reader(inner[0])
        return lambda raw: tuple(one(value) for value in _a(list, raw))
    parts = [_reader(each) for each in inner]
    return lambda raw: tuple(part(value) for part, value in zip(parts, _a(list, raw), strict=True))


def _a(kind: type[Any] | tuple[type[Any], ...], raw: Any) -> Any:
    """What is of a type. Raises TypeError."""
    if not isinstance(raw, kind) or (isinstance(raw, bool) and kind is not bool):
        raise TypeError(f"{str(raw)[:40]!r} is not what belongs there")
    return raw
