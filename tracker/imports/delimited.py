"""Rows of cells in lines: which sign parts them is told from the file, or asked for where two signs could."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from tracker.imports.options import BadImport, OpenedFile, Rows, separator_told
from tracker.imports.texts import BEGINNING, lines, named, reading

SIGNS = (",", ";", "\t", "|")
TOLD = re.compile(r'"?sep *= ?(.)"?\r?\n?', re.IGNORECASE)  # as Excel writes it, and reads it
LOOKED_AT = 20  # rows


def table(path: Path, encoding: str, separator: str | None) -> OpenedFile:
    """The rows of a file of separated values. Raises BadImport where two signs could part its cells."""
    with reading(path, encoding, "CSV") as stream:
        start = list(_rest(lines(io.StringIO(stream.read(BEGINNING), newline=""), path, "CSV")))
    told = TOLD.fullmatch(start[0][1]) if start else None
    sign = separator or (told[1] if told else _sign([line for _, line in start], path))
    kind = f"CSV in {named(encoding)} with {separator_told(sign)} between cells"
    return OpenedFile(kind, _rows(path, encoding, sign, kind, bool(told)), commas=sign == ";")


def _rows(path: Path, encoding: str, sign: str, kind: str, told: bool) -> Rows:
    with reading(path, encoding, "CSV") as stream:
        text = _rest(lines(stream, path, kind))
        if told:
            next(text, None)
        first = next(text, None)
        if first is None:
            return
        before, line = first
        parser = csv.reader(chain([line], (more for _, more in text)), delimiter=sign)
        try:
            yield from ((parser.line_num + before - 1, row) for row in parser if row)
        except csv.Error as error:
            row = parser.line_num + before - 1
            raise BadImport(f"{path}, row {row}, cannot be read as {kind}: {error}") from None


def _rest(text: Iterator[str]) -> Iterator[tuple[int, str]]:
    """Numbered lines from the first that says something: no blank ones, no remarks."""
    begun = False
    for number, line in enumerate(text, 1):
        begun = begun or (bool(line.strip()) and not line.startswith("#"))
        if begun:
            yield number, line


def _sign(start: list[str], path: Path) -> str:
    """The sign that parts the header, and the rows after it alike."""
    used = [sign for sign in SIGNS if _widths(start[:1], sign) not in ({1}, set())]
    if not used:
        return " " if min(_widths(start[:LOOKED_AT], " "), default=0) > 1 else ","
    if len(used) < 2:
        return used[0]
    alike = [sign for sign in used if len(_widths(start[:LOOKED_AT], sign)) == 1]
    if len(alike) == 1:
        return alike[0]
    could = " or ".join(separator_told(sign) for sign in used)
    raise BadImport(f"{path} is CSV whose cells could be parted by {could}. Say which with: --separator SIGN")


def _widths(rows: list[str], sign: str) -> set[int]:
    try:
        parsed = [len(row) for row in islice(csv.reader(rows, delimiter=sign), LOOKED_AT) if row]
    except csv.Error:
        return {0}
    return set(parsed[:-1] if len(parsed) > LOOKED_AT // 2 else parsed)
