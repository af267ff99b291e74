"""Answers with fields of wrong types: one repository's trouble, told by the field's name."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.tracker.collectors.bench import TODAY, TOKEN, Bench, bench, lively
from tracker.replay.replies import Reply, Request
from tracker.replay.synthetic import SyntheticWorld

WRONG = (
    None,
    True,
    -1,
    2**70,
    1.5,
    "",
    "NaN",
    "\x00",
    "\ud800",
    [],
    {},
    [[]],
    {"a": 1},
    "9999-99-99",
    "x" * 9_000,
)


def slots(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a document that a wrong value can be put, as (container, key)."""
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from slots(value[key])


def twisted(change: Callable[[Request, Any], Any]) -> Callable[[Request, Reply], Reply]:
    """Answers whose JSON was changed."""

    def twist(request: Request, reply: Reply) -> Reply:
        if reply.status != 200 or "json" not in reply.headers.get("content-type", "") or not reply.body:
            return reply
        changed = change(request, json.loads(reply.body))
        return Reply(reply.status, json.dumps(changed).encode(), reply.headers, reply.points, reply.resource)

    return twist


def one_wrong(seed: int, share: float) -> Callable[[Request, Any], Any]:
    """One field of a share of the answers is of another type."""
    chance = random.Random(seed)

    def change(_request: Request, document: Any) -> Any:
        places = list(slots(document)) if isinstance(document, dict | list) else []
        if places and chance.random() < share:
            container, key = chance.choice(places)
            container[key] = chance.choice(WRONG)
        return document

    return change


@pytest.fixture
def pair(engine: Engine, tmp_path: Path) -> Iterator[Bench]:
    """Two lively repositories."""
    world = SyntheticWorld()
    lively(world, weeks=8)
    lively(world, "lab/other", weeks=8)
    with bench(engine, tmp_path, world) as made:
        made.follow("lab/net", "lab/other")
        yield made


@pytest.mark.parametrize("seed", range(6))
def test_a_third_of_the_answers_with_a_wrong_field_ends_no_run(pair: Bench, seed: int) -> None:
    pair.server.faults.twist = twisted(one_wrong(seed, 1 / 3))
    summary = pair.look()  # raises nothing
    assert summary.repositories == 2
    pair.server.faults.twist = None
    assert not pair.look(full=True).misses  # and what was wrong is made good
    assert pair.series("star_count")[TODAY] == sum(pair.series("star_arrivals").values())


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("comments", "many", "comments is a text, not a whole number"),
        ("created_at", 7, "created_at is a number, not a time"),
        ("created_at", "0001-01-01T00:00:00Z", "created_at is in the year 1"),
        ("updated_at", "2099-01-01T00:00:00Z", "an issue tells of days to come (2099-01-01)"),
        ("closed_at", "2099-01-01T00:00:00Z", "an issue tells of days to come (2099-01-01)"),
        ("user", [1], "user is a list, not an object"),
        ("number", True, "number is true or false, not a whole number"),
        ("title", {"a": 1}, "title is an object, not a text"),
        ("draft", "no", "draft is a text, not true or false"),
        ("number", 2**64, "number is negative or impossibly large"),
    ],
)
def test_a_wrong_field_is_told_by_its_name_and_is_one_repositorys_gap(
    pair: Bench, field: str, value: object, told: str
) -> None:
    def change(request: Request, document: Any) -> Any:
        if request.path == "/repos/lab/net/issues":
            document[0][field] = value
        return document

    pair.server.faults.twist = twisted(change)
    summary = pair.look(only=("issues",))
    assert [(m.full_name, m.collector) for m in summary.misses] == [("lab/net", "issues")]
    assert told in summary.misses[0].reason
    assert {row[0] for row in pair.rows("SELECT repository_id FROM issue")} == {1_001}


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_a_description_with_what_no_database_keeps_is_kept_without_it(pair: Bench, text: str) -> None:
    def change(request: Request, document: Any) -> Any:
        for node in (document.get("data") or {}).values() if request.path == "/graphql" else ():
            if isinstance(node, dict) and node.get("nameWithOwner") == "lab/net":
                node["description"] = text
        return document

    pair.server.faults.twist = twisted(change)
    assert not pair.look(only=("stars",)).misses
    assert ("ab",) in pair.rows("SELECT description FROM repository")


