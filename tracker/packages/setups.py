"""setup.cfg and setup.py: what is literal is read, what is computed is said to be."""

from __future__ import annotations

import ast
import configparser
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tomli

from tracker.packages import pyproject, requirements
from tracker.packages.dependency import Listing, Unreadable, UnreadableFile
from tracker.packages.places import Lines
from tracker.packages.pyproject import included

Names = dict[str, ast.expr]  # what a file's top level gives a name
DEEP = 20  # names within names, sums within sums
SCRIPT = re.compile(r"^# /// script[ \t]*\n((?:#(?: .*)?\n)+)# ///[ \t]*$", re.M)
LISTS = ("install_requires", "setup_requires", "tests_require")


def cfg(text: str, path: Path, listing: Listing, root: Path) -> None:
    """The requirements of setup.cfg. Raises UnreadableFile."""
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text)
    except configparser.Error as error:
        line = getattr(error, "lineno", None)
        raise UnreadableFile(
            f"{path}: it is not a configuration file" + (f" (line {line})" if line else "")
        ) from None
    lines = Lines(text)
    values = [parser.get("options", key, fallback="") for key in LISTS]
    if parser.has_section("options.extras_require"):
        values += [value for _, value in parser.items("options.extras_require")]
    for value in values:
        if value.strip().startswith("file:"):
            for name in value.strip().removeprefix("file:").replace("\n", ",").split(","):
                if name.strip():
                    included(listing, path, name.strip(), root, lines.holding(name.strip()))
            continue
        parts = value.splitlines() if "\n" in value else value.split(";" if " " not in value else "\n")
        for part in filter(None, (p.partition(" #")[0].strip() for p in parts)):
            if not part.startswith("#"):
                _require(listing, part, lines.holding(part))


def _require(listing: Listing, entry: str, line: int | None) -> None:
    try:
        listing.add(requirements.wanted(entry), line)
    except Unreadable as reason:
        listing.fault(str(reason), line)


def py(text: str, path: Path, listing: Listing, root: Path) -> None:
    """The literal requirements of a call to setup(), or those of a script (PEP 723).

    The file is parsed, never run. Raises UnreadableFile.
    """
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise UnreadableFile(f"{path}: it is not Python that can be read") from None
    if block := SCRIPT.search(text):
        listing.kind = "script"
        _script(block[1], text, path, listing, root)
        return
    names = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _called(node) == "setup"]
    if not calls:
        listing.tell("no call of setup() is in it: nothing is known of what it needs")
    for node in calls:
        for word in node.keywords:
            if word.arg in LISTS or word.arg == "extras_require":
                _argument(word.value, names, listing)
            elif word.arg is None:
                listing.tell("setup() is given more at run time: not known", node.lineno)


def _script(block: str, text: str, path: Path, listing: Listing, root: Path) -> None:
    """A script's own table, read as a project's."""
    lines = (line.removeprefix("#").removeprefix(" ") for line in block.splitlines())
    try:
        whole = tomli.loads("\n".join(lines))
    except (ValueError, RecursionError):
        raise UnreadableFile(f"{path}: its table of a script is not TOML") from None
    project = {"project": {"dependencies": whole.get("dependencies")}, "tool": whole.get("tool")}
    pyproject.read(project, text, path, listing, root)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _argument(value: ast.expr, names: Names, listing: Listing) -> None:
    value = names.get(value.id, value) if isinstance(value, ast.Name) else value
    for part in value.values if isinstance(value, ast.Dict) else [value]:
        for entry, line in _literals(part, names):
            if isinstance(entry, str):
                for one in filter(None, map(str.strip, entry.splitlines())):
                    _require(listing, one, line)
            else:
                listing.tell("it is computed when setup.py runs: not known", line)


def _literals(value: ast.expr, names: Names, depth: int = DEEP) -> Iterator[tuple[Any, int]]:
    """Texts of a list with their lines, through names and sums of lists; None for what is no literal."""
    if isinstance(value, ast.Name) and value.id in names and depth:
        yield from _literals(names[value.id], names, depth - 1)
    elif isinstance(value, (ast.List, ast.Tuple, ast.Set)) and depth:
        for element in value.elts:
            yield from _literals(element, names, depth - 1)
    elif isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add) and depth:
        yield from _literals(value.left, names, depth - 1)
        yield from _literals(value.right, names, depth - 1)
    else:
        yield getattr(value, "value", None) if isinstance(value, ast.Constant) else None, value.lineno
