"""Many repositories in one GraphQL query: as many as GitHub bears, never losing what it did answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from tracker.github.answers import Answer, errors
from tracker.github.client import GitHubClient
from tracker.github.protocol import AnswerKind, said

START, GROWN, STEP, GOOD_RUN = 25, 50, 5, 20
TRIES = 4  # of a query for one item, when GitHub's front fails and does not say that it is too heavy
HEAVY_TYPES = frozenset({"RESOURCE_LIMITS_EXCEEDED", "MAX_NODE_LIMIT_EXCEEDED", "INTERNAL"})
HEAVY_TEXTS = ("Something went wrong", "Timeout on validation", "Resource limits")
Item = TypeVar("Item")
Json = Mapping[str, Any]
Asking = tuple[str, Json, Sequence[str]]  # a query, its variables, and the path of each item's answer


@dataclass
class Batch:
    """The adaptive size, shared by a run's queries, and what GitHub said if it refused the full query."""

    size: int = START
    refusal: str | None = None
    failures: int = 0  # in a row, of the kind that may pass by itself
    _good: int = field(default=0, repr=False)

    def worked(self) -> None:
        """Grow slowly after a run of good answers."""
        self._good += 1
        if self._good >= GOOD_RUN and self.size < GROWN:
            self.size, self._good = min(self.size + STEP, GROWN), 0

    def failed(self, tried: int) -> None:
        """Halve at once."""
        self.size, self._good = max(1, tried // 2), 0


IN_WORDS = {
    "NOT_FOUND": "GitHub knows no such repository",
    "FORBIDDEN": "its owner refuses this token",
    "HEAVY": "it is too much for GitHub to answer",
    "REFUSED": "GitHub does not understand the query",
    "UNKNOWN": "GitHub gave no answer",
}


def in_words(error: str | None) -> str:
    """What an error in a node's place means, in words."""
    return IN_WORDS.get(error or "UNKNOWN", f"GitHub answered {error}")


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of one item: its node, or the type of the error in its place.

    Types are GitHub's ('NOT_FOUND', 'FORBIDDEN' …), 'UNKNOWN', 'HEAVY' and 'REFUSED'. `light` is why a node
    has only its light fields.
    """

    node: Json | None
    error: str | None = None
    light: str | None = None


def ask(
    client: GitHubClient,
    items: Sequence[Item],
    batch: Batch,
    heavy: Callable[[Sequence[Item]], Asking],
    light: Callable[[Sequence[Item]], Asking] | None = None,
) -> Iterator[tuple[Item, BatchResult]]:
    """Ask for all items, each answered once. What GitHub did answer of a query too heavy is kept.

    An item too heavy even alone and light comes back as Result(None, 'HEAVY'), and every item as 'REFUSED'
    when GitHub does not understand the queries any more: ask those over REST.
    """
    queue = [list(items)] if items else []  # cut as it goes: the size grows meanwhile
    while queue:
        group = queue.pop(0)
        if len(group) > batch.size:
            queue[:0] = [group[: batch.size], group[batch.size :]]
            continue
        spared = light if batch.refusal else None
        query, variables, paths = (spared or heavy)(group)
        answer = client.post_graphql(query, variables)
        if refused := _refusal(answer):
            known, batch.refusal = batch.refusal, refused
            if known is None and light is not None:
                queue.insert(0, group)
            else:
                yield from ((item, BatchResult(None, "REFUSED")) for item in group)
            continue
        batch.failures = batch.failures + 1 if answer.outcome is AnswerKind.TRANSIENT else 0
        answered = list(zip(group, _results(answer, paths), strict=True))
        for item, result in answered:
            if result is not None:
                yield item, replace(result, light=batch.refusal if spared else None)
        left = [item for item, result in answered if result is None]
        if not left:
            batch.worked()
        elif len(group) == 1 and (not batch.failures or batch.failures >= TRIES):
            yield group[0], _alone(client, group, batch, light)
        else:
            queue[:0] = _smaller(client, left, len(group), batch)


def _smaller(client: GitHubClient, left: list[Item], tried: int, batch: Batch) -> list[list[Item]]:
    """Halves of what is left, after a short rest if GitHub is not well."""
    batch.failed(tried)
    if batch.failures:
        client.budget.sleep(min(2.0 ** (batch.failures - 1), 4.0))
    middle = (len(left) + 1) // 2
    return [part for part in (left[:middle], left[middle:]) if part]


def _alone(
    client: GitHubClient,
    group: Sequence[Item],
    batch: Batch,
    light: Callable[[Sequence[Item]], Asking] | None,
) -> BatchResult:
    """One item by its light fields alone."""
    if light is not None:
        query, variables, paths = light(group)
        for _ in range(2):
            answer = client.post_graphql(query, variables)
            found = None if _refusal(answer) else _results(answer, paths)[0]
            if found is not None:
                batch.failures = 0
                return replace(found, light="too much for GitHub to answer at once")
    return BatchResult(None, "HEAVY")


def _data(answer: Answer) -> Json | None:
    data = answer.body.get("data") if isinstance(answer.body, dict) else None
    return data if isinstance(data, dict) else None


def _refusal(answer: Answer) -> str | None:
    """What GitHub said when it refused the whole query as such, not as too heavy."""
    found = errors(answer.body)
    if answer.outcome is AnswerKind.TRANSIENT or _data(answer) is not None or any(map(_heavy, found)):
        return None
    return "; ".join(filter(None, map(said, found))) or said(answer.body) or f"status {answer.status}"


def _heavy(error: Json) -> bool:
    return str(error.get("type")) in HEAVY_TYPES or str(error.get("message", "")).startswith(HEAVY_TEXTS)


def _results(answer: Answer, paths: Sequence[str]) -> list[BatchResult | None]:
    """One result per path ('nodes.0', 'r3'); None for those that were too heavy to be answered."""
    data = _data(answer)
    if data is None:
        return [None] * len(paths)
    return [_result(data, path, errors(answer.body)) for path in paths]


def _result(data: Json, path: str, stated: Sequence[Json]) -> BatchResult | None:
    steps: list[Any] = [int(p) if p.isdigit() else p for p in path.split(".")]
    node: Any = data
    for step in steps:
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            node = None
    own = [e for e in stated if isinstance(e.get("path"), list) and e["path"][: len(steps)] == steps]
    if node is not None and not isinstance(node, Mapping):
        return BatchResult(None, "MALFORMED")
    if node:
        return None if any(map(_heavy, own)) else BatchResult(node)
    kinds = [str(e.get("type") or "UNKNOWN") for e in own]
    if any(map(_heavy, own or stated)):
        return None
    return BatchResult(None, kinds[0] if kinds else "UNKNOWN")
