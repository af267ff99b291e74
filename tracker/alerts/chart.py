"""A small bar chart as a PNG, drawn by hand: mail programs show pictures, not SVG or scripts."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import numpy.typing as npt

from tracker.alerts.payload import MonthlyCommits

WIDTH, HEIGHT = 560, 120
PAPER, BAR, GAP, BASE = (255, 255, 255), (47, 93, 138), (236, 236, 236), (120, 120, 120)


def picture(months: MonthlyCommits | None) -> bytes | None:
    """Monthly commits as bars; a month that is not known is a grey strip, not a zero. None without any."""
    values = months.values if months else ()
    known = [value for value in values if value is not None]
    if len(known) < 2 or len(values) > WIDTH // 2:
        return None
    pixels = np.full((HEIGHT, WIDTH, 3), PAPER, dtype=np.uint8)
    step = WIDTH / len(values)
    for number, value in enumerate(values):
        left, right = round(number * step), max(round((number + 1) * step) - 1, round(number * step) + 1)
        if value is None:
            pixels[:-1, left:right] = GAP
            continue
        tall = round((HEIGHT - 4) * value / max(*known, 1))
        pixels[HEIGHT - 1 - max(tall, 1 if value else 0) : HEIGHT - 1, left:right] = BAR
    pixels[HEIGHT - 1] = BASE
    return png(pixels)


def caption(months: MonthlyCommits) -> str:
    """What the picture shows, for those who do not see it."""
    values = [value for value in months.values if value is not None]
    last = values[-12:]
    return (
        f"Commits by people a month since {months.first}: up to {max(values):,.0f}, "
        f"and {sum(last):,.0f} in the last {len(last)} months that are known"
    )


def png(pixels: npt.NDArray[np.uint8]) -> bytes:
    """RGB pixels (height, width, 3) as a PNG file."""
    height, width, _ = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
