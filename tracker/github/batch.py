"""Many repositories in one GraphQL query: as many as GitHub bears, never losing what it did answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tracker.github.client import Answer, GitHubClient
from tracker.github.protocol import Outcome, Unreachable

START, GROWN, STEP, GOOD_RUN = 25, 50, 5, 20
HEAVY_TYPES = frozenset({"RESOURCE_LIMITS_EXCEEDED", "MAX_NODE_LIMIT_EXCEEDED", "INTERNAL"})
HEAVY_TEXTS = ("Something went wrong", "Timeout on validation", "Resource limits")
Item = TypeVar("Item")
Json = Mapping[str, Any]


@dataclass
class Batch:
    """The adaptive size, shared by all queries of a run."""

    size: int = START
    _good: int = field(default=0, repr=False)

    def worked(self) -> None:
        """Grow slowly after a run of good answers."""
        self._good += 1
        if self._good >= GOOD_RUN and self.size < GROWN:
            self.size, self._good = min(self.size + STEP, GROWN), 0

    def failed(self, tried: int) -> None:
        """Halve at once."""
        self.size, self._good = max(1, tried // 2), 0


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one item: its node, or the type of the error in its place ('NOT_FOUND', 'HEAVY' …)."""

    node: Json | None
    error: str | None = None


def ask(
    client: GitHubClient,
    items: Sequence[Item],
    batch: Batch,
    heavy: Callable[[Sequence[Item]], tuple[str, Json, Sequence[str]]],
    light: Callable[[Sequence[Item]], tuple[str, Json, Sequence[str]]] | None = None,
) -> Iterator[tuple[Item, Result]]:
    """Ask for all items. `heavy` and `light` make (query, variables, paths of the answers) for some of them.

    An item too heavy even alone and light comes back as Result(None, 'HEAVY'): ask it over REST.
    """
    queue = [list(items[i : i + batch.size]) for i in range(0, len(items), batch.size)]
    while queue:
        group = queue.pop(0)
        if len(group) > batch.size:
            queue[:0] = [group[: batch.size], group[batch.size :]]
            continue
        found = _answers(client.post_graphql(*heavy(group)[:2]), heavy(group)[2])
        if found is not None:
            batch.worked()
            yield from zip(group, found, strict=True)
        elif len(group) > 1:
            batch.failed(len(group))
            middle = len(group) // 2
            queue[:0] = [group[:middle], group[middle:]]
        else:
            yield group[0], _alone(client, group, light)


def _alone(
    client: GitHubClient,
    group: Sequence[Item],
    light: Callable[[Sequence[Item]], tuple[str, Json, Sequence[str]]] | None,
) -> Result:
    if light is not None:
        query, variables, paths = light(group)
        for _ in range(2):
            found = _answers(client.post_graphql(query, variables), paths)
            if found is not None:
                return found[0]
    return Result(None, "HEAVY")


def _answers(answer: Answer, paths: Sequence[str]) -> list[Result] | None:
    """One result per path ('nodes.0', 'r3'); None when the query was too heavy to be answered."""
    body = answer.body if isinstance(answer.body, dict) else {}
    errors = [e for e in body.get("errors") or [] if isinstance(e, dict)]
    data = body.get("data")
    if answer.outcome is Outcome.TRANSIENT or (data is None and _heavy(errors)):
        return None
    if not isinstance(data, dict):
        said = "; ".join(str(e.get("message")) for e in errors) or f"status {answer.status}"
        raise Unreachable(f"GitHub refuses a query of ours: {said}")
    results = [_result(data, path, errors) for path in paths]
    if _heavy(errors) and any(r.node is None and r.error not in ("NOT_FOUND", "FORBIDDEN") for r in results):
        return None
    return results


def _heavy(errors: Sequence[Json]) -> bool:
    return any(
        e.get("type") in HEAVY_TYPES or str(e.get("message", "")).startswith(HEAVY_TEXTS) for e in errors
    )


def _result(data: Json, path: str, errors: Sequence[Json]) -> Result:
    steps: list[Any] = [int(p) if p.isdigit() else p for p in path.split(".")]
    node: Any = data
    for step in steps:
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            node = None
    if node:
        return Result(node)
    kinds = [str(e.get("type") or "UNKNOWN") for e in errors if (e.get("path") or [])[: len(steps)] == steps]
    return Result(None, kinds[0] if kinds else "UNKNOWN")
