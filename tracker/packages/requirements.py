"""requirements.txt: pip's own format, with what it includes."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from tracker.packages.wanted import BadFile, Wanted, requirement, text_of

FILES = 100  # included, at most
INCLUDE = re.compile(r"^(?:-r|--requirement)[\s=]*(.+)$")
EDITABLE = re.compile(r"^(?:-e|--editable)[\s=]+(.+)$")
COMMENT = re.compile(r"(?:^|\s)#.*$")
OPTIONS = re.compile(r"\s--[a-z-]+[=\s].*$")  # after a requirement: --hash and the like
PATH = re.compile(r"^[.~/\\]|^[A-Za-z]:[\\/]|\.(?:whl|zip|tar\.gz)$")


def read(path: Path) -> list[Wanted]:
    """Everything a requirements file asks for, with the files it includes, each once. Raises BadFile."""
    return list(_read(path, set()))


def _read(path: Path, seen: set[Path]) -> Iterator[Wanted]:
    whole = path.resolve()
    if whole in seen:  # a circle of includes
        return
    seen.add(whole)
    if len(seen) > FILES:
        raise BadFile(f"{path}: more than {FILES} files include one another")
    for number, line in _lines(text_of(path)):
        where = f"{path}:{number}"
        if include := INCLUDE.match(line):
            yield from _include(path, include[1], where, seen)
        elif not line.startswith("-") or EDITABLE.match(line):
            yield wanted(line, where)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Logical lines with the number of their first: continued ones joined, comments and blanks dropped."""
    parts: list[str] = []
    began = 1
    for number, raw in enumerate(text.splitlines(), 1):
        began = began if parts else number
        parts.append(COMMENT.sub("", raw.removesuffix("\\") if raw.endswith("\\") else raw))
        if raw.endswith("\\"):
            continue
        if line := "".join(parts).strip():
            yield began, line
        parts = []
    if line := "".join(parts).strip():
        yield began, line


def _include(path: Path, target: str, where: str, seen: set[Path]) -> Iterator[Wanted]:
    if "://" in target:
        raise BadFile(f"{where}: lists at an address are not read; give it as a file")
    try:
        name = shlex.split(target)[0]
    except (ValueError, IndexError):
        raise BadFile(f"{where}: the name of the included file cannot be read") from None
    yield from _read(path.parent / name, seen)


def wanted(line: str, where: str) -> Wanted:
    """What one line of pip's asks for. Raises BadFile."""
    if editable := EDITABLE.match(line):
        return _by_address(editable[1].strip())
    if line.startswith("-"):
        return _by_address(line)
    text = OPTIONS.sub("", line).strip()
    if " @ " not in text and ("://" in text or PATH.search(text)):
        return _by_address(text)
    return requirement(text, where)


def _by_address(address: str) -> Wanted:
    """Something installed from an address or a folder; its name, if it says one, is the egg's."""
    egg = re.search(r"#(?:.*&)?egg=([A-Za-z0-9._-]+)", address)
    return Wanted(egg[1].lower() if egg else address[:200], address)
