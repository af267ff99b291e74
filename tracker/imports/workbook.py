"""Rows out of an Excel workbook, as a stream: shared texts, dates by their format, sheets that go on."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tracker.imports.cells import Cells, rows_of_sheet, shared_texts, styled_days
from tracker.imports.options import BadImport, OpenedFile, Rows
from tracker.imports.xml import NAMESPACE, RELATION, elements, small

PARTS = {"rels": "xl/_rels/workbook.xml.rels", "book": "xl/workbook.xml"}
FAULTS = (zipfile.BadZipFile, OSError, ValueError, KeyError, RuntimeError, EOFError, SyntaxError)


def table(path: Path, sheet: str | None) -> OpenedFile:
    """The rows of a workbook's sheet; of several: the one named, or all under one header."""
    return OpenedFile("an Excel workbook", _rows(path, sheet), spreadsheet=True)


def _rows(path: Path, wanted: str | None) -> Rows:
    try:
        with zipfile.ZipFile(path) as archive:
            sheets, from_1904 = _sheets(archive)
            cells = Cells(shared_texts(archive), styled_days(archive), from_1904)
            yield from _joined(archive, cells, _chosen(sheets, wanted, path), path)
    except FAULTS as error:
        if isinstance(error, BadImport):
            raise
        raise BadImport(f"{path} cannot be read as an Excel workbook: {error}") from None


def _sheets(archive: zipfile.ZipFile) -> tuple[dict[str, str], bool]:
    """The sheets of a workbook: name to the part with its rows; and whether days count from 1904."""
    targets = {
        one.get("Id"): str(one.get("Target"))
        for one in elements(archive, PARTS["rels"], "Relationship", any_namespace=True)
        if str(one.get("Type")).endswith("/worksheet")
    }
    book = small(archive, PARTS["book"])
    about = book.find(f"{NAMESPACE}workbookPr")
    found = {}
    for one in book.iter(f"{NAMESPACE}sheet"):
        target = targets.get(one.get(RELATION))
        if target is not None:
            found[str(one.get("name"))] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found, about is not None and about.get("date1904") in ("1", "true")


def _chosen(sheets: dict[str, str], wanted: str | None, path: Path) -> dict[str, str]:
    if wanted is None:
        return sheets
    for name, part in sheets.items():
        if name.lower() == wanted.lower():
            return {name: part}
    raise BadImport(f"{path} has no sheet {wanted!r}; it has {', '.join(map(repr, sheets))}")


def _joined(archive: zipfile.ZipFile, cells: Cells, sheets: dict[str, str], path: Path) -> Rows:
    """The rows of all sheets under the first one's header. Raises BadImport where headers differ."""
    header: list[Any] | None = None
    names = list(sheets)
    for name, part in sheets.items():
        rows = _filled(rows_of_sheet(archive, part, cells))
        first = next(rows, None)
        if first is None:
            continue
        if header is None:
            header = first[1]
            yield first
        elif first[1] != header:
            raise BadImport(
                f"{path} is an Excel workbook of several tables ({', '.join(map(repr, names))}; {name!r} has "
                "other columns). Say which with: --sheet NAME"
            )
        for number, row in rows:
            yield number, [*row, *[None] * (len(header) - len(row))]


def _filled(rows: Rows) -> Iterator[tuple[int, list[Any]]]:
    """Rows that have something in them."""
    for number, row in rows:
        if any(cell is not None and cell != "" for cell in row):
            yield number, list(row)