def test_an_answer_about_another_repository_is_not_believed(pair: Bench) -> None:
    pair.look(only=("stars",))

    def change(request: Request, document: Any) -> Any:
        nodes = (document.get("data") or {}).get("nodes") if isinstance(document, dict) else None
        if nodes and len(nodes) == 2:
            nodes.reverse()
        return document

    pair.server.faults.twist = twisted(change)
    assert not pair.look(only=("stars",)).misses[2:]  # REST was asked for each by its number
    assert pair.rows("SELECT github_id, name FROM repository ORDER BY 1") == [
        (1_000, "net"),
        (1_001, "other"),
    ]


def test_a_file_in_a_clones_place_makes_room_for_the_clone(pair: Bench) -> None:
    clones = pair.folder / "clones"
    clones.mkdir()
    (clones / "1000.git").write_text("not a folder")
    assert not pair.look(only=("commits",)).misses
    assert pair.series("commits", 1_000)
    assert pair.series("commits", 1_001)


def test_the_order_to_stop_still_ends_a_run(pair: Bench) -> None:
    class Stop(Exception):
        pass

    def breathe() -> None:
        raise Stop

    with pytest.raises(Stop):
        pair.look(breathe=breathe)


NULLED = (
    "description", "homepage", "language", "license", "pushed_at", "default_branch", "topics", "mirror_url",
    "parent", "subscribers_count", "has_issues", "archived", "fork", "user", "comments", "author_association",
    "title", "body", "author", "created_at", "name",
)  # fmt: skip


def emptied(request: Request, document: Any) -> Any:
    """What a server of an older make leaves out, and what no server should say."""
    rows = document if isinstance(document, list) else [document] if request.path.count("/") == 3 else []
    for number, row in enumerate(row for row in rows if isinstance(row, dict)):
        kept = ("name", "created_at") if "/issues" in request.path or rows == [document] else ()
        row.update({key: None for key in NULLED if key in row and key not in kept})
        if "/issues" in request.path and number % 3 == 0:
            row["closed_at"] = "2011-01-01T00:00:00Z"  # before it was opened
        if "/issues" in request.path and row.get("pull_request") is not None:
            row["pull_request"] = {}
    if "/releases" in request.path and isinstance(document, list):
        document.append({"tag_name": "v0/é \u202e<b>", "published_at": None, "draft": False})
        document.append({"tag_name": "", "published_at": "1969-12-31T23:59:59Z", "draft": False})
    return document


@pytest.mark.parametrize("token", [TOKEN, None])
def test_fields_that_are_nothing_end_no_run_and_heal(pair: Bench, token: str | None) -> None:
    pair.token = token
    pair.server.faults.twist = twisted(emptied)
    assert not [m for m in pair.look().misses if "unforeseen" in m.reason]
    pair.server.faults.twist = None
    pair.token = TOKEN
    assert not pair.look(full=True).misses
    assert len(pair.rows("SELECT number FROM issue WHERE repository_id = 1000")) == 9
    assert {tag for (tag,) in pair.rows("SELECT tag FROM release WHERE repository_id = 1000")} >= {"v1.0"}


@pytest.mark.parametrize("list_of", ["/issues", "/releases", "/tags", "/pulls"])
def test_a_next_link_to_its_own_page_is_one_collectors_gap(lab: Bench, list_of: str) -> None:
    def twist(request: Request, reply: Reply) -> Reply:
        if list_of in request.path and reply.status == 200:
            reply.headers["link"] = f'<{request.base}{request.path}>; rel="next"'
        return reply

    lab.server.faults.twist = twist
    summary = lab.look()
    assert {m.collector for m in summary.misses} <= {"issues", "releases"}
    assert all("read before" in m.reason for m in summary.misses)
    assert len(lab.server.log) < 60
