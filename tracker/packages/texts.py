"""A file's text, bounded, in whatever encoding it was written; and which folder it may reach into."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from tracker.packages.dependency import UnreadableFile

LARGEST = 32 << 20  # bytes: the lock files of whole companies are smaller
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
MARKS = (".git", "pyproject.toml", "setup.py", "setup.cfg")  # what stands at the top of a project
UP = 6  # folders above a file in which its project's top is looked for


def text_of(path: Path) -> str:
    """A file's text. Raises UnreadableFile for what is missing, huge, or no text."""
    try:
        if not path.is_file():
            raise UnreadableFile(f"{path}: there is no such file")
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, UnreadableFile):
            raise
        told = getattr(error, "strerror", None) or "its name cannot be used"
        raise UnreadableFile(f"{path}: it cannot be read ({told})") from None
    return decoded(content, str(path))


def decoded(content: bytes, name: str) -> str:
    """Text in UTF-8, UTF-16, UTF-32, what its first lines declare, or Latin-1. Raises UnreadableFile."""
    if len(content) > LARGEST:
        raise UnreadableFile(f"{name}: it is larger than {LARGEST >> 20} MB, which no list of packages is")
    text = _decoded(content, name)
    if "\0" in text:
        raise UnreadableFile(f"{name}: it is not a text")
    return text


def _decoded(content: bytes, name: str) -> str:
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return _as(content, encoding, name)
    head = content[:400]
    if len(head) >= 4 and len(head) % 2 == 0 and b"\0" in head:
        low, high = head[1::2].count(0), head[0::2].count(0)
        if low > len(head) // 3 or high > len(head) // 3:  # UTF-16 without its mark
            return _as(content, "utf-16-le" if low > high else "utf-16-be", name)
    for line in content.split(b"\n", 2)[:2]:
        if declared := CODING.match(line):
            try:
                return content.decode(declared[1].decode("ascii", "replace"))
            except (LookupError, ValueError):
                break
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _as(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableFile(f"{name}: it is not text in {encoding.upper()}, as its beginning says") from None


def project_of(path: Path, working: Path | None = None) -> Path:
    """The folder that a file's includes must stay in: its project's, else the working one, else its own.

    `working`: the folder the command was typed in, None where nobody typed one.
    """
    whole = path.resolve()
    above = list(whole.parents)[:UP]
    for folder in above:
        if folder.parent != folder and any((folder / mark).exists() for mark in MARKS):
            return folder
    here = working.resolve() if working else None
    return here if here and here.parent != here and whole.is_relative_to(here) else whole.parent
