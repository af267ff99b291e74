"""requirements.txt: pip's own format, with what it includes. A line that cannot be read costs that line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from packaging.utils import InvalidWheelFilename, parse_wheel_filename

from tracker.packages import pip_options
from tracker.packages.dependency import (
    Dependency,
    Listing,
    Unreadable,
    UnreadableFile,
    by_address,
    requirement,
)
from tracker.packages.indexes import NO_INDEX, Indexes, also_at, own_index
from tracker.packages.texts import text_of

FILES = 100  # included, at most
DEEP = 20  # includes within includes
COMMENT = re.compile(r"(^|\s+)#.*$")
NAMED_ADDRESS = re.compile(
    r"^([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?(?:\s+@\s*|@\s*(?=\S*://|file:|[./~]))(\S+)(?:\s*;.*)?$", re.S
)
EGG = re.compile(r"^([A-Za-z0-9][\w.-]*?)(?:[\[=<>!~].*)?$")
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
NO_NAME = re.compile(r"\[[^\]]*\]$")  # extras at the end of a path
ADDRESS = re.compile(r"^(?:file:|(?:git|hg|svn|bzr)\+)", re.I)
ITSELF = re.compile(r"^(?:file:)?\.?[/\\]?(?:\[[^\]]*\])?$", re.I)


@dataclass
class PipReading:
    """One reading: where it may go, what it has seen, and the indexes that the files name."""

    root: Path
    seen: set[Path] = field(default_factory=set)
    indexes: Indexes = Indexes()  # noqa: RUF009 - frozen


def read(path: Path, text: str, listing: Listing, root: Path) -> None:
    """Everything a requirements file asks for, with the files it includes, each once."""
    walk = PipReading(root, {path.resolve()})
    read_text(text, listing, path, walk)
    listing.packages[:] = walk.indexes.over(listing.packages)


def read_text(text: str, listing: Listing, path: Path, walk: PipReading, depth: int = 0) -> None:
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


def _line(line: str, number: int, listing: Listing, path: Path, walk: PipReading, depth: int) -> None:
    asked, after = pip_options.parted(line)
    if asked:
        _asked(asked, after, number, listing)
        return
    for option, value in pip_options.options(after):
        if option == pip_options.EDITABLE:
            _editable(value, number, listing)
        elif option == pip_options.INCLUDE:
            _include(value, number, listing, path, walk, depth)
        elif option == pip_options.CONSTRAINT:
            listing.tell("a list of constraints installs nothing: not read", number)
        elif option:
            walk.indexes = _index(option, value).beside(walk.indexes)
        else:
            listing.tell("an option that pip does not know: passed over", number)


def _asked(asked: str, after: str, number: int, listing: Listing) -> None:
    """A package, with options of its own that say nothing about where it comes from."""
    if any(not option for option, _ in _readable(after)):
        raise Unreadable("it is no requirement")
    if ITSELF.match(asked):
        listing.tell("the project itself", number)
    else:
        listing.add(wanted(asked), number)


def _readable(text: str) -> list[tuple[str, str]]:
    try:
        return list(pip_options.options(text))
    except Unreadable:  # quotes after a package that is named all the same
        return []


def _index(option: str, value: str) -> Indexes:
    if option == pip_options.INDEX:
        return Indexes(only=own_index(value))
    if option == pip_options.ALONE:
        return Indexes(only=NO_INDEX)
    if option in (pip_options.EXTRA, pip_options.LINKS):
        return Indexes(also=also_at(value))
    return Indexes()


def _editable(value: str, number: int, listing: Listing) -> None:
    if ITSELF.match(value):
        listing.tell("the project itself", number)
    else:
        named = NAMED_ADDRESS.match(value)
        listing.add(by_address(named[2], named[1]) if named else _by_address(value), number)


def _include(value: str, number: int, listing: Listing, path: Path, walk: PipReading, depth: int) -> None:
    """Another file of the same project; nothing outside is opened. Raises UnreadableFile for too many."""
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
        raise UnreadableFile(
            f"{listing.path}: more than {FILES} files, or {DEEP} levels, include one another"
        )
    inner = Listing(str(target), listing.kind)
    try:
        read_text(text_of(target), inner, target, walk, depth + 1)
    except UnreadableFile as error:
        if "include one another" in str(error):
            raise
        listing.fault("the included file cannot be read: " + str(error).rpartition(": ")[2], number)
    listing.packages += inner.packages
    listing.passed += inner.passed


def wanted(line: str) -> Dependency:
    """What one line of pip's asks for. Raises Unreadable."""
    text = line.strip()
    if named := NAMED_ADDRESS.match(text):
        return by_address(named[2], named[1])
    bare = text.split("; ")[0].split(" ;")[0].strip()
    if "://" in bare or ADDRESS.match(bare) or _is_path(bare):
        if any(c.isspace() for c in bare):
            raise Unreadable("it is no requirement")
        return _by_address(bare)
    return requirement(text)


def _is_path(text: str) -> bool:
    plain = NO_NAME.sub("", text).lower()
    return (
        text.startswith((".", "/", "~", "\\")) or bool(re.match(r"^[a-z]:[\\/]", plain))
        or plain.endswith(ARCHIVES) or "/" in plain.split("=")[0].split("<")[0].split(">")[0]
    )  # fmt: skip


def _by_address(address: str) -> Dependency:
    """Something without a name beside it: its egg's, its archive's, else its address."""
    path, _, fragment = address.partition("#")
    egg = (parse_qs(fragment).get("egg") or [""])[0]
    if named := EGG.match(egg):
        return by_address(address, named[1])
    return by_address(address, _wheel_name(NO_NAME.sub("", path)))


def _wheel_name(path: str) -> str | None:
    """The package's name in the name of a wheel; of other archives pip learns it only by opening them."""
    last = unquote(re.split(r"[/\\]", path.partition("?")[0].rstrip("/"))[-1])
    try:
        return str(parse_wheel_filename(last)[0]) if last.endswith(".whl") else None
    except (InvalidWheelFilename, ValueError):
        return None
