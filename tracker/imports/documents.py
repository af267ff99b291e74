"""Rows out of JSON: lines, arrays, tables, and objects that hold lists, such as our own answers; streamed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

from tracker.imports.options import BadImport, OpenedFile, Rows
from tracker.imports.texts import LONGEST, lines, named, reading

LARGEST = 2**26  # characters of a document that is one object
PEEKED = 200  # objects whose names make the header
PIECE = 2**16
DECODER = json.JSONDecoder()
Numbered = Iterator[tuple[int, dict[str, Any]]]


def json_lines(path: Path, encoding: str) -> OpenedFile:
    """One object a line."""
    kind = f"JSON Lines in {named(encoding)}"
    return OpenedFile(kind, _table(_lines(path, encoding, kind)))


def document(path: Path, encoding: str) -> OpenedFile:
    """An array of objects, an object with a list of them, or lines of objects. Raises BadImport."""
    kind = f"JSON in {named(encoding)}"
    with reading(path, encoding, kind) as stream:
        start = stream.read(PIECE).lstrip("\ufeff \t\r\n")
    if start[:1] == "[":
        return OpenedFile(f"a JSON array in {named(encoding)}", _table(_array(path, encoding, kind)))
    if _several(start):
        return json_lines(path, encoding)
    return OpenedFile(kind, _table(_whole(path, encoding, kind)))


def _several(start: str) -> bool:
    """Whether the first line is an object by itself and another follows."""
    first, _, rest = start.partition("\n")
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return bool(rest.strip())


def _table(rows: Numbered) -> Rows:
    """Cells under a header of all names that the first objects have."""
    peeked = list(islice(rows, PEEKED))
    header = list(dict.fromkeys(name for _, row in peeked for name in row))
    if not peeked:
        return
    yield 0, header
    for number, row in chain(peeked, rows):
        yield number, [row.get(name) for name in header]


def _lines(path: Path, encoding: str, kind: str) -> Numbered:
    with reading(path, encoding, kind) as stream:
        for number, line in enumerate(lines(stream, path, kind), 1):
            if line.strip():
                yield number, _object(_parsed(line, path, number), path, number)


def _parsed(text: str, path: Path, number: int) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadImport(f"{path}, row {number}: it is no JSON ({error})") from None


def _object(found: Any, path: Path, number: int) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise BadImport(f"{path}, row {number}: it is no JSON object, so its cells have no names")
    return found


def _array(path: Path, encoding: str, kind: str) -> Numbered:
    """The objects of an array, one at a time, however long it is."""
    with reading(path, encoding, kind) as stream:
        held = stream.read(PIECE).lstrip("\ufeff \t\r\n")[1:]
        number, header = 0, list[Any]()
        while True:
            held = _skipped(held, stream)
            if held[:1] in ("]", ""):
                break
            number += 1
            found, held = _next(held, stream, path, number)
            if number == 1 and _names(found):  # a table as it is, its first row a header
                header = found
            else:
                told = _named(header, found, path, number) if header else _object(found, path, number)
                for row in flattened(told, {}, path):
                    yield number, row
            held = _skipped(held, stream)
            if held[:1] not in (",", "]"):
                raise BadImport(f"{path}, row {number}: the {kind} ends in the middle of its array")
            held = held.removeprefix(",")
        if held[:1] != "]":
            raise BadImport(f"{path}, row {number}: the {kind} ends in the middle of its array")


def _names(found: Any) -> bool:
    """Whether these can be the names of columns: texts, each another one."""
    return (
        isinstance(found, list)
        and len(found) > 1
        and all(isinstance(name, str) and name for name in found)
        and len(set(found)) == len(found)
    )


def _named(header: list[Any], cells: Any, path: Path, number: int) -> dict[str, Any]:
    """A row of a table under its header."""
    if not isinstance(cells, list) or len(cells) != len(header):
        raise BadImport(f"{path}, row {number}: it is no list of {len(header)} cells, as the first one is")
    return dict(zip(header, cells, strict=True))


def _skipped(held: str, stream: IO[str]) -> str:
    while not (held := held.lstrip(" \t\r\n")):
        more = stream.read(PIECE)
        if not more:
            return ""
        held = more
    return held


def _next(held: str, stream: IO[str], path: Path, number: int) -> tuple[Any, str]:
    while True:
        try:
            found, end = DECODER.raw_decode(held)
        except (ValueError, RecursionError) as error:
            more = stream.read(PIECE) if len(held) < LONGEST else ""
            if not more:
                raise BadImport(f"{path}, row {number}: it is no JSON ({error})") from None
            held += more
            continue
        return found, held[end:]


def _whole(path: Path, encoding: str, kind: str) -> Numbered:
    with reading(path, encoding, kind) as stream:
        text = stream.read(LARGEST)
    if len(text) == LARGEST:
        raise BadImport(f"{path} is one JSON object of over {LARGEST:,} characters: give it as JSON Lines")
    found = _object(_parsed(text.lstrip("\ufeff"), path, 1), path, 1)
    if _names(found.get("columns")) and isinstance(found.get("data"), list):  # as pandas calls 'split'
        for number, cells in enumerate(found["data"], 1):
            yield number, _named(found["columns"], cells, path, number)
        return
    yield from enumerate(flattened(_inner(found), {}, path), 1)


def _inner(found: dict[str, Any]) -> dict[str, Any]:
    """The object inside objects that hold nothing but one other, as GraphQL answers."""
    while len(found) == 1:
        (only,) = found.values()
        if not isinstance(only, dict) or not any(isinstance(v, dict | list) for v in only.values()):
            break
        found = only
    return found


def flattened(found: Mapping[str, Any], above: Mapping[str, Any], path: Path) -> Iterator[dict[str, Any]]:
    """The objects in an object's list, each with what stands beside the list; itself, when it has none.

    Lists of plain values, all of one length, are columns. Raises BadImport for two lists of objects.
    """
    lists = {name: value for name, value in found.items() if isinstance(value, list) and value}
    beside = {**above, **{name: value for name, value in found.items() if name not in lists}}
    nested = [name for name, value in lists.items() if isinstance(value[0], dict)]
    if len(nested) > 1:
        raise BadImport(
            f"{path} has several lists in one JSON object ({', '.join(nested)}): give one as an array"
        )
    if nested:
        for row in lists[nested[0]]:
            if isinstance(row, dict):
                yield from flattened(row, beside, path)
    elif lists and len({len(value) for value in lists.values()}) == 1:
        for cells in zip(*lists.values(), strict=True):
            yield {**beside, **dict(zip(lists, cells, strict=True))}
    else:
        yield {**above, **found}
