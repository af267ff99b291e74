"""An Excel workbook around rows of XML: its sheets, styles and list of parts."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import IO
from xml.sax.saxutils import escape

FULL = 1_048_576  # rows of a sheet, its header included
NARROW = 4_000  # columns up to which a full sheet stays below the size that needs zip's 64-bit form
STAMP = (1980, 1, 1, 0, 0, 0)  # the same data make the same file
BOLD = ' s="2"'
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not allowed in XML
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView '
FREEZE = 'workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews>'
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = (
    f'{XML}<styleSheet xmlns="{MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
    "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    "<borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>"
    '<cellXfs count="3"><xf/><xf numFmtId="164" applyNumberFormat="1"/>'
    '<xf fontId="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)  # fmt: skip


def workbook(stream: IO[bytes], header: Sequence[str], rows: Iterator[tuple[bytes, int]]) -> int:
    """Write `rows` (XML of rows, how many they are) under a header; returns the number of rows."""
    head = f"<row>{''.join(cell(name, BOLD) for name in header)}</row>".encode()
    count, sheets, following = 0, 0, next(rows, None)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        while following or not sheets:
            sheets, filled = sheets + 1, 1
            name = _member(f"xl/worksheets/sheet{sheets}.xml")
            with archive.open(name, "w", force_zip64=len(header) > NARROW) as sheet:
                sheet.write(f"{XML}{SHEET}{FREEZE}<sheetData>".encode() + head)
                while following and filled + following[1] <= FULL:
                    sheet.write(following[0])
                    filled, count = filled + following[1], count + following[1]
                    following = next(rows, None)
                sheet.write(b"</sheetData></worksheet>")
        for path, text in _parts(sheets).items():
            archive.writestr(_member(path), text)
    return count


def _member(path: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, STAMP)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _parts(sheets: int) -> dict[str, str]:
    numbers = range(1, sheets + 1)
    listed = "".join(
        f'<sheet name="data{"" if n == 1 else f" {n}"}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers
    )
    leads = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{TYPES}.worksheet+xml"/>'
        for n in numbers
    )
    return {
        "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" '
        f'xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{leads}'
        f'<Relationship Id="styles" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": STYLES,
        "_rels/.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/>{kinds}</Types>',
    }


def cell(text: str, style: str = "") -> str:
    """A cell of text."""
    clean = escape(UNWRITABLE.sub("\ufffd", text))
    return f'<c t="inlineStr"{style}><is><t xml:space="preserve">{clean}</t></is></c>'
