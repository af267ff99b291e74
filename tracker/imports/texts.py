"""The text of a file, whatever it is written in: by its mark, UTF-16 without one, packed or not."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from tracker.imports.options import BadImport

BEGINNING = 2**16  # bytes or characters that are looked at before a file is read
LONGEST = 2**20  # characters of a line, or of one object
GZIP = b"\x1f\x8b"
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
PLAIN = {"utf-8-sig": "utf-8"}
FAULTS = (UnicodeError, gzip.BadGzipFile, EOFError, zlib.error)


def beginning(path: Path) -> bytes:
    """The first bytes of a file, unpacked. Raises BadImport for a damaged gzip."""
    try:
        with _bytes(path) as stream:
            return stream.read(BEGINNING)
    except FAULTS as error:
        raise BadImport(f"{path} is packed as gzip and cannot be unpacked: {error}") from None


def encoding_of(start: bytes) -> str:
    """What text with this beginning is written in: what its mark says, UTF-16 by its zeros, else UTF-8."""
    for mark, encoding in MARKS:
        if start.startswith(mark):
            return encoding
    sample = start[:400]
    zeros = [sum(not byte for byte in sample[offset::2]) for offset in (0, 1)]
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if zeros[offset] > len(sample) / 5 and not zeros[1 - offset]:
            return encoding
    return "utf-8"


def named(encoding: str) -> str:
    """An encoding as people write it."""
    return PLAIN.get(encoding, encoding).upper()


@contextmanager
def reading(path: Path, encoding: str, kind: str) -> Iterator[IO[str]]:
    """The text of a file. What goes wrong in it is BadFile, naming kind and encoding."""
    try:
        with _bytes(path) as stream:
            yield io.TextIOWrapper(stream, encoding, newline="")
    except UnicodeError as error:
        why = getattr(error, "reason", str(error))
        raise BadImport(
            f"{path} cannot be read as {kind} in {named(encoding)} ({why}). "
            "Say what it is written in, such as: --encoding windows-1252"
        ) from None
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise BadImport(f"{path} is packed as gzip and cannot be unpacked as {kind}: {error}") from None


def lines(stream: IO[str], path: Path, kind: str) -> Iterator[str]:
    """Lines, none of them longer than a program that only reads lines can hold."""
    while line := stream.readline(LONGEST):
        if len(line) == LONGEST:
            raise BadImport(f"{path} cannot be read as {kind}: it has a line of over {LONGEST:,} characters")
        yield line


def _bytes(path: Path) -> IO[bytes]:
    with path.open("rb") as stream:
        packed = stream.read(2) == GZIP
    return cast("IO[bytes]", gzip.open(path)) if packed else path.open("rb")
