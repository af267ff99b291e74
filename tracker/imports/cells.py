"""Cells of a sheet as values: text that is shared or its own, numbers, and numbers that are shown as days."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element

from tracker.imports.days import EXCEL
from tracker.imports.options import Rows
from tracker.imports.xml import NAMESPACE, elements, small

TEXTS = 2**27  # characters of all shared texts together
WIDEST = 16_384  # columns of a sheet
DAYS = frozenset(
    {*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)}
)  # formats that Excel knows itself
PLAIN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')  # of a format: text in it, and colours


@dataclass(frozen=True)
class Cells:
    """What is needed to read the cells of a workbook."""

    texts: list[str]
    days: frozenset[int]  # styles that show a number as a day
    from_1904: bool

    def value(self, cell: Element) -> Any:
        """A cell's value: text, a number, a time, True or False; None when it is empty."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return "".join(text.text or "" for text in cell.iter(f"{NAMESPACE}t"))
        found = cell.find(f"{NAMESPACE}v")
        if found is None or found.text is None:
            return None
        if kind == "s":
            return self.texts[int(found.text)]
        if kind == "b":
            return found.text == "1"
        if kind != "n":
            return found.text  # a formula's text, an ISO date, an error such as #N/A
        number = float(found.text)
        if int(cell.get("s", "0")) in self.days:
            return datetime.combine(EXCEL, datetime.min.time()) + timedelta(
                days=number + 1462 * self.from_1904
            )
        return int(number) if number.is_integer() else number


def shared_texts(archive: zipfile.ZipFile) -> list[str]:
    """The texts that cells point at. Raises ValueError for more than can be held."""
    found: list[str] = []
    if "xl/sharedStrings.xml" not in archive.namelist():
        return found
    length = 0
    for one in elements(archive, "xl/sharedStrings.xml", "si"):
        found.append("".join(text.text or "" for text in one.iter(f"{NAMESPACE}t")))
        length += len(found[-1]) + 8
        if length > TEXTS:
            raise ValueError(f"it holds more than {TEXTS:,} characters of text")
    return found


def styled_days(archive: zipfile.ZipFile) -> frozenset[int]:
    """The styles whose number format shows a day."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    styles = small(archive, "xl/styles.xml")
    own = {
        int(one.get("numFmtId", "0"))
        for one in styles.iter(f"{NAMESPACE}numFmt")
        if re.search("[dmyDMY]", PLAIN.sub("", one.get("formatCode", "")))
    }
    listed = styles.find(f"{NAMESPACE}cellXfs")
    formats = [int(one.get("numFmtId", "0")) for one in listed] if listed is not None else []
    return frozenset(place for place, form in enumerate(formats) if form in DAYS or form in own)


def rows_of_sheet(archive: zipfile.ZipFile, part: str, cells: Cells) -> Rows:
    """The rows of a sheet with their numbers in Excel. Raises ValueError."""
    number = 0
    for row in elements(archive, part, "row"):
        number = int(row.get("r", number + 1))
        values: list[Any] = []
        for cell in row.iter(f"{NAMESPACE}c"):
            place = _column(cell.get("r")) if cell.get("r") else len(values)
            if not len(values) <= place < WIDEST:
                raise ValueError(f"row {number} has its cells out of order")
            values.extend([None] * (place - len(values)))
            values.append(cells.value(cell))
        yield number, values


def _column(reference: str | None) -> int:
    """The place of a cell in its row: A1 is 0, AB7 is 27."""
    place = 0
    for letter in reference or "":
        if not letter.isalpha():
            break
        place = place * 26 + ord(letter.upper()) - 64
    return place - 1
