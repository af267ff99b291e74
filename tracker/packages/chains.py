"""Who asks for whom: the shortest chain from a direct dependency to each package of a lock file."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from tracker.packages.dependency import Dependency

LONGEST = 50  # links of a chain: what lies beyond tells nobody anything


@dataclass
class Graph:
    """Needs by name, and what the project itself asks for; `roots` is None where the file has no project."""

    edges: dict[str, list[str]] = field(default_factory=dict)
    roots: list[str] | None = None

    def root(self, name: str, asked: Iterable[str]) -> None:
        """The project's own entry."""
        self.roots = [*(self.roots or []), *asked]

    def needs(self, name: str, asked: Iterable[str]) -> None:
        self.edges.setdefault(name, []).extend(asked)


def placed(packages: Sequence[Dependency], graph: Graph) -> list[Dependency]:
    """Each with whether it is direct and by which chain it came.

    A file that does not name its project leaves that open: what nobody asks for is direct, the others may be.
    """
    asked = {name for names in graph.edges.values() for name in names}
    roots = graph.roots if graph.roots is not None else [p.name for p in packages if p.name not in asked]
    came: dict[str, str | None] = dict.fromkeys(roots)
    queue = deque(came)
    while queue:
        here = queue.popleft()
        for name in graph.edges.get(here, ()):
            if name not in came:
                came[name] = here
                queue.append(name)
    direct = set(roots)
    return [
        replace(p, direct=True if p.name in direct else None if p.name not in came else False,
                via=_chain(p.name, came))
        for p in packages
    ]  # fmt: skip


def _chain(name: str, came: dict[str, str | None]) -> tuple[str, ...]:
    """From the direct dependency to the one that asks; empty for what is direct."""
    chain: list[str] = []
    above = came.get(name)
    while above is not None and len(chain) < LONGEST:
        chain.append(above)
        above = came.get(above)
    return tuple(reversed(chain))
