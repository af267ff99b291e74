"""The decision table as JSON and as long rows: the same cells in another dress."""

from __future__ import annotations

from typing import Any

from tracker.decision.table import Cell, Criterion, SideBySide

COLUMNS = (
    "row", "title", "repository", "value", "text", "better", "day", "source", "quality", "reason", "as_of",
)  # fmt: skip


def as_json(decision: SideBySide) -> dict[str, Any]:
    """`sentence` and `rows`; unknown values are null with their reason."""
    return {
        "sentence": decision.sentence,
        "rows": [
            {
                "row": row.key, "title": row.title, "better_is": row.better or None, "note": row.note or None,
                "cells": [_cell(decision, row, place, cell) for place, cell in enumerate(row.cells)],
            }
            for row in decision.rows
        ],
    }  # fmt: skip


def _cell(decision: SideBySide, row: Criterion, place: int, cell: Cell) -> dict[str, Any]:
    return {
        "repository": decision.repositories[place],
        "value": cell.value,
        "text": cell.text,
        "at_least": cell.least,
        "better": place in row.best,
        "day": cell.day.isoformat() if cell.day else None,
        "source": cell.source,
        "quality": str(cell.quality),
        "reason": cell.reason,
        "note": cell.note or None,
    }


def lines(decision: SideBySide) -> list[tuple[object, ...]]:
    """One line for each row and repository, under COLUMNS."""
    return [
        (
            row.key, row.title, name, _flat(cell.value), cell.text, "yes" if place in row.best else "",
            cell.day, cell.source, str(cell.quality), cell.reason, decision.as_of,
        )
        for row in decision.rows
        for place, (name, cell) in enumerate(zip(decision.repositories, row.cells, strict=True))
    ]  # fmt: skip


def _flat(value: object) -> object:
    return " ".join(map(str, value)) if isinstance(value, list) else value
