"""Bodies within bounds: unpacked a piece at a time, and JSON that cannot fill the memory. No network here."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

PIECE = 64 * 1024  # bytes unpacked at once
ACCEPTED = "gzip, deflate"  # what we ask for, and no other packing is opened
# Every list, object and value costs many times its bytes once read, so there may be only so many of them.
MOST_CONTAINERS, MOST_VALUES = 1_000_000, 3_000_000
WINDOWS = {"gzip": 31, "x-gzip": 31, "deflate": 15}


class Unpackable(ValueError):
    """A body is packed in a way that was not asked for, or is spoilt."""


class TooLarge(ValueError):
    """A body is larger than anything that was asked for."""


def unpacked(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The body in pieces of at most PIECE bytes, however little it was packed into. Raises Unpackable."""
    names = [name for part in encoding.lower().split(",") if (name := part.strip()) and name != "identity"]
    if not names:
        yield from chunks
        return
    if len(names) > 1 or names[0] not in WINDOWS:
        raise Unpackable(f"an answer is packed as {', '.join(names)[:40]!r}, which was not asked for")
    try:
        yield from _inflated(chunks, WINDOWS[names[0]])
    except zlib.error:
        raise Unpackable("an answer's packing is spoilt") from None


def _inflated(chunks: Iterable[bytes], window: int) -> Iterator[bytes]:
    """Raises zlib.error, also for what ends too early."""
    source = iter(chunks)
    rest = _beginning(source)
    if window == WINDOWS["deflate"] and not _is_framed(rest):
        window = -window  # some servers leave the frame of "deflate" out
    reader, begun = zlib.decompressobj(window), False
    while True:
        full = False  # all was taken in, and more may come out
        while rest or full:
            begun = True
            piece = reader.decompress(rest, PIECE)
            full = len(piece) == PIECE
            if piece:
                yield piece
            rest = reader.unconsumed_tail
            if reader.eof:
                rest = reader.unused_data
                reader, begun, full = zlib.decompressobj(window), False, False
        chunk = next(source, None)
        if chunk is None:
            break
        rest = chunk
    if begun:
        raise zlib.error("it ends too early")


def _beginning(source: Iterator[bytes]) -> bytes:
    """At least two bytes, if there are so many."""
    begin = b""
    while len(begin) < 2 and (chunk := next(source, None)) is not None:
        begin += chunk
    return begin


def _is_framed(begin: bytes) -> bool:
    """Whether these are the first bytes of zlib's own format."""
    return len(begin) > 1 and begin[0] & 15 == 8 and int.from_bytes(begin[:2]) % 31 == 0


def whole(pieces: Iterable[bytes], most: int) -> bytes:
    """All pieces together. Raises TooLarge as soon as there are more than `most` bytes."""
    parts, size = [], 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise TooLarge(f"the answer is larger than {most >> 20} MB")
        parts.append(piece)
    return b"".join(parts)


def read_json(content: bytes) -> Any:
    """What JSON says. Raises ValueError for what is none, nests too deep or holds too many things."""
    if content.count(b"[") + content.count(b"{") > MOST_CONTAINERS or content.count(b",") > MOST_VALUES:
        raise TooLarge("the answer holds too many things")
    try:
        return json.loads(content)
    except RecursionError:
        raise ValueError("it nests too deep") from None
