"""What is found when a database is looked through: how bad, what, how often, and a few examples."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

EXAMPLES = 3


class Kind(StrEnum):
    """How bad it is: a gap is no damage, the others are."""

    BROKEN = "broken"
    IMPOSSIBLE = "impossible"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that was found."""

    kind: Kind
    what: str
    many: int
    examples: tuple[str, ...] = ()

    def __str__(self) -> str:
        more = f" ({'; '.join(self.examples)}{'; …' if self.many > len(self.examples) else ''})"
        return f"{self.kind}: {self.what}: {self.many:,}{more if self.examples else ''}"
