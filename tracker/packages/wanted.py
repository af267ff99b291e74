"""What a file asks for, and how its texts are read without trusting them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

LARGEST = 32 << 20  # bytes: the lock files of whole companies are smaller


class BadFile(ValueError):
    """A file cannot be read as what its name says; the message names it and says why, in a line."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A package by its normal name, or what stands in its place; its source where the file says it."""

    name: str
    address: str | None = None


def text_of(path: Path) -> str:
    """A file's text. Raises BadFile for what is missing, huge, or no text."""
    try:
        if not path.is_file():
            raise BadFile(f"{path}: there is no such file")
        if path.stat().st_size > LARGEST:
            raise BadFile(f"{path}: it is larger than {LARGEST >> 20} MB, which no list of packages is")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile(f"{path}: it is not text in UTF-8") from None
    except (OSError, ValueError) as error:
        if isinstance(error, BadFile):
            raise
        told = getattr(error, "strerror", None) or error
        raise BadFile(f"{path}: it cannot be read ({told})") from None
    if "\0" in text:
        raise BadFile(f"{path}: it is not a text")
    return text


def requirement(text: str, where: str) -> Wanted:
    """One requirement as packaging tools write it: 'torch>=2; extra', 'x @ git+https://…'. Raises BadFile."""
    try:
        found = Requirement(text)
    except (InvalidRequirement, RecursionError):
        raise BadFile(f"{where}: {_short(text)!r} is no requirement") from None
    return Wanted(canonicalize_name(found.name), found.url)


def package(name: object, where: str, address: str | None = None) -> Wanted:
    """A package by name alone. Raises BadFile for anything that is no name."""
    if not isinstance(name, str) or not name.strip():
        raise BadFile(f"{where}: {_short(str(name))!r} is no name of a package")
    return Wanted(canonicalize_name(name.strip()), address)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
