"""Side by side: the decision table of the repositories that were ticked, as page, picture and CSV."""

from __future__ import annotations

from dashboards.data.query import QueryString
from dashboards.data.snapshot import Snapshot
from dashboards.drawing.svg.grid import GridCell, grid
from dashboards.views.base import Context, Page, Picture, Table
from dashboards.views.compare.comparison import repositories_of
from tracker.asking import unusable
from tracker.decision import Cell, SideBySide, decide
from tracker.decision.documents import COLUMNS, lines
from tracker.decision.table import APART
from tracker.writing import day, listed, short_name

MOST = 12  # side by side; more is a list, and the overview is that


def context(snapshot: Snapshot, asked: QueryString) -> Context:
    """The words of the page."""
    decision, missing = decided(snapshot, asked)
    chosen = set(decision.repositories)
    return {
        "as_of": decision.as_of,
        "dated": decision.as_of != snapshot.today,
        "decision": decision,
        "not_found": missing,
        "finding": decision.sentence,
        "apart": APART,
        "chosen": chosen,
        "query": {"repos": list(decision.repositories) or ["none"], "as_of": asked.text("as_of")},
    }


def decided(snapshot: Snapshot, asked: QueryString) -> tuple[SideBySide, list[str]]:
    """The table that was asked for, and what is said of names that nobody follows. Raises BadParameter."""
    as_of = asked.as_of(snapshot.today)
    found, missing = repositories_of(snapshot, asked, as_of)
    if len(found) > MOST:
        raise unusable("repos", f"{len(found)} names", f"Put at most {MOST} side by side.")
    key = ("decision", tuple(r.full_name for r in found), as_of)
    verdicts = snapshot.verdicts(as_of)
    known = {r.full_name: verdicts[r.full_name] for r in found if r.full_name in verdicts}
    made = snapshot.lately(key, lambda: decide(snapshot.history, found, as_of, snapshot.rules, known))
    return made, missing


def picture(snapshot: Snapshot, asked: QueryString) -> Picture:
    """The table as a file of its own."""
    decision, _ = decided(snapshot, asked)
    rows = [
        (row.title, [_answer(row.key, cell, i in row.best) for i, cell in enumerate(row.cells)])
        for row in decision.rows
    ]
    known = [cell for row in decision.rows for cell in row.cells if cell.value is not None]
    labels = sorted({str(cell.quality) for cell in known})
    sources = sorted({cell.source for cell in known if cell.source})
    names = listed([short_name(name) for name in decision.repositories], MOST)
    return Picture(
        f"side-by-side-{decision.as_of}",
        decision.sentence,
        f"{names}, as of {day(decision.as_of)}, UTC.",
        grid([short_name(name) for name in decision.repositories], rows),
        f"source: {', '.join(sources)} · {', '.join(labels)}" if sources else "",
    )


def _answer(key: str, cell: Cell, best: bool) -> GridCell:
    state = str(cell.value) if key == "verdict" and cell.value is not None else None
    told = cell.said if cell.value is None else " · ".join(str(p) for p in (cell.day, cell.quality) if p)
    return GridCell(cell.text, told, best, state)


def table(snapshot: Snapshot, asked: QueryString) -> Table:
    """One line for each row and repository."""
    decision, _ = decided(snapshot, asked)
    return Table(f"side-by-side-{decision.as_of}", COLUMNS, lines(decision))


page = Page("decision", "/decision", None, "decision.html", context, table, picture=picture)
