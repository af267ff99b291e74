"""The batcher: every item is answered once, whatever GitHub bears, and nothing it did answer is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tracker.github.answers import Answer
from tracker.github.batch import GOOD_RUN, GROWN, START, Batch, BatchResult, ask
from tracker.github.protocol import AnswerKind

LIMIT = "RESOURCE_LIMITS_EXCEEDED"


@dataclass
class Naps:
    taken: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.taken.append(seconds)


@dataclass
class FakeClient:
    """Answers as `reply` says, and remembers what it was asked: (kind of query, items)."""

    reply: Callable[[str, list[int]], Answer]
    asked: list[tuple[str, list[int]]] = field(default_factory=list)
    budget: Naps = field(default_factory=Naps)

    def post_graphql(self, query: str, variables: dict[str, Any]) -> Answer:
        self.asked.append((query, variables["ids"]))
        return self.reply(query, variables["ids"])


def good(ids: Sequence[int], **more: object) -> Answer:
    return Answer(AnswerKind.OK, 200, {"data": {"nodes": [{"id": i} for i in ids]}, **more})


def fail(kind: str | None = None, message: str = "no", **more: object) -> Answer:
    return Answer(AnswerKind.OK, 200, {"errors": [{"type": kind, "message": message}], **more})


BAD_GATEWAY = Answer(AnswerKind.TRANSIENT, 502)


def maker(name: str) -> Callable[[Sequence[int]], tuple[str, dict[str, Any], list[str]]]:
    return lambda group: (name, {"ids": list(group)}, [f"nodes.{n}" for n in range(len(group))])


def run(
    client: FakeClient, items: Sequence[int], batch: Batch | None = None, light: bool = True
) -> dict[int, BatchResult]:
    found = list(ask(client, items, batch or Batch(), maker("heavy"), maker("light") if light else None))  # type: ignore[arg-type]
    assert sorted(item for item, _ in found) == sorted(items)  # each once
    return dict(found)


def test_a_hundred_items_are_four_queries() -> None:
    client = FakeClient(lambda _q, ids: good(ids))
    found = run(client, range(100))
    assert [len(ids) for _, ids in client.asked] == [25] * 4
    assert all(result == BatchResult({"id": item}) for item, result in found.items())


def test_after_twenty_good_queries_the_batches_grow_up_to_fifty() -> None:
    client = FakeClient(lambda _q, ids: good(ids))
    batch = Batch()
    run(client, range(START * GOOD_RUN), batch)
    assert batch.size == START + 5
    for _ in range(200):
        batch.worked()
    assert batch.size == GROWN


def test_what_is_too_much_at_once_is_halved_until_it_is_not() -> None:
    client = FakeClient(lambda _q, ids: good(ids) if len(ids) <= 4 else fail(LIMIT))
    found = run(client, range(25))
    assert all(result.node for result in found.values())
    assert max(len(ids) for _, ids in client.asked[1:]) <= 13
    assert {query for query, _ in client.asked} == {"heavy"}


def test_every_way_of_saying_too_heavy_is_understood() -> None:
    for answer in (
        fail(LIMIT),
        fail("MAX_NODE_LIMIT_EXCEEDED"),
        fail(None, "Something went wrong while executing your query. This may be the result of a timeout"),
        fail(None, "Timeout on validation of query"),
        BAD_GATEWAY,
    ):
        client = FakeClient(lambda _q, ids, answer=answer: good(ids) if len(ids) == 1 else answer)
        assert all(result.node for result in run(client, range(3)).values())


def test_what_was_answered_beside_what_was_too_heavy_is_kept_and_not_asked_again() -> None:
    def reply(_query: str, ids: list[int]) -> Answer:
        if len(ids) == 1:
            return good(ids)
        nodes = [None if i == 2 else {"id": i} for i in ids]
        errors = [{"type": LIMIT, "path": ["nodes", ids.index(2)]}]
        return Answer(AnswerKind.OK, 200, {"data": {"nodes": nodes}, "errors": errors})

    client = FakeClient(reply)
    run(client, range(5))
    assert [ids for _, ids in client.asked] == [[0, 1, 2, 3, 4], [2]]


def test_a_node_in_which_a_heavy_field_was_nulled_is_asked_for_again() -> None:
    def reply(_query: str, ids: list[int]) -> Answer:
        errors = [{"type": LIMIT, "path": ["nodes", 1, "openIssues"]}] if len(ids) > 1 else []
        return good(ids, errors=errors)

    client = FakeClient(reply)
    run(client, [7, 8])
    assert [ids for _, ids in client.asked] == [[7, 8], [8]]


def test_one_item_too_heavy_alone_loses_its_heavy_fields_and_says_so() -> None:
    client = FakeClient(lambda query, ids: good(ids) if query == "light" or 3 not in ids else fail(LIMIT))
    found = run(client, range(5))
    assert found[3].light == "too much for GitHub to answer at once"
    assert [r.light for i, r in found.items() if i != 3] == [None] * 4


def test_one_item_too_heavy_even_so_is_left_to_rest() -> None:
    client = FakeClient(lambda _q, ids: fail(LIMIT) if 3 in ids else good(ids))
    found = run(client, range(5))
    assert found[3] == BatchResult(None, "HEAVY")
    assert all(found[i].node for i in (0, 1, 2, 4))


def test_a_front_that_fails_now_and_then_costs_no_fields() -> None:
    answers = iter([BAD_GATEWAY, BAD_GATEWAY, BAD_GATEWAY])
    client = FakeClient(lambda _q, ids: next(answers, None) or good(ids))
    assert run(client, [1]) == {1: BatchResult({"id": 1})}
    assert client.budget.taken == [1.0, 2.0, 4.0]


def test_in_an_outage_each_item_costs_a_few_queries_and_no_long_wait() -> None:
    client = FakeClient(lambda _q, _ids: BAD_GATEWAY)
    found = run(client, range(25))
    assert {result.error for result in found.values()} == {"HEAVY"}
    assert len(client.asked) < 25 * 4 + 30
    assert sum(client.budget.taken) < 250


def test_a_query_that_github_no_longer_understands_is_replaced_by_the_light_one() -> None:
    def reply(query: str, ids: list[int]) -> Answer:
        return good(ids) if query == "light" else fail("undefinedField", "Field 'watchers' doesn't exist")

    client = FakeClient(reply)
    found = run(client, range(60))
    assert [query for query, _ in client.asked] == ["heavy", "light", "light", "light"]
    assert {r.light for r in found.values()} == {"Field 'watchers' doesn't exist"}


def test_when_no_query_is_understood_everything_is_left_to_rest() -> None:
    client = FakeClient(lambda _q, _ids: fail("undefinedField"))
    assert {r.error for r in run(client, range(30)).values()} == {"REFUSED"}
    assert {r.error for r in run(client, range(30), light=False).values()} == {"REFUSED"}
    assert len(client.asked) <= 5


def test_a_dead_id_is_not_found_and_its_neighbours_are() -> None:
    def reply(_query: str, ids: list[int]) -> Answer:
        nodes = [None if i == 1 else {"id": i} for i in ids]
        errors = [{"type": "NOT_FOUND", "path": ["nodes", 1], "message": "Could not resolve"}]
        return Answer(AnswerKind.OK, 200, {"data": {"nodes": nodes}, "errors": errors})

    found = run(FakeClient(reply), range(3))
    assert found[1] == BatchResult(None, "NOT_FOUND")
    assert found[0].node == {"id": 0}


def test_a_null_without_a_reason_is_unknown_and_not_deleted() -> None:
    client = FakeClient(lambda _q, ids: Answer(AnswerKind.OK, 200, {"data": {"nodes": [None for _ in ids]}}))
    assert run(client, [1]) == {1: BatchResult(None, "UNKNOWN")}


KINDS = st.sampled_from(["good", "502", LIMIT, "partial", "refused"])


@given(st.integers(0, 60), st.lists(KINDS, max_size=40))
def test_whatever_happens_every_item_is_answered_once(many: int, kinds: list[str]) -> None:
    weather = iter(kinds)

    def reply(_query: str, ids: list[int]) -> Answer:
        kind = next(weather, "good")
        if kind == "partial":
            nodes = [{"id": i} if n % 2 else None for n, i in enumerate(ids)]
            return Answer(AnswerKind.OK, 200, {"data": {"nodes": nodes}, "errors": [{"type": LIMIT}]})
        return {"good": good(ids), "502": BAD_GATEWAY, LIMIT: fail(LIMIT), "refused": fail("undefinedField")}[
            kind
        ]

    found = run(FakeClient(reply), range(many))
    assert all(r.node is None or r.node == {"id": i} for i, r in found.items())
