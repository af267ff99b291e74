"""Which kind of file it is, by its beginning before its name, and what to do with one of another."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tracker.exports import PACKED
from tracker.imports.options import BadImport, ImportOptions, OpenedFile
from tracker.imports.texts import beginning, encoding_of

OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an Excel workbook of before 2007: save it as .xlsx or CSV"),
    (b"SQLite format 3", "an SQLite database: export its table as CSV, or see: tracker db copy"),
    (b"%PDF", "a PDF: it has no rows"),
    (b"ARROW1", "Arrow (Feather): save it as Parquet"),
    (b"ORC", "ORC: save it as Parquet"),
    (b"Obj\x01", "Avro: save it as Parquet or JSON Lines"),
    (b"\x28\xb5\x2f\xfd", "packed with Zstandard: unpack it first"),
    (b"BZh", "packed with bzip2: unpack it first"),
    (b"\xfd7zXZ", "packed with xz: unpack it first"),
)


def table_of(path: Path, options: ImportOptions) -> OpenedFile:
    """The rows of a file or a folder of Parquet, and its kind. Raises BadImport."""
    from tracker.imports import columnar, delimited, documents, workbook

    if path.is_dir():
        return OpenedFile("a folder of Parquet", columnar.folder(path))
    start = beginning(path)
    name = path.name.lower().removesuffix(PACKED)
    if start.startswith(b"PAR1") or name.endswith((".parquet", ".pq")):
        return OpenedFile("Parquet", columnar.parquet(path))
    if start.startswith(b"PK\x03\x04") or name.endswith((".xlsx", ".xlsm")):
        _must_be_a_workbook(path)
        return workbook.table(path, options.sheet)
    if options.sheet is not None:
        raise BadImport(f"{path} is no Excel workbook, so it has no sheet {options.sheet!r}")
    for mark, told in OTHERS:
        if start.startswith(mark):
            raise BadImport(f"{path} is {told}")
    encoding = options.encoding or encoding_of(start)
    head = start.decode(encoding, "replace").lstrip("\ufeff \t\r\n")
    if head[:1] == "<":
        raise BadImport(f"{path} is HTML or XML, perhaps a page in place of the file: download it again")
    if name.endswith((".jsonl", ".ndjson")):
        return documents.json_lines(path, encoding)
    if name.endswith(".json") or head[:1] in ("[", "{"):
        return documents.document(path, encoding)
    return delimited.table(path, encoding, options.separator)


def _must_be_a_workbook(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            if "xl/workbook.xml" in archive.namelist():
                return
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError) as error:
        raise BadImport(f"{path} cannot be read as an Excel workbook: {error}") from None
    raise BadImport(f"{path} is a ZIP archive, but no Excel workbook: unpack it and give the file in it")
