"""What is found when a database is looked through: how bad, what, how often, whose, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Table

EXAMPLES = 3
Rule = tuple[str, Table, ColumnElement[bool]]  # what is wrong, where, and what is true of a wrong row
RESTORE = "bring a backup back: tracker db restore FILE --replace"
REBUILD = "it is derived, so build it anew: tracker db rebuild"
REREAD = f"read it anew (tracker sync --full OWNER/NAME), or {RESTORE}"
UNHEARD = f"a later version may have written it: install the newest one, or {RESTORE}"
DERIVED = frozenset({"fact_version", "life", "overview", "kept", "panel", "panel_stale"})
FETCHED = frozenset({"observation", "author_day", "issue", "release", "repository", "cursor", "validator"})


class FlawKind(StrEnum):
    """How bad it is: a gap is no damage, the others are."""

    BROKEN = "broken"
    IMPOSSIBLE = "impossible"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that was found; `examples` name rows by repository where they have one."""

    kind: FlawKind
    what: str
    many: int
    examples: tuple[str, ...] = ()
    do: str = ""

    def __str__(self) -> str:
        more = f" ({'; '.join(self.examples)}{'; …' if self.many > len(self.examples) else ''})"
        todo = f" → {self.do}" if self.do else ""
        return f"{self.kind}: {self.what}: {self.many:,}{more if self.examples else ''}{todo}"


def remedy(table: str) -> str:
    """What to do about wrong rows of a table."""
    return REBUILD if table in DERIVED else REREAD if table in FETCHED else RESTORE
