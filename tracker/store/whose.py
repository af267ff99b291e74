"""Rows by names people know: the repository's full name and the metric's, then the rest of the key."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, text

from tracker.store.flaws import EXAMPLES


def named(connection: Connection, table: Table, condition: str, column: str | None = None) -> tuple[str, ...]:
    """A few rows of a table for which a condition in SQL holds; with `column`, its cell too."""
    keys = [key.name for key in table.primary_key.columns]
    owner = (
        "repository_id" if "repository_id" in table.c else "github_id" if table.name == "repository" else ""
    )
    others = [key for key in keys if key not in (owner, "metric_id")]
    cells = [*([owner] if owner else []), *(["metric_id"] if "metric_id" in table.c else []), *others]
    form = "CASE WHEN typeof({0}) = 'blob' THEN quote({0}) ELSE CAST({0} AS TEXT) END"
    form = form if connection.dialect.name == "sqlite" else "CAST({0} AS TEXT)"
    shown = [form.format(cell) for cell in (*cells, *([column] if column else []))]
    query = f"SELECT {', '.join(shown)} FROM {table.name} WHERE {condition} LIMIT {EXAMPLES}"  # noqa: S608
    rows = connection.exec_driver_sql(query.replace("%", "%%")).all()
    return tuple(" ".join(_words(connection, cells, row)) for row in rows)


def _words(connection: Connection, cells: list[str], row: Any) -> list[str]:
    """The cells of a row; numbers of repositories and metrics as names, where these are there."""
    told = []
    for place, cell in enumerate(row):
        name = cells[place] if place < len(cells) else ""
        found = None
        if name in ("repository_id", "github_id"):
            found = _one(
                connection, "SELECT owner || '/' || name FROM repository WHERE github_id = :it", cell
            )
        elif name == "metric_id":
            found = _one(connection, "SELECT name FROM metric WHERE id = :it", cell)
        told.append(str(found or cell)[:60])
    return told


def _one(connection: Connection, query: str, number: str | None) -> str | None:
    if number is None or not number.isdigit():
        return None
    found: str | None = connection.execute(text(query), {"it": int(number)}).scalar()
    return found
