"""FORMATS: one file a format. Series come in as chunks of arrays and leave as bytes.

A format module has `write(chunks, stream, axis)` for the long shape and `write_wide(table, stream)` for the
wide one; both stream, and return how many rows they wrote. It is imported only when it is used.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A format's card: where its module is, how its files end, what the web calls it."""

    module: str
    suffix: str
    media_type: str


FORMATS: dict[str, Format] = {
    "csv": Format("tracker.exports.csv", ".csv", "text/csv"),
    "json": Format("tracker.exports.json", ".json", "application/json"),
    "jsonl": Format("tracker.exports.jsonl", ".jsonl", "application/x-ndjson"),
    "parquet": Format("tracker.exports.parquet", ".parquet", "application/vnd.apache.parquet"),
    "xlsx": Format(
        "tracker.exports.xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
}
COLUMNS = ("repository", "github_id", "metric", "day", "value", "source", "quality")


def columns(axis: str = "calendar") -> tuple[str, ...]:
    """The columns of the long shape; by age there is one more, the repository's age in days."""
    return (*COLUMNS[:4], "age", *COLUMNS[4:]) if axis == "age" else COLUMNS


WIDEST = 16_384  # columns of a sheet of a workbook
TEXT = ("csv", "json", "jsonl")  # formats that are worth compressing; the others are compressed already
PACKED = ".gz"


def format_of(filename: str) -> str | None:
    """The format that a file's name asks for; None when its ending says nothing."""
    lowered = filename.lower().removesuffix(PACKED)
    return next((name for name, kind in FORMATS.items() if lowered.endswith(kind.suffix)), None)
