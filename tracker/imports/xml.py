"""The parts of a workbook as XML: no entities, no documents elsewhere, nothing that swells when unpacked."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse, parse

NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
SMALL = 2**24  # bytes of a part that is held whole
SWELLS, AMPLE = 250, 2**26  # times its packed size, and bytes, above which a part is a bomb


def opened(archive: zipfile.ZipFile, part: str) -> IO[bytes]:
    """A part of the workbook. Raises ValueError for one that swells, KeyError when it is not there."""
    info = archive.getinfo(part)
    if info.file_size > AMPLE and info.file_size > SWELLS * max(info.compress_size, 1):
        raise ValueError(f"its part {part} is packed {info.file_size // max(info.compress_size, 1)} times")
    return archive.open(info)


def small(archive: zipfile.ZipFile, part: str) -> Element:
    """A small part, whole. Raises ValueError."""
    if archive.getinfo(part).file_size > SMALL:
        raise ValueError(f"its part {part} is too large")
    try:
        with opened(archive, part) as stream:
            root: Element = parse(stream, forbid_dtd=True).getroot()
            return root
    except (ParseError, DefusedXmlException) as error:
        raise ValueError(f"its part {part} is no XML ({error})") from None


def elements(
    archive: zipfile.ZipFile, part: str, name: str, any_namespace: bool = False
) -> Iterator[Element]:
    """The elements of a name, one at a time, each forgotten after use. Raises ValueError."""
    try:
        with opened(archive, part) as stream:
            root: Element | None = None
            for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
                root = element if root is None else root
                tag = element.tag
                if event == "end" and (
                    tag == NAMESPACE + name or (any_namespace and tag.endswith("}" + name))
                ):
                    yield element
                    element.clear()
                    (root[-1] if name == "row" and len(root) else root).clear()
    except (ParseError, DefusedXmlException) as error:
        raise ValueError(f"its part {part} is no XML ({error})") from None
