"""requirements.txt: pip's own format, with what it includes. A line that cannot be read costs that line."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    parse_sdist_filename,
    parse_wheel_filename,
)

from tracker.github.names import bare_url
from tracker.packages.texts import text_of
from tracker.packages.wanted import BadFile, Listing, Unreadable, Wanted, by_address, requirement

FILES = 100  # included, at most
DEEP = 20  # includes within includes
COMMENT = re.compile(r"(^|\s+)#.*$")
NAMED_ADDRESS = re.compile(
    r"^([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*@\s*((?=\S*://|file:|[./~])\S+)(?:\s*;.*)?$", re.S
)
ARCHIVES = (
    ".zip",
    ".whl",
    ".tar.gz",
    ".tgz",
    ".tar",
    ".tar.bz2",
    ".tbz",
    ".tar.xz",
    ".txz",
    ".tlz",
    ".tar.lz",
)
INCLUDES = ("-r", "--requirement")
CONSTRAINTS = ("-c", "--constraint")
EDITABLES = ("-e", "--editable")
INDEXES = ("-i", "--index-url", "--pypi-url")
SHORT = re.compile(r"^-[rcei](?=\S)")


@dataclass
class _Walk:
    """One reading: where it may go, what it has seen, and the index that the files name."""

    root: Path
    seen: set[Path] = field(default_factory=set)
    index: str | None = None


def read(path: Path, text: str, listing: Listing, root: Path) -> None:
    """Everything a requirements file asks for, with the files it includes, each once."""
    walk = _Walk(root, {path.resolve()})
    read_text(text, listing, path, walk)
    if walk.index:
        listing.packages[:] = [replace(w, index=w.index or walk.index) for w in listing.packages]


def read_text(text: str, listing: Listing, path: Path, walk: _Walk, depth: int = 0) -> None:
    """The lines of one file into the listing."""
    for number, line in logical_lines(text):
        try:
            _line(line, number, listing, path, walk, depth)
        except Unreadable as reason:
            listing.fault(str(reason), number)


def logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Logical lines with the number of their first: continued ones joined, comments and blanks dropped."""
    parts: list[str] = []
    began = 1
    for number, raw in enumerate(text.splitlines(), 1):
        began = began if parts else number
        commented = COMMENT.match(raw)
        if raw.endswith("\\") and not commented:
            parts.append(raw.strip("\\"))
            continue
        parts.append(f" {raw}" if commented else raw)
        if line := COMMENT.sub("", "".join(parts)).strip():
            yield began, line
        parts = []
    if line := COMMENT.sub("", "".join(parts)).strip():
        yield began, line


def _line(line: str, number: int, listing: Listing, path: Path, walk: _Walk, depth: int) -> None:
    if not line.startswith("-"):
        listing.add(wanted(line), number)
        return
    option, value = _option(line)
    if option in EDITABLES:
        _editable(value, number, listing)
    elif option in INCLUDES:
        _include(value, number, listing, path, walk, depth)
    elif option in CONSTRAINTS:
        listing.tell("a list of constraints installs nothing: not read", number)
    elif option in INDEXES and urlsplit(value).hostname:
        walk.index = bare_url(value)


def _option(line: str) -> tuple[str, str]:
    """An option and its value: '-r x', '-rx', '--requirement=x'. Raises Unreadable."""
    try:
        words = shlex.split(line)
    except ValueError:
        raise Unreadable("its quotes do not match") from None
    option, _, value = words[0].partition("=") if words[0].startswith("--") else (words[0], "", "")
    if short := SHORT.match(option):
        option, value = short[0], option[2:].lstrip("=")
    return option, value or (words[1] if len(words) > 1 else "")


def _editable(value: str, number: int, listing: Listing) -> None:
    if value.rstrip("/\\") in (".", "") or re.match(r"^\.[/\\]?(\[[^\]]*\])?$", value):
        listing.tell("the project itself", number)
    else:
        named = NAMED_ADDRESS.match(value)
        listing.add(by_address(named[2], named[1]) if named else _by_address(value), number)


def _include(value: str, number: int, listing: Listing, path: Path, walk: _Walk, depth: int) -> None:
    """Another file of the same project; what lies outside is never opened. Raises BadFile for too many."""
    if "://" in value and not value.startswith("file:"):
        listing.fault("lists at an address are not read; give it as a file", number)
        return
    target = path.parent / (unquote(urlsplit(value).path) if value.startswith("file:") else value)
    try:
        whole = target.resolve()
    except (OSError, ValueError, RuntimeError):
        raise Unreadable("the name of the included file cannot be read") from None
    if not whole.is_relative_to(walk.root.resolve()):
        listing.fault("the included file lies outside the project's folder: not read", number)
        return
    if whole in walk.seen:
        return
    walk.seen.add(whole)
    if len(walk.seen) > FILES or depth >= DEEP:
        raise BadFile(f"{listing.path}: more than {FILES} files, or {DEEP} levels, include one another")
    inner = Listing(str(target), listing.kind)
    try:
        read_text(text_of(target), inner, target, walk, depth + 1)
    except BadFile as error:
        if "include one another" in str(error):
            raise
        listing.fault("the included file cannot be read: " + str(error).rpartition(": ")[2], number)
    listing.packages += inner.packages
    listing.passed += inner.passed


def wanted(line: str) -> Wanted:
    """What one line of pip's asks for, options after it left out. Raises Unreadable."""
    words: list[str] = []
    for word in line.split(" "):
        if word.startswith(("-", "--")):
            break
        words.append(word)
    text = " ".join(words).strip()
    if named := NAMED_ADDRESS.match(text):
        return by_address(named[2], named[1])
    bare = text.split("; ")[0].split(" ;")[0].strip()
    if "://" in bare or _is_path(bare):
        return _by_address(bare)
    return requirement(text)


def _is_path(text: str) -> bool:
    plain = re.sub(r"\[[^\]]*\]$", "", text).lower()
    return (
        text.startswith((".", "/", "~", "\\")) or bool(re.match(r"^[a-z]:[\\/]", plain))
        or plain.endswith(ARCHIVES) or "/" in plain.split("=")[0].split("<")[0].split(">")[0]
    )  # fmt: skip


def _by_address(address: str) -> Wanted:
    """Something without a name beside it: its egg's, its archive's, else its address."""
    path, _, fragment = address.partition("#")
    egg = (parse_qs(fragment).get("egg") or [""])[0].split("[")[0]
    if re.fullmatch(r"[A-Za-z0-9][\w.-]*", egg):
        return by_address(address, egg)
    return by_address(address, _archive_name(path) if "://" in path else None)


def _archive_name(path: str) -> str | None:
    """The package's name in the name of a wheel or a source archive."""
    last = unquote(path.partition("?")[0].rstrip("/").rpartition("/")[2])
    try:
        if last.endswith(".whl"):
            return str(parse_wheel_filename(last)[0])
        if last.endswith((".tar.gz", ".zip")):
            return str(parse_sdist_filename(last)[0])
    except (InvalidWheelFilename, InvalidSdistFilename, ValueError):
        return None
    return None
